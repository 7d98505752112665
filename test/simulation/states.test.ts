// Every state that a stack may be found in (F3.1) x what is asked for: what is done, what is said. What `deploy` and `plan`
// do is in test/run/stack/states.test.ts and preview-states.test.ts.
import { afterAll, describe, expect, test } from '@jest/globals'
import type { StackStatus } from '@aws-sdk/client-cloudformation'
import { statusLines } from '../../src/action/report/status.ts'
import { nameChecks } from '../../src/decide/checks/names.ts'
import type { Config } from '../../src/model/config.ts'
import { Failure } from '../../src/model/failure.ts'
import { stackStateOf } from '../../src/aws/stacks.ts'
import { read, seen } from '../decide/seen.ts'
import { plain } from '../template/example.ts'
import { isGone, type Stack } from './cloudformation/stack.ts'
import { disconnect } from './sdk.ts'
import { whole, type Ran, type Whole } from './whole.ts'
import { isWrite } from './run.ts'
import { failureOf, linesOf } from '../told.ts'

afterAll(disconnect)

type Name = 'shop-platform' | 'shop-service'

const stackOf = ({ cloudFormation: { stacks } }: Whole, name: Name): Stack => {
  const found = stacks.find((stack) => stack.name === name && !isGone(stack))
  if (!found) throw new Error(`There is no ${name}`)
  return found
}

/** Two versions were deployed, then the stack came into that state. @param later what it comes to after ten seconds. */
async function found(name: Name, status: string, later?: string): Promise<Whole> {
  const region = whole({ ways: { pace: 0.1 } })
  for (const tag of ['one', 'two']) await region.deploy({ tag })
  const stack = stackOf(region, name)
  const become = (next: string): void => {
    stack.status = next
    if (next === 'UPDATE_ROLLBACK_FAILED') {
      stack.unfinished = () => {
        stack.status = 'UPDATE_ROLLBACK_COMPLETE'
      }
    }
  }
  become(status)
  if (later !== undefined) {
    region.region.time.after(10, () => {
      become(later)
    })
  }
  return region
}

/** Nothing is left of what it had. */
async function emptied(status: string): Promise<Whole> {
  const region = await found('shop-service', 'CREATE_COMPLETE')
  const { cloudFormation } = region
  cloudFormation.deleteStack({ StackName: 'shop-service' })
  if (status === 'DELETE_IN_PROGRESS') return region
  await region.wait(600)
  if (status === 'DELETE_COMPLETE') return region
  const change = {
    ChangeSetName: 'shop-service-slipway-1-1-create-abc',
    ChangeSetType: 'CREATE',
    TemplateBody: '{"Resources":{}}'
  } as const
  cloudFormation.createChangeSet({ StackName: 'shop-service', ...change })
  Object.assign(stackOf(region, 'shop-service'), { status, tags: { 'slipway:stack': 'shop-service' } })
  return region
}

interface Told {
  readonly verdict: string
  readonly writes: readonly string[]
  /** Lines of the log, and how it failed. */
  readonly text: string
  readonly hasChanges?: boolean
}

async function run(region: Whole, command: Config['command']): Promise<Told> {
  try {
    return tell(await region.deploy({ change: { command } }))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { verdict: 'refused', writes: [], text: `${error.code}: ${error.sentence} ${error.remedy}` }
  }
}

function tell(ran: Ran): Told {
  const { verdict, calls } = ran
  const failure = failureOf(ran)
  const lines = [
    ...linesOf(ran),
    ...(failure ? [`${failure.code}: ${failure.sentence} ${failure.remedy}`] : []),
    ...('status' in verdict ? statusLines(verdict.status) : [])
  ]
  const writes = calls.filter(isWrite)
  return { verdict: verdict.verdict, writes, text: lines.join('\n'), hasChanges: verdict.facts.hasChanges }
}

const settled = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_COMPLETE']
const remains = ['CREATE_FAILED', 'ROLLBACK_FAILED', 'DELETE_FAILED']
const stuck = ['UPDATE_FAILED', 'IMPORT_ROLLBACK_FAILED', 'SOMETHING_NEW']
const busy = [
  ['CREATE_IN_PROGRESS', 'CREATE_COMPLETE'],
  ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE'],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE'],
  ['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'],
  ['IMPORT_IN_PROGRESS', 'IMPORT_COMPLETE']
] as const
const empty = ['ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS', 'DELETE_COMPLETE', 'DELETE_IN_PROGRESS']
const waits = /goes on; waiting for its end/
const undoing = 'cloudformation:ContinueUpdateRollback'

