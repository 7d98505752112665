// Many regions as one run: what each one runs at the end is what waves and policy say, wherever something fails.
import { afterAll, describe, expect, test } from '@jest/globals'
import { status } from '../../src/command/status.ts'
import { rollback } from '../../src/command/rollback.ts'
import type { Config, OnRegionFailure, Waves } from '../../src/model/config.ts'
import { Failure } from '../../src/model/failure.ts'
import type { Progress } from '../../src/model/progress.ts'
import { isGood } from '../../src/model/verdict.ts'
import { domain, plain } from '../template/example.ts'
import { unendedOf } from '../told.ts'
import { healthy, type App } from './app.ts'
import { digestOf } from './docker.ts'
import { disconnect } from './sdk.ts'
import type { Circumstances } from './land.ts'
import type { Visit } from '../../src/run/site/visit.ts'
import { regionsOf, type Asked, type Regions } from './regions.ts'
import { isWrite, redirecting } from './run.ts'

// The clients of all services are loaded with the first run.
afterAll(disconnect)

const names = ['eu-west-1', 'us-east-1', 'ap-southeast-2'] as const
const [first, second, third] = names

const rollout = (waves: Waves, onRegionFailure: OnRegionFailure = 'stop'): Partial<Config> => ({
  rollout: { ...plain.rollout, waves, onRegionFailure }
})
const runsIn = (regions: Regions) => names.map((name) => regions.runs(name, 'one', 'two'))

describe('a first deploy', () => {
  test('makes everything in every region, from one build and one push', async () => {
    const regions = regionsOf(names)
    const { verdicts, progress } = await regions.deploy({ tag: 'one' })
    expect(verdicts.map(({ verdict, facts }) => [facts.region, verdict])).toEqual(
      names.map((name) => [name, 'deployed'])
    )
    expect(new Set(verdicts.map(({ facts }) => facts.digest)).size).toBe(1)
    expect(runsIn(regions)).toEqual(['one', 'one', 'one'])
    const titles = progress.flatMap((each) =>
      each.at === 'started' && each.stage === 'image' ? [[each.region, each.title]] : []
    )
    expect(titles).toEqual([
      [undefined, 'Build the image for linux/amd64'],
      [second, `Copy the image from ${first}`],
      [third, `Copy the image from ${first}`]
    ])
  })

  test('again finds nothing to do, and writes nothing', async () => {
    const regions = regionsOf(names)
    await regions.deploy({ tag: 'one' })
    const { verdicts, calls } = await regions.deploy({ tag: 'one' })
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['unchanged', 'unchanged', 'unchanged'])
    expect(calls.filter(isWrite)).toEqual([])
  })
})

test.each(['stop', 'continue'] as const)(
  'of a conflict in one region the others learn in time, with %s',
  async (policy) => {
    const regions = regionsOf(names)
    regions.zone.push({
      Name: 'shop.example.',
      Type: 'A',
      TTL: 60,
      SetIdentifier: 'other',
      Region: second,
      ResourceRecords: [{ Value: '192.0.2.1' }]
    })
    const visit = redirecting()
    const change = { ...rollout('first-then-rest', policy), frontDoor: domain }
    const { verdicts, calls } = await regions.deploy({ tag: 'one', change, over: { visit } })
    expect(verdicts[1]).toMatchObject({ verdict: 'failed', failure: { code: 'DNS_CONFLICT' } })
    const others = [verdicts[0], verdicts[2]].map((each) => each?.verdict)
    const writes = calls.filter((call) => /:(Create|Execute|Put|Register)/.test(call))
    expect([others, writes.length > 0]).toEqual(
      policy === 'continue' ? [['deployed', 'deployed'], true] : [['skipped', 'skipped'], false]
    )
  }
)

test('a rollback that one region refuses is refused before any is touched, and says which', async () => {
  const regions = regionsOf(names)
  await regions.deploy({ tag: 'one', regions: [first] })
  await regions.deploy({ tag: 'two', regions: [first] })
  await regions.deploy({ tag: 'two', regions: [second] })
  const asked: Asked = { tag: 'two', regions: [first, second], command: rollback, change: { command: 'rollback' } }
  await expect(regions.deploy(asked)).rejects.toThrow(/^In us-east-1: There is no good revision before/)
  expect(runsIn(regions)).toEqual(['two', 'two', undefined])
})

