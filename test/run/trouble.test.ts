// Whole runs on a region in memory where AWS, somebody else or a cancel comes between.
import { describe, expect, test } from '@jest/globals'
import type { Aws } from '../../src/aws/connect.ts'
import { Failure, type FailureCode } from '../../src/model/failure.ts'
import type { Service, Task } from '../../src/model/service.ts'
import type { World } from '../../src/run/world.ts'
import { plain } from '../template/example.ts'
import { failureOf } from '../told.ts'
import type { Fate } from './fake/ecs.ts'
import { fakeRegion, linesOf, type Region, type Run, type Script } from './fake/region.ts'

async function deployed(fates: Readonly<Record<number, Fate>> = {}, script: Script = {}): Promise<Region> {
  const region = fakeRegion({ ...script, fates })
  expect((await region.deploy('1')).verdict.verdict).toBe('deployed')
  return region
}
const failure = (code: FailureCode): Failure => new Failure({ code, sentence: `It is ${code}.`, remedy: 'None.' })
const warnings = ({ progress }: Run): readonly string[] =>
  progress.flatMap((each) => (each.at === 'warning' ? [each.text] : []))

/** The region, in which some calls answer otherwise. */
const where = <Port extends keyof Aws>(region: Region, port: Port, calls: Partial<Aws[Port]>): Partial<World> => {
  const { aws } = region.world
  const changed = Object.assign({}, aws[port], calls)
  return { aws: { ...aws, [port]: changed, looks: { ...aws.looks, [port]: changed } } }
}
/** Fails the first times, then answers. */
const first = <A extends readonly unknown[], R>(times: number, code: FailureCode, call: (...args: A) => Promise<R>) => {
  let left = times
  return (...args: A): Promise<R> => (left-- > 0 ? Promise.reject(failure(code)) : call(...args))
}

