// Ways back on the simulated region: what runs afterwards, what is kept, and what is left of a run that was killed.
import { afterAll, describe, expect, test } from '@jest/globals'
import { goodTags, releaseRecordOf } from '../../src/model/release-record.ts'
import { plain } from '../template/example.ts'
import { failureOf, warningsOf } from '../told.ts'
import { healthy } from './app.ts'
import { disconnect } from './sdk.ts'
import { left } from './left.ts'
import { whole, type Circumstances, type Deploy, type Whole } from './whole.ts'

afterAll(disconnect)

/** Faster than in AWS, so that a run looks less often. */
const brisk: Partial<Circumstances> = {
  ways: { pace: 0.1 },
  settings: { launch: 6, targets: { interval: 5, healthyThreshold: 2, unhealthyThreshold: 3, deregistrationDelay: 5 } }
}
const back = (to?: string, over: Deploy = {}): Deploy => ({
  ...over,
  change: { ...over.change, command: 'rollback', ...(to !== undefined && { to }) }
})

/** A region in which these images were deployed, one after the other. */
async function deployed(tags: readonly string[], circumstances: Partial<Circumstances> = brisk): Promise<Whole> {
  const region = whole(circumstances)
  for (const tag of tags) await region.deploy({ tag, over: { run: { id: tag, attempt: '1', commit: tag } } })
  return region
}

const runningIn = ({ region }: Whole): number | undefined =>
  region.service.deployments.find(({ status }) => status === 'PRIMARY')?.revision.number
const tagsOf = ({ definitions }: Whole, number: number | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (definitions.all.find(({ revision }) => revision.number === number)?.definition.tags ?? []).map(
      ({ key = '', value = '' }) => [key, value]
    )
  )
const imageIn = ({ definitions }: Whole, number: number | undefined): string | undefined =>
  definitions.all.find(({ revision }) => revision.number === number)?.definition.containerDefinitions?.[0]?.image
const activeIn = ({ definitions }: Whole): readonly number[] =>
  definitions.all.filter(({ active }) => active).map(({ revision }) => revision.number)

test('a deployment that went well is recorded, once', async () => {
  const region = await deployed(['aaaaaaa'])
  expect(releaseRecordOf({ tags: tagsOf(region, 1) })).toMatchObject({
    commit: 'aaaaaaa',
    run: 'aaaaaaa-1',
    good: { verdict: 'deployed' }
  })
  const again = await region.deploy({ tag: 'aaaaaaa' })
  expect(again.calls).not.toContain('ecs:TagResource')
})