describe('the way back of several regions', () => {
  const back = (change: Partial<Config> = {}): Asked => ({
    tag: 'two',
    command: rollback,
    change: { ...change, command: 'rollback' }
  })

  test('ends with one version, also after a deployment that one of them did not take', async () => {
    const regions = regionsOf(names, (region) => ({
      appOf: ({ containerDefinitions: [container] = [] }) =>
        region === second && container?.image?.endsWith(digestOf('git-three')) === true
          ? { ...healthy, crashesAfter: 3 }
          : healthy
    }))
    for (const tag of ['one', 'two', 'three']) await regions.deploy({ tag })
    await regions.wait(300)
    expect(names.map((name) => regions.runs(name, 'two', 'three'))).toEqual(['three', 'two', 'three'])
    const { verdicts } = await regions.deploy(back())
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['restored', 'unchanged', 'restored'])
    expect(runsIn(regions)).toEqual(['two', 'two', 'two'])
  })

  test('is begun nowhere when the image is gone in one', async () => {
    const regions = regionsOf(names)
    for (const tag of ['one', 'two']) await regions.deploy({ tag })
    const { tags } = regions.landAt(second).registry
    for (const [tag, digest] of [...tags]) if (digest === digestOf('git-one')) tags.delete(tag)
    const { verdicts } = await regions.deploy(back())
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['skipped', 'failed', 'skipped'])
    expect(verdicts[1]).toMatchObject({ failure: { code: 'IMAGE_UNPULLABLE' } })
    expect(runsIn(regions)).toEqual(['two', 'two', 'two'])
  })
})

test('a region that is added later gets the same bytes', async () => {
  const regions = regionsOf(names)
  await regions.deploy({ tag: 'one', regions: [first] })
  const unbuilt = () => ({
    build: () => {
      throw new Error('It is built already')
    }
  })
  const { verdicts } = await regions.deploy({ tag: 'one', docker: unbuilt })
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['unchanged', 'deployed', 'deployed'])
  expect(new Set(verdicts.map(({ facts }) => facts.digest)).size).toBe(1)
})

test('an image of the same tag that is another one stays, and is not the one that is deployed', async () => {
  const regions = regionsOf(names)
  await regions.deploy({ tag: 'one' })
  regions.landAt(second).registry.tags.set('git-two', 'sha256:other')
  regions.landAt(first).registry.tags.set('git-two', 'sha256:first')
  const { verdicts, progress } = await regions.deploy({ tag: 'two' })
  expect(verdicts.map(({ facts }) => facts.digest)).toEqual(['sha256:first', 'sha256:first', 'sha256:first'])
  expect(regions.landAt(second).registry.tags.get('git-two')).toBe('sha256:other')
  expect(progress.filter(({ at }) => at === 'warning')).toHaveLength(1)
})

