import { describe, expect, test } from '@jest/globals'
import type { Config, RolloutConfig, Strategy } from '../../src/model/config.ts'
import type { Json } from '../../src/model/json.ts'
import { serviceRequest } from '../../src/template/service.ts'
import { isAfter, property, resources } from './document.ts'
import { outputs, plain, region, site, withDomain } from './example.ts'

const rolling: Strategy = { kind: 'rolling' }
const blueGreen: Strategy = { kind: 'blue-green', bakeMinutes: 5 }
const canary: Strategy = { kind: 'canary', canaryPercent: 10, bakeMinutes: 3 }
const linear: Strategy = { kind: 'linear', stepPercent: 20, bakeMinutes: 2 }
const shifting = [blueGreen, canary, linear]

const withRollout = (rollout: Partial<RolloutConfig>, base: Config = plain): Config => ({
  ...base,
  rollout: { ...base.rollout, ...rollout }
})
const make = (config: Config) =>
  serviceRequest(config, { region, outputs, ...(config.frontDoor.at === 'domain' && { site }) })
const off = { Enable: false, Rollback: false }

describe('strategy -> deployment configuration', () => {
  test.each<[string, Strategy, Json]>([
    ['blue-green', blueGreen, { Strategy: 'BLUE_GREEN', BakeTimeInMinutes: 5 }],
    [
      'canary',
      canary,
      {
        Strategy: 'CANARY',
        BakeTimeInMinutes: 3,
        CanaryConfiguration: { CanaryPercent: 10, CanaryBakeTimeInMinutes: 3 }
      }
    ],
    [
      'linear',
      linear,
      {
        Strategy: 'LINEAR',
        BakeTimeInMinutes: 2,
        LinearConfiguration: { StepPercent: 20, StepBakeTimeInMinutes: 2 }
      }
    ]
  ])('%s', (_, strategy, expected) => {
    expect(property(make(withRollout({ strategy })), 'Service.DeploymentConfiguration')).toEqual({
      MinimumHealthyPercent: 100,
      MaximumPercent: 200,
      DeploymentCircuitBreaker: off,
      ...(expected as object)
    })
  })

  test('rolling has one group, one rule and no role', () => {
    const request = make(plain)
    const more = ['AlternateTargetGroup', 'TestListenerRule', 'InfrastructureRole', 'ErrorAlarm']
    expect(Object.keys(resources(request)).filter((name) => more.includes(name))).toEqual([])
    expect(property(request, 'Service.LoadBalancers.0.AdvancedConfiguration')).toBeUndefined()
    expect(property(request, 'Service.DeploymentConfiguration.BakeTimeInMinutes')).toBeUndefined()
  })
})

describe.each(shifting)('two groups: $kind', (strategy) => {
  const request = make(withRollout({ strategy, alarms: { use: 'some', own: true, names: [] } }, withDomain))

  test('are alike but for the name', () => {
    const text = JSON.stringify(property(request, 'AlternateTargetGroup'))
    expect(JSON.parse(text.replace('-alternate-', '-'))).toEqual(property(request, 'TargetGroup'))
  })

  test('the service says who moves what', () => {
    expect(property(request, 'Service.LoadBalancers.0.AdvancedConfiguration')).toEqual({
      AlternateTargetGroupArn: { Ref: 'AlternateTargetGroup' },
      ProductionListenerRule: { Ref: 'ListenerRule' },
      TestListenerRule: { Ref: 'TestListenerRule' },
      RoleArn: { 'Fn::GetAtt': ['InfrastructureRole', 'Arn'] }
    })
  })

  test('the rules begin with the first group; the test rule comes before the one that takes everything', () => {
    expect(property(request, 'ListenerRule.Actions')).toEqual([
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: { Ref: 'TargetGroup' }, Weight: 100 },
            { TargetGroupArn: { Ref: 'AlternateTargetGroup' }, Weight: 0 }
          ]
        }
      }
    ])
    expect(property(request, 'TestListenerRule.Priority')).toBe(49_999)
    expect(property(request, 'ListenerRule.Priority')).toBe(50_000)
  })

  test.each(['ListenerRule', 'TestListenerRule', 'AlternateTargetGroup', 'InfrastructureRole', 'ErrorAlarm'])(
    'the service comes after %s',
    (earlier) => {
      expect(isAfter(request, 'Service', earlier)).toBe(true)
    }
  )
})