describe('AWS', () => {
  test('that does not list our deployment yet has not rolled it back', async () => {
    const region = await deployed()
    const { services } = region.world.aws
    let began: Service | undefined
    let reads = 0
    const describe = async (): Promise<Service | undefined> => (++reads <= 3 ? began : services.describe('', ''))
    const told: Aws['services']['deployment'] = (arn) => services.deployment(arn)
    for (const [tag, deployment] of Object.entries({ told, silent: () => Promise.resolve(undefined) })) {
      began = await services.describe('', '')
      reads = 0
      const run = await region.deploy(tag, {}, where(region, 'services', { describe, deployment }))
      expect(run.verdict.verdict).toBe('deployed')
    }
  })

  test('that still names the earlier service deployment is not believed', async () => {
    const region = await deployed({ 2: 'crash' })
    const { services } = region.world.aws
    const earlier = (await services.describe('', ''))?.currentServiceDeployment ?? ''
    const update: Aws['services']['update'] = async (wanted) => {
      const answer = await services.update(wanted)
      return answer.at === 'started' ? { ...answer, serviceDeploymentArn: earlier } : answer
    }
    const run = await region.deploy('2', {}, where(region, 'services', { update }))
    expect(run.verdict.verdict).toBe('rolled-back')
  })

  test('whose answer to UpdateService is lost is asked what happened before it is asked again', async () => {
    const region = await deployed()
    const { services } = region.world.aws
    let sent = 0
    const unclear = { at: 'unclear', failure: failure('AWS_UNAVAILABLE') } as const
    const arrives: Aws['services']['update'] = async (wanted) => {
      sent++
      await services.update(wanted)
      return unclear
    }
    expect((await region.deploy('2', {}, where(region, 'services', { update: arrives }))).verdict.verdict).toBe(
      'deployed'
    )
    expect(sent).toBe(1)
    const isLost: Aws['services']['update'] = (wanted) =>
      ++sent === 2 ? Promise.resolve(unclear) : services.update(wanted)
    expect((await region.deploy('3', {}, where(region, 'services', { update: isLost }))).verdict.verdict).toBe(
      'deployed'
    )
    expect(sent).toBe(3)
    // Neither a throttled look nor one that comes too early makes a second deployment.
    const began = await services.describe('', '')
    let looks = 0
    const describe = (): Promise<Service | undefined> => {
      if (++looks === 1) return Promise.reject(failure('THROTTLED'))
      return looks === 2 ? Promise.resolve(began) : services.describe('', '')
    }
    const over = where(region, 'services', { update: arrives, describe })
    expect((await region.deploy('4', {}, over)).verdict.verdict).toBe('deployed')
    expect(sent).toBe(4)
  })

  test('that does not show logs does not end the watching', async () => {
    const region = await deployed({ 2: 'crash' })
    const tail = () => Promise.reject(failure('ACCESS_DENIED'))
    const run = await region.deploy('2', {}, where(region, 'logs', { tail }))
    expect(run.verdict.verdict).toBe('rolled-back')
    expect(warnings(run)).toEqual(['Not all that is seen can be told: It is ACCESS_DENIED.'])
  })

  test('that is away for twenty looks in a row does not end the watching', async () => {
    const region = await deployed()
    const { services } = region.world.aws
    const deployment = first(20, 'THROTTLED', (arn: string) => services.deployment(arn))
    const run = await region.deploy('2', {}, where(region, 'services', { deployment }))
    expect(run.verdict.verdict).toBe('deployed')
    expect(warnings(run)).toEqual([])
  })

  test('that does not show the deployment is said once, and done without', async () => {
    const region = await deployed()
    const deployment = () => Promise.reject(failure('ACCESS_DENIED'))
    const run = await region.deploy('2', {}, where(region, 'services', { deployment }))
    expect(run.verdict.verdict).toBe('deployed')
    expect(warnings(run)).toEqual([`It is ACCESS_DENIED. The service's list of deployments has to do.`])
  })

  test('that does not show the service any more ends the watching at once', async () => {
    const region = await deployed()
    const { services } = region.world.aws
    let isStarted = false
    const update: Aws['services']['update'] = (wanted) => {
      isStarted = true
      return services.update(wanted)
    }
    const describe: Aws['services']['describe'] = (...names) =>
      isStarted ? Promise.reject(failure('ACCESS_DENIED')) : services.describe(...names)
    const run = await region.deploy('2', {}, where(region, 'services', { update, describe }))
    expect([run.verdict.verdict, failureOf(run)?.code]).toEqual(['failed', 'ACCESS_DENIED'])
  })

  test('that throttles at the end is asked again', async () => {
    const region = await deployed()
    const running = first(2, 'THROTTLED', region.world.aws.tasks.running)
    const run = await region.deploy('2', {}, where(region, 'tasks', { running }))
    expect(run.verdict.verdict).toBe('deployed')
  })

  test('that refuses the revision leaves no trace of it', async () => {
    const region = await deployed()
    const update = () => Promise.reject(failure('REVISION_REFUSED'))
    const run = await region.deploy('2', {}, where(region, 'services', { update }))
    expect(run.verdict.verdict).toBe('failed')
    expect(region.ecs.active()).toEqual([1])
  })

  test('that refuses the definition leaves what ran, and it is said that it runs', async () => {
    const region = await deployed()
    const register = () => Promise.reject(failure('REVISION_REFUSED'))
    const { verdict } = await region.deploy('2', {}, where(region, 'revisions', { register }))
    expect(verdict).toMatchObject({ verdict: 'failed', facts: verdict.facts.before ?? { taskDefinitionArn: 'some' } })
    expect(verdict.facts.taskDefinitionArn).toMatch(/shop-app:1$/)
    expect(verdict.facts).toHaveProperty('tried')
  })

  test('that refuses every way back is said, and watched until ECS gives up', async () => {
    const region = await deployed({ 2: 'crash' }, { deploymentsApi: 'denied' })
    const { services } = region.world.aws
    const update: Aws['services']['update'] = (wanted) =>
      wanted.taskDefinition.endsWith(':1') ? Promise.reject(failure('ACCESS_DENIED')) : services.update(wanted)
    const run = await region.deploy('2', {}, where(region, 'services', { update }))
    expect(run.verdict.verdict).toBe('rolled-back')
    expect(warnings(run).filter((text) => text.startsWith('ECS could not be told to go back'))).toHaveLength(1)
  })

  test('that does not let a revision go is said, and changes no verdict', async () => {
    const region = await deployed({ 2: 'crash' })
    const deregister = () => Promise.reject(failure('ACCESS_DENIED'))
    const run = await region.deploy('2', {}, where(region, 'revisions', { deregister }))
    expect(run.verdict.verdict).toBe('rolled-back')
    expect(warnings(run)).toEqual(['A revision could not be let go: It is ACCESS_DENIED.'])
  })
})