describe('a rollback', () => {
  test('brings a copy of the good revision before, which is the newest ACTIVE one then', async () => {
    const region = await deployed(['aaaaaaa', 'bbbbbbb'])
    const run = await region.deploy(back())
    expect(run.verdict).toMatchObject({ verdict: 'restored', facts: { hasChanges: true } })
    expect(runningIn(region)).toBe(3)
    expect(imageIn(region, 3)).toBe(imageIn(region, 1))
    expect(activeIn(region)).toEqual([1, 2, 3])
    expect(releaseRecordOf({ tags: tagsOf(region, 3) })).toMatchObject({
      commit: 'aaaaaaa',
      copyOf: 1,
      good: { verdict: 'restored' }
    })
    expect(run.calls.filter((call) => /CreateChangeSet|docker|PutImage$/.test(call))).toEqual(['ecr:PutImage'])
  })

  test('goes further back each time, and forth again by name', async () => {
    const region = await deployed(['aaaaaaa', 'bbbbbbb', 'ccccccc'])
    const images = [1, 2, 3].map((number) => imageIn(region, number))
    for (const [to, expected] of [
      [undefined, 1],
      [undefined, 0],
      ['ccccccc', 2],
      ['shop-app:2', 1],
      ['git-aaaaaaa', 0]
    ] as const) {
      expect((await region.deploy(back(to))).verdict.verdict).toBe('restored')
      expect(imageIn(region, runningIn(region))).toBe(images[expected])
    }
  })

  test('to what runs changes nothing', async () => {
    const region = await deployed(['aaaaaaa', 'bbbbbbb'])
    const run = await region.deploy(back('bbbbbbb'))
    expect(run.verdict).toMatchObject({ verdict: 'unchanged', facts: { hasChanges: false } })
    expect(activeIn(region)).toEqual([1, 2])
  })

  test('takes the port along', async () => {
    const region = await deployed(['aaaaaaa'])
    await region.deploy({ change: { task: { ...plain.task, containerPort: 9000 } } })
    expect((await region.deploy(back())).verdict.verdict).toBe('restored')
    expect((await region.deploy({ tag: 'aaaaaaa' })).verdict.verdict).toBe('deployed')
  })

  test('that fails leaves what ran, and nothing of itself', async () => {
    const fates = { crashes: false }
    const region = await deployed(['aaaaaaa', 'bbbbbbb'], {
      ...brisk,
      appOf: () => (fates.crashes ? { ...healthy, crashesAfter: 2 } : healthy)
    })
    fates.crashes = true
    const run = await region.deploy(back())
    expect(run.verdict.verdict).toBe('rolled-back')
    expect(failureOf(run)?.code).toBe('CRASH_LOOP')
    await region.wait(60)
    expect(imageIn(region, runningIn(region))).toBe(imageIn(region, 2))
    expect(activeIn(region)).toEqual([1, 2])
  })

  test('without the image says so before anything is touched', async () => {
    const region = await deployed(['aaaaaaa', 'bbbbbbb'])
    for (const [tag, digest] of region.registry.tags) {
      if (imageIn(region, 1)?.endsWith(digest)) region.registry.tags.delete(tag)
    }
    const run = await region.deploy(back())
    expect(failureOf(run)).toMatchObject({ code: 'IMAGE_UNPULLABLE' })
    expect(run.verdict.facts).toMatchObject(run.verdict.facts.before ?? { taskDefinitionArn: 'some' })
    expect(failureOf(run)?.remedy).toContain('Deploy commit aaaaaaa again')
    expect(run.verdict.facts.hasChanges).toBe(false)
    expect(activeIn(region)).toEqual([1, 2])
  })

  test('without the right to record goes well all the same, and says what is missing', async () => {
    const region = await deployed(['aaaaaaa', 'bbbbbbb'], { ...brisk, faults: { denied: ['ecs:TagResource'] } })
    expect(activeIn(region).map((number) => releaseRecordOf({ tags: tagsOf(region, number) }).good)).toEqual([
      undefined,
      undefined
    ])
    const run = await region.deploy({ tag: 'bbbbbbb' })
    const warnings = warningsOf(run)
    expect(warnings.join()).toContain('`rollback` does not know that this version was good')
  })

  test('of a service that is not there says so', async () => {
    const region = await deployed(['aaaaaaa', 'bbbbbbb'])
    region.region.removeService()
    await region.wait(60)
    await expect(region.deploy(back())).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })

  test.each([
    ['by another run', undefined],
    ['by the same run again', { id: '9', attempt: '2' }]
  ])('that was killed behind any call is brought to its end %s', async (_, run) => {
    const first = { over: { run: { id: '9', attempt: '1' } } }
    const again = back(undefined, run ? { over: { run } } : {})
    const images = ['aaaaaaa', 'bbbbbbb', 'ccccccc']
    const usual = await deployed(images)
    const { calls } = await usual.deploy(back(undefined, first))
    await usual.wait(60)
    // Behind its last call, the record, it is over: another run goes one further back.
    for (let call = 1; call < calls.length + (run ? 1 : 0); call++) {
      const region = await deployed(images)
      const behind = `${call} ${(await region.kill(back(undefined, first), call)) ?? 'nothing'}`
      await region.wait(5)
      const { verdict } = await region.deploy(again)
      await region.wait(60)
      expect([behind, verdict.verdict]).toEqual([behind, expect.stringMatching(/^(restored|unchanged)$/)])
      expect([behind, left(region)]).toEqual([behind, left(usual)])
    }
  })
})

test('the last ten good revisions and their images stay, what was never good goes', async () => {
  const region = whole(brisk)
  const killed = { tag: 'deadbee' }
  await region.deploy({ tag: 'a0' })
  await region.kill(killed, 30)
  for (let release = 1; release <= 12; release++) await region.deploy({ tag: `a${release}` })
  const active = activeIn(region)
  expect(active).toHaveLength(10)
  expect(active.every((number) => releaseRecordOf({ tags: tagsOf(region, number) }).good)).toBe(true)
  expect([...region.registry.tags.keys()].filter((tag) => tag.startsWith('kept-'))).toHaveLength(10)
})

test('a copy of what runs has its record too', async () => {
  const region = await deployed(['aaaaaaa', 'bbbbbbb'])
  // Somebody else's is newer than what runs, and the stack changes.
  region.definitions.registerTaskDefinition({ family: 'shop-app', containerDefinitions: [] })
  const run = await region.deploy({ tag: 'bbbbbbb', change: { health: { ...plain.health, path: '/healthz' } } })
  expect(run.verdict.verdict).toBe('deployed')
  const { good } = releaseRecordOf({ tags: tagsOf(region, 2) })
  expect(good && tagsOf(region, 4)).toMatchObject({ 'slipway:copy-of': '2', ...(good && goodTags(good)) })
})
