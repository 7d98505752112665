// The simulated region's circuit breaker counts as ECS does.
import { expect, test } from '@jest/globals'
import { backOff, thresholdOf } from './breaker.ts'
import { usual } from './settings.ts'

test.each([
  ['BOUNDED_PERCENT', 50, 1, 3],
  ['BOUNDED_PERCENT', 50, 25, 13],
  ['BOUNDED_PERCENT', 50, 400, 200],
  ['BOUNDED_PERCENT', 50, 1_000, 200],
  ['UNBOUNDED_PERCENT', 50, 1_000, 500],
  ['UNBOUNDED_PERCENT', 50, 2, 1],
  ['COUNT', 2, 1_000, 2]
] as const)('the breaker counts failures: %s %d of %d tasks is %d (F2.6)', (type, value, desired, expected) => {
  expect(thresholdOf({ ...usual.breaker, threshold: { type, value } }, desired)).toBe(expected)
})

test('starts are tried later and later, up to 27 minutes (F2.6)', () => {
  expect([0, 1, 2, 3, 20].map(backOff)).toEqual([0, 10, 20, 40, 1_620])
})
