// Time that passes only while somebody sleeps, and what happens in it.
import type { Clock } from '../../../src/run/poll.ts'

export interface Time {
  readonly clock: Clock
  /** Does something after so many seconds. */
  readonly after: (seconds: number, happen: () => void) => void
  /** Milliseconds that were slept, each sleep by itself. */
  readonly sleeps: readonly number[]
}

export const start = Date.UTC(2026, 0, 1)

export function virtualTime(): Time {
  let now = start
  let due: readonly { readonly at: number; readonly happen: () => void }[] = []
  const sleeps: number[] = []
  return {
    sleeps,
    after: (seconds, happen) => {
      due = [...due, { at: now + seconds * 1000, happen }].toSorted((a, b) => a.at - b.at)
    },
    clock: {
      now: () => now,
      random: () => 0.5,
      sleep: async (ms) => {
        sleeps.push(ms)
        const end = now + ms
        for (let [next] = due; next && next.at <= end; [next] = due) {
          due = due.slice(1)
          now = next.at
          next.happen()
        }
        now = end
        await Promise.resolve()
      }
    }
  }
}