describe('targets', () => {
  test('that never become healthy fail a rollout that ECS calls finished', async () => {
    const region = await deployed({ 2: 'unhealthy' })
    const run = await region.deploy('2')
    expect(run.verdict.verdict).toBe('failed')
    expect(failureOf(run)?.code).toBe('TARGET_UNHEALTHY')
    expect(run.seconds).toBeGreaterThan(120)
    // It serves, though badly: it must not be let go.
    expect(region.ecs.active()).toEqual([1, 2])
  })

  test('of the earlier version that are unhealthy after ECS went back: failed, and said so', async () => {
    const region = await deployed({ 2: 'crash' })
    region.ecs.setTargets([{ address: '10.0.0.1', port: 8080, state: 'unhealthy', reason: 'Target.Timeout' }])
    const run = await region.deploy('2')
    expect(run.verdict.verdict).toBe('failed')
    expect(failureOf(run)?.code).toBe('CRASH_LOOP')
    expect(failureOf(run)?.sentence).toContain(
      'ECS went back, but the earlier version is not healthy: the load balancer'
    )
  })

  test('of the earlier version are not held against the one that mends it', async () => {
    const region = await deployed()
    const bad = { address: '10.0.0.1', port: 8080, state: 'unhealthy', reason: 'Target.Timeout' }
    region.ecs.setTargets([bad])
    const run = await region.deploy('2')
    expect(run.verdict.verdict).toBe('deployed')
    expect(linesOf(run.progress).join('\n')).not.toContain('10.0.0.1')
  })

  test('of ours are told also when the service says nothing and they are soon gone', async () => {
    const region = await deployed({ 2: 'unhealthy' })
    const target = { address: '10.0.0.2', port: 8080, state: 'draining' }
    region.time.after(50, () => {
      region.ecs.setTargets([target])
    })
    const run = await region.deploy('2')
    expect(failureOf(run)?.sentence).toContain('The load balancer calls 10.0.0.2:8080 unhealthy')
  })

  test('of ours are told while they are unhealthy', async () => {
    const region = await deployed({ 2: 'unhealthy' })
    const run = await region.deploy('2', {}, { deadline: region.time.clock.now() + 60_000 })
    expect(run.verdict.verdict).toBe('timed-out')
    expect(linesOf(run.progress).join('\n')).toContain('The load balancer calls 10.0.0.2:8080 unhealthy')
    expect(failureOf(run)?.evidence.join('\n')).toContain('target 10.0.0.2:8080 is unhealthy')
  })
})

