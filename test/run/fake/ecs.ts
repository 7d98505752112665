// ECS of one service, by F2: revisions, rollouts that end as they are told to, a circuit breaker that goes back.
import { Failure } from '../../../src/model/failure.ts'
import type { JsonObject } from '../../../src/model/json.ts'
import type { Revision } from '../../../src/model/revision.ts'
import type { Deployment, Service, ServiceDeployment, ServiceEvent, Task } from '../../../src/model/service.ts'
import type { Aws } from '../../../src/aws/connect.ts'
import type { Time } from './time.ts'
import { fakeTraffic, firstGroup, rollingShape, secondGroup, type Shape } from './traffic.ts'

/** What becomes of the tasks of a revision. */
export type Fate = 'healthy' | 'crash' | 'hang' | 'unhealthy'

export interface EcsScript {
  readonly time: Time
  /** Called for every write. */
  readonly wrote: (call: string) => void
  readonly fate: (revision: number) => Fate
  /** The service-deployments API: there, not allowed, or a service that does not tell the ARN. */
  readonly deploymentsApi: 'there' | 'denied' | 'absent'
}

const account = 'arn:aws:ecs:eu-west-1:123456789012'
const revisionArn = (revision: number): string => `${account}:task-definition/shop-app:${revision}`
const numberOf = (arn: string): number => Number(arn.split(':').at(-1))
const idOf = (arn: string): string => `ecs-svc/${arn.split('/').at(-1) ?? ''}`

const isRunning = ({ stoppedAt }: Task): boolean => stoppedAt === undefined

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

