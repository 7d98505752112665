// The key `regions` of the config file as a map: settings of one region each, over those for all.
import { describe, expect, test } from '@jest/globals'
import { certificate, mistakesOf, parsed } from '../asking.ts'

const american = certificate.replace('eu-west-1', 'us-east-1')

describe('a map of regions in the config file', () => {
  const file = `
domain: shop.example
certificate-arn: ${certificate}
cpu: 1024
memory: 2048
regions:
  eu-west-1:
  us-east-1:
    certificate-arn: ${american}
    memory: 4096
    secrets:
      KEY: /shop/america
`

  test('gives each region its own settings, over those for all', () => {
    const { configs } = parsed({}, file)
    expect(
      configs.map(({ region, task: { cpu, memory, secrets }, frontDoor }) => [
        region,
        cpu,
        memory,
        secrets,
        frontDoor.at === 'domain' && frontDoor.certificateArn
      ])
    ).toEqual([
      ['eu-west-1', 1024, 2048, {}, certificate],
      ['us-east-1', 1024, 4096, { KEY: '/shop/america' }, american]
    ])
  })

  test('is a list beside an input, which chooses among them and wins', () => {
    const { configs } = parsed({ regions: 'us-east-1', memory: '8192' }, file)
    expect(configs.map(({ region, task: { memory, secrets } }) => [region, memory, secrets])).toEqual([
      ['us-east-1', 8192, { KEY: '/shop/america' }]
    ])
  })

  test('is checked in every region, and what they have in common is told once', () => {
    const mistakes = mistakesOf({ 'min-tasks': '0' }, `${file}    cpu: 300\n`)
    expect(mistakes).toHaveLength(2)
    expect(mistakes[0]).toContain('`min-tasks`')
    expect(mistakes[1]).toContain('`cpu` of us-east-1 (.github/slipway.yml, line 13) is `300`; Fargate takes')
  })
})

test('a certificate of one region does not do in another', () => {
  const mistakes = mistakesOf({
    regions: 'eu-west-1, us-east-1',
    domain: 'shop.example',
    'certificate-arn': certificate
  })
  expect(mistakes).toEqual([
    'Input `certificate-arn` is in eu-west-1, and a load balancer takes a certificate of its own region, ' +
      'us-east-1; name one of that region'
  ])
})

test('waves and the policy are those of the run', () => {
  const { configs } = parsed({ regions: 'eu-west-1,us-east-1', waves: 'serial', 'on-region-failure': 'rollback-all' })
  expect(configs.map(({ rollout: { waves, onRegionFailure } }) => [waves, onRegionFailure])).toEqual([
    ['serial', 'rollback-all'],
    ['serial', 'rollback-all']
  ])
})
