// Collects what is seen of a rollout while it happens, and says at once why a task died.
import { whyHopeless } from '../diagnose/certainty.ts'
import { describeStoppedTask, diagnoseRollout } from '../diagnose/rollout.ts'
import { readStoppedTask } from '../diagnose/stopped-task.ts'
import { describeStarting, readTarget } from '../diagnose/target.ts'
import type { Strategy } from '../model/config.ts'
import type { Asked, SeenTarget, StoppedTask } from '../model/evidence.ts'
import type { Failure } from '../model/failure.ts'
import type { Stage, Step } from '../model/progress.ts'
import { groupsOf, type Service, type ServiceDeployment, type Target, type Task } from '../model/service.ts'
import type { Ending } from './interval.ts'
import type { Said } from './judge.ts'
import { optionalReads } from './optional.ts'
import { signReader } from './signs.ts'
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
  readonly ending: Ending
  /** Events and tasks before this are not ours. */
  readonly since: Date
  readonly isOurs: (task: Task) => boolean
}

export interface Collector {
  /** Reads tasks and targets when the service shows that something changed. */
  readonly look: (service: Service, deployment?: ServiceDeployment, read?: readonly Target[]) => Step<void>
  /** For a service that may be gone: its stopped tasks are told for an hour or so. */
  readonly lookBack: () => Step<void>
  /** The cause, as far as what was seen tells it. */
  readonly diagnose: (said?: Said) => Failure
  /** Tasks of ours that failed. */
  readonly failures: () => number
  /** Running tasks of ours that the load balancer did not call healthy; absent: it was not asked. */
  readonly unwell: () => number | undefined
  /** Those that failed. */
  readonly ended: () => readonly Task[]
  /** Tasks that may have failed could not be read yet. */
  readonly isDue: () => boolean
  /** Those that failed were read, and the log of one of them. */
  readonly isComplete: () => boolean
  /** @param threshold failed tasks that are enough, whatever the cause. */
  readonly whyHopeless: (threshold: number) => string | undefined
}

/** What changes without a word of the service is looked at so often (F5.4). */
const targetsEveryMs = 10_000
/** While one of them is on its way: once its task is stopped, a target says no more why. */
const unwellEveryMs = 6_000
/** A log may reach CloudWatch a little after its task is gone: so often, and so many times, it is asked for again. */
const logsEveryMs = 5_000
const logTries = 3

