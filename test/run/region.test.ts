// Whole runs on a region in memory: what is written, in which order, and what is left.
import type { Config } from '../../src/model/config.ts'
import { describe, expect, test } from '@jest/globals'
import { plain } from '../template/example.ts'
import { failureOf } from '../told.ts'
import type { Fate } from './fake/ecs.ts'
import { fakeRegion, pushed, linesOf, type Region, type Run, type Script } from './fake/region.ts'

/** A region in which the tag `1` was deployed. */
async function deployed(fates: Readonly<Record<number, Fate>> = {}, script: Script = {}): Promise<Region> {
  const region = fakeRegion({ ...script, fates })
  const { verdict } = await region.deploy('1')
  expect(verdict.verdict).toBe('deployed')
  return region
}

const env = (value: string) => ({ task: { ...plain.task, env: { GREETING: value } } })

const momentsOf = ({ progress }: Run): readonly string[] =>
  progress.flatMap((each) => (each.at === 'reached' ? [each.moment] : []))

describe('what was reached', () => {
  test('is told of a first deploy, and of a release', async () => {
    const region = fakeRegion()
    expect(momentsOf(await region.deploy('1'))).toEqual(['pushed', 'registered', 'first-started'])
    expect(momentsOf(await region.deploy('2'))).toEqual(['pushed', 'registered', 'first-started'])
  })

  test('is nothing where nothing was to do', async () => {
    const region = await deployed()
    expect(momentsOf(await region.deploy('1'))).toEqual([])
  })

  test('is told as far as AWS lets us read it', async () => {
    const region = await deployed()
    region.ecs.port.tasks.stopped = () => Promise.reject(new Error('denied'))
    const run = await region.deploy('2')
    expect(run.verdict.verdict).toBe('deployed')
    expect(momentsOf(run)).toEqual(['pushed', 'registered'])
  })
})

describe('a first deploy', () => {
  test('makes the platform beside the image, then the service with its first revision', async () => {
    const region = fakeRegion()
    const run = await region.deploy('1')
    expect(run.verdict).toMatchObject({
      verdict: 'deployed',
      facts: { url: 'http://shop-1.eu-west-1.elb.amazonaws.com', hasChanges: true, region: 'eu-west-1' }
    })
    expect(run.writes.toSorted().slice(0, 2)).toEqual([
      'change set CREATE of shop-platform',
      'change set CREATE of shop-service'
    ])
    expect(run.writes.slice(-4)).toEqual([
      'register shop-app:1',
      'tag kept 1',
      'change set CREATE of shop-service',
      'execute CREATE of shop-service'
    ])
    expect(region.ecs.active()).toEqual([1])
    expect(region.ecs.serving()).toBe(1)
    expect(linesOf(run.progress)).toContain('created')
  })

  test('that crashes removes the service stack, lets the revision go and is failed', async () => {
    const region = fakeRegion({ fates: { 1: 'crash' } })
    const run = await region.deploy('1')
    expect(run.verdict.verdict).toBe('failed')
    expect(failureOf(run)).toMatchObject({ code: 'CRASH_LOOP' })
    expect(failureOf(run)?.evidence.join('\n')).toContain('shop-container exited with 1')
    expect(run.verdict.facts).not.toHaveProperty('taskDefinitionArn')
    expect(run.verdict.facts).not.toHaveProperty('image')
    expect(run.writes.slice(-3)).toEqual(['delete the stack shop-service', 'untag kept 1', 'deregister shop-app:1'])
    expect(region.ecs.active()).toEqual([])
    expect(region.stacks.state('shop-platform')).toMatchObject({ at: 'settled' })
  })

  test('after one that crashed waits for the removal and starts clean', async () => {
    const region = fakeRegion({ fates: { 1: 'crash' } })
    await region.deploy('1')
    expect(region.stacks.state('shop-service')).toMatchObject({ at: 'busy', status: 'DELETE_IN_PROGRESS' })
    const run = await region.deploy('2')
    expect(run.verdict.verdict).toBe('deployed')
    expect(run.writes).toEqual([
      'docker build',
      'docker push 2',
      'register shop-app:2',
      'tag kept 2',
      'change set CREATE of shop-service',
      'execute CREATE of shop-service'
    ])
    expect(region.ecs.active()).toEqual([2])
  })

  test('removes what a creation that failed left', async () => {
    const region = fakeRegion({ fates: { 1: 'crash' } })
    await region.deploy('1')
    region.stacks.put('shop-service', 'ROLLBACK_COMPLETE')
    const run = await region.deploy('2')
    expect(run.verdict.verdict).toBe('deployed')
    expect(run.writes).toEqual([
      'docker build',
      'docker push 2',
      'register shop-app:2',
      'tag kept 2',
      'delete the stack shop-service',
      'change set CREATE of shop-service',
      'execute CREATE of shop-service'
    ])
  })

  test('that is cancelled while the service is made lets it go on; the next run joins it', async () => {
    const region = fakeRegion()
    region.cancelAfter(45)
    const run = await region.deploy('1')
    expect(run.verdict.verdict).toBe('cancelled')
    expect(run.writes.at(-1)).toBe('execute CREATE of shop-service')
    expect(region.ecs.active()).toEqual([1])

    const next = await region.deploy('1', {}, { cancelled: new AbortController().signal })
    expect(next.verdict.verdict).toBe('unchanged')
    expect(next.writes).toEqual([])
  })
})

