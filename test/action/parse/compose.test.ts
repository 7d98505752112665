import { describe, expect, test } from '@jest/globals'
import { certificate, parsed, type Given } from '../asking.ts'

test('with a domain alone, zone and www are looked for', () => {
  expect(parsed({ domain: 'shop.example' }).config.frontDoor).toEqual({
    at: 'domain',
    domain: 'shop.example',
    www: 'zone-apex',
    hostedZone: { do: 'find' },
    evaluateTargetHealth: true,
    adoptRecords: false
  })
})

test('with DNS elsewhere no zone is looked for', () => {
  const given = { domain: 'shop.example', 'hosted-zone-id': 'none', 'certificate-arn': certificate, www: 'true' }
  expect(parsed(given).config.frontDoor).toMatchObject({ hostedZone: { do: 'none' }, www: true })
})

test('an image that is given is taken instead of a build', () => {
  const image = 'shop:local'
  expect(parsed({ image }).config.source).toEqual({ from: 'image', image })
  expect(parsed({ image, 'image-tag': 'v1' }).config.source).toEqual({ from: 'image', image, imageTag: 'v1' })
})

describe('what an option makes of the configuration', () => {
  const arn = 'arn:aws:iam::111122223333:role/app'
  const acl = 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/name/id'
  const subnets = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1']
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }
  const policy = { Version: '2012-10-17', Statement: [statement] }

  test.each<[string, Given, object]>([
    ['nothing', {}, { allowReplacement: false, overrides: {}, balancer: { waf: { use: 'none' } } }],
    ['allow-replacement', { 'allow-replacement': 'true' }, { allowReplacement: true }],
    ['termination-protection', { 'termination-protection': 'true' }, { terminationProtection: true }],
    [
      'roles',
      { 'execution-role-arn': arn, 'task-role-arn': arn },
      { task: { executionRoleArn: arn, taskRoleArn: arn } }
    ],
    ['cloudformation-role-arn', { 'cloudformation-role-arn': arn }, { identity: { cloudFormationRoleArn: arn } }],
    [
      'permissions-boundary-arn',
      { 'permissions-boundary-arn': 'arn:aws:iam::111122223333:policy/at-most' },
      { identity: { permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/at-most' } }
    ],
    ['task-policy', { 'task-policy': JSON.stringify(policy) }, { task: { taskPolicy: policy } }],
    ['ephemeral-storage-gib', { 'ephemeral-storage-gib': '50' }, { task: { ephemeralStorageGib: 50 } }],
    [
      'registry-credentials',
      { image: 'ghcr.io/o/shop:1', 'registry-credentials': 'prod/login' },
      { task: { registryCredentials: 'prod/login' } }
    ],
    ['rolling', {}, { rollout: { strategy: { kind: 'rolling' }, alarms: { use: 'none' } } }],
    [
      'blue-green',
      { strategy: 'blue-green', 'bake-minutes': '3' },
      { rollout: { strategy: { kind: 'blue-green', bakeMinutes: 3 }, alarms: { use: 'some', own: true, names: [] } } }
    ],
    [
      'canary',
      { strategy: 'canary', 'canary-percent': '5', 'rollback-alarms': 'errors,latency' },
      {
        rollout: {
          strategy: { kind: 'canary', canaryPercent: 5, bakeMinutes: 5 },
          alarms: { use: 'some', own: false, names: ['errors', 'latency'] }
        }
      }
    ],
    [
      'linear',
      { strategy: 'linear', 'linear-step-percent': '25', 'rollback-alarms': 'none' },
      { rollout: { strategy: { kind: 'linear', stepPercent: 25, bakeMinutes: 5 }, alarms: { use: 'none' } } }
    ],
    [
      'ours beside others',
      { 'rollback-alarms': '5xx, errors' },
      { rollout: { alarms: { use: 'some', own: true, names: ['errors'] } } }
    ],
    ['5xx with rolling', { 'rollback-alarms': '5xx' }, { rollout: { alarms: { use: 'some', own: true, names: [] } } }],
    [
      'a network that is given',
      { 'vpc-id': 'vpc-0123456789abcdef0', 'subnet-ids': subnets.join('\n'), 'task-ingress': 'public' },
      { network: { use: 'given', vpcId: 'vpc-0123456789abcdef0', subnetIds: subnets, ingress: 'public' } }
    ],
    ['waf', { waf: 'managed', 'waf-mode': 'count' }, { balancer: { waf: { use: 'managed', mode: 'count' } } }],
    ['a web ACL', { waf: acl }, { balancer: { waf: { use: 'given', arn: acl } } }],
    ['deletion-protection', { 'deletion-protection': 'true' }, { balancer: { deletionProtection: true } }],
    [
      'target health with two groups',
      { domain: 'shop.example', strategy: 'canary' },
      { frontDoor: { evaluateTargetHealth: false } }
    ]
  ])('%s', (_, given, part) => {
    expect(parsed(given).config).toMatchObject(part)
  })

  test('a policy as a map in the file keeps its types', () => {
    const { taskPolicy } = parsed(
      {},
      `task-policy:\n  Version: '2012-10-17'\n  Statement: [${JSON.stringify(statement)}]`
    ).config.task
    expect(taskPolicy).toEqual(policy)
  })
})