export function fakeEcs({ time, wrote, fate, deploymentsApi }: EcsScript) {
  const revisions: Mutable<Revision>[] = []
  const statuses = new Map<string, Mutable<ServiceDeployment>>()
  const completed: string[] = []
  let deployments: Mutable<Deployment>[] = []
  let events: ServiceEvent[] = []
  let tasks: Task[] = []
  const traffic = fakeTraffic()
  let shape = rollingShape
  /** Where visitors were when the deployment began. */
  let source = firstGroup
  let mappedPort: number | undefined
  let exists = false
  let count = 0

  const primary = (): Mutable<Deployment> | undefined => deployments.find(({ status }) => status === 'PRIMARY')
  const say = (message: string): void => {
    events = [{ id: `event-${events.length}`, time: new Date(time.clock.now()), message }, ...events]
  }

  function describe(): Service | undefined {
    const now = primary()
    if (!exists || !now) return undefined
    return {
      arn: `${account}:service/shop-cluster/shop-service`,
      taskDefinition: now.taskDefinition,
      desired: 1,
      running: tasks.filter(isRunning).length,
      pending: 0,
      strategy: shape.strategy,
      targetGroupArn: firstGroup,
      ...(shape.twoGroups && { secondGroup }),
      deployments: structuredClone(deployments),
      ...(deploymentsApi !== 'absent' && count > 0 && { currentServiceDeployment: arnOf(current()) }),
      events
    }
  }
  const arnOf = (id: string): string => `${account}:service-deployment/shop-cluster/shop-service/${id.slice(8)}`
  const current = (): string => [...statuses.keys()].at(-1) ?? ''

  function launch(taskDefinition: string, end: Fate): string {
    const id = `ecs-svc/${++count}`
    const isShifting = shape.strategy !== 'rolling' && completed.length > 0
    const group = isShifting ? traffic.other() : firstGroup
    for (const each of deployments) each.status = 'ACTIVE'
    const deployment: Mutable<Deployment> = {
      id,
      status: 'PRIMARY',
      rolloutState: 'in-progress',
      taskDefinition,
      desired: 1,
      running: 0,
      pending: 1,
      failedTasks: 0
    }
    deployments = [deployment, ...deployments]
    const isCurrent = (): boolean => primary()?.id === id
    const later = (seconds: number, happen: () => void): void => {
      time.after(seconds, () => {
        if (isCurrent()) happen()
      })
    }
    if (end === 'healthy' || end === 'unhealthy') {
      later(20, () => {
        deployment.running = 1
        tasks = [...tasks, taskOf(id, taskDefinition)]
        traffic.add(group, { address: addressOf(id), port: mappedPort ?? 8080, state: 'initial' })
      })
      const state = end === 'healthy' ? 'healthy' : 'unhealthy'
      later(30, () => {
        traffic.mark(addressOf(id), state)
      })
      if (isShifting && end === 'healthy') shift(deployment, group, later)
      else {
        later(45, () => {
          complete(deployment)
        })
      }
    }
    if (end === 'crash') {
      later(10, () => {
        stop(deployment)
      })
      later(20, () => {
        stop(deployment)
      })
      // Only a rolling deployment has a circuit breaker.
      if (shape.strategy === 'rolling') {
        later(21, () => {
          fail(deployment, 'ECS deployment circuit breaker: tasks failed to start.')
        })
      }
    }
    return id
  }

  /** Moves visitors over, all at once or a part of them first, and waits (F2.5). */
  function shift(
    deployment: Mutable<Deployment>,
    group: string,
    later: (seconds: number, happen: () => void) => void
  ): void {
    const { strategy, bakeMinutes } = shape
    const bake = bakeMinutes * 60
    const first = strategy === 'blue-green' ? [] : [{ at: 40, stage: 'PRODUCTION_TRAFFIC_SHIFT', percent: 10 }]
    const all = 50 + (strategy === 'blue-green' ? 0 : bake)
    const steps = [...first, { at: all, stage: 'BAKE_TIME', percent: 100 }]
    later(1, () => {
      mark({ lifecycleStage: 'SCALE_UP' })
    })
    later(35, () => {
      mark({ lifecycleStage: 'TEST_TRAFFIC_SHIFT' })
    })
    for (const { at, stage, percent } of steps) {
      later(at, () => {
        traffic.send(group, percent)
        mark({ lifecycleStage: stage, percent })
      })
    }
    later(all + bake, () => {
      complete(deployment)
    })

    function mark(change: Partial<ServiceDeployment>): void {
      const status = statuses.get(deployment.id)
      if (status) Object.assign(status, change)
    }
  }

  function complete(deployment: Mutable<Deployment>): void {
    deployment.rolloutState = 'completed'
    deployments = [deployment]
    tasks = tasks.filter((task) => task.startedBy === deployment.id || !isRunning(task))
    traffic.keep(tasks.filter(isRunning).flatMap(({ addresses }) => addresses))
    completed.push(deployment.taskDefinition)
    const status = statuses.get(deployment.id)
    if (status) Object.assign(status, { status: 'successful', rawStatus: 'SUCCESSFUL' })
  }

  function stop(deployment: Mutable<Deployment>): void {
    deployment.failedTasks++
    say('(service shop-service) has started 1 tasks')
    tasks = [
      ...tasks,
      {
        ...taskOf(`${deployment.id}${deployment.failedTasks}`, deployment.taskDefinition),
        startedBy: deployment.id,
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        stoppedAt: new Date(time.clock.now()),
        containers: [{ name: 'shop-container', exitCode: 1 }]
      }
    ]
  }

  /** Goes back to the last revision that completed; without one it only stops trying. */
  function fail(deployment: Mutable<Deployment>, reason: string): void {
    if (deployment.rolloutState === 'failed') return
    deployment.rolloutState = 'failed'
    deployment.reason = reason
    const back = completed.at(-1)
    if (back === undefined) return
    const status = statuses.get(deployment.id)
    if (status) Object.assign(status, { status: 'rolling-back', rawStatus: 'ROLLBACK_IN_PROGRESS', reason })
    traffic.send(source, 100)
    const id = launch(back, 'hang')
    time.after(10, () => {
      const own = deployments.find((each) => each.id === id)
      if (!own) return
      deployments = [own]
      // What ran before never went away.
      tasks = tasks.map((task) => (task.taskDefinition === back && isRunning(task) ? { ...task, startedBy: id } : task))
      complete(own)
      if (status) Object.assign(status, { status: 'rolled-back', rawStatus: 'ROLLBACK_SUCCESSFUL' })
    })
  }

  function begin(taskDefinition: string): string {
    for (const status of statuses.values()) {
      if (status.status === 'in-progress') Object.assign(status, { status: 'stopped', rawStatus: 'STOPPED' })
    }
    source = traffic.serving()
    const id = launch(taskDefinition, fate(numberOf(taskDefinition)))
    statuses.set(id, { arn: arnOf(id), status: 'in-progress', rawStatus: 'IN_PROGRESS' })
    return id
  }

  const taskOf = (id: string, taskDefinition: string): Task => ({
    arn: `${account}:task/shop-cluster/${id.slice(8)}`,
    taskDefinition,
    startedBy: id,
    createdAt: new Date(time.clock.now()),
    startedAt: new Date(time.clock.now()),
    addresses: [addressOf(id)],
    containers: [{ name: 'shop-container' }]
  })
  const addressOf = (id: string): string => `10.0.0.${id.slice(8)}`
  const newest = (): Revision | undefined => revisions.findLast(({ active }) => active)
  const denied = (): Failure => new Failure({ code: 'ACCESS_DENIED', sentence: 'You may not.', remedy: 'Allow it.' })

  const port = {
    revisions: {
      register: (definition: JsonObject, tags: Readonly<Record<string, string>>) => {
        const revision = revisions.length + 1
        wrote(`register shop-app:${revision}`)
        const made = { arn: revisionArn(revision), family: 'shop-app', revision, active: true, definition, tags }
        revisions.push(made)
        return Promise.resolve({ ...made })
      },
      deregister: (arn: string) => {
        wrote(`deregister shop-app:${numberOf(arn)}`)
        for (const revision of revisions) if (revision.arn === arn) revision.active = false
        return Promise.resolve()
      },
      // What was good is told by the tags alone.
      tag: (arn: string, tags: Readonly<Record<string, string>>) => {
        for (const revision of revisions) if (revision.arn === arn) revision.tags = { ...revision.tags, ...tags }
        return Promise.resolve()
      },
      describe: (arn: string) => {
        const found = revisions.find((revision) => revision.arn === arn)
        return found ? Promise.resolve({ ...found }) : Promise.reject(new Error(`There is no ${arn}`))
      },
      newest: () => Promise.resolve(newest()),
      active: () =>
        Promise.resolve(
          revisions
            .filter(({ active }) => active)
            .map(({ arn }) => arn)
            .toReversed()
        )
    },
    services: {
      describe: () => Promise.resolve(describe()),
      update: ({ taskDefinition, force, loadBalancer }: Parameters<Aws['services']['update']>[0]) => {
        const port = loadBalancer === undefined ? '' : ` with port ${loadBalancer.port}`
        wrote(`update the service to shop-app:${numberOf(taskDefinition)}${force ? ' by force' : ''}${port}`)
        if (loadBalancer) mappedPort = loadBalancer.port
        const deploymentId = begin(taskDefinition)
        return Promise.resolve({
          at: 'started' as const,
          deploymentId,
          ...(deploymentsApi !== 'absent' && { serviceDeploymentArn: arnOf(deploymentId) })
        })
      },
      deployment: (arn: string) => {
        const found = statuses.get(idOf(arn))
        return deploymentsApi === 'denied' ? Promise.reject(denied()) : Promise.resolve(found && { ...found })
      },
      deployments: () => Promise.resolve([...statuses.values()].toReversed()),
      stopDeployment: (arn: string) => {
        if (deploymentsApi === 'denied') return Promise.reject(denied())
        wrote(`stop the deployment ${idOf(arn)}`)
        // ECS needs a moment: until then the deployment that is told to stop is still the primary one.
        const status = statuses.get(idOf(arn))
        if (status) Object.assign(status, { status: 'rolling-back', rawStatus: 'ROLLBACK_REQUESTED' })
        time.after(2, () => {
          const own = deployments.find(({ id }) => id === idOf(arn))
          if (own) fail(own, 'stopped by us')
        })
        return Promise.resolve(true)
      }
    },
    tasks: {
      stopped: () => Promise.resolve(tasks.filter((task) => !isRunning(task)).toReversed()),
      running: () => Promise.resolve(tasks.filter(isRunning))
    },
    targets: {
      isDeletionProtected: () => Promise.resolve(false),
      health: (group: string) => Promise.resolve(traffic.health(group)),
      weights: () => Promise.resolve(traffic.weights())
    },
    logs: {
      remove: () => Promise.resolve(),
      tail: (_group: string, stream: string) => Promise.resolve([`the last words of ${stream}`])
    }
  } satisfies Pick<Aws, 'revisions' | 'services' | 'tasks' | 'targets' | 'logs'>

  return {
    port,
    revisions: revisions as readonly Revision[],
    active: (): readonly number[] => revisions.filter(({ active }) => active).map(({ revision }) => revision),
    serving: (): number | undefined => {
      const now = primary()
      return now && numberOf(now.taskDefinition)
    },
    /** A revision that somebody else registered. */
    add: (definition: JsonObject): Revision => {
      const revision = revisions.length + 1
      const made = { arn: revisionArn(revision), family: 'shop-app', revision, active: true, definition, tags: {} }
      revisions.push(made)
      return made
    },
    /** Somebody else rolls a revision out. */
    roll: (revision: number): void => {
      begin(revisionArn(revision))
    },
    /** The service runs this revision and has done so for long. */
    settle: (revision: number): void => {
      exists = true
      const id = begin(revisionArn(revision))
      const own = primary()
      if (!own) return
      own.running = 1
      tasks = [taskOf(id, own.taskDefinition)]
      traffic.set([{ address: addressOf(id), port: 8080, state: 'healthy' }])
      complete(own)
    },
    /** As CloudFormation creates it. */
    create: (): string => {
      exists = true
      const found = newest()
      if (!found) throw new Error('The family has no ACTIVE revision')
      return begin(found.arn)
    },
    /** As CloudFormation updates it: the family means its newest ACTIVE revision (F1.14). */
    resend: (): string | undefined => {
      const found = newest()
      const own = primary()
      if (own?.rolloutState === 'in-progress') return own.id
      return found && found.arn !== primary()?.taskDefinition ? begin(found.arn) : undefined
    },
    remove: (): void => {
      exists = false
      deployments = []
      // Stopped tasks are told for an hour or so (F2.7).
      tasks = tasks.filter((task) => !isRunning(task))
      traffic.clear()
    },
    deployment: (id: string): Deployment | undefined => deployments.find((each) => each.id === id),
    setTargets: traffic.set,
    traffic,
    /** An alarm of CloudWatch goes off while a deployment is watched by ECS. */
    alarm: (name: string): void => {
      const own = primary()
      const status = own && statuses.get(own.id)
      if (!status || status.status !== 'in-progress') return
      status.alarms = [name]
      fail(own, `ECS went back because of alarms: ${name}`)
    },
    /** As CloudFormation says it; the load balancer's part of it cannot change without a deployment (F1.14). */
    configure: (next: Shape): void => {
      const isNew = exists && next.twoGroups !== shape.twoGroups
      shape = next
      const own = primary()
      if (isNew && own) begin(own.taskDefinition)
    }
  }
}

export type Ecs = ReturnType<typeof fakeEcs>
