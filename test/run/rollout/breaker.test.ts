import { expect, test } from '@jest/globals'
import { Failure } from '../../../src/model/failure.ts'
import { openBreaker } from '../../../src/run/rollout/breaker.ts'
import { collect, linesOf } from '../fake/region.ts'

test('while AWS is away ECS is told again at each look, and we say so once', async () => {
  const away = new Failure({ code: 'AWS_UNAVAILABLE', sentence: 'ECS is away.', remedy: 'Wait.' })
  let asked = 0
  const now = () => (++asked < 3 ? Promise.reject(away) : Promise.resolve({ by: 'stop' } as const))
  const breaker = openBreaker({ after: 2, now })
  const looks = []
  for (const failed of [2, 3, 4, 5]) looks.push(await collect(breaker.look(() => `${failed} tasks failed`, 'rollout')))
  expect(looks.flatMap(({ progress }) => linesOf(progress))).toEqual([
    '2 tasks failed: telling ECS to go back to the earlier version'
  ])
  expect(looks.map(({ result }) => result)).toEqual([undefined, undefined, { by: 'stop' }, undefined])
})

test('of what ECS says after we stopped the deployment, the stop alone is no news', async () => {
  const breaker = openBreaker({ after: 1, now: () => Promise.resolve({ by: 'stop' }) })
  const stop = { reason: 'Service deployment was stopped by the user.', alarms: ['errors'] }
  expect(breaker.news(stop)).toEqual(stop)
  await collect(breaker.look(() => 'a task failed', 'rollout'))
  expect(breaker.news(stop)).toEqual({ alarms: ['errors'] })
  expect(breaker.news({ reason: 'The rollback failed.' })).toEqual({ reason: 'The rollback failed.' })
  expect(breaker.news({})).toEqual({})
})