describe('what runs is as asked for', () => {
  test('but is unhealthy: red', async () => {
    const region = await deployed()
    region.ecs.setTargets([{ address: '10.0.0.1', port: 8080, state: 'unhealthy', reason: 'Target.Timeout' }])
    const run = await region.deploy('1')
    expect(run.verdict.verdict).toBe('failed')
    expect(failureOf(run)?.sentence).toContain('does not answer / in time')
    expect(run.writes).toEqual([])
  })

  test('for a moment, after an earlier release went back: the end of that one is not told of it', async () => {
    const region = await deployed({ 2: 'crash' })
    expect((await region.deploy('2')).verdict.verdict).toBe('rolled-back')
    const target = { address: '10.0.0.1', port: 8080 }
    region.ecs.setTargets([{ ...target, state: 'initial' }])
    region.time.after(20, () => {
      region.ecs.setTargets([{ ...target, state: 'healthy' }])
    })
    const run = await region.deploy('1')
    expect(run.verdict.verdict).toBe('unchanged')
    expect(run.writes).toEqual([])
  })

  test('but is still on its way: it is watched to its end', async () => {
    const region = await deployed()
    region.cancelAfter(20)
    const leave = { rollout: { ...plain.rollout, onCancel: 'leave' } } as const
    expect((await region.deploy('2', leave)).verdict.verdict).toBe('cancelled')
    const run = await region.deploy('2', {}, { cancelled: new AbortController().signal })
    expect(run.verdict.verdict).toBe('unchanged')
    expect(run.writes).toEqual([])
    expect(region.ecs.serving()).toBe(2)
  })

  test('and fails on its way: it is let go as if it were ours', async () => {
    const region = await deployed({ 2: 'crash' })
    region.cancelAfter(14)
    const leave = { rollout: { ...plain.rollout, onCancel: 'leave' } } as const
    expect((await region.deploy('2', leave)).verdict.verdict).toBe('cancelled')
    expect(region.ecs.active()).toEqual([1, 2])
    const run = await region.deploy('2', {}, { cancelled: new AbortController().signal })
    expect(run.verdict.verdict).toBe('rolled-back')
    expect(run.writes).toEqual(['untag kept 2', 'deregister shop-app:2'])
  })
})

describe('a cancel', () => {
  test('whose way back is barred leaves everything, and says so', async () => {
    const region = await deployed({ 2: 'hang' })
    region.cancelAfter(20)
    const stopDeployment = () => Promise.reject(failure('AWS_UNAVAILABLE'))
    const run = await region.deploy('2', {}, where(region, 'services', { stopDeployment }))
    expect(run.verdict.verdict).toBe('cancelled')
    expect(failureOf(run)?.sentence).toContain('could not be stopped: It is AWS_UNAVAILABLE.')
    expect(region.ecs.active()).toEqual([1, 2])
  })

  test.each([
    ['whose way back has arrived, though its answer has not, is undone', true, [1]],
    ['whose way back has not arrived leaves everything', false, [1, 2]]
  ])('%s', async (_, arrives, active) => {
    const region = await deployed({ 2: 'hang' }, { deploymentsApi: 'denied' })
    region.cancelAfter(20)
    const { services } = region.world.aws
    const update: Aws['services']['update'] = async (wanted) => {
      if (!wanted.taskDefinition.endsWith(':1')) return services.update(wanted)
      if (arrives) await services.update(wanted)
      return { at: 'unclear', failure: failure('AWS_UNAVAILABLE') }
    }
    const run = await region.deploy('2', {}, where(region, 'services', { update }))
    expect(run.verdict.verdict).toBe('cancelled')
    expect(region.ecs.active()).toEqual(active)
  })

  test('finds the deployment to stop although nobody named it', async () => {
    const region = await deployed({ 2: 'hang' })
    region.cancelAfter(20)
    const { services } = region.world.aws
    const update: Aws['services']['update'] = async (wanted) => {
      const answer = await services.update(wanted)
      return answer.at === 'started' ? { at: 'started', deploymentId: answer.deploymentId } : answer
    }
    const run = await region.deploy('2', {}, where(region, 'services', { update }))
    expect(run.writes).toContain('stop the deployment ecs-svc/2')
  })

  test('of a port that moves takes the earlier port back', async () => {
    const region = await deployed({ 2: 'hang' }, { deploymentsApi: 'absent' })
    region.cancelAfter(8)
    const run = await region.deploy('1', { task: { ...plain.task, containerPort: 9000 } })
    expect(run.writes).toContain('update the service to shop-app:1 by force with port 8080')
  })

  test('while a stack changes lets the operation go on and keeps what it may bring', async () => {
    const region = await deployed()
    region.ecs.add({ ...region.ecs.revisions[0]?.definition, cpu: '1024' })
    region.cancelAfter(4)
    const run = await region.deploy('1', { health: { ...plain.health, intervalSeconds: 20 } })
    expect(run.verdict.verdict).toBe('cancelled')
    expect(run.writes.at(-1)).toBe('execute UPDATE of shop-service')
    expect(region.ecs.active()).toEqual([1, 2, 3])
  })

  test('before a creation began lets its revision go', async () => {
    const region = fakeRegion({ fates: { 1: 'crash' } })
    await region.deploy('1')
    region.stacks.put('shop-service', 'ROLLBACK_COMPLETE')
    region.cancelAfter(15)
    const run = await region.deploy('2')
    expect(run.verdict.verdict).toBe('cancelled')
    expect(run.writes.slice(-3)).toEqual(['delete the stack shop-service', 'untag kept 2', 'deregister shop-app:2'])
  })
})

