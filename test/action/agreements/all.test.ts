// What settings say of each other: what is refused, what is asked for, and what is warned of.
import { describe, expect, test } from '@jest/globals'
import type { Surroundings } from '../../../src/action/agreements/rule.ts'
import { certificate, type Given, mistakesOf, parsed } from '../asking.ts'

const policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
const role = 'arn:aws:iam::111122223333:role/app'
const [subnet, vpc] = ['subnet-0123456789abcdef0', 'vpc-0123456789abcdef0']
const subnets = `${subnet}, subnet-0123456789abcdef1`
const given: Given = { 'vpc-id': vpc, 'subnet-ids': subnets }
const cluster = 'arn:aws:ecs:eu-west-1:111122223333:cluster/apps'
const acl = 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/name/id'

describe('settings that do not agree are refused, each pair with the way out', () => {
  test.each<[string, Given, string]>([
    ['a target without a way back', { to: '12' }, '`to` has a meaning only with `command: rollback`'],
    ['a confirmation of nothing', { confirm: 'shop' }, '`confirm` has a meaning only with `command: destroy`'],
    ['a removal that is not confirmed', { command: 'destroy' }, '`confirm` must repeat the name `'],
    ['a removal of another', { command: 'destroy', confirm: 'shoe' }, '`confirm` must repeat the name `'],
    [
      'a wait without a gate',
      { 'scan-wait-minutes': '9' },
      '`scan-wait-minutes` has a meaning only with a `scan-gate`'
    ],
    [
      'records of somebody else',
      { domain: 'shop.example', 'hosted-zone-id': 'none', 'certificate-arn': certificate, 'adopt-records': 'true' },
      '`adopt-records` has a meaning only where the records are made by us'
    ],
    ['variable and secret', { env: 'A=1', secrets: 'A=/a' }, '`A` stands in `env` and in `secrets`'],
    [
      'image and build',
      { image: 'shop:1', context: '.', rebuild: 'false' },
      'nothing is built, and `context`, `rebuild` would have no effect'
    ],
    ['no zone, no certificate', { domain: 'shop.example', 'hosted-zone-id': 'none' }, 'set `certificate-arn`'],
    [
      'a certificate of another region',
      { domain: 'shop.example', 'certificate-arn': certificate.replace('eu-west-1', 'us-east-1') },
      'is in us-east-1, and a load balancer takes a certificate of its own region, eu-west-1; name one of that region'
    ],
    ['a long name', { domain: `${'x'.repeat(60)}.example` }, 'at most 64'],
    ['www of www', { domain: 'www.shop.example', www: 'true' }, '`domain: shop.example`'],
    ['a login without an image', { 'registry-credentials': 'login' }, 'only with an `image` of a private registry'],
    ['a login for a local image', { image: 'flask', 'registry-credentials': 'login' }, 'a registry other than ECR'],
    [
      'a login for ECR',
      { image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:1', 'registry-credentials': 'login' },
      'a registry other than ECR'
    ],
    ['a policy and a role', { 'task-policy': policy, 'task-role-arn': role }, 'for the role that is made'],
    ['a wrong subnet', { ...given, 'subnet-ids': 'subnet-1, subnet-0123456789abcdef1' }, "`subnet-1`: a subnet's id"],
    ['subnets without a VPC', { 'subnet-ids': subnets }, 'set `vpc-id`'],
    ['a VPC without subnets', { 'vpc-id': vpc }, 'set `subnet-ids`: at least two'],
    ['one subnet, twice', { 'vpc-id': vpc, 'subnet-ids': `${subnet},${subnet}` }, 'names 1; at least two'],
    ['a range for a VPC that is there', { ...given, 'vpc-cidr': '10.0.0.0/16' }, 'for the VPC that is made'],
    ['insights of a cluster that is there', { 'cluster-arn': cluster, 'container-insights': 'enabled' }, 'is made'],
    [
      'a cluster of another region',
      { 'cluster-arn': cluster.replace('eu-west-1', 'us-east-1') },
      'is in us-east-1, and the service is made in eu-west-1'
    ],
    ['a web ACL of another region', { waf: acl.replace('eu-west-1', 'us-east-1') }, 'is in us-east-1'],
    ['a bake without a strategy for it', { 'bake-minutes': '5' }, 'with a strategy other than `rolling`'],
    ['a canary without its strategy', { 'canary-percent': '5' }, 'with `strategy: canary`'],
    ['steps without their strategy', { strategy: 'canary', 'linear-step-percent': '5' }, 'with `strategy: linear`'],
    ['alarms and none', { 'rollback-alarms': 'errors, none' }, 'has `none` beside others'],
    ['fewer tasks at most than at least', { 'min-tasks': '3', 'max-tasks': '2' }, 'is 3, more than Input `max-tasks`'],
    [
      'a bake longer than the run',
      { strategy: 'blue-green', 'bake-minutes': '30' },
      'takes at least 20 (start) + 10 (check) + 30 (draining) + 1 x 1800 (bake) = 1860 s; set `timeout-minutes: 41`'
    ],
    [
      'waves longer than the run',
      { strategy: 'blue-green', 'bake-minutes': '12', regions: 'eu-west-1, us-east-1, eu-north-1', waves: 'serial' },
      '= 780 s, and `waves: serial` makes 3 one after the other; set `timeout-minutes: 49`'
    ],
    [
      'two waves longer than the run',
      { strategy: 'blue-green', 'bake-minutes': '15', regions: 'eu-west-1, us-east-1, eu-north-1' },
      '= 960 s, and `waves: first-then-rest` makes 2 one after the other; set `timeout-minutes: 42`'
    ]
  ])('%s', (_, given, part) => {
    const mistakes = mistakesOf(given)
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain(part)
  })

  test.each<[string, Given]>([
    [
      'a bake that fits, in all regions at once',
      { strategy: 'blue-green', 'bake-minutes': '15', regions: 'eu-west-1, us-east-1', waves: 'parallel' }
    ],
    ['no www without a domain', { www: 'false' }],
    ['a long name with a certificate', { domain: `${'x'.repeat(60)}.example`, 'certificate-arn': certificate }],
    ['www as the domain', { domain: 'www.shop.example' }],
    ['a start period without a container check', { 'start-period-seconds': '60' }],
    ['a network that is given', given],
    ['a cluster that is given', { 'cluster-arn': cluster }],
    ['a web ACL that is given', { waf: acl }],
    ['a policy alone', { 'task-policy': policy }],
    ['a threshold with another strategy', { strategy: 'canary', 'failure-threshold': '5' }],
    ['alarms by name', { 'rollback-alarms': 'errors, latency' }]
  ])('but %s is fine', (_, given) => {
    expect(mistakesOf(given)).toEqual([])
  })
})

describe('shares between which a rollout can move nothing are refused', () => {
  const file = (most: number): string =>
    `overrides: { service: { Resources: { Service: { Properties: { DeploymentConfiguration: { MaximumPercent: ${most} } } } } } }`

  test.each([
    [1, 150, ['at least 1 must stay (MinimumHealthyPercent 100) and at most 1 may run (MaximumPercent 150)']],
    [2, 100, ['a rollout of 2 tasks neither start nor stop one']],
    [2, 150, []]
  ])('%d tasks with %d %% at most', (tasks, most, parts) => {
    const mistakes = mistakesOf({ 'min-tasks': String(tasks) }, file(most))
    expect(mistakes).toHaveLength(parts.length)
    parts.forEach((part, index) => {
      expect(mistakes[index]).toContain(part)
    })
  })

  test('where the strategy is rolling only', () => {
    expect(mistakesOf({ strategy: 'blue-green' }, file(100))).toEqual([])
  })

  test('once the numbers that they are reckoned with are right', () => {
    expect(mistakesOf({ 'timeout-minutes': '0' }, file(100))).toHaveLength(1)
  })
})

describe('what the job does not tell is asked for', () => {
  test.each<[string, Surroundings, string]>([
    ['no region', { repository: 'owner/shop' }, 'set `regions`, or AWS_REGION'],
    ['a wrong region', { repository: 'owner/shop', region: 'Ireland' }, 'AWS_REGION is `Ireland`; a region looks like'],
    ['no repository', { region: 'eu-west-1' }, 'There is no `name`'],
    ['a name of nothing', { region: 'eu-west-1', repository: 'owner/___' }, 'There is no `name`']
  ])('%s', (_, around, part) => {
    const mistakes = mistakesOf({}, '', around)
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain(part)
  })

  test('but not what was given, even if that was wrong', () => {
    expect(mistakesOf({ name: 'X', regions: 'Y' }, '', {})).toHaveLength(2)
    expect(parsed({ name: 'shop', regions: 'eu-west-1' }, '', {}).config.identity.roleSessionName).toBe('slipway-local')
  })
})

describe('the run warns of', () => {
  test.each<[string, Given, string]>([
    [
      'a grace that is too short',
      { 'health-check-grace-seconds': '60' },
      'is 60, and a slow start may need 120 (the largest of 120, 0 + (2 + 2) x 10 = 40'
    ],
    ['the newest size', { cpu: '32768', memory: '61440' }, 'only in some regions'],
    ['a public range', { 'vpc-cidr': '203.0.113.0/24' }, 'is public'],
    ['a canary that nothing stops', { strategy: 'canary', 'rollback-alarms': 'none' }, 'without an alarm'],
    ['tasks that are open', { 'task-ingress': 'all-traffic' }, 'reaches every port of the tasks'],
    ['a database in each task', { env: 'MYSQL_DATABASE=x', secrets: 'MYSQL_ROOT_PASSWORD=/p' }, 'up to 10 tasks'],
    [
      'a role that must be allowed more',
      { 'execution-role-arn': 'arn:aws:iam::111122223333:role/x', secrets: 'A=/a' },
      'must be allowed to read what `secrets` names'
    ],
    ['a way past the firewall', { waf: 'managed', 'task-ingress': 'public' }, 'pass by the firewall'],
    [
      'a second group that is empty',
      { domain: 'shop.example', strategy: 'linear', 'evaluate-target-health': 'true' },
      'two target groups'
    ],
    ['a credential in a URL', { env: 'DATABASE_URL=postgres://shop:hunter2@db/shop' }, 'the shape of a credential']
  ])('%s', (_, given, part) => {
    const { warnings } = parsed(given)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(part)
  })

  test('no second database where there is one task', () => {
    expect(parsed({ secrets: 'MYSQL_ROOT_PASSWORD=/p', 'max-tasks': '1' }).warnings).toEqual([])
  })

  test('stored keys, where there is no role', () => {
    const around = { repository: 'owner/shop', region: 'eu-west-1', storedKeys: true } as const
    expect(parsed({}, '', around).warnings).toEqual([expect.stringContaining('stored AWS keys (AWS_ACCESS_KEY_ID)')])
    expect(parsed({ 'role-to-assume': 'arn:aws:iam::111122223333:role/x' }, '', around).warnings).toEqual([])
  })

  test('no grace that is long enough, and takes what was given', () => {
    expect(parsed({ 'health-check-grace-seconds': '60' }).config.health).toMatchObject({
      graceSeconds: 60,
      graceBy: 'health-check-grace-seconds',
      neededGrace: { seconds: 120 }
    })
    expect(parsed({ 'health-check-grace-seconds': '500' }).warnings).toEqual([])
  })

  test('a grace that overrides make too short, reckoned with all that they change', () => {
    const file = [
      'overrides:',
      '  service:',
      '    Resources:',
      '      TargetGroup: { Properties: { HealthyThresholdCount: 5, HealthCheckIntervalSeconds: 30 } }',
      '      Service: { Properties: { HealthCheckGracePeriodSeconds: 240 } }',
      '  taskDefinition:',
      '    containerDefinitions: [{ name: owner-container, healthCheck: { retries: 2 } }, { name: shop-container, healthCheck: { retries: 9 } }]'
    ].join('\n')
    const { config, warnings } = parsed({ 'start-period-seconds': '300' }, file)
    expect(config.health).toMatchObject({ graceSeconds: 240, graceBy: 'overrides', neededGrace: { seconds: 570 } })
    expect(warnings).toEqual([
      '`overrides` (.github/slipway.yml, line 1) sets a grace of 240, and a slow start may need 570 (the largest of ' +
        '120, 300 + (5 + 2) x 30 = 510 (load balancer) and 300 + 9 x 30 = 570 (container check)): ECS stops a task ' +
        'that is not healthy by then. Leave it out to have it computed'
    ])
  })

  test('secret values in a file of the repository', () => {
    expect(parsed({}, 'build-secrets:\n  npm: hunter2').warnings).toEqual([
      '`build-secrets` (.github/slipway.yml, line 1): secret values do not belong in a file of the repository'
    ])
  })
})

describe('what overrides say', () => {
  test('is refused where a check waits longer than until the next one', () => {
    const group =
      'overrides: { service: { Resources: { TargetGroup: { Properties: { HealthCheckTimeoutSeconds: 20 } } } } }'
    expect(mistakesOf({}, group)).toEqual([
      '`overrides` (.github/slipway.yml, line 1) lets a check of `TargetGroup` wait 20 s for its answer ' +
        '(HealthCheckTimeoutSeconds), and the next one is asked after 10 s; AWS takes less than that'
    ])
    expect(mistakesOf({ 'health-check-interval-seconds': '30' }, group)).toEqual([])
  })

  test('is held against all numbers at once', () => {
    const group =
      'overrides: { service: { Resources: { TargetGroup: { Properties: { HealthCheckTimeoutSeconds: 20 } }, ' +
      'Service: { Properties: { DeploymentConfiguration: { MaximumPercent: 100 } } } } } }'
    expect(mistakesOf({}, group)).toEqual([
      expect.stringContaining('wait 20 s for its answer'),
      expect.stringContaining('neither start nor stop one')
    ])
    expect(mistakesOf({ strategy: 'blue-green', 'bake-minutes': '30' }, group)).toEqual([
      expect.stringContaining('wait 20 s for its answer'),
      expect.stringContaining('set `timeout-minutes: 41`')
    ])
  })
})
