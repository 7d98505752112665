// Gives a rollout up as soon as what was seen is enough, with ECS's own circuit breaker (F2.6) or without one (F1.14).
import { asFailure } from '../../model/failure.ts'
import type { Stage, Step } from '../../model/progress.ts'
import { isOver, unlessAway } from '../poll.ts'
import type { Said } from './judge.ts'
import type { WayBack } from './undo.ts'

export interface GiveUp {
  /** Failed tasks, where the cause alone is not enough. */
  readonly after: number
  /** Has ECS go back to what ran before. */
  readonly now: () => Promise<WayBack>
}

export interface Breaker {
  /** @param reasonOf why it is hopeless, given how many tasks may fail. @returns the way back when it was just taken. */
  readonly look: (reasonOf: (threshold: number) => string | undefined, stage: Stage) => Step<WayBack | undefined>
  /** What ECS says of a deployment; that we stopped it tells nothing new. */
  readonly news: (said: Said) => Said
}

/** As ECS tells a stop; why a way back failed is told too. */
const ofStop = /\bstopped by\b/i

/** Once is enough: who is refused the way back watches on, and ECS decides. @param giveUp absent: ECS alone decides. */
export function openBreaker(giveUp: GiveUp | undefined): Breaker {
  let isSpent = giveUp === undefined
  let isTold = false
  let isStopped = false
  return {
    look: async function* (reasonOf, stage) {
      const reason = giveUp && !isSpent ? reasonOf(giveUp.after) : undefined
      if (!giveUp || reason === undefined) return undefined
      // While AWS is away it is tried at each look.
      if (!isTold) yield { at: 'changed', stage, text: `${reason}: telling ECS to go back to the earlier version` }
      isTold = true
      try {
        const back = await unlessAway(giveUp.now)
        isSpent = back !== undefined
        isStopped = back?.by === 'stop'
        return back
      } catch (error) {
        const failure = asFailure(error)
        if (isOver(failure) || failure.code === 'BUG') throw error
        isSpent = true
        const text = `ECS could not be told to go back, so it alone decides when to give up: ${failure.sentence} ${failure.remedy}`
        yield { at: 'warning', stage, text }
        return undefined
      }
    },
    news: (said) => {
      const { reason = '', ...rest } = said
      return isStopped && ofStop.test(reason) ? rest : said
    }
  }
}
