// How the SDK tries again (its standard mode, as our clients ask for it), with pauses that pass in the region's time: its
// own strategy sleeps for real.
import type { Chance } from './chance.ts'

export type Kind = 'throttled' | 'lost' | 'refused'

export function kindOf(error: unknown): Kind {
  if (!(error instanceof Error)) return 'refused'
  if (error.name === 'ThrottlingException') return 'throttled'
  return 'code' in error || error.name === 'ServerException' ? 'lost' : 'refused'
}

/** @param maxAttempts of the client. What would be done twice is tried again only when it was surely not done (F2.3, src/aws/retry.ts). */
export const mayRetry = (action: string, kind: Kind, attempts: number, maxAttempts: number): boolean =>
  attempts < maxAttempts && (kind === 'throttled' || action !== 'ecs:UpdateService')

/** Milliseconds, with full jitter. */
export const pauseOf = (kind: Kind, attempts: number, chance: Chance): number =>
  chance.next() * Math.min(20_000, (kind === 'throttled' ? 1_000 : 50) * 2 ** (attempts - 1))

/** Of the quota. */
export const costOf = (kind: Kind): number => (kind === 'throttled' ? 5 : 14)

export interface Quota {
  /** False when nothing is left: then a call is not tried again. */
  readonly take: (cost: number) => boolean
  readonly giveBack: (cost: number) => void
}

/** Keeps a client from asking for ever what is down. */
export function quota(): Quota {
  const full = 500
  let left = full
  return {
    take(cost) {
      if (cost > left) return false
      left -= cost
      return true
    },
    giveBack(cost) {
      left = Math.min(full, left + Math.max(1, cost))
    }
  }
}
