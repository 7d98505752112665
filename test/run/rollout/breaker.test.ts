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