/** At the failure threshold, ECS gives a rollout up, or we do: who is first. */
const unlessStopped = (writes: readonly string[]): readonly string[] =>
  writes.filter((text) => !text.startsWith('stop the deployment'))

describe('on a service that runs', () => {
  test('nothing is written when nothing changed', async () => {
    const region = await deployed()
    const run = await region.deploy('1')
    expect(run.verdict).toMatchObject({ verdict: 'unchanged', facts: { hasChanges: false } })
    expect(run.writes).toEqual([])
  })

  test('a changed variable makes a revision and no stack operation', async () => {
    const region = await deployed()
    const run = await region.deploy('1', env('hi'))
    expect(run.verdict).toMatchObject({ verdict: 'deployed', facts: { hasChanges: true } })
    expect(linesOf(run.progress)).toContain('completed')
    expect(run.writes).toEqual(['register shop-app:2', 'tag kept 1', 'update the service to shop-app:2 by force'])
    expect(region.ecs.active()).toEqual([1, 2])
  })

  test('a crash rolls back: the revision is let go, its tag too', async () => {
    const region = await deployed({ 2: 'crash' })
    const run = await region.deploy('2')
    expect(run.verdict.verdict).toBe('rolled-back')
    expect(failureOf(run)).toMatchObject({ code: 'CRASH_LOOP' })
    const name = (text: string): unknown => expect.stringContaining(text)
    // What serves now is what ran before; what was tried is told beside it.
    expect(run.verdict.facts).toMatchObject({
      taskDefinitionArn: name('shop-app:1'),
      before: { taskDefinitionArn: name('shop-app:1') },
      tried: { taskDefinitionArn: name('shop-app:2') },
      image: pushed('1').reference,
      digest: pushed('1').digest
    })
    expect(unlessStopped(run.writes)).toEqual([
      'docker build',
      'docker push 2',
      'register shop-app:2',
      'tag kept 2',
      'update the service to shop-app:2 by force',
      'untag kept 2',
      'deregister shop-app:2'
    ])
    expect(region.ecs.active()).toEqual([1])
    expect(region.ecs.serving()).toBe(1)
  })

  test.each(['denied', 'absent'] as const)(
    'a crash rolls back, with the API of service deployments %s',
    async (deploymentsApi) => {
      const region = await deployed({ 2: 'crash' }, { deploymentsApi })
      const run = await region.deploy('2')
      expect(run.verdict.verdict).toBe('rolled-back')
      expect(region.ecs.active()).toEqual([1])
    }
  )

  test('a forced redeploy of what runs that fails leaves it ACTIVE', async () => {
    const fates: Record<number, Fate> = {}
    const region = await deployed(fates)
    fates[1] = 'crash'
    const run = await region.deploy('1', { forceNewDeployment: true })
    expect(run.verdict.verdict).toBe('rolled-back')
    expect(unlessStopped(run.writes)).toEqual(['update the service to shop-app:1 by force'])
    expect(region.ecs.active()).toEqual([1])
  })

  test('a newer deployment of somebody else is not ours to judge', async () => {
    const region = await deployed()
    region.time.after(20, () => {
      region.ecs.add({ ...region.ecs.revisions[0]?.definition, cpu: '1024' })
      region.ecs.roll(3)
    })
    const run = await region.deploy('2')
    expect(run.verdict.verdict).toBe('superseded')
    expect(run.writes.slice(-2)).toEqual(['untag kept 2', 'deregister shop-app:2'])
    expect(region.ecs.active()).toEqual([1, 3])
  })

  test('a port that moves goes with the rollout; the stack says so afterwards', async () => {
    const region = await deployed()
    const run = await region.deploy('1', { task: { ...plain.task, containerPort: 9000 } })
    expect(run.verdict.verdict).toBe('deployed')
    expect(run.writes).toEqual([
      'register shop-app:2',
      'tag kept 1',
      'update the service to shop-app:2 by force with port 9000',
      'change set UPDATE of shop-service',
      'execute UPDATE of shop-service'
    ])
  })

  test('a port that moves and crashes leaves the stack alone', async () => {
    const region = await deployed({ 2: 'crash' })
    const run = await region.deploy('1', { task: { ...plain.task, containerPort: 9000 } })
    expect(run.verdict.verdict).toBe('rolled-back')
    expect(run.writes.slice(-2)).toEqual(['untag kept 1', 'deregister shop-app:2'])
    expect(region.stacks.state('shop-service')).toMatchObject({ status: 'CREATE_COMPLETE' })
  })
})

