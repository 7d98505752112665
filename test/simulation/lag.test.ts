// Reads that lag behind writes: what they show may be older than our deployment, and is no end of it.
import { expect, test } from '@jest/globals'
import { seconds } from './clock.ts'
import { region } from './story.ts'
import { watch, type Seen } from './watch.ts'

// Many minutes of a region take longer on a busy machine.

const lags = { stale: seconds(10), flaps: true }
const seeds = Array.from({ length: 12 }, (_, index) => index + 1)
const verdicts = async (story: ReturnType<typeof region>): Promise<ReadonlySet<Seen['verdict']>> => {
  const all = new Set<Seen['verdict']>()
  for (const seed of seeds) all.add((await watch(story.seeded(seed))).verdict)
  return all
}

const ways = [
  ['by the service deployment', { ...lags, denied: [] }],
  ["by the service's list", { ...lags, denied: ['ecs:DescribeServiceDeployments'] }]
] as const

test.each(ways)('a rollout that ends within seconds, as nothing is to run: %s', async (_, how) => {
  expect(await verdicts(region({ tasks: 0 }).deploys().suffers(how))).toEqual(new Set(['deployed']))
})

test.each(ways)('one that somebody began just before is neither ours nor newer: %s', async (_, how) => {
  const story = region().deploys().suffers(how).isSupersededBy({}, { after: 0 })
  expect(await verdicts(story)).toEqual(new Set(['deployed']))
})

test.each(ways)('what autoscaling adds between the end and our look is not waited for: %s', async (_, { denied }) => {
  const slow = region({ launch: seconds(110) })
    .deploys()
    .suffers({ denied })
  const { truth, at, region: made } = await watch(slow)
  const end = at - (made.time.now() - (truth.at ?? 0)) / 1000
  const seen = await watch(slow.scalesTo(4, { after: end + 0.5 }))
  expect(seen.verdict).toBe('deployed')
  expect(seen.at).toBeLessThan(end + 30)
})