describe('destroy removes', () => {
  const expectGone = async (region: Whole): Promise<Told> => {
    const told = await run(region, 'destroy')
    expect([told.verdict, told.hasChanges]).toEqual(['destroyed', true])
    expect(region.cloudFormation.stacks.filter((stack) => !isGone(stack))).toEqual([])
    expect(told.writes).not.toContain(undoing)
    return told
  }

  test.each([...settled, ...remains, ...stuck, 'UPDATE_ROLLBACK_FAILED'])('a service stack in %s', async (status) => {
    const { text } = await expectGone(await found('shop-service', status))
    expect(text).not.toMatch(waits)
  })

  test.each([...remains, ...stuck, 'UPDATE_ROLLBACK_FAILED'])('a platform in %s', async (status) => {
    await expectGone(await found('shop-platform', status))
  })

  test.each([...busy, ['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_FAILED'], ['UPDATE_IN_PROGRESS', 'UPDATE_FAILED']])(
    'a service stack in %s once that has ended in %s',
    async (status, later) => {
      expect((await expectGone(await found('shop-service', status, later))).text).toMatch(waits)
    }
  )

  test.each(empty)('all else beside a service stack in %s', async (status) => {
    await expectGone(await emptied(status))
  })

  test('revisions that are left, and says that something has changed', async () => {
    const region = await emptied('DELETE_COMPLETE')
    region.cloudFormation.deleteStack({ StackName: 'shop-platform' })
    await region.wait(600)
    expect((await expectGone(region)).writes).toEqual(Array(2).fill('ecs:DeregisterTaskDefinition'))
  })
})

describe('rollback', () => {
  test.each([...settled, ...remains])('with a service stack in %s goes back and touches no stack', async (status) => {
    const { verdict, writes } = await run(await found('shop-service', status), 'rollback')
    expect(verdict).toBe('restored')
    expect(writes.filter((call) => call.startsWith('cloudformation:'))).toEqual([])
  })

  test.each(busy)('with a service stack in %s waits until it is in %s', async (status, later) => {
    const { verdict, text } = await run(await found('shop-service', status, later), 'rollback')
    expect(verdict).toBe('restored')
    expect(text).toMatch(waits)
  })

  test('with a service stack in UPDATE_ROLLBACK_FAILED brings it to its end first', async () => {
    const { verdict, writes } = await run(await found('shop-service', 'UPDATE_ROLLBACK_FAILED'), 'rollback')
    expect(verdict).toBe('restored')
    expect(writes.filter((call) => call.startsWith('cloudformation:'))).toEqual([undoing])
  })

  test.each(stuck)('with a service stack in %s is refused with the way out', async (status) => {
    const { verdict, writes, text } = await run(await found('shop-service', status), 'rollback')
    expect([verdict, writes]).toEqual(['failed', []])
    expect(text).toMatch(new RegExp(`STACK_STUCK: The stack shop-service is in ${status} and accepts no change`))
  })

  test.each(['ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS', 'DELETE_COMPLETE'])(
    'with a service stack in %s says that there is no service',
    async (status) => {
      const { verdict, text } = await run(await emptied(status), 'rollback')
      expect(verdict).toBe('refused')
      expect(text).toMatch(/^INPUT_INVALID: There is no service shop-service in eu-west-1/)
    }
  )

  test('with a service stack in DELETE_IN_PROGRESS says that it is gone', async () => {
    const { verdict, writes, text } = await run(await emptied('DELETE_IN_PROGRESS'), 'rollback')
    expect([verdict, writes]).toEqual(['superseded', []])
    expect(text).toMatch(
      /SUPERSEDED: The service shop-service went with what was going on .* `command: deploy` makes it/
    )
  })

  test.each([...remains, ...stuck, 'UPDATE_ROLLBACK_FAILED', 'UPDATE_IN_PROGRESS'])(
    'with a platform in %s goes back, and asks for the site where it was',
    async (status) => {
      const { verdict, text } = await run(await found('shop-platform', status), 'rollback')
      expect(verdict).toBe('restored')
      expect(text).toMatch(/http:\/\/shop-platf\S+\.elb\.amazonaws\.com/)
    }
  )
})