describe('a region that leaves the list', () => {
  const change = { frontDoor: domain }
  const visit = redirecting()
  const asked = (over: Asked['over'] = {}): Asked => ({
    tag: 'two',
    change,
    regions: [first, third],
    over: { visit, ...over }
  })
  const begin = async (circumstances: Partial<Circumstances> = {}): Promise<Regions> => {
    const regions = regionsOf(names, () => circumstances)
    await regions.deploy({ tag: 'one', change, over: { visit } })
    return regions
  }
  const warnings = (progress: readonly Progress[]) =>
    progress.flatMap((each) => (each.at === 'warning' ? each.text : []))

  test('still serves, and is named', async () => {
    const regions = await begin()
    const { progress } = await regions.deploy(asked())
    expect(warnings(progress)).toEqual([
      `shop.example is also served from ${second}, which this run did not update: not in \`regions\`.`
    ])
    expect(runsIn(regions)).toEqual(['two', 'one', 'two'])
  })

  test('is named by a status, once', async () => {
    const regions = await begin()
    const { verdicts, calls } = await regions.deploy({
      ...asked(),
      command: status,
      change: { ...change, command: 'status' }
    })
    expect(verdicts.map((verdict) => ('status' in verdict ? verdict.status.others : []))).toEqual([
      [`shop.example is also served from ${second}, which this run did not update: not in \`regions\`.`],
      undefined
    ])
    expect(calls.filter((call) => call === 'route53:ListResourceRecordSets')).toHaveLength(2)
  })

  test('is not read by a status where records may not be read', async () => {
    const regions = await begin({ faults: { denied: ['route53:ListResourceRecordSets'] } })
    const { verdicts } = await regions.deploy({
      ...asked(),
      command: status,
      change: { ...change, command: 'status' }
    })
    const [told] = verdicts
    expect(told).toMatchObject({ status: { unread: [expect.stringContaining('ListResourceRecordSets')] } })
    expect(told).not.toHaveProperty('status.others')
  })

  test('is said to be unknown where records may not be read', async () => {
    const regions = await begin({ faults: { denied: ['route53:ListResourceRecordSets'] } })
    const { progress } = await regions.deploy(asked())
    expect(warnings(progress)).toEqual([
      expect.stringMatching(/^Whether other regions serve the same names could not be seen: .*ListResourceRecordSets/)
    ])
  })

  test('is not asked for when nothing was deployed, or the run was cancelled', async () => {
    const regions = await begin()
    const same = await regions.deploy({ ...asked(), tag: 'one' })
    expect(same.calls).not.toContain('route53:ListResourceRecordSets')
    const cancel = new AbortController()
    const isAsked = (url: string) => url.startsWith('https://shop')
    // The first region has its verdict, the other one waits for its answer.
    const late: Visit = async (url) => {
      if (!isAsked(url)) return visit(url)
      cancel.abort(new Failure({ code: 'CANCELLED', sentence: 'Cancelled.', remedy: 'Run it again.' }))
      return visit(url)
    }
    const { verdicts, calls } = await regions.deploy(asked({ visit: late, cancelled: cancel.signal }))
    expect(verdicts.map(({ verdict }) => verdict)).toContain('cancelled')
    expect(calls.filter((call) => call === 'route53:ListResourceRecordSets')).toHaveLength(0)
  })
})

test.each([false, true])(
  'what never ran anywhere runs nowhere when all go back; protected: %s',
  async (isProtected) => {
    const crash: App = { ...healthy, crashesAfter: 3 }
    const regions = regionsOf(names, (region) => ({ appOf: () => (region === second ? crash : healthy) }))
    const change = { ...rollout('serial', 'rollback-all'), terminationProtection: isProtected }
    const { verdicts } = await regions.deploy({ tag: 'one', change })
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['taken-back', 'failed', 'skipped'])
    const [{ facts }] = verdicts
    expect(Object.keys(facts).toSorted()).toEqual([
      'before',
      'clusterArn',
      'hasChanges',
      'loadBalancerDnsName',
      'region',
      'tried'
    ])
    await regions.wait(600)
    expect(runsIn(regions)).toEqual([undefined, undefined, undefined])
  }
)

test('what somebody else deployed after ours is not taken back', async () => {
  const crash: App = { ...healthy, crashesAfter: 3 }
  let isOn = false
  let done = false
  const regions = regionsOf(names, (region) => ({
    appOf: () => {
      if (!isOn || region !== second) return healthy
      // The first region has its verdict by now.
      if (!done) regions.deployOtherwise(first, 'three')
      done = true
      return crash
    }
  }))
  await regions.deploy({ tag: 'one', change: rollout('parallel') })
  isOn = true
  const { verdicts, progress } = await regions.deploy({ tag: 'two', change: rollout('serial', 'rollback-all') })
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['deployed', 'rolled-back', 'skipped'])
  expect(progress.flatMap((each) => (each.at === 'warning' ? [each.text] : []))).toContain(
    'Not taken back: somebody else has deployed shop-app:3.'
  )
  await regions.wait(600)
  expect(names.map((name) => regions.runs(name, 'one', 'two', 'three'))).toEqual(['three', 'one', 'one'])
  expect(regions.newest(first, 'one', 'two', 'three')).toBe('three')
})

