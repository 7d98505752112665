// What ECS's circuit breaker does for a rolling deployment (F2.6), for the strategies that have none (F1.14).
import type { Stage, Step } from '../model/progress.ts'
import { unlessAway } from './poll.ts'

export interface GiveUp {
  /** Failed tasks. */
  readonly after: number
  /** Has ECS go back to what ran before. */
  readonly now: () => Promise<void>
}

export interface Breaker {
  readonly look: (failures: number, stage: Stage) => Step<void>
  readonly hasTripped: () => boolean
}

/** @param giveUp absent: ECS has one of its own. */
export function openBreaker(giveUp: GiveUp | undefined): Breaker {
  let tripped = false
  return {
    look: async function* (failures, stage) {
      if (tripped || !giveUp || failures < giveUp.after) return
      yield { at: 'changed', stage, text: `${failures} tasks failed: telling ECS to go back to the earlier version` }
      tripped = (await unlessAway(() => giveUp.now().then(() => true))) ?? false
    },
    hasTripped: () => tripped
  }
}
