// Collects what is seen of a rollout while it happens, and says at once why a task died.
import { whyHopeless } from '../../diagnose/hopeless.ts'
import { diagnoseRollout, inShort } from '../../diagnose/rollout.ts'
import { isByOthers, readEvent } from '../../diagnose/stopped-task.ts'
import type { StoppedTask } from '../../model/evidence.ts'
import type { Failure } from '../../model/failure.ts'
import { present } from '../../model/present.ts'
import type { Progress, Step } from '../../model/progress.ts'
import type { Service, ServiceDeployment, Target, Task } from '../../model/service.ts'
import { watchCasualties, type Casualties } from './casualties.ts'
import type { Said } from '../rollout/judge.ts'
import { optionalReads } from './optional.ts'
import { signReader } from './signs.ts'
import { watchUnhealthy } from './unhealthy.ts'
import type { WatchedTasks } from '../rollout/watched.ts'
import type { World } from '../world.ts'

export interface Collector extends Pick<Casualties, 'isDue' | 'isComplete'> {
  /** Reads tasks and targets when the service shows that something changed. */
  readonly look: (service: Service, deployment?: ServiceDeployment, read?: readonly Target[]) => Step<void>
  /**
   * CloudFormation only says that the service did not stabilise, perhaps before we saw why; its tasks said the cause. They
   * are told for an hour or so, also of a service that is gone.
   */
  readonly causeBehind: (failure: Failure) => Step<Failure>
  /** The cause, as far as what was seen tells it. */
  readonly diagnose: (said?: Said) => Failure
  /** Tasks of ours that failed. */
  readonly failures: () => number
  /** Running tasks of ours that the load balancer did not call healthy; absent: it was not asked. */
  readonly unwell: (service: Service) => number | undefined
  /** Tasks of ours that stopped, whoever stopped them. */
  readonly ended: () => readonly Task[]
  /** @param threshold failed tasks that are enough, whatever the cause. */
  readonly whyHopeless: (threshold: number) => string | undefined
}

export function collectEvidence(world: World, watched: WatchedTasks): Collector {
  const { stage, asked, since } = watched
  const optional = optionalReads()
  const isSign = signReader(since)
  const casualties = watchCasualties(world, watched, optional, causeOf)
  const ended = (): readonly Task[] => casualties.all().map(({ task }) => task)
  const unhealthy = watchUnhealthy(world, watched, optional, ended)
  let events: Service['events'] = []
  const toldOf = new Set<string>()
  let percent: number | undefined

  return {
    look: async function* (service, deployment, read) {
      if (deployment?.percent !== undefined) percent = Math.max(percent ?? 0, deployment.percent)
      events = service.events.filter(({ time }) => time >= since).toReversed()
      yield* casualties.look(isSign(service, deployment))
      yield* tellEvents()
      yield* unhealthy.look(service, read)
      for (const sentence of optional.complaints()) {
        yield { at: 'warning', stage, text: `Not all that is seen can be told: ${sentence}` }
      }
    },
    causeBehind: async function* (failure) {
      if (failure.code !== 'STACK_FAILED') return failure
      yield* casualties.look(true)
      return failures() > 0 ? diagnose() : failure
    },
    diagnose,
    failures,
    unwell: unhealthy.count,
    ended,
    isDue: casualties.isDue,
    isComplete: casualties.isComplete,
    whyHopeless: (threshold) => whyHopeless(casualties.all(), { asked, since, threshold })
  }

  function failures(): number {
    return ended().filter((task) => !isByOthers(task)).length
  }

  function diagnose({ reason, alarms }: Said = {}): Failure {
    return diagnoseRollout(
      {
        stopped: casualties.all().toSorted(byTime),
        targets: unhealthy.seen(),
        events,
        ...present({ statusReason: reason, alarms, percent })
      },
      asked
    )
  }

  /** What has no task to say it: no capacity, no way to start one. Each cause once. */
  function* tellEvents(): Generator<Progress> {
    for (const { message } of events) {
      const sentence = readEvent(message, asked)?.sentence
      if (sentence === undefined || toldOf.has(sentence)) continue
      toldOf.add(sentence)
      yield { at: 'changed', stage, text: `ECS says: ${inShort(message)}` }
      yield { at: 'changed', stage, text: sentence }
    }
  }

  function causeOf(found: StoppedTask): Failure {
    const own = unhealthy.seen().filter(({ address }) => found.task.addresses.includes(address))
    return diagnoseRollout({ stopped: [found], targets: own, events }, asked)
  }
}

const byTime = (a: StoppedTask, b: StoppedTask): number =>
  (a.task.stoppedAt?.getTime() ?? 0) - (b.task.stoppedAt?.getTime() ?? 0)
