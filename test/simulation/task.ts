// A task from its interface to its end (F2.7), with the words that ECS has for each end (F2.8, F2.9).
import { checkPasses, type App } from './app.ts'
import type { Chance } from './chance.ts'
import type { Time } from './clock.ts'
import type { Settings } from './settings.ts'
import type { Target, TargetGroup } from './target.ts'

export interface Task {
  readonly id: string
  readonly address: string
  /** Of the deployment that started it. */
  readonly startedBy: string
  readonly revision: number
  readonly app: App
  readonly createdAt: number
  status:
    'PROVISIONING' | 'PENDING' | 'ACTIVATING' | 'RUNNING' | 'DEACTIVATING' | 'STOPPING' | 'DEPROVISIONING' | 'STOPPED'
  desired: 'RUNNING' | 'STOPPED'
  startedAt?: number
  /** When it ended, or was told to; its interface is given back later. */
  endedAt?: number
  stoppedAt?: number
  stopCode?: 'TaskFailedToStart' | 'EssentialContainerExited' | 'ServiceSchedulerInitiated'
  stoppedReason?: string
  exitCode?: number
  containerReason?: string
  health: 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY'
  readonly group?: TargetGroup
  target?: Target
  /** What the scheduler has taken note of. */
  wasHealthy?: boolean
  accounted?: boolean
  failedChecks?: boolean
}

export interface Birth extends Pick<Task, 'id' | 'address' | 'startedBy' | 'revision' | 'app' | 'group'> {
  readonly time: Time
  readonly chance: Chance
  readonly settings: Settings
  /** Whether it goes the way of its app, or well: only the first ones may fail. */
  readonly fails: boolean
  /** When its deployment began. */
  readonly asked: number
}

/** After its container has ended, until the interface is given back. */
const deprovisioning = 5

export function startTask({ time, chance, settings, fails, asked, ...identity }: Birth): Task {
  const { app, group } = identity
  const task: Task = {
    ...identity,
    createdAt: time.now(),
    status: 'PROVISIONING',
    desired: 'RUNNING',
    health: 'UNKNOWN'
  }
  const launch = settings.launch * chance.between(0.8, 1.2)
  const living = (happen: () => void) => (): void => {
    if (task.desired === 'RUNNING') happen()
  }
  time.after(
    launch * 0.3,
    living(() => (task.status = 'PENDING'))
  )
  time.after(launch * 0.9, living(activate))
  return task

  function activate(): void {
    const cannotStart =
      fails && app.cannotStart !== undefined && (app.startsFrom ?? Infinity) > (time.now() - asked) / 1000
    if (!cannotStart) {
      task.status = 'ACTIVATING'
      time.after(launch * 0.1, living(run))
      return
    }
    end(time, task, 'TaskFailedToStart', app.cannotStart ?? '')
    give(time, task)
  }

  function run(): void {
    task.status = 'RUNNING'
    task.startedAt = time.now()
    if (group) task.target = group.register(task.address, app)
    if (settings.check) checkContainer()
    if (fails && app.crashesAfter !== undefined) time.after(app.crashesAfter, living(crash))
  }

  function crash(): void {
    task.exitCode = app.exitCode
    if (app.containerReason !== undefined) task.containerReason = app.containerReason
    end(time, task, 'EssentialContainerExited', 'Essential container in task exited')
    if (task.target) group?.deregister(task.target)
    give(time, task)
  }

  /** Failures count only after the start period; one success is enough to be healthy (F2.1). */
  function checkContainer(): void {
    const { interval = 30, retries = 3, startPeriod = 0 } = settings.check ?? {}
    let failed = 0
    const look = living(() => {
      const since = (time.now() - (task.startedAt ?? 0)) / 1000
      if (checkPasses(app, since)) {
        failed = 0
        task.health = 'HEALTHY'
      } else if (since > startPeriod && ++failed >= retries) task.health = 'UNHEALTHY'
      time.after(interval, look)
    })
    time.after(interval, look)
  }
}

function end(time: Time, task: Task, code: NonNullable<Task['stopCode']>, reason: string): void {
  task.desired = 'STOPPED'
  task.endedAt = time.now()
  task.stopCode = code
  task.stoppedReason = reason
}

function give(time: Time, task: Task): void {
  task.status = 'DEPROVISIONING'
  time.after(deprovisioning, () => {
    task.status = 'STOPPED'
    task.stoppedAt = time.now()
  })
}

/** The scheduler has it stopped: out of the load balancer first, then SIGTERM, then SIGKILL (F2.7). */
export function stopTask(time: Time, task: Task, reason: string, settings: Settings): void {
  if (task.desired === 'STOPPED') return
  const ran = task.status === 'RUNNING'
  end(time, task, 'ServiceSchedulerInitiated', reason)
  if (!ran) {
    give(time, task)
    return
  }
  task.status = 'DEACTIVATING'
  if (task.target) task.group?.deregister(task.target)
  time.after(task.target ? (settings.targets?.deregistrationDelay ?? 0) : 0, () => {
    task.status = 'STOPPING'
    const killed = task.app.stop > settings.stopTimeout
    time.after(Math.min(task.app.stop, settings.stopTimeout), () => {
      task.exitCode = killed ? 137 : 143
      give(time, task)
    })
  })
}

export const isAlive = ({ status }: Task): boolean => status !== 'STOPPED'
export const isWanted = ({ desired }: Task): boolean => desired === 'RUNNING'
export const isRunning = ({ status }: Task): boolean => status === 'RUNNING'

/** Running, and every check that there is says so. */
export const isHealthy = (task: Task, settings: Settings): boolean =>
  task.status === 'RUNNING' &&
  (!settings.check || task.health === 'HEALTHY') &&
  (!settings.targets || task.target?.state === 'healthy')
