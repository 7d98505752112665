// Two runs at once on one name: what is there afterwards is what one of them asked for, never something of both.
import { afterAll, expect, test } from '@jest/globals'
import { disconnect } from './sdk.ts'
import { left } from './left.ts'
import { plain } from '../template/example.ts'
import { whole, type Deploy, type Ran } from './whole.ts'

afterAll(disconnect)

/** The verdict, or why there is no good one. */
const endOf = ({ verdict }: Ran): string => ('failure' in verdict ? verdict.failure.code : verdict.verdict)
const allowed = ['deployed', 'unchanged', 'STACK_BUSY', 'SUPERSEDED']
/** Seconds between the two. */
const apart = [0, 3, 20, 90, 200, 260]

test.each(apart)('two first deploys of one image, %i s apart, leave one service', async (after) => {
  const region = whole()
  const runs = await region.deployAll({}, { after })
  await region.wait(120)
  expect(allowed).toEqual(expect.arrayContaining(runs.map(endOf)))
  expect(left(region)).toMatchObject({ changeSets: [], twice: [], runs: [expect.stringContaining('PRIMARY')] })
})

test.each(apart)('two releases, %i s apart, leave one of the two', async (after) => {
  const region = whole()
  await region.deploy()
  const runs = await region.deployAll({ tag: 'decade' }, { tag: 'facade', after })
  await region.wait(120)
  expect(runs.map(endOf)).toContain('deployed')
  expect(allowed).toEqual(expect.arrayContaining(runs.map(endOf)))
  expect(left(region)).toMatchObject({ changeSets: [], twice: [], runs: [expect.stringContaining('PRIMARY')] })
})

test.each(apart)('two first deploys of two images, %i s apart, leave one of the two', async (after) => {
  const region = whole()
  const runs = await region.deployAll({ tag: 'decade' }, { tag: 'facade', after })
  await region.wait(120)
  expect(allowed).toEqual(expect.arrayContaining(runs.map(endOf)))
  // Who says so last is right.
  const last = runs
    .filter((run) => endOf(run) === 'deployed')
    .toSorted((a, b) => a.took - b.took)
    .at(-1)
  const [serving] = region.region.service.deployments
  expect(last?.verdict.facts.taskDefinitionArn).toMatch(new RegExp(`:${serving?.revision.number}$`))
  expect(left(region)).toMatchObject({ changeSets: [], twice: [], runs: [expect.stringContaining('PRIMARY')] })
})

test.each(apart)('two changes of both stacks, %i s apart, leave what one asked for', async (after) => {
  const region = whole()
  await region.deploy()
  const change = (retentionDays: 7 | 14, path: string): Deploy => ({
    change: { logs: { ...plain.logs, retentionDays }, health: { ...plain.health, path } }
  })
  const runs = await region.deployAll(change(7, '/7'), { ...change(14, '/14'), after })
  await region.wait(120)
  expect(allowed).toEqual(expect.arrayContaining(runs.map(endOf)))
  const [platform, service] = region.cloudFormation.stacks
  const days = platform?.made.get('LogGroup')?.properties.RetentionInDays
  const path = service?.made.get('TargetGroup')?.properties.HealthCheckPath
  expect([
    [7, '/7'],
    [14, '/14']
  ]).toContainEqual([days, path])
  expect(left(region)).toMatchObject({ changeSets: [], twice: [] })
})