describe('between rolling and another strategy', () => {
  const two = ['AlternateTargetGroup', 'TestListenerRule', 'InfrastructureRole']
  const between = (strategy: Strategy) =>
    serviceRequest(withRollout({ strategy, alarms: { use: 'some', own: true, names: [] } }), {
      region,
      outputs,
      between: true
    })

  test.each([rolling, ...shifting])('is rolling over two groups: $kind', (strategy) => {
    const request = between(strategy)
    expect(Object.keys(resources(request))).toEqual(expect.arrayContaining(two))
    expect(property(request, 'Service.DeploymentConfiguration')).toMatchObject({
      Strategy: 'ROLLING',
      DeploymentCircuitBreaker: { Enable: true, Rollback: true }
    })
    expect(property(request, 'Service.DeploymentConfiguration.BakeTimeInMinutes')).toBeUndefined()
    expect(property(request, 'Service.LoadBalancers.0.AdvancedConfiguration')).toBeDefined()
    expect(JSON.stringify(property(request, 'ErrorAlarm.Metrics'))).toContain('AlternateTargetGroup')
  })

  test('moves no rule on the way to two groups that the last step has not', () => {
    const last = make(withRollout({ strategy: canary }))
    for (const name of ['ListenerRule', 'TestListenerRule']) {
      expect(resources(between(canary))[name]).toEqual(resources(last)[name])
    }
  })
})

/** A rule that is sent again moves the traffic back (F1.14). */
test('the rules never change while there are two groups', () => {
  const changes: readonly ((config: Config) => Config)[] = [
    (config) => config,
    ...shifting.map((strategy) => (config: Config) => withRollout({ strategy }, config)),
    ...[{ use: 'some', own: true, names: [] } as const, { use: 'some', own: false, names: ['a'] } as const].map(
      (alarms) => (config: Config) => withRollout({ alarms }, config)
    ),
    (config) => withRollout({ failureThreshold: 5 }, config),
    (config) => ({ ...config, task: { ...config.task, containerPort: 5000 } }),
    (config) => ({ ...config, health: { ...config.health, path: '/healthz', deregistrationDelaySeconds: 5 } }),
    (config) => ({ ...config, scaling: { ...config.scaling, minTasks: 3 } }),
    (config) => ({ ...config, tags: { team: 'checkout' } })
  ]
  for (const base of [plain, withDomain]) {
    const rules = changes.flatMap((first) =>
      changes.map((second) => {
        const all = resources(make(second(first(withRollout({ strategy: blueGreen }, base)))))
        return JSON.stringify([all.ListenerRule, all.TestListenerRule])
      })
    )
    expect(new Set(rules).size).toBe(1)
  }
})

describe('rollback-alarms', () => {
  test('none watch nothing', () => {
    expect(property(make(plain), 'Service.DeploymentConfiguration.Alarms')).toBeUndefined()
  })

  test('that are named go back when they go off, and none of ours is made', () => {
    const request = make(withRollout({ alarms: { use: 'some', own: false, names: ['slow', 'broken'] } }))
    expect(property(request, 'Service.DeploymentConfiguration.Alarms')).toEqual({
      AlarmNames: ['slow', 'broken'],
      Enable: true,
      Rollback: true
    })
    expect(resources(request).ErrorAlarm).toBeUndefined()
  })

  test.each<[string, Strategy, readonly string[]]>([
    ['one group', rolling, ['TargetGroup']],
    ['both groups', canary, ['TargetGroup', 'AlternateTargetGroup']]
  ])('5xx watches %s', (_, strategy, groups) => {
    const request = make(withRollout({ strategy, alarms: { use: 'some', own: true, names: [] } }))
    expect(property(request, 'Service.DeploymentConfiguration.Alarms.AlarmNames')).toEqual([{ Ref: 'ErrorAlarm' }])
    expect(property(request, 'ErrorAlarm.AlarmName')).toBeUndefined()
    expect(property(request, 'ErrorAlarm.TreatMissingData')).toBe('notBreaching')
    const text = JSON.stringify(property(request, 'ErrorAlarm.Metrics'))
    expect([...text.matchAll(/"Fn::GetAtt":\["(\w+)","TargetGroupFullName"\]/g)].map(([, group]) => group)).toEqual(
      groups.flatMap((group) => [group, group])
    )
  })
})

test.each<[string, Partial<Config['scaling']>, string, Json]>([
  ['min-tasks', { minTasks: 2 }, 'ScalableTarget.MinCapacity', 2],
  ['max-tasks', { maxTasks: 4 }, 'ScalableTarget.MaxCapacity', 4],
  ['cpu-target-percent', { cpuTargetPercent: 60 }, 'TargetValue', 60],
  ['scale-out-cooldown-seconds', { scaleOutCooldownSeconds: 300 }, 'ScaleOutCooldown', 300],
  ['scale-in-cooldown-seconds', { scaleInCooldownSeconds: 30 }, 'ScaleInCooldown', 30]
])('%s', (_, scaling, path, value) => {
  const request = make({ ...plain, scaling: { ...plain.scaling, ...scaling } })
  const full = path.includes('.') ? path : `ScalingPolicy.TargetTrackingScalingPolicyConfiguration.${path}`
  expect(property(request, full)).toBe(value)
  expect(property(request, 'ScalingPolicy.PolicyName')).toBe('shop-scaling-policy')
  expect(isAfter(request, 'ScalableTarget', 'Service')).toBe(true)
})

test('overrides.service is merged last', () => {
  const over = { Resources: { Service: { Properties: { EnableExecuteCommand: true } } } }
  expect(property(make({ ...plain, overrides: { service: over } }), 'Service.EnableExecuteCommand')).toBe(true)
})
