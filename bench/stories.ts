// Rollouts of every kind, drawn by seed: how the service is set up, what the version does, what happens meanwhile, and what
// goes wrong between us and AWS.
import fc from 'fast-check'
import type { App } from '../test/simulation/app.ts'
import { minutes } from '../test/simulation/clock.ts'
import type { Faults } from '../test/simulation/faults.ts'
import { usual, type BreakerSettings, type Settings, type StrategySettings } from '../test/simulation/settings.ts'
import { region, type Story } from '../test/simulation/story.ts'

const between = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max })
const weighed = <T>(...choices: readonly (readonly [weight: number, value: fc.Arbitrary<T>])[]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })))

const targets = fc.record({
  interval: between(5, 30),
  healthyThreshold: between(2, 5),
  unhealthyThreshold: between(2, 4),
  deregistrationDelay: fc.constantFrom(5, 30, 60, 120)
})

const strategy: fc.Arbitrary<StrategySettings> = weighed<StrategySettings>(
  [6, fc.constant({ kind: 'ROLLING' })],
  [1, between(1, 4).map((bake) => ({ kind: 'BLUE_GREEN', bake: minutes(bake) }) as const)],
  [
    1,
    between(1, 3).map(
      (bake) => ({ kind: 'CANARY', percent: 10, canaryBake: minutes(bake), bake: minutes(bake) }) as const
    )
  ],
  [1, fc.constantFrom(20, 25, 50).map((percent) => ({ kind: 'LINEAR', percent, stepBake: 60, bake: 60 }) as const)]
)

const breaker: fc.Arbitrary<BreakerSettings> = fc.record({
  enabled: fc.constant(true),
  rollback: weighed([30, fc.constant(true)], [1, fc.constant(false)]),
  resetOnHealthyTask: weighed([4, fc.constant(false)], [1, fc.constant(true)]),
  threshold: weighed<BreakerSettings['threshold']>(
    [3, between(1, 4).map((value) => ({ type: 'COUNT', value }) as const)],
    [1, fc.constant({ type: 'BOUNDED_PERCENT', value: 50 } as const)]
  )
})

const settings: fc.Arbitrary<Settings> = fc
  .record({
    tasks: between(1, 8),
    maximumPercent: fc.constantFrom(200, 200, 200, 150),
    launch: between(15, 90),
    grace: fc.constantFrom(60, 120, 120),
    stopTimeout: fc.constantFrom(10, 30),
    rollback: fc.constantFrom('reuses', 'reuses', 'recreates'),
    targets,
    strategy,
    failFast: weighed([4, fc.constant(true)], [1, fc.constant(false)]),
    breaker
  })
  .map((drawn) => ({ ...usual, ...drawn, ...(drawn.strategy.kind !== 'ROLLING' && withoutBreaker(drawn.breaker)) }))

/** As our template has it: an alarm of ours, and a breaker only where ECS has one (F1.14). */
const withoutBreaker = (breaker: BreakerSettings): Pick<Settings, 'breaker' | 'alarm'> => ({
  breaker: { ...breaker, enabled: false },
  alarm
})

const alarm = { name: 'shop-errors', share: 0.05, period: 60 }

const cannotStart = fc.constantFrom(
  'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref shop: not found',
  'ResourceInitializationError: unable to pull secrets or registry auth: AccessDeniedException: not authorized',
  'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times'
)

const app: fc.Arbitrary<Partial<App>> = weighed<Partial<App>>(
  [9, fc.record({ ready: between(1, 30), stop: between(1, 40) })],
  [3, fc.record({ crashesAfter: between(1, 5), exitCode: fc.constantFrom(0, 1, 127, 137, 139) })],
  [2, fc.record({ crashesAfter: between(20, 90), exitCode: fc.constant(1) })],
  [1, fc.record({ crashesAfter: between(1, 40), times: between(1, 2) })],
  [1, fc.record({ status: fc.constantFrom(301, 404, 500) })],
  [1, fc.record({ trouble: fc.constantFrom('refuses', 'too-slow') })],
  [2, fc.record({ cannotStart })],
  [1, fc.record({ cannotStart: fc.constant('ECS was unable to assume the role'), startsFrom: between(20, 60) })],
  [1, fc.record({ errors: fc.constantFrom(0.5, 1) })]
)

type Turn = (story: Story) => Story

const after = between(1, 200)
const turn: fc.Arbitrary<Turn> = weighed<Turn>(
  [12, fc.constant((story) => story)],
  [
    3,
    fc.tuple(between(1, 10), after).map(
      ([tasks, when]) =>
        (story) =>
          story.scalesTo(tasks, { after: when })
    )
  ],
  [
    2,
    fc.tuple(app, after).map(
      ([newer, when]) =>
        (story) =>
          story.isSupersededBy(newer, { after: when })
    )
  ],
  [1, after.map((when) => (story) => story.isStoppedByHand({ after: when }))]
)

const faults: fc.Arbitrary<Partial<Faults>> = fc.record({
  share: fc.constant(0.3),
  stale: fc.constantFrom(0, 0, 2, 5),
  flaps: fc.constantFrom(false, true),
  latency: between(30, 150),
  emptyPages: fc.constantFrom(0, 0.2),
  newWords: fc.constantFrom(0, 0.1),
  forgets: fc.constantFrom(3_600, 60),
  denied: weighed<readonly string[]>([9, fc.constant([])], [1, fc.constant(['ecs:DescribeServiceDeployments'])])
})

export const story: fc.Arbitrary<Story> = fc
  .record({ settings, app, turn, faults, seed: between(1, 2 ** 30) })
  .map((drawn) => drawn.turn(region(drawn.settings).deploys(drawn.app).suffers(drawn.faults).seeded(drawn.seed)))