describe('somebody', () => {
  test('who deletes the service while it is watched supersedes us', async () => {
    const region = await deployed()
    region.time.after(20, region.ecs.remove)
    const run = await region.deploy('2')
    expect(run.verdict.verdict).toBe('superseded')
    expect(failureOf(run)?.sentence).toContain('deleted')
  })

  test('who deleted the service by hand is told what to do with its stack', async () => {
    const region = await deployed()
    region.ecs.remove()
    const run = await region.deploy('2')
    expect(run.verdict.verdict).toBe('failed')
    expect(failureOf(run)?.sentence).toContain('deleted outside of CloudFormation')
  })

  test.each(['shop-platform', 'shop-service'])('who left %s stuck: nothing is built', async (stack) => {
    const region = await deployed()
    region.stacks.put(stack, 'UPDATE_FAILED')
    const run = await region.deploy('2')
    expect(failureOf(run)?.code).toBe('STACK_STUCK')
    expect(run.writes).toEqual([])
  })

  test('whose update was undone in part only: the rest is undone to what runs, then it is deployed', async () => {
    const region = await deployed()
    await region.ecs.port.revisions.register({ family: 'shop-app' }, {})
    region.stacks.put('shop-service', 'UPDATE_ROLLBACK_FAILED')
    const run = await region.deploy('2')
    expect(run.verdict.verdict).toBe('deployed')
    const [copy, undone] = ['register 3', 'continue the rollback of shop-service'].map((call) =>
      run.writes.indexOf(call)
    )
    expect(run.writes).toContain('continue the rollback of shop-service')
    expect(copy).toBeLessThan(undone ?? 0)
  })

  test('whose operation ends in a stuck stack', async () => {
    const region = await deployed()
    region.stacks.put('shop-service', 'UPDATE_IN_PROGRESS')
    region.time.after(20, () => void region.stacks.put('shop-service', 'UPDATE_FAILED'))
    const run = await region.deploy('2')
    expect(failureOf(run)?.code).toBe('STACK_STUCK')
    expect(run.writes).toEqual(['docker build', 'docker push 2'])
  })

  test('whose operation brought another revision: what runs is asked again, and copied', async () => {
    const region = await deployed()
    region.stacks.put('shop-service', 'UPDATE_IN_PROGRESS')
    region.time.after(20, () => {
      region.ecs.add({ ...region.ecs.revisions[0]?.definition, cpu: '1024' })
      region.ecs.settle(2)
      region.ecs.add({ ...region.ecs.revisions[0]?.definition, cpu: '2048' })
      region.stacks.put('shop-service', 'UPDATE_COMPLETE')
    })
    const run = await region.deploy('2', { health: { ...plain.health, intervalSeconds: 20 } })
    expect(run.verdict.verdict).toBe('deployed')
    expect(run.writes.slice(2, 6)).toEqual([
      'register shop-app:4',
      'tag kept 1',
      'change set UPDATE of shop-service',
      'execute UPDATE of shop-service'
    ])
    expect(region.ecs.revisions[3]?.definition).toMatchObject({ cpu: '1024' })
  })
})

