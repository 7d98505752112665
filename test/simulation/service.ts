// One ECS service: its deployments, tasks and events, and what the rest of the simulation asks of them.
import type { Alarm } from './alarm.ts'
import { backOff } from './breaker.ts'
import type { Chance } from './chance.ts'
import type { Time } from './clock.ts'
import type { Deployment, Revision, Rollout } from './deployment.ts'
import type { Settings } from './settings.ts'
import type { TargetGroup } from './target.ts'
import { isAlive, isHealthy, isWanted, startTask, stopTask, type Task } from './task.ts'

export interface Event {
  readonly id: string
  readonly at: number
  readonly message: string
}

export interface Service {
  readonly time: Time
  readonly chance: Chance
  readonly settings: Settings
  /** None without a load balancer, two where traffic is shifted between them (F1.14). */
  readonly groups: readonly TargetGroup[]
  readonly alarm: Alarm
  /** DRAINING: deleted, and its tasks are not yet gone. */
  status: 'ACTIVE' | 'DRAINING'
  desired: number
  /** PRIMARY first (F2.4). */
  deployments: Deployment[]
  /** Newest first. */
  rollouts: Rollout[]
  tasks: Task[]
  /** Newest first, the last hundred (F2.4). */
  events: readonly Event[]
  revisions: Revision[]
  steady: boolean
}

export const primaryOf = ({ deployments }: Service): Deployment => {
  const found = deployments.find(({ status }) => status === 'PRIMARY')
  if (!found) throw new Error('A service has a PRIMARY deployment')
  return found
}

export const rolloutOf = ({ rollouts }: Service): Rollout | undefined => rollouts[0]

export const tasksOf = ({ tasks }: Service, { id }: Deployment): readonly Task[] =>
  tasks.filter(({ startedBy }) => startedBy === id)

export const wantedOf = (service: Service, deployment: Deployment): readonly Task[] =>
  tasksOf(service, deployment).filter(isWanted)

export const healthyOf = (service: Service, deployment: Deployment): readonly Task[] =>
  wantedOf(service, deployment).filter((task) => isHealthy(task, service.settings))

export const alive = ({ tasks }: Service): readonly Task[] => tasks.filter(isAlive)

/** Every wanted task is well, and no other is left, not even one that drains (F5.3). */
export function isSettled(service: Service): boolean {
  const { desired } = service
  return healthyOf(service, primaryOf(service)).length === desired && alive(service).length === desired
}

/** Whether the new tasks stand beside the old ones, in a group of their own. */
export const isStaged = ({ settings }: Service): boolean => settings.strategy.kind !== 'ROLLING'

export function say(service: Service, message: string): void {
  const event = { id: `event-${service.time.now()}-${service.events.length}`, at: service.time.now(), message }
  service.events = [{ ...event, message: `(service shop-service) ${message}` }, ...service.events.slice(0, 99)]
}

/** Starts so many tasks, unless earlier starts failed and it is not yet time again (F2.6). */
export function launch(service: Service, deployment: Deployment, count: number): void {
  const { time, chance, settings } = service
  const group = service.groups[deployment.group]
  if (count <= 0 || time.now() < deployment.nextStart) return
  const { cannotPlace, times } = deployment.revision.app
  if (cannotPlace !== undefined && deployment.launched < times) {
    deployment.launched++
    deployment.nextStart = time.now() + backOff(++deployment.failedStarts) * 1000
    say(service, `was unable to place a task. Reason: ${cannotPlace}.`)
    return
  }
  const started: Task[] = []
  for (let index = 0; index < count; index++) {
    const { app } = deployment.revision
    const number = service.tasks.length + 1
    started.push(
      startTask({
        time,
        chance,
        settings,
        ...(group && { group }),
        id: `${number.toString(16).padStart(8, '0')}${Math.floor(chance.next() * 2 ** 32)
          .toString(16)
          .padStart(24, '0')}`,
        address: `10.0.${Math.floor(number / 250)}.${(number % 250) + 1}`,
        startedBy: deployment.id,
        revision: deployment.revision.number,
        app,
        fails: deployment.launched++ < app.times,
        asked: deployment.createdAt
      })
    )
    const last = started.at(-1)
    if (last) service.tasks = [...service.tasks, last]
  }
  service.steady = false
  say(service, `has started ${count} tasks: ${named(started)}.`)
}

export function stop(service: Service, tasks: readonly Task[], reason: string): void {
  const wanted = tasks.filter(isWanted)
  if (wanted.length === 0) return
  for (const task of wanted) stopTask(service.time, task, reason, service.settings)
  service.steady = false
  say(service, `has stopped ${wanted.length} running tasks: ${named(wanted)}.`)
  // What its targets were sent has to end first (F2.4).
  const draining = wanted.filter(({ target }) => target).length
  if (draining > 0) say(service, `has begun draining connections on ${draining} tasks.`)
}

const named = (tasks: readonly Task[]): string => tasks.map(({ id }) => `(task ${id})`).join(' ')
