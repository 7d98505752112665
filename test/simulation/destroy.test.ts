// Everything of a region is taken away on the simulated region, also by a run after one that was killed.
import { afterAll, describe, expect, test } from '@jest/globals'
import type { Config } from '../../src/model/config.ts'
import { plain, withDomain } from '../template/example.ts'
import { failureOf, linesOf } from '../told.ts'
import { isGone } from './cloudformation/stack.ts'
import { inUse } from './cloudformation/text.ts'
import { isWrite, redirecting } from './run.ts'
import { disconnect } from './sdk.ts'
import { whole, type Circumstances, type Deploy, type Whole } from './whole.ts'

afterAll(disconnect)

const brisk: Partial<Circumstances> = { ways: { pace: 0.1 } }
const all = (change: Partial<Config> = {}): Deploy => ({ change: { ...change, command: 'destroy' } })

async function deployed(change: Partial<Config> = {}, circumstances: Partial<Circumstances> = brisk): Promise<Whole> {
  const region = whole(circumstances)
  await region.deploy({ change })
  return region
}

/** What is left of it: stacks, names that are taken, ACTIVE revisions, tags of images. */
const remains = ({ cloudFormation, account, definitions, registry }: Whole): readonly string[] => [
  ...cloudFormation.stacks.filter((stack) => !isGone(stack)).map(({ name, status }) => `${name} ${status}`),
  ...account.names,
  ...definitions.all.filter(({ active }) => active).map(({ revision }) => `revision ${revision.number}`),
  ...registry.tags.keys()
]

test.each([
  ['without a domain', plain],
  ['with a domain', withDomain]
])('nothing is left %s', async (_, change) => {
  const region = await deployed(change)
  const run = await region.deploy(all(change))
  expect(run.verdict).toMatchObject({ verdict: 'destroyed', facts: { hasChanges: true } })
  expect(remains(region)).toEqual([])
  const lines = linesOf(run).join('\n')
  expect(lines).toMatch(/\d+ resources are gone/)
  // The repository and the log go apart from the stack that made them.
  expect(lines).not.toContain('not removed with the stack')
  expect(lines.includes('left: the record that validates the certificate')).toBe(change === withDomain)
})

test('what goes is what the stacks have, whatever the settings name', async () => {
  const region = await deployed({ repository: 'team/shop' })
  const run = await region.deploy(all())
  expect(run.verdict.verdict).toBe('destroyed')
  expect(remains(region)).toEqual([])
})

test('what the template retains is told, and is not counted as gone', async () => {
  const overrides = { platform: { Resources: { Cluster: { DeletionPolicy: 'Retain' } } } }
  const region = await deployed({ overrides })
  const lines = linesOf(await region.deploy(all()))
  expect(lines.at(-1)).toMatch(
    /^\d+ resources are gone; left: AWS::ECS::Cluster shop-cluster, which the template retains$/
  )
})

test('where nothing is, nothing is done', async () => {
  const { verdict, calls, progress } = await whole(brisk).deploy(all())
  expect(verdict).toMatchObject({ verdict: 'destroyed', facts: { hasChanges: false } })
  expect(progress).toContainEqual(
    expect.objectContaining({ text: 'there was no stack shop-platform and no shop-service' })
  )
  expect(calls.filter(isWrite)).toEqual([])
})

test('images stay when that is asked for, and the next deployment takes them', async () => {
  const region = await deployed()
  const run = await region.deploy(all({ keepImages: true }))
  expect(run.verdict.verdict).toBe('destroyed')
  expect(remains(region)[0]).toBe('AWS::ECR::Repository shop')
  expect(region.registry.tags.size).toBeGreaterThan(0)
  const again = await region.deploy({})
  expect(again.verdict.verdict).toBe('deployed')
  expect(again.progress.some((each) => 'title' in each && each.title.startsWith('Build'))).toBe(false)
})

describe('is refused before anything is touched', () => {
  test.each([
    ['a stack is protected', { terminationProtection: true }, 'termination-protection'],
    [
      'the load balancer is protected',
      { balancer: { ...plain.balancer, deletionProtection: true } },
      'deletion-protection'
    ]
  ])('when %s', async (_, change, setting) => {
    const region = await deployed(change)
    const before = remains(region)
    await expect(region.deploy(all())).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      remedy: expect.stringContaining(`\`${setting}: false\``)
    })
    expect(remains(region)).toEqual(before)
  })

  test.each(['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_FAILED', 'DELETE_FAILED'])(
    'when a stack in %s is',
    async (status) => {
      const region = await deployed()
      const service = region.cloudFormation.stacks.find(({ name }) => name === 'shop-service')
      Object.assign(service ?? {}, { status, terminationProtection: true })
      const before = remains(region)
      await expect(region.deploy(all())).rejects.toMatchObject({
        code: 'INPUT_INVALID',
        sentence: 'The stack shop-service is protected against deletion. Nothing was removed.'
      })
      expect(remains(region)).toEqual(before)
    }
  )
})