describe('status writes nothing, and says of', () => {
  const says = async (region: Whole): Promise<string> => {
    const { verdict, writes, text } = await run(region, 'status')
    expect([verdict, writes]).toEqual(['reported', []])
    return text
  }
  const unfit = [...remains, ...stuck, 'UPDATE_ROLLBACK_FAILED', ...busy.map(([status]) => status)]

  test.each(settled)('a service stack in %s that it is as asked for', async (status) => {
    const text = await says(await found('shop-service', status))
    expect(text).toMatch(/^Service stack: as asked for$/m)
    expect(text).toMatch(/^Task definition: as asked for$/m)
  })

  test.each(unfit)('a service stack that it is in %s, beside what runs', async (status) => {
    const text = await says(await found('shop-service', status))
    expect(text).toMatch(new RegExp(`^Service stack: in ${status}$`, 'm'))
    expect(text).toMatch(/^Runs: shop-app:2,/m)
    expect(text).not.toMatch(/^Task definition: differs/m)
  })

  test.each(unfit)('a platform that it is in %s, beside where the site is', async (status) => {
    const text = await says(await found('shop-platform', status))
    expect(text).toMatch(new RegExp(`^Platform stack: in ${status}$`, 'm'))
    expect(text).toMatch(/^URL: http:\/\/shop-platf\S+\.elb\.amazonaws\.com answers$/m)
  })

  test('a platform that is gone that nobody knows where the site is', async () => {
    const text = await says(await found('shop-platform', 'DELETE_COMPLETE'))
    expect(text).toMatch(/^Platform stack: not there$/m)
    expect(text).toMatch(/^Not read: The site: no stack says where the load balancer is\.$/m)
    expect(text).not.toMatch(/^URL/m)
  })

  test.each([
    ['ROLLBACK_COMPLETE', 'in ROLLBACK_COMPLETE'],
    ['REVIEW_IN_PROGRESS', 'not there'],
    ['DELETE_COMPLETE', 'not there'],
    ['DELETE_IN_PROGRESS', 'in DELETE_IN_PROGRESS']
  ])('a service stack in %s that it is %s', async (status, said) => {
    expect(await says(await emptied(status))).toMatch(new RegExp(`^Service stack: ${said}$`, 'm'))
  })
})

describe('verify says of a stack in', () => {
  test.each([
    ...settled.map((status) => [status, 'ok', /^It is ours\.$/] as const),
    ...[
      ...remains,
      'ROLLBACK_COMPLETE',
      'UPDATE_ROLLBACK_FAILED',
      'DELETE_IN_PROGRESS',
      ...busy.map(([each]) => each)
    ].map((status) => [status, 'ok', new RegExp(`in ${status}; a deployment brings it to rest first`)] as const),
    ['REVIEW_IN_PROGRESS', 'ok', /The name is free/] as const,
    ['DELETE_COMPLETE', 'ok', /The name is free/] as const,
    ...stuck.map((status) => [status, 'not-ok', new RegExp(`is in ${status} and accepts no change`)] as const)
  ])('%s: %s', (status, at, said) => {
    const state = stackStateOf({
      StackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/shop-service/1',
      StackName: 'shop-service',
      CreationTime: new Date(0),
      StackStatus: status as StackStatus,
      Tags: [{ Key: 'slipway:stack', Value: 'shop-service' }],
      Outputs: [{ OutputKey: 'Fingerprint', OutputValue: 'known' }]
    })
    const names = { cluster: read(undefined), service: read(false), repository: read(undefined) }
    const checks = nameChecks(plain, seen({ names, serviceStack: read(state) }))
    const check = checks.find(({ subject }) => subject === 'stack shop-service')
    expect(check).toMatchObject({ at, text: expect.stringMatching(said) })
  })
})

test.each(['deploy', 'plan', 'destroy', 'rollback', 'status'] as const)(
  '%s leaves a stack alone that somebody else only proposed',
  async (command) => {
    const region = whole({ ways: { pace: 0.1 } })
    const theirs = { ChangeSetName: 'review', ChangeSetType: 'CREATE', TemplateBody: '{"Resources":{}}' } as const
    region.cloudFormation.createChangeSet({ StackName: 'shop-platform', ...theirs })
    await region.wait(60)
    const { writes, text } = await run(region, command)
    expect(writes).toEqual([])
    if (command === 'deploy' || command === 'destroy') expect(text).toMatch(/^NAME_TAKEN: .* Slipway did not make/m)
    expect(region.cloudFormation.sets.all().map(({ name }) => name)).toEqual(['review'])
  }
)