export function collectEvidence(world: World, watched: Watched): Collector {
  const { aws, clock } = world
  const { stage, asked, since, cluster, service: name } = watched
  const optional = optionalReads()
  const isSign = signReader(since)
  const stopped = new Map<string, StoppedTask>()
  const silent = new Map<string, { tries: number; at: number }>()
  let targets: readonly SeenTarget[] = []
  let events: Service['events'] = []
  let percent: number | undefined
  /** A sign was seen, and the tasks not read since. */
  let isDue = false
  let targetsAt = -Infinity
  let targetsPauseMs = 0
  let unwell: number | undefined
  /** Which tasks ran when every target was healthy. */
  let wellWith: string | undefined

  return {
    look: async function* (service, deployment, read) {
      if (deployment?.percent !== undefined) percent = Math.max(percent ?? 0, deployment.percent)
      events = service.events.filter(({ time }) => time >= since).toReversed()
      isDue = isSign(service, deployment) || isDue
      const now = clock.now()
      if (isDue) yield* lookAtTasks()
      else if ([...silent.values()].some(({ at }) => now - at >= logsEveryMs)) yield* lookAtLogs()
      const isWell = runningIn(service) === 0 || wellWith === crewsOf(service)
      if (read) yield* seeTargets(read, true)
      else if (!isWell && now - targetsAt >= targetsPauseMs) yield* lookAtTargets(service)
      for (const sentence of optional.complaints()) {
        yield { at: 'warning', stage, text: `Not all that is seen can be told: ${sentence}` }
      }
    },
    lookBack: lookAtTasks,
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
    failures: () => stopped.size,
    unwell: () => unwell,
    ended: () => [...stopped.values()].map(({ task }) => task),
    isDue: () => isDue,
    isComplete: () => !isDue && (silent.size === 0 || [...stopped.values()].some(({ log }) => log.length > 0)),
    whyHopeless: (threshold) => whyHopeless([...stopped.values()], { asked, since, threshold })
  }

  async function* lookAtTasks(): Step<void> {
    const answer = await optional.read('stopped tasks', () => aws.looks.tasks.stopped(cluster, name))
    isDue = answer.at === 'later'
    if (answer.at === 'read') for (const task of answer.value) yield* take(task)
  }

  async function* take(task: Task): Step<void> {
    if (stopped.has(task.arn) || !watched.isOurs(task) || (task.stoppedAt ?? since) < since) return
    if (!readStoppedTask({ task, log: [] }, asked)) return
    const found: StoppedTask = { task, log: await tail(task) }
    yield { at: 'changed', stage, text: describeStoppedTask(found) }
    yield { at: 'changed', stage, text: causeOf(found).sentence }
    for (const each of logOf(found)) yield { at: 'output', stage, text: each }
    stopped.set(task.arn, found)
    if (isSilent(found)) silent.set(task.arn, { tries: 1, at: clock.now() })
  }

  /** As if nothing else were known. */
  function causeOf(found: StoppedTask): Failure {
    const own = targets.filter(({ address }) => found.task.addresses.includes(address))
    return diagnoseRollout({ stopped: [found], targets: own, events }, asked)
  }

  async function* lookAtLogs(): Step<void> {
    for (const [arn, { tries }] of silent) {
      const known = stopped.get(arn)
      const found = known && { task: known.task, log: await tail(known.task) }
      if (!found || found.log.length > 0 || tries >= logTries) silent.delete(arn)
      else silent.set(arn, { tries: tries + 1, at: clock.now() })
      if (!found || found.log.length === 0) continue
      for (const each of logOf(found)) yield { at: 'output', stage, text: each }
      stopped.set(arn, found)
    }
  }

  function logOf({ log }: StoppedTask): readonly string[] {
    const isTold = [...stopped.values()].some((each) => each.log.length > 0 && each.log.join('\n') === log.join('\n'))
    return (isTold ? ['(the same last lines as before)'] : log).map((line) => `  | ${line}`)
  }

  async function tail(task: Task): Promise<readonly string[]> {
    if (watched.logLines === 0) return []
    const stream = `ecs/${watched.container}/${task.arn.split('/').at(-1) ?? ''}`
    const answer = await optional.read('log', () => aws.looks.logs.tail(asked.logGroup, stream, watched.logLines))
    return answer.at === 'read' ? answer.value : []
  }

  async function* lookAtTargets(service: Service): Step<void> {
    const answer = await optional.read('targets', () =>
      Promise.all(groupsOf(service).map((group) => aws.looks.targets.health(group)))
    )
    if (answer.at === 'later') return
    targetsAt = clock.now()
    if (answer.at === 'never') return
    const found = answer.value.flat().filter(({ state }) => state !== 'draining')
    const isWell = found.length >= runningIn(service) && found.every(({ state }) => state === 'healthy')
    wellWith = isWell ? crewsOf(service) : undefined
    targetsPauseMs = found.every(({ state }) => state === 'healthy') ? targetsEveryMs : unwellEveryMs
    // Of ours are those that are new to the load balancer, or not yet known to it.
    const fresh = found.filter(({ state }) => state === 'initial').length
    const bad = yield* seeTargets(found, false)
    unwell = fresh + bad + Math.max(0, runningIn(service) - found.length)
  }

  /** @param done ECS has called them healthy before. */
  async function* seeTargets(found: readonly Target[], done: boolean): Step<number> {
    const bad = await ours(
      found.filter((target) => readTarget(target, asked)),
      done
    )
    for (const target of bad) {
      const { address, reason, starting } = target
      if (targets.some((seen) => seen.address === address && seen.reason === reason && seen.starting === starting)) {
        continue
      }
      const text = starting === true ? describeStarting(target, asked) : (readTarget(target, asked)?.sentence ?? '')
      yield { at: 'changed', stage, text }
    }
    // What was unhealthy is remembered: the target leaves the list when its task is stopped.
    if (bad.length > 0) targets = bad
    else if (done) targets = targets.map((target) => ({ ...target, starting: false }))
    return bad.length
  }

  /** The earlier version may be unhealthy too, perhaps the very thing that this rollout mends. */
  async function ours(found: readonly Target[], done: boolean): Promise<readonly SeenTarget[]> {
    if (found.length === 0) return found
    const answer = await optional.read('running tasks', () => aws.looks.tasks.running(cluster, name))
    const running = answer.at === 'read' ? answer.value.filter(watched.isOurs) : []
    const tasks = [...running, ...[...stopped.values()].map(({ task }) => task)]
    return found.flatMap((target) => {
      const task = tasks.find(({ addresses }) => addresses.includes(target.address))
      return task ? [{ ...target, starting: !done && isStarting(task) }] : []
    })
  }

  function isStarting({ startedAt }: Task): boolean {
    return startedAt === undefined || clock.now() - startedAt.getTime() < asked.graceSeconds * 1000
  }
}

const runningIn = ({ deployments }: Service): number => deployments.reduce((sum, { running }) => sum + running, 0)

const crewsOf = ({ deployments }: Service): string =>
  deployments.map(({ id, running }) => `${id} ${running}`).join(', ')

const isSilent = ({ log, task }: StoppedTask): boolean =>
  log.length === 0 && task.containers.some(({ exitCode }) => exitCode !== undefined)

const byTime = (a: StoppedTask, b: StoppedTask): number =>
  (a.task.stoppedAt?.getTime() ?? 0) - (b.task.stoppedAt?.getTime() ?? 0)
