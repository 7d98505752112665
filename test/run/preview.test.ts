// What a plan asks of a region in memory, and that it leaves nothing there.
import { describe, expect, test } from '@jest/globals'
import { conceal } from '../../src/action/secrecy/conceal.ts'
import { previewLines, previewMarkdown } from '../../src/action/report/preview.ts'
import { plansOf } from '../../src/decide/deploy.ts'
import { decidePreview } from '../../src/decide/preview.ts'
import type { Config, Strategy } from '../../src/model/config.ts'
import { asFailure, type Failure } from '../../src/model/failure.ts'
import type { ChangeSetState } from '../../src/model/stack.ts'
import type { Preview } from '../../src/model/preview.ts'
import { askChanges } from '../../src/run/preview.ts'
import { plain } from '../template/example.ts'
import { collect, fakeRegion, type Region } from './fake/region.ts'

async function plan(region: Region, tag: string, change: Partial<Config> = {}): Promise<Preview> {
  const config = { ...plain, ...change }
  const current = await region.look(tag)
  const [planned] = plansOf([{ config, current }], { context: { at: 'commit', commit: tag }, tag })
  region.writes.length = 0
  const { result } = await collect(askChanges(planned.region, { config, current }, region.world))
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
  const text = [...previewLines(preview), previewMarkdown(preview), JSON.stringify(preview)].join('\n')
  expect(text).toContain('GREETING')
  expect(text).toContain('DB_PASSWORD')
  expect(text).not.toContain('hunter22')
})

describe('what a deployment would refuse is said in its own words', () => {
  const blueGreen: Strategy = { kind: 'blue-green', bakeMinutes: 5 }
  const twoGroups: Partial<Config> = { rollout: { ...plain.rollout, strategy: blueGreen } }

  /** With what it deploys twice before that. */
  test.each<[string, (region: Region) => void, Partial<Config>, Partial<Config>?]>([
    [
      'a platform that accepts no change',
      (region) => void region.stacks.put('shop-platform', 'UPDATE_FAILED'),
      { logs: { ...plain.logs, retentionDays: 7 } }
    ],
    ['a service stack that accepts none', (region) => void region.stacks.put('shop-service', 'UPDATE_FAILED'), {}],
    [
      'a service that was deleted by hand',
      (region) => {
        region.ecs.remove()
      },
      {}
    ],
    ['a broken platform that serves', (region) => void region.stacks.put('shop-platform', 'DELETE_FAILED'), {}],
    [
      'remains that may hold data',
      (region) => {
        region.ecs.remove()
        region.stacks.put('shop-service', 'DELETE_FAILED')
        const data = { logicalId: 'Data', type: 'AWS::RDS::DBInstance', status: 'CREATE_COMPLETE', physicalId: 'x' }
        region.stacks.leave('shop-service', { resources: [data] })
      },
      {}
    ],
    ['tags of the rule while the second group serves', () => undefined, { ...twoGroups, tags: { a: 'b' } }, twoGroups],
    ['another strategy while the second group serves', () => undefined, {}, twoGroups]
  ])('%s', async (_, happen, change, before = {}) => {
    const region = fakeRegion()
    await region.deploy('1', before)
    await region.deploy('2', before)
    happen(region)
    const { refused } = await plan(region, '2', change)
    const failure = await failureOf(region, '2', change)
    const withoutEnd = (text = ''): string => text.replace(/ (Nothing|The service) was (not )?changed\.$/, '')
    expect(refused?.sentence).toBe(failure.sentence)
    expect(withoutEnd(refused?.remedy)).toBe(withoutEnd(failure.remedy))
  })

  test('a rule that nobody touches may be served by the second group', async () => {
    const region = fakeRegion()
    await region.deploy('1', twoGroups)
    await region.deploy('2', twoGroups)
    const health = { ...plain.health, graceSeconds: 300 }
    expect(await plan(region, '2', { ...twoGroups, health })).not.toHaveProperty('refused')
  })

  async function failureOf(region: Region, tag: string, change: Partial<Config>): Promise<Failure> {
    try {
      const { verdict } = await region.deploy(tag, change)
      if ('failure' in verdict) return verdict.failure
    } catch (error) {
      return asFailure(error)
    }
    throw new Error('It was not refused')
  }
})

describe('a change set', () => {
  const health = { health: { ...plain.health, graceSeconds: 300 } }
  const logs = { logs: { ...plain.logs, retentionDays: 7 } } as const

  /** Each call gets the next answer; the last one again and again. */
  async function answering(answers: readonly ChangeSetState['status'][], change: Partial<Config>) {
    const region = fakeRegion()
    await region.deploy('1')
    const left = [...answers]
    region.world.aws.stacks.describeChangeSet = () => {
      const status = left.length > 1 ? left.shift() : left[0]
      return Promise.resolve({ status: status ?? 'ready', changes: [], reason: 'It is wrong.' })
    }
    return { region, preview: plan(region, '1', change) }
  }
  const removed = (region: Region, stack: string): number =>
    region.writes.filter((call) => call === `delete the change set of ${stack}`).length

  test('is waited for', async () => {
    const { region, preview } = await answering(['going-on', 'going-on', 'ready'], health)
    expect((await preview).service).toEqual({ do: 'change', certainty: 'will', resources: [] })
    expect(removed(region, 'shop-service')).toBe(1)
  })

  test('without changes changes outputs alone', async () => {
    const { preview } = await answering(['no-changes'], health)
    expect((await preview).service).toEqual({ do: 'change', certainty: 'will', resources: [] })
  })

  test.each([
    ['shop-platform', logs],
    ['shop-service', health]
  ])('that CloudFormation refuses refuses the deployment: %s', async (stack, change) => {
    const { region, preview } = await answering(['failed'], change)
    const { refused } = await preview
    expect(refused?.sentence).toContain(stack)
    expect(refused?.sentence).toContain('It is wrong.')
    expect(removed(region, stack)).toBe(1)
  })

  test('that another run removes is made again, once', async () => {
    const { region, preview } = await answering(['overtaken', 'ready'], health)
    expect(await preview).not.toHaveProperty('refused')
    expect(removed(region, 'shop-service')).toBe(2)
    await expect((await answering(['overtaken'], health)).preview).rejects.toThrow('Other runs change the stack')
  })
})

test('a service that waits for what goes on in the platform is not asked for', async () => {
  const region = fakeRegion()
  await region.deploy('1')
  region.stacks.put('shop-platform', 'UPDATE_IN_PROGRESS')
  expect(await plan(region, '1')).toMatchObject({ platform: { do: 'unknown' }, service: { do: 'unknown' } })
  expect(region.writes).toEqual([])
})