describe('another health check', () => {
  const health = { ...plain.health, path: '/healthz' }

  test('waits for the version that comes with it', async () => {
    const region = await deployed()
    const run = await region.deploy('2', { health })
    expect(run.verdict.verdict).toBe('deployed')
    expect(run.writes.slice(-3)).toEqual([
      'update the service to shop-app:2 by force',
      'change set UPDATE of shop-service',
      'execute UPDATE of shop-service'
    ])
    expect(linesOf(run.progress)).toContain(
      'The load balancer goes on asking for / 200-399 until the new version serves, then for /healthz 200-399.'
    )
  })

  test('is left out when the version that comes with it fails', async () => {
    const region = await deployed({ 2: 'crash' })
    const run = await region.deploy('2', { health })
    expect(run.verdict.verdict).toBe('rolled-back')
    expect(region.stacks.state('shop-service')).toMatchObject({ status: 'CREATE_COMPLETE' })
  })

  test('is asked for at once of the version that runs', async () => {
    const region = await deployed()
    const run = await region.deploy('1', { health })
    expect(run.verdict.verdict).toBe('deployed')
    expect(run.writes).toEqual(['change set UPDATE of shop-service', 'execute UPDATE of shop-service'])
  })
})

describe('a revision of somebody else that is newer than what runs', () => {
  test('is covered by a copy of what runs before the stack changes', async () => {
    const region = await deployed()
    region.ecs.add({ ...region.ecs.revisions[0]?.definition, cpu: '1024' })
    const run = await region.deploy('2', { health: { ...plain.health, intervalSeconds: 20 } })
    expect(run.verdict.verdict).toBe('deployed')
    expect(run.writes).toEqual([
      'docker build',
      'docker push 2',
      'register shop-app:3',
      'tag kept 1',
      'change set UPDATE of shop-service',
      'execute UPDATE of shop-service',
      'register shop-app:4',
      'tag kept 2',
      'update the service to shop-app:4 by force',
      'deregister shop-app:3'
    ])
    expect(region.ecs.serving()).toBe(4)
  })

  test.each(['there', 'absent'] as const)(
    'keeps the copy when the rollout fails (service deployments %s)',
    async (deploymentsApi) => {
      const region = await deployed({ 4: 'crash' }, { deploymentsApi })
      region.ecs.add({ ...region.ecs.revisions[0]?.definition, cpu: '1024' })
      const run = await region.deploy('2', { health: { ...plain.health, intervalSeconds: 20 } })
      expect(run.verdict.verdict).toBe('rolled-back')
      expect(region.ecs.active()).toEqual([1, 2, 3])
      expect(region.ecs.serving()).toBe(3)
    }
  )

  test('keeps the copy when the stack operation fails: its rollback means the newest one, too', async () => {
    const region = await deployed()
    region.ecs.add({ ...region.ecs.revisions[0]?.definition, cpu: '1024' })
    const reason = 'Bad path'
    region.script.failing = {
      'shop-service': [{ logicalId: 'TargetGroup', type: 'AWS::X', status: 'UPDATE_FAILED', reason }]
    }
    const run = await region.deploy('2', { health: { ...plain.health, intervalSeconds: 20 } })
    expect(run.verdict.verdict).toBe('failed')
    expect(failureOf(run)?.sentence).toContain('Bad path')
    // What CloudFormation leaves behind is not known.
    expect(run.verdict.facts).not.toHaveProperty('taskDefinitionArn')
    expect(region.ecs.active()).toEqual([1, 2, 3])
  })

  test('is left alone when no stack changes', async () => {
    const region = await deployed()
    region.ecs.add({ ...region.ecs.revisions[0]?.definition, cpu: '1024' })
    const run = await region.deploy('1')
    expect(run.verdict.verdict).toBe('unchanged')
    expect(run.writes).toEqual([])
  })
})

