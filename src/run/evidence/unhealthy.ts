// Targets of ours that the load balancer does not call healthy: each told once, with what it says of it.
import { describeStarting, readTarget } from '../../diagnose/target.ts'
import type { SeenTarget } from '../../model/evidence.ts'
import type { Step } from '../../model/progress.ts'
import { groupsOf, primaryOf, type Service, type Target, type Task } from '../../model/service.ts'
import type { OptionalReads } from './optional.ts'
import type { WatchedTasks } from '../rollout/watched.ts'
import type { World } from '../world.ts'

export interface Unhealthy {
  /** @param read absent: they are asked for, when it is time. */
  readonly look: (service: Service, read?: readonly Target[]) => Step<void>
  /** What was unhealthy is remembered: a target leaves the list when its task is stopped. */
  readonly seen: () => readonly SeenTarget[]
  /** Running tasks of ours that the load balancer did not call healthy; absent: it was not asked. */
  readonly count: (service: Service) => number | undefined
}

/** What changes without a word of the service is looked at so often (F5.4). */
const targetsEveryMs = 10_000
/** While one of them is on its way, and may be given up: once its task is stopped, a target says no more why. */
const unwellEveryMs = 6_000

/** @param ended those of ours that failed: their targets are ours as well. */
export function watchUnhealthy(
  { aws, clock }: World,
  watched: WatchedTasks,
  optional: OptionalReads,
  ended: () => readonly Task[]
): Unhealthy {
  const { stage, asked, cluster, service: name } = watched
  let targets: readonly SeenTarget[] = []
  let targetsAt = -Infinity
  let targetsPauseMs = 0
  /** Until then ECS gives up none of them (F1.14). */
  let graceUntil: number | undefined
  let unwell: { readonly count: number; readonly running: number } | undefined
  /** Which tasks ran when every target was healthy. */
  let wellWith: string | undefined
  /** The tasks as last read, and who ran then. */
  let running: { readonly crews?: string; readonly tasks: readonly Task[] } = { tasks: [] }

  return {
    look: async function* (service, read) {
      const isWell = runningIn(service) === 0 || wellWith === crewsOf(service)
      if (read) yield* seeTargets(service, read, true)
      else if (!isWell && clock.now() - targetsAt >= targetsPauseMs) yield* lookAtTargets(service)
    },
    seen: () => targets,
    // Those that have started since the targets were read are not healthy yet.
    count: (service) => unwell && unwell.count + Math.max(0, newIn(service) - unwell.running)
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
    if (newIn(service) > 0) graceUntil ??= targetsAt + asked.graceSeconds * 1000
    const isCalm = found.every(({ state }) => state === 'healthy') || targetsAt + targetsEveryMs < (graceUntil ?? 0)
    targetsPauseMs = isCalm ? targetsEveryMs : unwellEveryMs
    // Of ours are those that are new to the load balancer, or not yet known to it.
    const fresh = found.filter(({ state }) => state === 'initial').length
    const bad = yield* seeTargets(service, found, false)
    unwell = { count: fresh + bad + Math.max(0, runningIn(service) - found.length), running: newIn(service) }
  }

  /** @param done ECS has called them healthy before. */
  async function* seeTargets(service: Service, found: readonly Target[], done: boolean): Step<number> {
    const bad = await ownTargets(
      service,
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
    if (bad.length > 0) targets = bad
    else if (done) targets = targets.map((target) => ({ ...target, starting: false }))
    return bad.length
  }

  /** The earlier version may be unhealthy too, perhaps the very thing that this rollout mends. */
  async function ownTargets(service: Service, found: readonly Target[], done: boolean): Promise<readonly SeenTarget[]> {
    if (found.length === 0) return found
    const tasks = [...(await runningWith(service, found)).filter(watched.isOurs), ...ended()]
    return found.flatMap((target) => {
      const task = tasks.find(({ addresses }) => addresses.includes(target.address))
      return task ? [{ ...target, starting: !done && isStarting(task) }] : []
    })
  }

  /** Read again where others run than before, or a target belongs to none of them. */
  async function runningWith(service: Service, found: readonly Target[]): Promise<readonly Task[]> {
    const crews = crewsOf(service)
    const isKnown = ({ address }: Target): boolean => running.tasks.some(({ addresses }) => addresses.includes(address))
    if (running.crews === crews && found.every(isKnown)) return running.tasks
    const answer = await optional.read('running tasks', () => aws.looks.tasks.running(cluster, name))
    running = answer.at === 'read' ? { crews, tasks: answer.value } : { tasks: [] }
    return running.tasks
  }

  function isStarting({ startedAt }: Task): boolean {
    return startedAt === undefined || clock.now() - startedAt.getTime() < asked.graceSeconds * 1000
  }
}

const runningIn = ({ deployments }: Service): number => deployments.reduce((sum, { running }) => sum + running, 0)

const newIn = (service: Service): number => primaryOf(service)?.running ?? 0

const crewsOf = ({ deployments }: Service): string =>
  deployments.map(({ id, running }) => `${id} ${running}`).join(', ')
