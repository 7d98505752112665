// Any inputs that are accepted: through the parser's rules, so that each rule that forbids something is met here too.
import fc from 'fast-check'
import { retentionDays } from '../../src/action/rules/logs.ts'
import { sizes } from '../../src/action/rules/fargate.ts'
import type { SettingName } from '../../src/action/settings/all.ts'

export type Inputs = Readonly<Partial<Record<SettingName, string>>>
type Settings = Readonly<Partial<Record<SettingName, fc.Arbitrary<string>>>>

const whole = (min: number, max: number): fc.Arbitrary<string> => fc.integer({ min, max }).map(String)
const like = fc.stringMatching
const one = fc.constantFrom<string[]>
const flag = one('true', 'false')
const word = like(/^[a-z][a-z0-9]{1,7}$/)

const all = (settings: Settings): fc.Arbitrary<Inputs> => fc.record(settings)
const some = (settings: Settings): fc.Arbitrary<Inputs> => fc.record(settings, { requiredKeys: [] })
const together = (...parts: readonly fc.Arbitrary<Inputs>[]): fc.Arbitrary<Inputs> =>
  fc.tuple(...parts).map((inputs) => Object.assign({}, ...inputs) as Inputs)
const either = (...parts: readonly fc.Arbitrary<Inputs>[]): fc.Arbitrary<Inputs> => fc.oneof(...parts)
const nothing = fc.constant<Inputs>({})

const role = word.map((name) => `arn:aws:iam::111122223333:role/${name}`)
const arnIn = (region: string, service: string, resource: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  resource.map((path) => `arn:aws:${service}:${region}:111122223333:${path}`)
/** KEY=VALUE lines with a key for each line. */
const pairs = (key: string, value: fc.Arbitrary<string>, most: number): fc.Arbitrary<string> =>
  fc
    .array(value, { minLength: 1, maxLength: most })
    .map((values) => values.map((text, at) => `${key}${at}=${text}`).join('\n'))

const overrides = one(
  ...[
    {
      platform: { Resources: { LoadBalancer: { Properties: { LoadBalancerAttributes: [{ Key: 'k', Value: 'v' }] } } } }
    },
    { service: { Resources: { Service: { Properties: { EnableExecuteCommand: true } } } } },
    { service: { Resources: { Service: { Properties: { HealthCheckGracePeriodSeconds: 77 } } } } },
    { taskDefinition: { enableFaultInjection: true, containerDefinitions: [{ name: 'sidecar', image: '${Image}' }] } }
  ].map((over) => JSON.stringify(over))
)

const policy = fc
  .array(word, { minLength: 1, maxLength: 5 })
  .map((names) => ({
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: names.map((name) => `arn:aws:s3:::${name}/*`)
  }))
  .map((statement) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] }))

const size = fc
  .constantFrom(...sizes)
  .chain(([cpu, memories]) => all({ cpu: fc.constant(String(cpu)), memory: one(...memories.map(String)) }))

const cidr = fc.tuple(fc.nat(255), fc.nat(255), fc.integer({ min: 16, max: 26 })).map(([second, third, prefix]) => {
  const [kept, bits] = [Math.min(prefix, 24) - 16, Math.max(prefix - 24, 0)]
  return `10.${second}.${third - (third % 2 ** (8 - kept))}.${bits === 0 ? 0 : 256 - 2 ** (8 - bits)}/${prefix}`
})

const subnets = fc
  .uniqueArray(like(/^[0-9a-f]{17}$/), { minLength: 2, maxLength: 5 })
  .map((ids) => ids.map((id) => `subnet-${id}`).join(','))

const command = (region: string): fc.Arbitrary<Inputs> =>
  together(
    // Long enough for every sum of waits.
    all({
      name: like(/^[a-z][a-z0-9]{1,20}(-[a-z0-9]{1,9}){0,2}$/),
      regions: fc.constant(region),
      'timeout-minutes': whole(1200, 1440)
    }),
    some({
      config: word,
      'force-new-deployment': flag,
      'allow-replacement': flag,
      'termination-protection': flag,
      overrides,
      tags: pairs('tag', word, 3),
      'role-to-assume': role,
      'role-session-name': word,
      'cloudformation-role-arn': role,
      'permissions-boundary-arn': fc.constant('arn:aws:iam::111122223333:policy/at-most'),
      audience: word
    })
  )

const image = together(
  either(
    nothing,
    together(all({ 'scan-gate': one('critical', 'high', 'medium') }), some({ 'scan-wait-minutes': whole(1, 60) }))
  ),
  some({
    architecture: one('x86_64', 'arm64'),
    repository: like(/^[a-z][a-z0-9]{1,9}(\/[a-z0-9]{1,9})?$/),
    'image-tag': word
  }),
  either(
    some({
      context: word,
      dockerfile: word,
      target: word,
      'build-args': pairs('ARG', word, 3),
      'build-secrets': pairs('id', word, 3),
      rebuild: flag
    }),
    together(all({ image: word.map((name) => `ghcr.io/owner/${name}`) }), some({ 'registry-credentials': word }))
  )
)