describe('a change of the service by its stack', () => {
  const reason = 'Exceeded attempts to wait for AWS::ECS::Service to stabilize'
  const failing = {
    'shop-service': [{ logicalId: 'Service', type: 'AWS::ECS::Service', status: 'UPDATE_FAILED', reason }]
  }
  const slower = { health: { ...plain.health, graceSeconds: 300 } }

  test('that does not stabilise is told by its tasks', async () => {
    const region = await deployed()
    region.script.failing = failing
    const task: Task = {
      arn: 'arn:aws:ecs:eu-west-1:123456789012:task/shop-cluster/1',
      taskDefinition: (await region.world.aws.services.describe('', ''))?.taskDefinition ?? '',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      createdAt: new Date(region.world.clock.now() + 1000),
      addresses: [],
      containers: [{ name: 'shop-container', exitCode: 1 }]
    }
    const stopped = () => Promise.resolve([task, { ...task, arn: `${task.arn}2`, createdAt: new Date(0) }])
    const run = await region.deploy('1', slower, where(region, 'tasks', { stopped }))
    expect(run.verdict.verdict).toBe('failed')
    expect(failureOf(run)?.code).toBe('CRASH_LOOP')
    expect(linesOf(run.progress)).toContain(`service failed: ${reason}`)
  })

  test('that fails for another reason tells it', async () => {
    const region = await deployed()
    region.script.failing = failing
    const run = await region.deploy('1', slower)
    expect(failureOf(run)).toMatchObject({ code: 'STACK_FAILED', sentence: expect.stringContaining(reason) })
  })
})