test('a region that is new leaves DNS before its service goes, while others serve the same names', async () => {
  const crash: App = { ...healthy, crashesAfter: 3 }
  const regions = regionsOf(names, (region) => ({ appOf: () => (region === third ? crash : healthy) }))
  const visit = redirecting()
  const asked = { change: { ...rollout('serial', 'rollback-all'), frontDoor: domain }, over: { visit } }
  await regions.deploy({ ...asked, tag: 'one', regions: [first] })
  const { verdicts, progress } = await regions.deploy({ ...asked, tag: 'two' })
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['taken-back', 'taken-back', 'failed'])
  expect(runsIn(regions)).toEqual(['one', undefined, undefined])
  const lines = progress.flatMap((each) => (each.region === second && 'title' in each ? [each.title] : []))
  expect(lines.slice(-3)).toEqual([
    'Leave DNS: shop.example, www.shop.example',
    'Remove the service, which was not there before',
    'Let go of what does not serve'
  ])
})

describe('a region that is taken back', () => {
  const crash: App = { ...healthy, crashesAfter: 3 }
  const change = rollout('serial', 'rollback-all')

  /** @param back told when the first region's way back begins. */
  async function begin(back: (regions: Regions) => void = () => undefined): Promise<Regions> {
    let count = 0
    const regions = regionsOf(names, (region) => ({
      appOf: ({ containerDefinitions: [container] = [] }) => {
        if (region === first && ++count === 3) back(regions)
        return region === second && container?.image?.endsWith(digestOf('git-two')) === true ? crash : healthy
      }
    }))
    await regions.deploy({ tag: 'one' })
    return regions
  }

  test('says all of what serves again, and what was tried', async () => {
    const regions = await begin()
    const { verdicts } = await regions.deploy({ tag: 'two', change })
    const [{ verdict, facts }] = verdicts
    expect(verdict).toBe('taken-back')
    expect(facts).toMatchObject({
      hasChanges: true,
      url: expect.stringContaining(first),
      serviceArn: expect.any(String),
      taskDefinitionArn: expect.stringMatching(/:3$/),
      digest: digestOf('git-one'),
      image: expect.stringContaining(digestOf('git-one')),
      before: { taskDefinitionArn: expect.stringMatching(/:1$/) },
      tried: { taskDefinitionArn: expect.stringMatching(/:2$/) }
    })
  })

  test('goes back also from what an earlier attempt of the run had brought', async () => {
    const regions = await begin()
    const asked = (attempt: string): Asked => ({ tag: 'two', change, over: { run: { id: '77', attempt } } })
    await regions.deploy({ ...asked('1'), regions: [first] })
    expect(runsIn(regions)).toEqual(['two', 'one', 'one'])
    const { verdicts } = await regions.deploy(asked('2'))
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['taken-back', 'rolled-back', 'skipped'])
    await regions.wait(300)
    expect(runsIn(regions)).toEqual(['one', 'one', 'one'])
  })

  test('stays where an earlier attempt had come to its end everywhere', async () => {
    const regions = regionsOf(names, (region) => ({
      appOf: ({ cpu }) => (region === second && cpu === '1024' ? crash : healthy)
    }))
    const asked = (attempt: string): Asked => ({ tag: 'two', change, over: { run: { id: '77', attempt } } })
    await regions.deploy({ tag: 'one' })
    await regions.deploy(asked('1'))
    const larger = { ...change, task: { ...plain.task, cpu: 1024, memory: 2048 } }
    const { verdicts } = await regions.deploy({ ...asked('2'), change: larger })
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['taken-back', 'rolled-back', 'skipped'])
    await regions.wait(300)
    expect(runsIn(regions)).toEqual(['two', 'two', 'two'])
  })

  test('and cancelled meanwhile ends as cancelled, and says what stands', async () => {
    const cancel = new AbortController()
    const regions = await begin((all) => {
      void all.time.pause(20_000).then(() => {
        cancel.abort(new Failure({ code: 'CANCELLED', sentence: 'The run was cancelled.', remedy: 'Run it again.' }))
      })
    })
    const { verdicts } = await regions.deploy({ tag: 'two', change, over: { cancelled: cancel.signal } })
    const [one] = verdicts
    expect(one).toMatchObject({
      verdict: 'cancelled',
      failure: {
        code: 'CANCELLED',
        sentence: expect.stringMatching(
          `^It could not be taken back after ${second} failed \\(CRASH_LOOP\\): .*ECS goes back to shop-app:2\\.$`
        )
      }
    })
    await regions.wait(600)
    expect(regions.runs(first, 'one', 'two')).toBe('two')
    expect(regions.newest(first, 'one', 'two')).toBe('two')
  })
})

