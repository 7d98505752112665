// A stack from every state that it may be in to what was asked for.
import { describe, expect, test } from '@jest/globals'
import { Failure, type FailureCode } from '../../../src/model/failure.ts'
import { stackAction, type ChangeSetState, type StackRequest } from '../../../src/model/stack.ts'
import { applyStack, type StackOptions } from '../../../src/run/stack/stack.ts'
import type { World } from '../../../src/run/world.ts'
import { start } from '../fake/time.ts'
import { collect, fakeRegion, linesOf, type Region, type Script } from '../fake/region.ts'

const request = (change: Partial<StackRequest> = {}): StackRequest => ({
  name: 'shop-platform',
  body: '{}',
  parameters: {},
  tags: {},
  fingerprint: 'wanted',
  ...change
})

interface Applied {
  readonly outputs?: Readonly<Record<string, string>>
  readonly failure?: Failure
  readonly lines: readonly string[]
  readonly writes: readonly string[]
  readonly told: readonly boolean[]
}

async function apply(region: Region, over: Partial<World> = {}, options: Partial<StackOptions> = {}): Promise<Applied> {
  const told: boolean[] = []
  const lines: string[] = []
  const step = applyStack(
    stackAction(request(), region.stacks.state('shop-platform')),
    { ...region.world, ...over },
    { stage: 'platform', underWay: (isUnderWay) => told.push(isUnderWay), ...options }
  )
  try {
    for (;;) {
      const next = await step.next()
      if (next.done) return { outputs: next.value, lines, writes: region.writes, told }
      lines.push(...linesOf([next.value]))
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { failure: error, lines, writes: region.writes, told }
  }
}

/** The stack is there with another content. */
function settled(script: Script = {}): Region {
  const region = fakeRegion(script)
  region.stacks.settle(request({ fingerprint: 'old' }))
  return region
}
/** CloudFormation says this of a change set. */
const saying = (region: Region, ...states: readonly ChangeSetState[]): Partial<World> => {
  let asked = 0
  const describeChangeSet = () => {
    const state = states[Math.min(asked++, states.length - 1)]
    return state ? Promise.resolve(state) : Promise.reject(new Error('no state'))
  }
  const { aws } = region.world
  return { aws: { ...aws, stacks: { ...aws.stacks, describeChangeSet } } }
}
const create = ['change set CREATE of shop-platform', 'execute CREATE of shop-platform']
const update = ['change set UPDATE of shop-platform', 'execute UPDATE of shop-platform']

describe('a stack', () => {
  test('that is absent is created', async () => {
    const { outputs, writes, lines, told } = await apply(fakeRegion())
    expect(writes).toEqual(create)
    expect(outputs?.Fingerprint).toBe('wanted')
    expect(lines).toEqual(['shop-platform: 0 resources to change', 'service created'])
    expect(told).toEqual([true, false])
  })

  test('that is a shell is created', async () => {
    const region = fakeRegion()
    region.stacks.put('shop-platform', 'REVIEW_IN_PROGRESS')
    expect((await apply(region)).writes).toEqual(create)
  })

  test('that stands is updated', async () => {
    const { writes, lines } = await apply(settled())
    expect(writes).toEqual(update)
    expect(lines).toContain('service updated')
  })

  test('with nothing to change is left as it is, without its change set', async () => {
    const region = settled()
    const states: readonly ChangeSetState[] = [
      { status: 'going-on', changes: [] },
      { status: 'no-changes', changes: [] }
    ]
    const { outputs, writes, told } = await apply(region, saying(region, ...states))
    expect(outputs?.Fingerprint).toBe('old')
    expect(writes).toEqual(['change set UPDATE of shop-platform', 'delete the change set of shop-platform'])
    expect(told).toEqual([])
  })

  test('whose changes are refused is not changed', async () => {
    const region = settled()
    const { failure, writes } = await apply(
      region,
      saying(region, { status: 'failed', reason: 'Bad property', changes: [] })
    )
    expect(failure).toMatchObject({ code: 'STACK_FAILED', sentence: expect.stringContaining('Bad property') })
    expect(writes.at(-1)).toBe('delete the change set of shop-platform')
  })

  test('in which a name is taken that CloudFormation foresees names the owner', async () => {
    const reason =
      "Cluster /Resources/Cluster: Resource of type 'AWS::ECS::Cluster' with identifier 'x' already exists."
    const region = settled()
    const { failure } = await apply(region, saying(region, { status: 'failed', reason, changes: [] }))
    expect(failure).toMatchObject({ code: 'NAME_TAKEN', remedy: expect.stringContaining('delete the stack other') })
  })

  describe('that something serves from', () => {
    const removing: ChangeSetState = {
      status: 'ready',
      changes: [
        {
          action: 'Remove',
          logicalId: 'HttpsListener',
          type: 'AWS::ElasticLoadBalancingV2::Listener',
          replacement: 'no',
          retained: false,
          details: []
        }
      ]
    }

    test('is not changed when that interrupts it', async () => {
      const region = settled()
      const serving = { allowReplacement: false }
      const { failure, writes, told } = await apply(region, saying(region, removing), { serving })
      expect(failure).toMatchObject({ code: 'INPUT_INVALID', sentence: expect.stringContaining('HttpsListener') })
      expect(failure?.remedy).toContain('Nothing in the stack shop-platform was changed.')
      expect(writes).toEqual(['change set UPDATE of shop-platform', 'delete the change set of shop-platform'])
      expect(told).toEqual([])
    })

    test('is changed when that is allowed, and says it', async () => {
      const region = settled()
      const serving = { allowReplacement: true }
      const { writes, lines } = await apply(region, saying(region, removing), { serving })
      expect(writes).toEqual(update)
      expect(lines).toContainEqual(expect.stringMatching(/^Allowed: HttpsListener, .*`domain`/))
    })
  })

  test('that nothing serves from may lose what it has', async () => {
    const region = settled()
    const change = { action: 'Remove', logicalId: 'Vpc', type: 'AWS::EC2::VPC', replacement: 'no' } as const
    const state: ChangeSetState = { status: 'ready', changes: [{ ...change, retained: false, details: [] }] }
    expect((await apply(region, saying(region, state))).writes).toEqual(update)
  })

  test('that fails tells the resource and the reason', async () => {
    const event = {
      logicalId: 'LogGroup',
      type: 'AWS::Logs::LogGroup',
      status: 'UPDATE_FAILED',
      reason: 'Bad retention'
    }
    const { failure, lines } = await apply(settled({ failing: { 'shop-platform': [event] } }))
    expect(failure).toMatchObject({
      code: 'STACK_FAILED',
      sentence: 'LogGroup (AWS::Logs::LogGroup) in the stack shop-platform failed: Bad retention'
    })
    expect(lines).toContain('log group failed: Bad retention')
  })

  test('that fails for a name that is taken names its owner', async () => {
    const reason = `Resource of type 'X' with identifier '{"/properties/LogGroupName":"/ecs/app"}' already exists.`
    const event = { logicalId: 'LogGroup', type: 'AWS::Logs::LogGroup', status: 'CREATE_FAILED', reason }
    const { failure } = await apply(fakeRegion({ failing: { 'shop-platform': [event] } }))
    expect(failure).toMatchObject({ code: 'NAME_TAKEN', remedy: expect.stringContaining('delete the stack other') })
    expect(failure?.sentence).toMatch(/already exists\. It belongs to the stack other\.$/)
  })

  test('that is busy is joined; then what is missing is done', async () => {
    const region = settled()
    region.stacks.put('shop-platform', 'UPDATE_IN_PROGRESS')
    region.time.after(10, () => void region.stacks.put('shop-platform', 'UPDATE_COMPLETE'))
    const { writes, lines } = await apply(region)
    expect(writes).toEqual(update)
    expect(lines[0]).toBe('shop-platform: an operation goes on; waiting for its end')
  })

  test('that is busy with what is asked for is only waited for', async () => {
    const region = fakeRegion()
    region.stacks.settle(request())
    region.stacks.put('shop-platform', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')
    region.time.after(10, () => void region.stacks.put('shop-platform', 'UPDATE_COMPLETE'))
    const { outputs, writes } = await apply(region)
    expect(writes).toEqual([])
    expect(outputs?.Fingerprint).toBe('wanted')
  })

  test('that is being removed is created when it is gone', async () => {
    const region = settled()
    region.stacks.put('shop-platform', 'DELETE_IN_PROGRESS')
    region.time.after(10, () => void region.stacks.put('shop-platform', 'DELETE_COMPLETE'))
    expect((await apply(region)).writes).toEqual(create)
  })

  test('whose creation failed is removed, then created', async () => {
    const region = settled()
    region.stacks.put('shop-platform', 'ROLLBACK_COMPLETE')
    const { writes, told } = await apply(region, {}, { beside: nothingGoesWell })
    expect(writes.slice(0, 2)).toEqual(['delete the stack shop-platform', 'change set CREATE of shop-platform'])
    // What looks beside the creation does not look at the removal.
    expect(told).toEqual([true])
  })

  test('with nothing to do is not to be applied', async () => {
    const step = applyStack({ do: 'nothing' }, fakeRegion().world, { stage: 'platform' })
    await expect(collect(step)).rejects.toThrow('nothing to apply')
  })
})

async function* nothingGoesWell() {
  await Promise.resolve()
  yield { at: 'changed', stage: 'platform', text: 'it crashes' } as const
  return new Failure({ code: 'CRASH_LOOP', sentence: 'It crashes.', remedy: 'Mend it.' })
}

test('what looks beside ends the waiting; the operation goes on', async () => {
  const { failure, told, lines } = await apply(fakeRegion(), {}, { beside: nothingGoesWell })
  expect(failure?.code).toBe('CRASH_LOOP')
  expect(told).toEqual([true])
  expect(lines).toContain('it crashes')
})

test('a cancel tells that the operation goes on', async () => {
  const region = fakeRegion()
  region.cancelAfter(5)
  const { failure, told } = await apply(region)
  expect(failure?.code).toBe('CANCELLED')
  expect(told).toEqual([true])
})

test('events that AWS throttles are asked for again', async () => {
  const region = fakeRegion()
  let asked = 0
  const { aws } = region.world
  const events: typeof aws.stacks.events = (...wanted) =>
    ++asked === 1
      ? Promise.reject(new Failure({ code: 'THROTTLED', sentence: 'Slower.', remedy: 'Wait.' }))
      : aws.stacks.events(...wanted)
  const { outputs } = await apply(region, { aws: { ...aws, stacks: { ...aws.stacks, events } } })
  expect(outputs?.Fingerprint).toBe('wanted')
})

test('what is under way is named while nothing changes, with how long that takes', async () => {
  const region = fakeRegion()
  const { aws, clock } = region.world
  const begun = { id: '1', time: new Date(clock.now()), logicalId: 'LoadBalancer', status: 'CREATE_IN_PROGRESS' }
  const events = () => Promise.resolve([{ ...begun, type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' }])
  const step = applyStack(
    stackAction(request(), region.stacks.state('shop-platform')),
    { ...region.world, aws: { ...aws, stacks: { ...aws.stacks, events } } },
    { stage: 'platform' }
  )
  const waiting: string[] = []
  for await (const progress of step) if (progress.at === 'waiting') waiting.push(progress.text)
  expect(waiting).toContainEqual(expect.stringMatching(/^load balancer for \d+ s \(usually 2 to 4 min\)$/))
})

test('what somebody changes as soon as we are done is not ours any more, and not a failure of the stack', async () => {
  const region = settled()
  const stack = { id: '1', time: new Date(start), logicalId: 'shop-platform', type: 'AWS::CloudFormation::Stack' }
  region.time.after(12, () => {
    region.stacks.settle(request({ fingerprint: 'theirs' }))
    const theirs = { ...stack, status: 'UPDATE_IN_PROGRESS', token: 'slipway-8-1-update-x' }
    region.stacks.leave('shop-platform', { events: [theirs, { ...stack, status: 'UPDATE_COMPLETE' }] })
  })
  const { failure, told } = await apply(region)
  expect(failure).toMatchObject({
    code: 'SUPERSEDED',
    sentence: expect.stringMatching(/^The stack shop-platform was as asked for, until an update that run 8, attempt 1,/)
  })
  expect(told).toEqual([true, false])
})

describe('a change set that another run overtook', () => {
  const ready: ChangeSetState = { status: 'ready', changes: [] }
  const overtaken: ChangeSetState = { status: 'overtaken', changes: [] }

  test('is asked for anew', async () => {
    const region = settled()
    const { writes, lines } = await apply(region, saying(region, overtaken, ready))
    expect(writes).toEqual([update[0], 'delete the change set of shop-platform', ...update])
    expect(lines[0]).toBe('shop-platform: somebody else changed the stack meanwhile; looking again')
  })

  test('is found out when it is executed; then what the other one does is waited for', async () => {
    const region = settled()
    const { aws } = region.world
    let tries = 0
    const executeChangeSet: typeof aws.stacks.executeChangeSet = (...wanted) => {
      if (++tries > 1) return aws.stacks.executeChangeSet(...wanted)
      region.stacks.put('shop-platform', 'UPDATE_IN_PROGRESS')
      region.time.after(10, () => void region.stacks.settle(request()))
      return Promise.resolve('overtaken')
    }
    const { writes, outputs } = await apply(region, { aws: { ...aws, stacks: { ...aws.stacks, executeChangeSet } } })
    expect(writes).toEqual([update[0], 'delete the change set of shop-platform'])
    expect(outputs?.Fingerprint).toBe('wanted')
  })

  test.each<readonly [FailureCode, string]>([
    ['STACK_BUSY', 'UPDATE_IN_PROGRESS'],
    ['NAME_TAKEN', 'CREATE_IN_PROGRESS'],
    ['STACK_FAILED', 'UPDATE_ROLLBACK_IN_PROGRESS']
  ])('is refused with %s when the stack is in %s', async (code, status) => {
    const region = settled()
    const { aws } = region.world
    let tries = 0
    const createChangeSet: typeof aws.stacks.createChangeSet = (...wanted) => {
      if (++tries > 1) return aws.stacks.createChangeSet(...wanted)
      region.stacks.put('shop-platform', status)
      region.time.after(10, () => void region.stacks.put('shop-platform', 'UPDATE_COMPLETE'))
      return Promise.reject(new Failure({ code, sentence: 'No.', remedy: 'Wait.' }))
    }
    const { writes } = await apply(region, { aws: { ...aws, stacks: { ...aws.stacks, createChangeSet } } })
    expect(writes).toEqual(update)
  })

  test('is not the same as one that is refused', async () => {
    const region = settled()
    const { aws } = region.world
    for (const code of ['STACK_FAILED', 'ACCESS_DENIED'] as const) {
      const createChangeSet = () => Promise.reject(new Failure({ code, sentence: 'No.', remedy: 'Mend it.' }))
      const { failure } = await apply(region, { aws: { ...aws, stacks: { ...aws.stacks, createChangeSet } } })
      expect(failure?.code).toBe(code)
    }
  })
})

test('a refused creation takes the shell of its stack with it', async () => {
  const region = fakeRegion()
  const { failure, writes } = await apply(region, saying(region, { status: 'failed', reason: 'Bad', changes: [] }))
  expect(failure?.sentence).toContain('nothing was changed')
  expect(writes).toEqual([create[0], 'delete the change set of shop-platform', 'delete the stack shop-platform'])
})

describe('a first creation that fails for a role that AWS does not know everywhere yet', () => {
  const event = {
    logicalId: 'Service',
    type: 'AWS::ECS::Service',
    status: 'CREATE_FAILED',
    reason: 'Unable to assume the service linked role.'
  }

  test('is made anew, once', async () => {
    const script: Script = { failing: { 'shop-platform': [event] } }
    const region = fakeRegion(script)
    // The second time nothing fails.
    region.time.after(25, () => {
      script.failing = {}
    })
    const { writes, outputs, lines } = await apply(region)
    expect(writes).toEqual([...create, 'delete the stack shop-platform', ...create])
    expect(outputs?.Fingerprint).toBe('wanted')
    expect(lines).toContainEqual(expect.stringContaining('That passes; it is made anew once.'))
  })

  test('fails when that does not help', async () => {
    const { writes, failure } = await apply(fakeRegion({ failing: { 'shop-platform': [event] } }))
    expect(writes).toEqual([...create, 'delete the stack shop-platform', ...create])
    expect(failure?.code).toBe('STACK_FAILED')
  })
})

const zone = { id: 'Z1', name: 'shop' }
test.each<readonly [string, Partial<World['aws']['records']>, RegExp]>([
  ['of a zone that nobody asks', { nameServers: () => Promise.resolve(['ns-1']) }, /public DNS asks ns-9\./],
  [
    'of a zone that may not be read',
    { nameServers: () => Promise.reject(new Error('No')) },
    /_b\.acm-validations\.aws\.\.$/
  ]
])('a certificate %s is said after five minutes, and is the failure at the time limit', async (...[, asked, said]) => {
  const region = fakeRegion()
  const { aws, clock } = region.world
  const reason = 'Content of DNS Record is: {Name: _a.shop.,Type: CNAME,Value: _b.acm-validations.aws.}'
  const type = 'AWS::CertificateManager::Certificate'
  const time = new Date(clock.now())
  const events = () =>
    Promise.resolve([{ id: '1', time, logicalId: 'Certificate', type, status: 'CREATE_IN_PROGRESS', reason }])
  const describe: typeof aws.stacks.describe = async (id) => {
    const state = await aws.stacks.describe(id)
    return 'outputs' in state ? { ...state, at: 'busy', status: 'CREATE_IN_PROGRESS' } : state
  }
  const records = { ...aws.records, ...asked }
  const nameServersOf = () => Promise.resolve(['ns-9.'])
  const over = { aws: { ...aws, records, stacks: { ...aws.stacks, events, describe } }, nameServersOf }
  const { failure, lines } = await apply(region, over, { zone })
  expect(failure).toMatchObject({ code: 'CERTIFICATE_STUCK', sentence: expect.stringContaining('_a.shop. CNAME _b') })
  expect(failure?.sentence).toMatch(said)
  expect(lines.filter((line) => line.startsWith('The certificate is not issued'))).toHaveLength(1)
})