test('what others still use is named, and the rest goes when they have let go', async () => {
  const used = { is: true }
  const region = await deployed(
    {},
    {
      ways: {
        pace: 0.1,
        fails: ({ logicalId, action }) =>
          used.is && logicalId === 'TaskSecurityGroup' && action === 'DELETE' ? inUse('sg-1') : undefined
      }
    }
  )
  const run = await region.deploy(all())
  expect(failureOf(run)).toMatchObject({ code: 'STACK_STUCK' })
  expect(failureOf(run)?.sentence).toContain('dependent object')
  used.is = false
  expect((await region.deploy(all())).verdict.verdict).toBe('destroyed')
  expect(remains(region)).toEqual([])
})

test('what is still being made is waited for before anything of it goes', async () => {
  const region = whole(brisk)
  const [first, second] = await region.deployAll({}, { ...all(), after: 4 })
  expect([first?.verdict.verdict, second?.verdict.verdict]).toEqual([expect.anything(), 'destroyed'])
  const lines = second ? linesOf(second) : []
  const at = (said: string): number => lines.findIndex((line) => line.includes(said))
  expect(at('goes on; waiting for its end')).toBeGreaterThan(-1)
  expect(at('removed, with its images')).toBeGreaterThan(at('load balancer created'))
  await region.wait(600)
  // A push that was under way ends nowhere.
  expect(remains(region).filter((each) => !region.registry.tags.has(each))).toEqual([])
})

describe('while another region serves the same names', () => {
  const others: Partial<Circumstances> = { ways: { pace: 0.1, others: ['us-east-1'] } }
  const visit = redirecting()
  const serviceIn = ({ cloudFormation }: Whole) =>
    cloudFormation.stacks.find(({ name, ...stack }) => name === 'shop-service' && !isGone({ name, ...stack }))
  const records = (region: Whole) => [...(serviceIn(region)?.made.keys() ?? [])].filter((id) => id.endsWith('Record'))

  /** By then the records are on their way out, or resolvers are waited for. */
  async function killed(call: 'early' | 'late'): Promise<Whole> {
    const { calls } = await (await deployed(withDomain, others)).deploy(all(withDomain))
    const region = await deployed(withDomain, others)
    // The last look before the wait is two calls before the removal.
    const behind = call === 'early' ? calls.indexOf('cloudformation:ExecuteChangeSet') + 1 : calls.indexOf(removal) - 1
    expect(await region.kill(all(withDomain), behind)).toMatch(/:(ExecuteChangeSet|Describe)/)
    return region
  }
  const removal = 'cloudformation:DeleteStack'

  test('the records go alone, and 90 s pass before the service goes', async () => {
    const region = await deployed({ ...withDomain, tags: { team: 'shop' } }, others)
    const service = serviceIn(region)
    const run = await region.deploy(all(withDomain))
    expect(run.verdict.verdict).toBe('destroyed')
    expect(run.took).toBeGreaterThan(90)
    const writes = run.calls.filter((call) => /:(Execute|Delete)/.test(call))
    expect(writes.slice(0, 2)).toEqual(['cloudformation:ExecuteChangeSet', removal])
    const told = (service?.events ?? []).map(({ logicalId, status }) => `${logicalId} ${status}`)
    expect(told.indexOf('ApexRecord DELETE_COMPLETE')).toBeLessThan(told.indexOf('Service DELETE_IN_PROGRESS'))
    expect(remains(region)).toEqual([])
    // Nothing else of it has changed, whatever is asked for now.
    expect(service?.tags).toMatchObject({ team: 'shop' })
  })

  test('also when the settings do not name the domain', async () => {
    const region = await deployed(withDomain, others)
    const run = await region.deploy(all())
    expect(run.verdict.verdict).toBe('destroyed')
    expect(run.progress).toContainEqual(expect.objectContaining({ title: 'Leave DNS: shop.example, www.shop.example' }))
    expect(run.took).toBeGreaterThan(90)
  })

  test.each(['early', 'late'] as const)('killed %s, a deployment makes the records again', async (call) => {
    const region = await killed(call)
    await region.wait(60)
    expect(records(region)).toEqual([])
    const { verdict } = await region.deploy({ change: withDomain, over: { visit } })
    expect(verdict.verdict).toBe('deployed')
    expect(records(region)).toEqual(['ApexRecord', 'WwwRecord'])
  })

  test.each(['early', 'late'] as const)(
    'killed %s, the next run waits for the resolvers all the same',
    async (call) => {
      const region = await killed(call)
      const run = await region.deploy(all(withDomain))
      expect(run.verdict.verdict).toBe('destroyed')
      expect(run.took).toBeGreaterThan(90)
      expect(remains(region)).toEqual([])
    }
  )
})

test('killed behind any call, the next run finishes', async () => {
  const { calls } = await (await deployed(withDomain)).deploy(all(withDomain))
  for (let call = 1; call <= calls.length; call++) {
    const region = await deployed(withDomain)
    const behind = `${call} ${(await region.kill(all(withDomain), call)) ?? 'nothing'}`
    await region.wait(5)
    const { verdict } = await region.deploy(all(withDomain))
    expect([behind, verdict.verdict, remains(region)]).toEqual([behind, 'destroyed', []])
  }
})