describe('what somebody else deploys while ours is built', () => {
  const meanwhile = (regions: Regions): Pick<Asked, 'docker'> => ({
    docker: (docker) => ({
      async *build(request) {
        regions.deployOtherwise(first, 'three')
        await regions.time.pause(400_000)
        return yield* docker.build(request)
      }
    })
  })
  const crash: App = { ...healthy, crashesAfter: 3 }
  const begin = async (): Promise<{ readonly regions: Regions; readonly fate: { region?: string } }> => {
    const fate: { region?: string } = {}
    const regions = regionsOf(names, (region) => ({
      appOf: ({ containerDefinitions: [container] = [] }) =>
        region === fate.region && container?.image?.endsWith(digestOf('git-two')) === true ? crash : healthy
    }))
    await regions.deploy({ tag: 'one' })
    return { regions, fate }
  }

  test('is what ran before, and what serves again', async () => {
    const { regions, fate } = await begin()
    fate.region = first
    const { verdicts } = await regions.deploy({ tag: 'two', change: rollout('serial'), ...meanwhile(regions) })
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['rolled-back', 'skipped', 'skipped'])
    const [{ facts }] = verdicts
    expect(facts.before?.taskDefinitionArn).toMatch(/:2$/)
    expect(facts.taskDefinitionArn).toBe(facts.before?.taskDefinitionArn)
    await regions.wait(300)
    expect(regions.runs(first, 'one', 'two', 'three')).toBe('three')
  })

  test('is what all go back to', async () => {
    const { regions, fate } = await begin()
    fate.region = second
    const change = rollout('serial', 'rollback-all')
    const { verdicts } = await regions.deploy({ tag: 'two', change, ...meanwhile(regions) })
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['taken-back', 'rolled-back', 'skipped'])
    await regions.wait(600)
    expect(regions.runs(first, 'one', 'two', 'three')).toBe('three')
    expect(regions.newest(first, 'one', 'two', 'three')).toBe('three')
  })
})

describe('a region whose service was deleted by hand takes nothing from the others, which go on', () => {
  const begin = async (...tags: readonly string[]): Promise<Regions> => {
    const regions = regionsOf(names)
    for (const tag of tags) await regions.deploy({ tag })
    regions.landAt(first).region.removeService()
    await regions.wait(300)
    return regions
  }
  const change = rollout('serial', 'continue')
  const scanGate: Config['scanGate'] = { at: 'shut', from: 'HIGH', waitMinutes: 5 }

  test.each([
    ['a new image', ['one'], 'two', change],
    ['an image that is there and waits for its scan', ['one', 'two'], 'one', { ...change, scanGate }]
  ] as const)('%s', async (_, before, tag, asked) => {
    const regions = await begin(...before)
    const ran = await regions.deploy({ tag, change: asked })
    const { verdicts } = ran
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['failed', 'deployed', 'deployed'])
    expect(unendedOf(ran)).toEqual([])
    expect(verdicts[0]).toMatchObject({ failure: { code: 'STACK_STUCK' } })
    expect(runsIn(regions)).toEqual([undefined, tag, tag])
  })

  test('but the image itself, which does not build for any of them', async () => {
    const regions = await begin('one')
    const broken = new Failure({ code: 'BUILD_FAILED', sentence: 'It does not build.', remedy: 'Mend it.' })
    let builds = 0
    const build = () => {
      builds++
      throw broken
    }
    const ran = await regions.deploy({ tag: 'two', change, docker: () => ({ build }) })
    expect(ran.verdicts.map(({ verdict }) => verdict)).toEqual(['failed', 'failed', 'skipped'])
    expect(unendedOf(ran)).toEqual([])
    expect(builds).toBe(1)
  })
})

test('what is built and cannot be pushed to the first region is pushed to the next one, and said so', async () => {
  const { regions, asked } = await failing('push', first)
  const { progress } = await regions.deploy({ ...asked, change: rollout('serial', 'continue') })
  const titles = progress.flatMap((each) =>
    each.at === 'started' && each.stage === 'image' && each.region === undefined ? [each.title] : []
  )
  expect(titles).toEqual(['Build the image for linux/amd64', expect.stringMatching(/^Push the local image sha256:/)])
})

