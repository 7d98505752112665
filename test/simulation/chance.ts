// Chance that repeats itself: the same seed, the same rollout.
import { randomFrom } from '../../local/gateway/fault.ts'

export interface Chance {
  /** 0 to 1, without 1. */
  readonly next: () => number
  readonly between: (low: number, high: number) => number
  readonly happens: (share: number) => boolean
}

export function chanceOf(seed: number): Chance {
  const next = randomFrom(seed)
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    happens: (share) => next() < share
  }
}
