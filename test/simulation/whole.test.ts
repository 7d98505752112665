// A whole run on the simulated region: everything is made by it, and nothing is left to do afterwards.
import { afterAll, describe, expect, test } from '@jest/globals'
import { advance, nothingPrinted, timelineOf } from '../../src/action/log/printing.ts'
import { summaryOf } from '../../src/action/report/summary.ts'
import type { Config } from '../../src/model/config.ts'
import { plain } from '../template/example.ts'
import { healthy, type App } from './app.ts'
import { disconnect } from './sdk.ts'
import type { Trouble } from './cloudformation/stack.ts'
import type { Settings } from './settings.ts'
import { whole, type Ran } from './whole.ts'
import { isWrite } from './run.ts'

// The clients of all services are loaded with the first run.
afterAll(disconnect)

test('a first deploy makes everything, and the next one finds nothing to do', async () => {
  const region = whole()
  const first = await region.deploy()
  expect(first.verdict.verdict).toBe('deployed')
  expect(region.cloudFormation.stacks.map(({ name, status }) => [name, status])).toEqual([
    ['shop-platform', 'CREATE_COMPLETE'],
    ['shop-service', 'CREATE_COMPLETE']
  ])
  expect(region.definitions.all.map(({ active }) => active)).toEqual([true])
  const second = await region.deploy()
  expect(second.verdict.verdict).toBe('unchanged')
  expect(second.calls.filter(isWrite)).toEqual([])
})

test('another image is rolled out on the same stacks', async () => {
  const region = whole()
  await region.deploy()
  const run = await region.deploy({ tag: 'decade' })
  expect(run.verdict.verdict).toBe('deployed')
  expect(run.calls).toContain('ecs:UpdateService')
  expect(run.calls.filter((call) => /:(Create|Execute)ChangeSet/.test(call))).toEqual([])
})

test('of failed tasks no line counts fewer than were told of before it', async () => {
  let started = 0
  const region = whole({ appOf: () => (started++ === 0 ? healthy : { ...healthy, crashesAfter: 5 }) })
  await region.deploy()
  const { progress } = await region.deploy({ tag: 'decade' })
  const lines = progress.flatMap((each) => ('text' in each && each.at !== 'output' ? [each.text] : []))
  let stopped = 0
  const fewer = lines.filter((line) => {
    if (/^task \w+ stopped: /.test(line)) stopped++
    const count = /\b(\d+)(?: tasks)? failed\b/.exec(line)?.[1]
    return count === undefined ? /new tasks running/.test(line) && stopped > 0 : Number(count) < stopped
  })
  expect(stopped).toBe(2)
  expect(fewer).toEqual([])
})

const begun = ['Image pushed', 'Revision registered', 'First new task started']
const ended = ['All new tasks healthy', 'Old tasks drained and stopped', 'Verdict']

function tell({ progress, told, verdict }: Ran, change: Partial<Config>): string {
  const [began = 0, end = 0] = [told[0], told.at(-1)]
  const printing = progress.reduce(
    (sum, each, index) => advance(sum, each, told[index] ?? end).printing,
    nothingPrinted(began)
  )
  const config = { ...plain, ...change }
  return summaryOf({
    asked: { name: config.name, regions: [config.region] },
    verdicts: [verdict],
    timeline: timelineOf(printing, end),
    reached: printing.reached,
    config
  })
}

describe('the summary tells of a release', () => {
  const crash: App = { ...healthy, crashesAfter: 5 }
  const canary = { kind: 'canary', canaryPercent: 10, bakeMinutes: 5 } as const
  test.each<readonly [string, App, Partial<Settings>, Config['rollout']['strategy'], readonly string[], RegExp]>([
    [
      'that goes well',
      healthy,
      {},
      { kind: 'rolling' },
      [...begun, ...ended],
      /^First new task started .* image is pulled/
    ],
    ['that crashes', crash, {}, { kind: 'rolling' }, [...begun, 'Verdict'], /^Verdict .* with 1 the first decides/],
    [
      'that starts as slowly as its grace',
      { ...healthy, ready: 110 },
      {},
      { kind: 'rolling' },
      [...begun, 'Verdict'],
      /^Verdict .* has 120 s, by `health-check-grace-seconds`/
    ],
    [
      'that moves visitors',
      healthy,
      { strategy: { kind: 'CANARY', percent: 10, canaryBake: 300, bake: 300 } },
      canary,
      [...begun, ...ended],
      /^Old tasks drained and stopped .* `bake-minutes` is 5/
    ]
  ])('%s', async (_, app, settings, strategy, reached, longest) => {
    let started = 0
    const region = whole({ settings, appOf: () => (started++ === 0 ? healthy : app) })
    const change = { rollout: { ...plain.rollout, strategy } }
    await region.deploy({ change })
    const text = tell(await region.deploy({ tag: 'decade', change }), change)
    expect(text.match(/(?<=^\| )[^|]+(?= \| \+ [^|]+ \| [^|]+ \|$)/gm)).toEqual(reached)
    expect(/(?<=Took longest to reach: ).*/.exec(text)?.[0]).toMatch(longest)
  })
})

// F5.2: a role is known everywhere some seconds after it was made.
test('a first deploy that fails for a role that is not known everywhere yet makes its stack anew, once', async () => {
  let left = 1
  const reason = "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/shop' that was provided."
  const fails = (trouble: Trouble) =>
    trouble.logicalId === 'Service' && trouble.action === 'CREATE' && left-- > 0 ? reason : undefined
  const region = whole({ ways: { fails } })
  const run = await region.deploy()
  expect(run.verdict.verdict).toBe('deployed')
  expect(run.calls.filter((call) => call === 'cloudformation:DeleteStack')).toHaveLength(1)
  expect(region.cloudFormation.stacks.map(({ name, status }) => `${name} ${status}`)).toEqual([
    'shop-platform CREATE_COMPLETE',
    'shop-service DELETE_COMPLETE',
    'shop-service CREATE_COMPLETE'
  ])
  expect(region.definitions.all.filter(({ active }) => active)).toHaveLength(1)

  left = 2
  const other = whole({ ways: { fails } })
  const again = await other.deploy()
  expect(again.verdict).toMatchObject({ verdict: 'failed', failure: { sentence: expect.stringContaining(reason) } })
})