const task = (region: string): fc.Arbitrary<Inputs> =>
  together(
    either(nothing, size),
    some({
      'container-port': whole(1, 65_535),
      env: pairs('VARIABLE', like(/^[ -~]{0,40}$/), 9),
      secrets: pairs(
        'REFERENCE',
        fc.oneof(
          word,
          arnIn(
            region,
            'secretsmanager',
            word.map((name) => `secret:${name}-AbCdEf:key::`)
          )
        ),
        40
      ),
      'execution-role-arn': role,
      'ephemeral-storage-gib': whole(21, 200),
      'container-health-command': like(/^[a-z]{1,9} [ -~]{0,40}[a-z]$/),
      'start-period-seconds': whole(0, 300),
      'stop-timeout-seconds': whole(2, 120),
      'allow-plain-secrets': flag
    }),
    either(some({ 'task-role-arn': role }), some({ 'task-policy': policy }))
  )

const health = some({
  'health-check-path': like(/^\/[!-~]{0,40}$/),
  'health-check-codes': one('200', '200,204', '200-299', '302'),
  'health-check-interval-seconds': whole(5, 300),
  'health-check-grace-seconds': whole(0, 9999),
  'deregistration-delay-seconds': whole(0, 3600)
})

const rollout = together(
  some({
    'rollback-alarms': one('none', '5xx', 'latency', 'latency,errors'),
    'on-cancel': one('rollback', 'leave'),
    waves: one('first-then-rest', 'parallel', 'serial'),
    'on-region-failure': one('stop', 'continue', 'rollback-all'),
    'fail-fast': flag
  }),
  either(
    some({ strategy: one('rolling'), 'failure-threshold': whole(1, 200) }),
    together(all({ strategy: one('blue-green') }), some({ 'bake-minutes': whole(0, 20) })),
    together(all({ strategy: one('canary') }), some({ 'bake-minutes': whole(0, 20), 'canary-percent': whole(1, 99) })),
    together(
      all({ strategy: one('linear') }),
      some({ 'bake-minutes': whole(0, 20), 'linear-step-percent': whole(3, 100) })
    )
  )
)

const scaling = together(
  some({ 'min-tasks': whole(1, 10), 'cpu-target-percent': whole(1, 100) }),
  some({
    'max-tasks': whole(10, 5000),
    'scale-out-cooldown-seconds': whole(0, 86_400),
    'scale-in-cooldown-seconds': whole(0, 86_400)
  })
)

const network = (region: string): fc.Arbitrary<Inputs> =>
  together(
    either(some({ 'vpc-cidr': cidr }), all({ 'vpc-id': like(/^vpc-[0-9a-f]{17}$/), 'subnet-ids': subnets })),
    some({ 'task-ingress': one('alb-only', 'public', 'all-traffic') }),
    either(
      some({ 'container-insights': one('disabled', 'enabled', 'enhanced') }),
      all({
        'cluster-arn': arnIn(
          region,
          'ecs',
          word.map((name) => `cluster/${name}`)
        )
      })
    )
  )

function door(region: string): fc.Arbitrary<Inputs> {
  const domain = all({ domain: like(/^[a-z0-9]{3,9}(\.[a-z0-9]{3,9})?\.example$/) })
  const certificate = {
    'certificate-arn': arnIn(
      region,
      'acm',
      word.map((id) => `certificate/${id}`)
    )
  }
  const acl = arnIn(
    region,
    'wafv2',
    word.map((name) => `regional/webacl/${name}/id`)
  )
  return together(
    either(
      nothing,
      together(
        domain,
        some({ www: flag, 'evaluate-target-health': flag }),
        either(
          some({ 'hosted-zone-id': like(/^Z[A-Z0-9]{10}$/), 'adopt-records': flag, ...certificate }),
          all({ 'hosted-zone-id': one('none'), ...certificate })
        )
      )
    ),
    either(
      some({ waf: fc.oneof(one('none'), acl) }),
      together(all({ waf: one('managed') }), some({ 'waf-mode': one('block', 'count') }))
    ),
    some({
      'deletion-protection': flag,
      'log-retention-days': one('never', ...retentionDays.map(String)),
      'failure-log-lines': whole(0, 1000),
      'github-token': like(/^ghs_[A-Za-z0-9]{20}$/),
      'github-environment': word
    })
  )
}

/** ARNs are of the region that is deployed to. */
export const inRegion = (region: string): fc.Arbitrary<Inputs> =>
  together(command(region), image, task(region), health, rollout, scaling, network(region), door(region))

// Made once for each region: made anew for each run they take far longer than everything that is tested with them.
export const anything: fc.Arbitrary<Inputs> = fc.oneof(...['eu-west-1', 'us-east-1', 'ap-southeast-2'].map(inRegion))
