// How soon a rolling version that crashes is told of, and how soon the run is red, with Fargate's start times.
import type { Seen } from '../test/simulation/watch.ts'
import type { Task } from '../test/simulation/task.ts'

export interface Crash {
  /** Seconds from the first crash until its reason is printed. */
  readonly told?: number
  /**
   * Seconds from the failure that decides until the verdict, where every task of the earlier version served on, and ECS
   * goes back to those: where it starts them anew, it lets ours serve until then.
   */
  readonly red?: number
}

export function crashOf({ region: { service, time }, progress, at, verdict }: Seen): Crash {
  const own = service.rollouts.findLast(({ by }) => by === 'us')
  if (!own || service.settings.strategy.kind !== 'ROLLING') return {}
  const began = time.now() - at * 1000
  const failed = service.tasks.filter((task) => task.startedBy === own.deployment.id && failedByItself(task))
  const failures = failed.map(({ endedAt = Infinity }) => endedAt)
  // One that never ran is told by ECS's own count, some seconds later.
  if (failed[0]?.stopCode !== 'EssentialContainerExited') return {}
  const told = progress.find((each) => 'text' in each && /^task \w+ stopped: /.test(each.text))
  const { source } = own
  const served =
    service.deployments.some((each) => each === source && each.status === 'PRIMARY') &&
    service.tasks.filter(({ startedBy }) => startedBy === source?.id).every(({ desired }) => desired === 'RUNNING')
  const turned = own.rollback?.startedAt
  const decisive = Math.max(...failures.filter((endedAt) => turned !== undefined && endedAt <= turned))
  return {
    ...(told && { told: told.seconds - (Math.min(...failures) - began) / 1000 }),
    ...(verdict === 'rolled-back' && served && decisive > 0 && { red: (time.now() - decisive) / 1000 })
  }
}

const failedByItself = ({ stopCode }: Task): boolean =>
  stopCode === 'TaskFailedToStart' || stopCode === 'EssentialContainerExited'
