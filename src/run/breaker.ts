// What ECS's circuit breaker does for a rolling deployment (F2.6), for the strategies that have none (F1.14).
import type { Stage, Step } from '../model/progress.ts'
import { unlessAway } from './poll.ts'
import type { Rollout } from './watch.ts'

export interface GiveUp {
  /** Failed tasks. */
  readonly after: number
  /** Has ECS go back to what ran before. */
  readonly now: () => Promise<WayBack>
}

/** How a deployment is undone. */
export type WayBack =
  /** It was stopped, and ECS goes back. */
  | { readonly by: 'stop' }
  /** Where it may not be stopped: a deployment of what ran before, which is to be watched instead. */
  | { readonly by: 'update'; readonly rollout: Rollout }

/** @returns the way back when it was just taken. @param giveUp absent: ECS has a breaker of its own. */
export function openBreaker(giveUp: GiveUp | undefined): (failures: number, stage: Stage) => Step<WayBack | undefined> {
  let tripped = false
  return async function* (failures, stage) {
    if (tripped || !giveUp || failures < giveUp.after) return undefined
    yield { at: 'changed', stage, text: `${failures} tasks failed: telling ECS to go back to the earlier version` }
    const back = await unlessAway(giveUp.now)
    tripped = back !== undefined
    return back
  }
}