type Stage = 'platform' | 'push' | 'service' | 'rollout' | 'probe'
const waves: readonly Waves[] = ['first-then-rest', 'parallel', 'serial']
const policies: readonly OnRegionFailure[] = ['stop', 'continue', 'rollback-all']

/** How far the wave of a region is from the first one. */
const waveOf = (wave: Waves, index: number): number =>
  wave === 'parallel' ? 0 : wave === 'serial' ? index : Math.min(index, 1)

/** What a region runs at the end. */
function expected(stage: Stage, failing: number, wave: Waves, policy: OnRegionFailure): readonly string[] {
  return names.map((_, index) => {
    if (policy === 'rollback-all') return 'one'
    // An address that does not answer is found out when the version serves already.
    if (index === failing) return stage === 'probe' ? 'two' : 'one'
    if (policy === 'continue') return 'two'
    const isPrepared = stage !== 'platform' && stage !== 'push'
    return isPrepared && waveOf(wave, index) <= waveOf(wave, failing) ? 'two' : 'one'
  })
}

describe.each(policies)('on-region-failure: %s', (policy) => {
  describe.each(waves)('waves: %s', (wave) => {
    const stages: readonly Stage[] = ['platform', 'push', 'service', 'rollout', 'probe']
    test.each(stages.flatMap((stage) => names.map((name, index) => ({ stage, name, index }))))(
      '$stage fails in $name',
      async ({ stage, name, index }) => {
        const { regions, asked } = await failing(stage, name)
        const ran = await regions.deploy({ ...asked, change: { ...asked.change, ...rollout(wave, policy) } })
        const { verdicts } = ran
        expect(unendedOf(ran)).toEqual([])
        // A verdict may come before the last task of what failed is gone.
        await regions.wait(300)
        expect(runsIn(regions)).toEqual(expected(stage, index, wave, policy))
        // What would run is what runs.
        expect(names.map((each) => regions.newest(each, 'one', 'two'))).toEqual(runsIn(regions))
        if (policy === 'rollback-all') {
          const good = verdicts.filter(({ verdict }) => verdict === 'taken-back' || verdict === 'skipped')
          expect(good).toHaveLength(names.length - 1)
        }
        expect(verdicts.map(isGood)).toEqual(
          names.map((_, each) => each !== index && expected(stage, index, wave, policy)[each] === 'two')
        )
      }
    )
  })
})

/** Three regions that run the first version, and what is asked for when the second one fails in one of them. */
async function failing(stage: Stage, name: string): Promise<{ readonly regions: Regions; readonly asked: Asked }> {
  let isOn = false
  const crash: App = { ...healthy, crashesAfter: 3 }
  const regions = regionsOf(names, (region) => ({
    appOf: () => (isOn && stage === 'rollout' && region === name ? crash : healthy),
    ways: {
      fails: ({ stack, action, type, back }) => {
        if (!isOn || back || region !== name || action !== 'UPDATE') return undefined
        const isIt =
          (stage === 'platform' && stack === 'shop-platform' && type === 'AWS::Logs::LogGroup') ||
          (stage === 'service' && stack === 'shop-service' && type === 'AWS::ElasticLoadBalancingV2::TargetGroup')
        return isIt ? 'It is not possible.' : undefined
      }
    }
  }))
  await regions.deploy({ tag: 'one', change: rollout('parallel') })
  isOn = true
  const broken = new Failure({ code: 'PUSH_FAILED', sentence: 'denied', remedy: 'Allow it.' })
  const asked: Asked = {
    tag: 'two',
    // Of each stack something.
    change: {
      logs: { ...plain.logs, retentionDays: stage === 'platform' ? 60 : 30 },
      health: { ...plain.health, deregistrationDelaySeconds: stage === 'service' ? 20 : 30 }
    },
    ...(stage === 'push' && {
      docker: ({ push, copy }) => ({
        push: (request) => {
          if (request.repositoryUri.includes(name)) throw broken
          return push(request)
        },
        copy: (request) => {
          if (request.to.repositoryUri.includes(name)) throw broken
          return copy(request)
        }
      })
    }),
    ...(stage === 'probe' && {
      over: {
        visit: (url) => (url.includes(name) ? Promise.reject(new Error('no')) : Promise.resolve({ status: 200 }))
      }
    })
  }
  return { regions, asked }
}