describe('a first creation', () => {
  test('that CloudFormation fails for another reason tells it', async () => {
    const reason = 'a non-latency set exists with the same name and type'
    const failing = {
      'shop-service': [{ logicalId: 'ApexRecord', type: 'AWS::Route53::RecordSet', status: 'CREATE_FAILED', reason }]
    }
    const region = fakeRegion({ failing })
    const run = await region.deploy('1')
    expect(run.verdict.verdict).toBe('failed')
    expect(failureOf(run)?.code).toBe('DNS_CONFLICT')
    expect(region.ecs.active()).toEqual([])
  })

  test('that is given up where the stack may not be deleted is left to the next run', async () => {
    const region = fakeRegion({ fates: { 1: 'crash' } })
    const remove = () => Promise.reject(failure('ACCESS_DENIED'))
    const run = await region.deploy('1', {}, where(region, 'stacks', { remove }))
    expect(run.verdict.verdict).toBe('failed')
    expect(failureOf(run)?.code).toBe('CRASH_LOOP')
    expect(warnings(run)).toEqual(['It is ACCESS_DENIED. The next run removes it.'])
  })

  test('whose service could not be looked at in time still tells why its tasks died', async () => {
    const region = fakeRegion({ fates: { 1: 'crash' } })
    const { services } = region.world.aws
    const isGivenUp = () => region.writes.includes('delete the stack shop-service')
    const describe: Aws['services']['describe'] = (...names) =>
      isGivenUp() ? services.describe(...names) : Promise.reject(failure('THROTTLED'))
    const run = await region.deploy('1', {}, where(region, 'services', { describe }))
    expect(run.verdict.verdict).toBe('failed')
    expect(failureOf(run)?.code).toBe('CRASH_LOOP')
    expect(linesOf(run.progress).join('\n')).toContain('the last words of')
    expect(region.ecs.active()).toEqual([])
  })

  test('that got the revision of another run is not ours', async () => {
    const region = fakeRegion()
    const { services } = region.world.aws
    const describe: Aws['services']['describe'] = async (...asked) => {
      const service = await services.describe(...asked)
      return service && { ...service, taskDefinition: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/shop-app:9' }
    }
    const run = await region.deploy('1', {}, where(region, 'services', { describe }))
    expect(run.verdict.verdict).toBe('superseded')
    expect(failureOf(run)?.sentence).toBe(
      'The service was created with shop-app:9, which another run registered meanwhile.'
    )
    expect(run.writes).toContain('deregister shop-app:1')
    expect(run.writes).not.toContain('delete the stack shop-service')
  })

  test('that takes its time is not given up because AWS throttles', async () => {
    const region = fakeRegion()
    const { services } = region.world.aws
    const describe = first(3, 'THROTTLED', (cluster: string, service: string) => services.describe(cluster, service))
    const run = await region.deploy('1', {}, where(region, 'services', { describe }))
    expect(run.verdict.verdict).toBe('deployed')
  })
})

describe('a platform', () => {
  const event = { logicalId: 'Nat', type: 'AWS::EC2::VPC', status: 'CREATE_FAILED', reason: 'VpcLimitExceeded' }

  test('that fails half-way is made by the same command once the cause is mended', async () => {
    const script: Script = { failing: { 'shop-platform': [event] } }
    const region = fakeRegion(script)
    const run = await region.deploy('1')
    expect(run.verdict).toMatchObject({ verdict: 'failed', facts: { hasChanges: true, before: {} } })
    expect(failureOf(run)?.code).toBe('QUOTA')
    script.failing = {}
    const next = await region.deploy('1')
    expect(next.verdict.verdict).toBe('deployed')
    expect(next.writes).toContain('delete the stack shop-platform')
  })

  test('that fails ends the wait for a repository that will not come', async () => {
    const region = fakeRegion({ failing: { 'shop-platform': [event] } })
    const run = await region.deploy('1', {}, where(region, 'repository', { uri: () => Promise.resolve(undefined) }))
    expect(failureOf(run)?.code).toBe('QUOTA')
    expect(run.seconds).toBeLessThan(120)
  })

  test('that is alive is not touched when the image does not build', async () => {
    const region = await deployed()
    region.script.buildFails = failure('BUILD_FAILED')
    const run = await region.deploy('2', { logs: { ...plain.logs, retentionDays: 7 } })
    expect(run.verdict).toMatchObject({ verdict: 'failed', facts: { hasChanges: false } })
    expect(failureOf(run)?.code).toBe('BUILD_FAILED')
    expect(run.verdict.facts.taskDefinitionArn).toMatch(/shop-app:1$/)
    expect(run.verdict.facts).toMatchObject(run.verdict.facts.before ?? { taskDefinitionArn: 'some' })
    expect(run.writes).toEqual(['docker build'])
  })

  test('and the image change in one run: both arrive', async () => {
    const region = await deployed()
    const run = await region.deploy('2', { logs: { ...plain.logs, retentionDays: 7 } })
    expect(run.verdict.verdict).toBe('deployed')
    expect(run.writes).toEqual([
      'docker build',
      'docker push 2',
      'change set UPDATE of shop-platform',
      'execute UPDATE of shop-platform',
      'register shop-app:2',
      'tag kept 2',
      'update the service to shop-app:2 by force'
    ])
  })

  test('that rolls back while we look is not waited for with the image', async () => {
    const region = fakeRegion()
    region.stacks.put('shop-platform', 'ROLLBACK_IN_PROGRESS')
    region.time.after(30, () => void region.stacks.put('shop-platform', 'ROLLBACK_COMPLETE'))
    const run = await region.deploy('1')
    expect(run.verdict.verdict).toBe('deployed')
  })
})

test('an address that does not answer is red, and nothing is undone', async () => {
  const region = fakeRegion({ visit: () => Promise.resolve({ status: 503 }) })
  const run = await region.deploy('1')
  expect(run.verdict.verdict).toBe('failed')
  expect(failureOf(run)?.code).toBe('URL_UNREACHABLE')
  expect(region.ecs.active()).toEqual([1])
})
