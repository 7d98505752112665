// What a plan asks of a region in memory, and that it leaves nothing there.
import { expect, test } from '@jest/globals'
import { conceal } from '../../src/action/conceal.ts'
import { planLines, planMarkdown } from '../../src/action/plan.ts'
import { planOf } from '../../src/decide/deploy.ts'
import { decidePreview } from '../../src/decide/plan.ts'
import type { Config } from '../../src/model/config.ts'
import type { Preview } from '../../src/model/preview.ts'
import { askChanges } from '../../src/run/preview.ts'
import { plain } from '../template/example.ts'
import { collect, fakeRegion, type Region } from './fake/region.ts'

async function plan(region: Region, tag: string, change: Partial<Config> = {}): Promise<Preview> {
  const config = { ...plain, ...change }
  const current = await region.look(tag)
  const planned = planOf(config, current, { context: { at: 'commit', commit: tag }, tag })
  const [first] = planned.regions
  if (!first) throw new Error('A plan has a region')
  region.writes.length = 0
  const { result } = await collect(askChanges(first, { config, current }, region.world))
  return decidePreview(config, current, planned, result)
}

test('a first deploy is planned without a call that writes', async () => {
  const region = fakeRegion()
  expect(await plan(region, '1')).toMatchObject({
    hasChanges: true,
    platform: { do: 'create' },
    service: { do: 'create' }
  })
  expect(region.writes).toEqual([])
})

test('nothing to do writes nothing; a change makes its set and removes it, and one that was left', async () => {
  const region = fakeRegion()
  await region.deploy('1')
  expect(await plan(region, '1')).toMatchObject({ hasChanges: false })
  expect(region.writes).toEqual([])
  const health = { health: { ...plain.health, graceSeconds: 300 } }
  expect(await plan(region, '1', health)).toMatchObject({ hasChanges: true, service: { do: 'change' } })
  const asked = ['change set UPDATE of shop-service', 'delete the change set of shop-service']
  expect(region.writes).toEqual(asked)
  const { serviceStack } = await region.look('1')
  const request = { name: 'shop-service', body: '{}', parameters: {}, tags: {}, fingerprint: 'f' }
  expect(serviceStack.at).toBe('settled')
  await region.world.aws.stacks.createChangeSet(request, 'UPDATE', 'shop-service-plan-6-1-x')
  // Another run may be reading it.
  await plan(region, '1', health)
  expect(region.writes).toEqual(asked)
  await region.world.clock.sleep(6 * 60_000, region.world.cancelled)
  await plan(region, '1', health)
  expect(region.writes).toEqual(['delete the change set of shop-service', ...asked])
})

test('a secret is in neither form of the plan', async () => {
  const region = fakeRegion()
  const env = { DB_PASSWORD: 'hunter22', GREETING: 'hello' }
  const preview = conceal(await plan(region, '1', { task: { ...plain.task, env } }), (text) => text)
  const text = [...planLines(preview), planMarkdown(preview), JSON.stringify(preview)].join('\n')
  expect(text).toContain('GREETING')
  expect(text).toContain('DB_PASSWORD')
  expect(text).not.toContain('hunter22')
})
