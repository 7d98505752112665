// An image repository that somebody takes away: what a deployment says, instead of waiting for it.
import { afterAll, expect, test } from '@jest/globals'
import { plain } from '../template/example.ts'
import { disconnect } from './sdk.ts'
import { whole, type Whole } from './whole.ts'
import { isWrite } from './run.ts'

afterAll(disconnect)

const removed = {
  verdict: 'failed',
  failure: { code: 'PUSH_FAILED', remedy: expect.stringContaining('--repository-name shop') }
}
const takeAway = ({ registry }: Whole): void => {
  registry.deleteRepository({ repositoryName: 'shop', force: true })
}

test('by hand, nothing is built or written, and the way back is a command', async () => {
  const region = whole()
  await region.deploy()
  takeAway(region)
  const { verdict, calls, took, progress } = await region.deploy({ tag: 'decade' })
  expect(verdict).toMatchObject(removed)
  expect(verdict.facts.hasChanges).toBe(false)
  expect(calls.filter(isWrite)).toEqual([])
  expect(progress.filter(({ at }) => at === 'output')).toEqual([])
  expect(took).toBeLessThan(10)
})

test('beside a change of the platform, that is not begun', async () => {
  const region = whole()
  await region.deploy()
  takeAway(region)
  const { verdict, took } = await region.deploy({
    tag: 'decade',
    change: { logs: { ...plain.logs, retentionDays: 7 } }
  })
  expect(verdict).toMatchObject(removed)
  expect(took).toBeLessThan(10)
})

test('while a first deployment makes the rest', async () => {
  const region = whole()
  region.region.time.after(15, () => {
    takeAway(region)
  })
  const { verdict, took } = await region.deploy()
  expect(verdict).toMatchObject(removed)
  expect(took).toBeLessThan(400)
})
