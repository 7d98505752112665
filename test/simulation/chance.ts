// Chance that repeats itself: the same seed, the same rollout.
export interface Chance {
  /** 0 to 1, without 1. */
  readonly next: () => number
  readonly between: (low: number, high: number) => number
  readonly happens: (share: number) => boolean
}

/** Mulberry32: small, and good enough to vary a story. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    happens: (share) => next() < share
  }
}
