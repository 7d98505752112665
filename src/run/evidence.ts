// Collects what is seen of a rollout while it happens, and says at once why a task died.
import { describeStoppedTask, diagnoseRollout } from '../diagnose/rollout.ts'
import { readStoppedTask } from '../diagnose/stopped-task.ts'
import { readTarget } from '../diagnose/target.ts'
import type { Strategy } from '../model/config.ts'
import type { Asked, StoppedTask } from '../model/evidence.ts'
import { asFailure, type Failure } from '../model/failure.ts'
import type { Stage, Step } from '../model/progress.ts'
import { groupsOf, type Service, type ServiceDeployment, type Target, type Task } from '../model/service.ts'
import type { Said } from './judge.ts'
import type { World } from './world.ts'

export interface Watched {
  readonly stage: Stage
  readonly cluster: string
  readonly service: string
  readonly container: string
  /** Lines of a failed container's log to keep; 0 = none. */
  readonly logLines: number
  readonly asked: Asked
  readonly strategy: Strategy
  /** Events and tasks before this are not ours. */
  readonly since: Date
  readonly isOurs: (task: Task) => boolean
}

export interface Collector {
  /** Reads tasks and targets when the service shows that something changed. */
  readonly look: (service: Service, deployment?: ServiceDeployment) => Step<void>
  /** The cause, as far as what was seen tells it. */
  readonly diagnose: (said?: Said) => Failure
  /** Tasks of ours that failed. */
  readonly failures: () => number
}

export function collectEvidence(world: World, watched: Watched): Collector {
  const { aws, clock } = world
  const { stage, asked, since } = watched
  const stopped = new Map<string, StoppedTask>()
  let targets: readonly Target[] = []
  let events: Service['events'] = []
  let last = ''
  let targetsAt = 0
  let warned = false
  let percent: number | undefined

  return {
    look: async function* (service, deployment) {
      if (deployment?.percent !== undefined) percent = Math.max(percent ?? 0, deployment.percent)
      events = service.events.filter(({ time }) => time >= since).toReversed()
      try {
        yield* lookCloser(service)
      } catch (error) {
        // What explains a rollout must not end the watching of it; it is looked for again.
        last = ''
        if (!warned)
          yield { at: 'warning', stage, text: `Not all that is seen can be told: ${asFailure(error).sentence}` }
        warned = true
      }
    },
    diagnose: ({ reason, alarms } = {}) =>
      diagnoseRollout(
        {
          stopped: [...stopped.values()].toSorted(byTime),
          targets,
          events,
          ...(reason !== undefined && { statusReason: reason }),
          ...(alarms && { alarms }),
          ...(percent !== undefined && { percent })
        },
        asked
      ),
    failures: () => stopped.size
  }

  async function* lookCloser(service: Service): Step<void> {
    const silent = [...stopped.values()].filter(isSilent).length
    const sight = JSON.stringify([service.events[0]?.id, service.deployments, silent])
    if (sight !== last) {
      last = sight
      for (const task of await aws.tasks.stopped(watched.cluster, watched.service)) yield* take(task)
    } else if (clock.now() - targetsAt < targetsEveryMs) return
    // A target's health changes without a word of the service.
    targetsAt = clock.now()
    yield* lookAtTargets(service)
  }

  async function* take(task: Task): Step<void> {
    const known = stopped.get(task.arn)
    if (known && !isSilent(known)) return
    if (!watched.isOurs(task) || (task.stoppedAt ?? since) < since) return
    if (!readStoppedTask({ task, log: [] }, asked)) return
    const found: StoppedTask = { task, log: await tail(task) }
    const isTold = [...stopped.values()].some(({ log }) => log.length > 0 && log.join('\n') === found.log.join('\n'))
    stopped.set(task.arn, found)
    if (!known) {
      yield { at: 'changed', stage, text: describeStoppedTask(found) }
      yield { at: 'changed', stage, text: readStoppedTask(found, asked)?.sentence ?? '' }
    }
    const lines = isTold ? ['(the same last lines as before)'] : found.log
    for (const line of lines) yield { at: 'output', stage, text: `  | ${line}` }
  }

  /** The log may reach CloudWatch a little after the task is gone: such a task is looked at once more. */
  function tail(task: Task): Promise<readonly string[]> {
    if (watched.logLines === 0) return Promise.resolve([])
    const id = task.arn.split('/').at(-1) ?? ''
    return aws.logs.tail(asked.logGroup, `ecs/${watched.container}/${id}`, watched.logLines)
  }

  /** The earlier version may be unhealthy too, perhaps the very thing that this rollout mends. */
  async function ours(found: readonly Target[]): Promise<readonly Target[]> {
    if (found.length === 0) return found
    const running = await aws.tasks.running(watched.cluster, watched.service)
    const tasks = [...running.filter(watched.isOurs), ...[...stopped.values()].map(({ task }) => task)]
    return found.filter(({ address }) => tasks.some(({ addresses }) => addresses.includes(address)))
  }

  async function* lookAtTargets(service: Service): Step<void> {
    const found = await Promise.all(groupsOf(service).map((group) => aws.targets.health(group)))
    const bad = await ours(found.flat().filter((target) => readTarget(target, asked)))
    for (const target of bad) {
      if (targets.some((seen) => seen.address === target.address && seen.reason === target.reason)) continue
      const text = readTarget(target, asked)?.sentence ?? ''
      yield { at: 'changed', stage, text }
    }
    // What was unhealthy is remembered: the target leaves the list when its task is stopped.
    if (bad.length > 0) targets = bad
  }
}

/** At every look but the quick first ones: once its task is stopped a target is draining and says no more why. */
const targetsEveryMs = 3_000

const isSilent = ({ log, task }: StoppedTask): boolean =>
  log.length === 0 && task.containers.some(({ exitCode }) => exitCode !== undefined)

const byTime = (a: StoppedTask, b: StoppedTask): number =>
  (a.task.stoppedAt?.getTime() ?? 0) - (b.task.stoppedAt?.getTime() ?? 0)
