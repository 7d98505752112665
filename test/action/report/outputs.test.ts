import { expect, test } from '@jest/globals'
import { Failure } from '../../../src/model/failure.ts'
import { outputs, outputValuesOf } from '../../../src/action/report/outputs.ts'

const facts = {
  region: 'eu-west-1',
  url: 'https://shop.example',
  image: 'r/shop@sha256:1',
  digest: 'sha256:1',
  taskDefinitionArn: 'td:8',
  serviceArn: 'service',
  clusterArn: 'cluster',
  loadBalancerDnsName: 'lb',
  hasChanges: true
}

test('a deployment sets every output but the failure and the plan', () => {
  const values = outputValuesOf(
    [{ verdict: 'deployed', facts }],
    [{ stage: 'image', title: 'Image', startedAt: 0, endedAt: 1500, result: 'x' }]
  )
  expect({ ...values, result: JSON.parse(values.result ?? '') as unknown }).toEqual({
    verdict: 'deployed',
    url: 'https://shop.example',
    image: 'r/shop@sha256:1',
    digest: 'sha256:1',
    'task-definition-arn': 'td:8',
    'service-arn': 'service',
    'cluster-arn': 'cluster',
    'load-balancer-dns-name': 'lb',
    'has-changes': 'true',
    result: {
      'eu-west-1': {
        verdict: 'deployed',
        url: 'https://shop.example',
        image: 'r/shop@sha256:1',
        digest: 'sha256:1',
        'task-definition-arn': 'td:8',
        'service-arn': 'service',
        'cluster-arn': 'cluster',
        'load-balancer-dns-name': 'lb',
        'has-changes': true,
        stages: [
          { stage: 'image', started: '1970-01-01T00:00:00.000Z', ended: '1970-01-01T00:00:01.500Z', seconds: 1.5 }
        ]
      }
    }
  })
  expect(Object.keys(outputs).filter((name) => !(name in values))).toEqual(['failure-code', 'plan', 'found'])
})

test('a failure before the region is known sets its code and no region', () => {
  const failure = new Failure({ code: 'INPUT_INVALID', sentence: 's', remedy: 'r' })
  expect(outputValuesOf([{ verdict: 'failed', failure, facts: { region: '', hasChanges: false } }], [])).toEqual({
    verdict: 'failed',
    'failure-code': 'INPUT_INVALID',
    'has-changes': 'false',
    result: '{}'
  })
})

test('a status sets what was found, also when that is nothing', () => {
  const drift = { platform: 'as asked for', service: 'as asked for', task: [] } as const
  const status = { region: 'eu-west-1', rollouts: [], drift, staleSecrets: [], unread: [] }
  const reported = { verdict: 'reported', facts, status } as const
  expect(outputValuesOf([reported], []).found).toBe('- no service runs.')
  const running = { revision: 'a:1', tasks: { wanted: 0, running: 0, pending: 0 }, targets: {} }
  expect(outputValuesOf([{ ...reported, status: { ...status, running } }], []).found).toBe('')
})
