// A run that is killed behind any of its calls, and one that comes after it: it must end as if the first had never been.
import { afterAll, expect, test } from '@jest/globals'
import { plain } from '../template/example.ts'
import { healthy } from './app.ts'
import { disconnect } from './sdk.ts'
import { left, type Left } from './left.ts'
import { whole, type Circumstances, type Deploy, type Whole } from './whole.ts'

afterAll(disconnect)

/** Faster than in AWS, so that a run looks less often and has fewer calls to be killed behind. */
const brisk: Partial<Circumstances> = {
  ways: { pace: 0.1 },
  settings: { launch: 6, targets: { interval: 5, healthyThreshold: 2, unhealthyThreshold: 3, deregistrationDelay: 5 } },
  appOf: ({ cpu }) => (cpu === '1024' ? { ...healthy, crashesAfter: 2 } : healthy)
}

interface Story {
  readonly name: string
  /** What was deployed before; none: the region is empty. */
  readonly before?: Deploy
  /** What is killed. */
  readonly deploy: Deploy
  /** What is asked for afterwards; absent: the same. */
  readonly then?: Deploy
  /** Seconds between the two; 5 if absent. */
  readonly later?: number
  readonly ends: readonly string[]
}

const good = ['deployed', 'unchanged']
const reads = /:(Describe|Get|List|BatchGet)/
const crashing = { change: { task: { ...plain.task, cpu: 1024, memory: 2048 } } }
const both: Deploy = {
  tag: 'decade',
  change: { logs: { ...plain.logs, retentionDays: 7 }, health: { ...plain.health, path: '/healthz' } }
}

/** Tried again by GitHub, with what was there before. */
const first: Deploy = { over: { run: { id: '77', attempt: '1' } } }
const again: Deploy = { over: { run: { id: '77', attempt: '2' } } }

test.each<Story>([
  { name: 'a first deploy', deploy: {}, ends: good },
  { name: 'another image', before: {}, deploy: { tag: 'decade' }, ends: good },
  { name: 'both stacks and an image', before: {}, deploy: both, ends: good },
  { name: 'a version that crashes', before: {}, deploy: crashing, ends: ['rolled-back'] },
  { name: 'a first version that crashes', deploy: crashing, ends: ['failed'] },
  { name: 'a first deploy, then another one', deploy: {}, then: { tag: 'decade' }, ends: good },
  { name: 'an image, then another one', before: {}, deploy: { tag: 'decade' }, then: { tag: 'facade' }, ends: good },
  { name: 'an image, then the one before', before: {}, deploy: { tag: 'decade' }, then: {}, later: 400, ends: good },
  { name: 'both stacks, then as before', before: {}, deploy: { ...both, ...first }, then: again, ends: good }
])('$name: ends as if nobody had been killed', async (story) => {
  expect(await problemsOf(story)).toEqual([])
})

interface Problem {
  /** `43 ecs:RegisterTaskDefinition`. */
  readonly behind: string
  readonly what: keyof Left | 'verdict'
  readonly found: string | readonly string[]
}

/** Two ends are as good: as if the killed run had never been, and as if it had come to its end. */
async function problemsOf(story: Story): Promise<readonly Problem[]> {
  const { deploy, then = deploy, later = 5, ends } = story
  // One region at a time is connected.
  const expected = [(await endOf(await begin(story), then)).found]
  const ended = await begin(story)
  const { calls } = await ended.deploy(deploy)
  expected.push((await endOf(ended, then)).found)
  const problems: Problem[] = []
  for (const [index, action] of calls.entries()) {
    // What is asked for afterwards is the same behind a read as behind the write before it, but for the time.
    if (story.then && reads.test(action)) continue
    const call = index + 1
    const region = await begin(story)
    const behind = `${call} ${(await region.kill(deploy, call)) ?? 'nothing'}`
    await region.wait(later)
    const { verdict, found } = await endOf(region, then)
    if (!ends.includes(verdict)) problems.push({ behind, what: 'verdict', found: verdict })
    for (const what of Object.keys(found) as (keyof Left)[]) {
      if (!expected.some((each) => each[what].join() === found[what].join()))
        problems.push({ behind, what, found: found[what] })
    }
  }
  return problems
}

async function endOf(region: Whole, asked: Deploy): Promise<{ readonly verdict: string; readonly found: Left }> {
  const { verdict } = (await region.deploy(asked)).verdict
  await region.wait(60)
  const found = left(region)
  return {
    verdict,
    found: {
      ...found,
      // As made and as changed back to are the same.
      stacks: found.stacks.map((stack) => stack.replace(/ (CREATE|UPDATE)_COMPLETE:/, ':')),
      // A pushed image may be there already: it is of use to whoever asks for it next.
      tags: found.tags.filter((tag) => tag.startsWith('kept-'))
    }
  }
}

async function begin({ before }: Story): Promise<Whole> {
  const region = whole(brisk)
  if (before) await region.deploy(before)
  return region
}
