// Change sets that killed runs have left: which of them are removed, and by whom.
import { expect, test } from '@jest/globals'
import { Failure } from '../../../src/model/failure.ts'
import { removeLeftovers } from '../../../src/run/stack/leftovers.ts'
import { plain } from '../../template/example.ts'
import { collect, fakeRegion, linesOf, type Region } from '../fake/region.ts'

const request = { name: 'shop-service', body: '{}', parameters: {}, tags: {}, fingerprint: 'f' }
/** Somebody made a set of this name, so many seconds ago. */
async function leave(region: Region, name: string, seconds: number): Promise<void> {
  await region.world.aws.stacks.createChangeSet(request, 'UPDATE', name)
  await region.world.clock.sleep(seconds * 1000, region.world.cancelled)
  region.writes.length = 0
}
const removed = ['delete the change set of shop-service']

// The run is 7, attempt 1.
test.each<readonly [string, number, readonly string[]]>([
  ['shop-service-slipway-6-1-update-x', 400, removed],
  ['shop-service-plan-6-1-x', 400, removed],
  // Whoever made it may be about to execute or to read it.
  ['shop-service-slipway-6-1-update-x', 200, []],
  ['shop-service-slipway-7-0-update-x', 1, removed],
  ['shop-service-slipway-77-0-update-x', 1, []],
  ['shop-service-slipway-7-1-update-x', 1, []],
  // Not ours.
  ['somebody', 4000, []]
])('a change set is removed or left by name and age: %s of %i s ago', async (name, seconds, writes) => {
  const region = fakeRegion()
  await region.deploy('1')
  await leave(region, name, seconds)
  const kinds = ['slipway', 'plan'] as const
  const { progress } = await collect(removeLeftovers('shop-service', region.world, { stage: 'service', kinds }))
  expect(region.writes).toEqual(writes)
  expect(linesOf(progress)).toEqual(
    writes.length > 0 ? [`removed the change set ${name}, which an earlier run left`] : []
  )
})

test('a plan leaves those of deployments alone', async () => {
  const region = fakeRegion()
  await region.deploy('1')
  await leave(region, 'shop-service-slipway-6-1-update-x', 4000)
  await collect(removeLeftovers('shop-service', region.world, { stage: 'observe', kinds: ['plan'] }))
  expect(region.writes).toEqual([])
})

test('one that has nothing to do removes them when it is tried again', async () => {
  const region = fakeRegion()
  await region.deploy('1')
  await leave(region, 'shop-service-slipway-7-1-update-x', 1)
  expect((await region.deploy('1')).verdict.verdict).toBe('unchanged')
  expect(region.writes).toEqual([])
  const run = { ...region.world.run, attempt: '2' }
  expect((await region.deploy('1', {}, { run })).verdict.verdict).toBe('unchanged')
  expect(region.writes).toEqual(removed)
})

test('whoever may not look is told, and goes on', async () => {
  const region = fakeRegion()
  const { aws } = region.world
  const denied = new Failure({ code: 'ACCESS_DENIED', sentence: 'No ListChangeSets.', remedy: '' })
  const stacks = { ...aws.stacks, listChangeSets: () => Promise.reject(denied) }
  const over = { aws: { ...aws, stacks } }
  await region.deploy('1')
  const run = await region.deploy('1', { task: { ...plain.task, env: { A: 'b' } } }, over)
  expect(run.verdict.verdict).toBe('deployed')
  expect(linesOf(run.progress)).toContain(
    'Change sets that earlier runs may have left on shop-service stay: No ListChangeSets.'
  )
})
