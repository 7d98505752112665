import { describe, expect, test } from '@jest/globals'
import type { Strategy } from '../../src/model/config.ts'
import { bakeOf, batches, graceOf, leastRollout, ourChecks, type HealthChecks } from '../../src/model/timing.ts'

const checks = (
  startPeriodSeconds: number,
  intervalSeconds: number,
  others: Partial<HealthChecks> = {}
): HealthChecks => ({
  ...ourChecks,
  startPeriodSeconds,
  intervalSeconds,
  ...others
})

describe('the grace of a slow start', () => {
  test.each<[string, HealthChecks, number]>([
    ['is never below 120', checks(0, 10), 120],
    ['covers the container check', checks(300, 10), 390],
    ["covers the load balancer's checks", checks(300, 30), 420],
    ['covers a start of a minute', checks(60, 10), 150],
    ['covers the longest interval', checks(0, 300), 1200],
    // Start 300, 5 checks of the load balancer every 30 s, 2 of the container every 30 s.
    ["covers the guide's numbers", checks(300, 30, { healthyThreshold: 5, retries: 2 }), 510]
  ])('%s', (_, given, seconds) => {
    expect(graceOf(given).seconds).toBe(seconds)
  })

  test('is written out as a sum', () => {
    expect(graceOf(checks(300, 30, { healthyThreshold: 5, retries: 2 })).sum).toBe(
      'the largest of 120, 300 + (5 + 2) x 30 = 510 (load balancer) and 300 + 2 x 30 = 360 (container check)'
    )
  })
})

test.each([
  [1, 100, 200, 1],
  [4, 100, 200, 1],
  [4, 100, 150, 2],
  [3, 50, 100, 3],
  [10, 100, 110, 10],
  [1, 100, 150, undefined],
  [2, 100, 100, undefined],
  [1, 0, 100, 1]
])('%d tasks between %d and %d percent change in batches: %s', (tasks, least, most, expected) => {
  expect(batches(tasks, least, most)).toBe(expected)
})

test.each([
  [20, 4],
  [50, 1],
  [30, 3],
  [100, 0]
])('a step of %d percent moves traffic %d times before the last', (percent, times) => {
  expect(bakeOf({ kind: 'linear', stepPercent: percent, bakeMinutes: 1 })?.sum).toBe(`${times + 1} x 60 (bakes)`)
})

describe('the waits of a strategy', () => {
  test.each<[Strategy, string | undefined, number]>([
    [{ kind: 'rolling' }, undefined, 0],
    [{ kind: 'blue-green', bakeMinutes: 5 }, '1 x 300 (bake)', 300],
    [{ kind: 'canary', canaryPercent: 10, bakeMinutes: 5 }, '2 x 300 (bakes)', 600],
    [{ kind: 'linear', stepPercent: 20, bakeMinutes: 2 }, '5 x 120 (bakes)', 600]
  ])('are summed: %o', (strategy, sum, seconds) => {
    expect(bakeOf(strategy)?.sum).toBe(sum)
    expect(bakeOf(strategy)?.seconds ?? 0).toBe(seconds)
  })
})

describe('the least time of a rollout', () => {
  const numbers = { intervalSeconds: 10, deregistrationDelaySeconds: 30 }

  test('counts each batch', () => {
    const strategy: Strategy = { kind: 'rolling' }
    expect(leastRollout({ ...numbers, strategy, batches: 1 })).toEqual({
      seconds: 60,
      sum: '20 (start) + 10 (check) + 30 (draining)'
    })
    expect(leastRollout({ ...numbers, strategy, batches: 3 })).toEqual({
      seconds: 180,
      sum: '3 batches x (20 (start) + 10 (check) + 30 (draining))'
    })
  })

  test('counts the waits', () => {
    const strategy: Strategy = { kind: 'blue-green', bakeMinutes: 5 }
    expect(leastRollout({ ...numbers, strategy, batches: 1 })).toEqual({
      seconds: 360,
      sum: '20 (start) + 10 (check) + 30 (draining) + 1 x 300 (bake)'
    })
  })
})
