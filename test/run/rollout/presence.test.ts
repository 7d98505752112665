// A deployment in a list that lags and flaps.
import { describe, expect, test } from '@jest/globals'
import type { Deployment, Service } from '../../../src/model/service.ts'
import { presenceReader } from '../../../src/run/rollout/presence.ts'

const own: Deployment = {
  id: 'ecs-svc/2',
  status: 'PRIMARY',
  rolloutState: 'in-progress',
  taskDefinition: 'shop-app:2',
  desired: 1,
  running: 0,
  pending: 1,
  failedTasks: 0
}

/** @param looks what the list has after so many seconds; absent: not ours. */
function lastOf(...looks: readonly (readonly [seconds: number, own?: Partial<Deployment>])[]): boolean {
  let now = 0
  const presenceOf = presenceReader({ now: () => now, random: () => 0, sleep: () => Promise.resolve() }, own.id)
  let gone = false
  for (const [seconds, change] of looks) {
    now = seconds * 1000
    const deployments = change ? [{ ...own, ...change }] : []
    ;({ gone } = presenceOf({ deployments } as unknown as Service))
  }
  return gone
}

describe('a deployment is gone from the list, or not:', () => {
  test.each<readonly [string, boolean, readonly (readonly [number, Partial<Deployment>?])[]]>([
    ['that has not come yet', false, [[0], [1], [2], [59]]],
    ['that never comes', true, [[0], [61]]],
    ['that is there', false, [[0, {}]]],
    ['that an old look does not have', false, [[0], [1, {}], [2], [3], [4], [5]]],
    ['that one late look does not have', false, [[1, {}], [20, {}], [21]]],
    ['that flaps', false, [[1, {}], [20], [21], [22, {}], [23], [24]]],
    ['that three looks in a row do not have', true, [[1, {}], [20], [21], [22]]],
    ['that failed and then left', true, [[1, {}], [20, { rolloutState: 'failed' }], [21]]]
  ])('%s', (_, gone, looks) => {
    expect(lastOf(...looks)).toBe(gone)
  })
})
