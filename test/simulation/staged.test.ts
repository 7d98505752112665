// Blue/green, canary and linear deployments: how they go, and what stops them.
import { describe, expect, test } from '@jest/globals'
import { minutes, seconds } from './clock.ts'
import { noBreaker, type Settings } from './settings.ts'
import { region } from './story.ts'
import { watch, type Seen } from './watch.ts'

// Ten minutes of a region take longer on a busy machine.

const alarm = { name: 'shop-errors', share: 0.05, period: 60 }
const blueGreen = {
  breaker: noBreaker,
  strategy: { kind: 'BLUE_GREEN', bake: minutes(5) }
} as const satisfies Partial<Settings>
const canary = {
  breaker: noBreaker,
  alarm,
  strategy: { kind: 'CANARY', percent: 10, canaryBake: minutes(5), bake: minutes(5) }
} as const satisfies Partial<Settings>
/** Seconds until ECS was done. */
const tookOf = ({ at, lag = 0 }: Seen): number => at - lag
const statusOf = ({ region: { service } }: Seen): string | undefined => service.rollouts[0]?.status

describe('a version that works', () => {
  test('takes over when its bake time is over and the old tasks are gone', async () => {
    const seen = await watch(region(blueGreen).deploys())
    expect(statusOf(seen)).toBe('SUCCESSFUL')
    expect(seen.verdict).toBe('deployed')
    expect(tookOf(seen)).toBeGreaterThan(45 + minutes(5) + 30)
    expect(tookOf(seen)).toBeLessThan(45 + minutes(5) + 30 + 90)
  })

  test('waits for every step', async () => {
    const strategy = { kind: 'LINEAR', percent: 25, stepBake: minutes(1), bake: minutes(2) } as const
    const seen = await watch(region({ breaker: noBreaker, strategy }).deploys())
    expect(statusOf(seen)).toBe('SUCCESSFUL')
    expect(seen.verdict).toBe('deployed')
    expect(tookOf(seen)).toBeGreaterThan(minutes(5) + 75)
  })

  test('is held by a hook until somebody lets it go on', async () => {
    const pause = { at: 'POST_TEST_TRAFFIC_SHIFT', timeout: minutes(60), continuedAfter: minutes(10) } as const
    const seen = await watch(region({ ...blueGreen, pause }).deploys())
    expect(statusOf(seen)).toBe('SUCCESSFUL')
    expect(seen.verdict).toBe('deployed')
    expect(tookOf(seen)).toBeGreaterThan(minutes(15))
  })
})

describe('a version that does not', () => {
  test('answers 500 to a tenth of the visitors until the alarm sees it', async () => {
    const seen = await watch(region({ tasks: 2, ...canary }).deploys({ errors: 1 }))
    expect(statusOf(seen)).toBe('ROLLBACK_SUCCESSFUL')
    expect(seen.region.service.rollouts[0]?.alarm).toBe('TRIGGERED')
    expect([seen.verdict, seen.failure?.code]).toEqual(['rolled-back', 'ALARM_TRIGGERED'])
    expect(seen.failure?.sentence).toContain('At most 10 % of the requests')
    expect(seen.at).toBeLessThan(minutes(5))
  })

  test('is given up by us, where ECS has no breaker', async () => {
    const seen = await watch(region(blueGreen).deploys({ crashesAfter: seconds(5) }))
    expect(seen.truth.verdicts).toEqual(['rolled-back'])
    expect(seen.verdict).toBe('rolled-back')
    expect(seen.region.service.rollouts[0]?.statusReason).toContain('stopped by the user')
  })

  test('is rolled back by the breaker, where that is on', async () => {
    const on = { ...noBreaker, enabled: true, rollback: true }
    const seen = await watch(region({ ...blueGreen, breaker: on }).deploys({ crashesAfter: seconds(5) }))
    expect(seen.verdict).toBe('rolled-back')
  })

  test('is rolled back when nobody lets it go on', async () => {
    const pause = { at: 'POST_SCALE_UP', timeout: minutes(5) } as const
    const seen = await watch(region({ ...blueGreen, pause }).deploys())
    expect(statusOf(seen)).toBe('ROLLBACK_SUCCESSFUL')
    expect(seen.verdict).toBe('rolled-back')
  })
})

test('an alarm that was there before says nothing of a deployment', async () => {
  const seen = await watch(region(canary).runsNow({ errors: 1 }).deploys())
  expect(seen.region.service.rollouts[0]?.alarm).toMatch(/DISABLED|MONITORING_COMPLETE/)
  expect(statusOf(seen)).toBe('SUCCESSFUL')
})

test('a rolling deployment with an alarm is looked at after its end as well', async () => {
  const with5xx = await watch(region({ alarm, tasks: 2 }).deploys({ errors: 0.5 }))
  expect(with5xx.verdict).toBe('rolled-back')
  const plain = await watch(region({ tasks: 2 }).deploys())
  const baked = await watch(region({ alarm, tasks: 2 }).deploys())
  expect(baked.verdict).toBe('deployed')
  expect(baked.at - plain.at).toBeGreaterThan(50)
})

test('a newer version begins from the last good one', async () => {
  const seen = await watch(
    region(blueGreen)
      .deploys()
      .isSupersededBy({}, { after: minutes(2) })
  )
  expect(seen.verdict).toBe('superseded')
})
