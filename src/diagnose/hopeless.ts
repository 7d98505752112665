// Whether what was seen is enough to give a rollout up: a cause that no time mends, or failures enough. Pure.
import type { Asked, StoppedTask } from '../model/evidence.ts'
import { isByOthers, readStoppedTask } from './stopped-task.ts'

/** So old a role or a policy is known everywhere, with some reserve (F2.2). */
const settledMs = 90_000

export interface Bounds {
  readonly asked: Asked
  /** Failed tasks that are enough, whatever the cause. */
  readonly threshold: number
  /** When the rollout began; roles and policies were changed before. */
  readonly since: Date
}

/** @returns why it is hopeless, in a clause; undefined while it is not. */
export function whyHopeless(stopped: readonly StoppedTask[], bounds: Bounds): string | undefined {
  const failed = stopped.filter(({ task }) => !isByOthers(task))
  if (failed.some((one) => isHopeless(one, bounds))) return 'no further task would fare better'
  if (failed.length < bounds.threshold) return undefined
  return failed.length === 1 ? 'a task failed' : `${failed.length} tasks failed`
}

function isHopeless(one: StoppedTask, { asked, since }: Bounds): boolean {
  switch (readStoppedTask(one, asked)?.hopeless) {
    case 'at-once':
      return true
    case 'once-settled':
      return (one.task.stoppedAt ?? since).getTime() - since.getTime() >= settledMs
    case 'by-repetition':
    case undefined:
      return false
  }
}
