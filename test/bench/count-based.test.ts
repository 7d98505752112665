// The harness can see: a watcher that goes by counts calls failures green.
import { expect, test } from '@jest/globals'
import { watchByCount } from '../../bench/count-based.ts'
import { noBreaker } from '../simulation/settings.ts'
import { region } from '../simulation/story.ts'

test('a version that works is called so, late', async () => {
  const counted = await watchByCount(region().deploys())
  expect(counted).toMatchObject({ green: true, isWrong: false })
  expect(counted.lag).toBeGreaterThan(0)
})

test('a version that crashes and was rolled back is called green', async () => {
  expect(await watchByCount(region().deploys({ crashesAfter: 5 }))).toMatchObject({ green: true, isWrong: true })
})

test('one that never gets well is red at the time limit', async () => {
  const counted = await watchByCount(region({ breaker: noBreaker }).deploys({ crashesAfter: 5 }))
  expect(counted).toEqual({ green: false, isWrong: false })
})