describe('a run that is cancelled while it watches', () => {
  test('goes back and lets its revision go', async () => {
    const region = await deployed({ 2: 'hang' })
    region.cancelAfter(20)
    const run = await region.deploy('2')
    expect(run.verdict.verdict).toBe('cancelled')
    expect(failureOf(run)?.sentence).toContain('ECS goes back to shop-app:1')
    expect(run.writes.slice(-3)).toEqual(['stop the deployment ecs-svc/2', 'untag kept 2', 'deregister shop-app:2'])
    expect(region.ecs.active()).toEqual([1])
  })

  test('rolls the earlier revision out where a deployment cannot be stopped', async () => {
    const region = await deployed({ 2: 'hang' }, { deploymentsApi: 'denied' })
    region.cancelAfter(20)
    const run = await region.deploy('2')
    expect(run.verdict.verdict).toBe('cancelled')
    expect(run.writes.slice(-3)).toEqual([
      'update the service to shop-app:1 by force',
      'untag kept 2',
      'deregister shop-app:2'
    ])
  })

  test('leaves everything with `on-cancel: leave`', async () => {
    const region = await deployed({ 2: 'hang' })
    region.cancelAfter(20)
    const run = await region.deploy('2', { rollout: { ...plain.rollout, onCancel: 'leave' } })
    expect(run.verdict.verdict).toBe('cancelled')
    expect(failureOf(run)?.sentence).toContain('The rollout goes on.')
    expect(run.writes.at(-1)).toBe('update the service to shop-app:2 by force')
    expect(region.ecs.active()).toEqual([1, 2])
  })

  test('is timed out at its deadline, and goes back as well', async () => {
    const region = await deployed({ 2: 'hang' })
    const run = await region.deploy('2', {}, { deadline: region.time.clock.now() + 120_000 })
    expect(run.verdict.verdict).toBe('timed-out')
    expect(region.ecs.active()).toEqual([1])
  })
})

test('ten good revisions stay ACTIVE', async () => {
  const region = fakeRegion()
  for (let release = 1; release <= 12; release++) {
    const { verdict } = await region.deploy(String(release))
    expect(verdict.verdict).toBe('deployed')
  }
  expect(region.ecs.active()).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  expect([...region.tags.keys()].filter((tag) => tag.startsWith('kept-'))).toHaveLength(10)
})

test('both stacks are protected against deletion when that is asked for, and released when it is not any more', async () => {
  const region = fakeRegion()
  const isProtected = { terminationProtection: true }
  const ended = async (change: Partial<Config>) => {
    const { verdict, writes } = await region.deploy('1', change)
    return [verdict.verdict, verdict.facts.hasChanges, writes.filter((call) => /^(protect|release)/.test(call))]
  }
  expect(await ended(isProtected)).toEqual(['deployed', true, ['protect shop-platform', 'protect shop-service']])
  expect(await ended(isProtected)).toEqual(['unchanged', false, []])
  expect(await ended({})).toEqual(['deployed', true, ['release shop-platform', 'release shop-service']])
})
