// Time that passes only when nobody has anything left to do: a rollout of ten minutes takes milliseconds.
import { setImmediate as idle } from 'node:timers/promises'
import type { Clock } from '../../src/run/poll.ts'
import type { Chance } from './chance.ts'

export interface Time {
  readonly clock: Clock
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Does something after so many seconds. */
  readonly after: (seconds: number, happen: () => void) => void
  /** Again and again; the first time after one interval. */
  readonly every: (seconds: number, happen: () => void) => void
  /** Waits, for those who call: everything else goes on meanwhile. */
  readonly pause: (ms: number) => Promise<void>
  /** Lets time pass until the work is done. */
  readonly pass: <T>(work: Promise<T>) => Promise<T>
}

interface Due {
  readonly at: number
  readonly happen: () => void
}

export const start = Date.UTC(2026, 0, 1)
export const seconds = (count: number): number => count
export const minutes = (count: number): number => count * 60

export function virtualTime(chance: Chance): Time {
  let now = start
  const due: Due[] = []
  /** Somebody who waited goes on: what they do now comes before anything later. */
  let woken = true
  let lastWake = now

  function at(moment: number, happen: () => void): void {
    let index = due.length
    while (index > 0 && (due[index - 1]?.at ?? 0) > moment) index--
    due.splice(index, 0, { at: moment, happen })
  }

  const after = (later: number, happen: () => void): void => {
    at(now + later * 1000, happen)
  }

  const every = (interval: number, happen: () => void): void => {
    after(interval, () => {
      happen()
      every(interval, happen)
    })
  }

  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve()
        return
      }
      const wake = (): void => {
        woken = true
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      signal?.addEventListener('abort', wake, { once: true })
      at(now + Math.max(0, ms), wake)
    })

  return {
    now: () => now,
    after,
    every,
    pause: (ms) => sleep(ms),
    clock: { now: () => now, random: chance.next, sleep },
    async pass(work) {
      const end = { over: false }
      const finish = (): void => {
        end.over = true
      }
      work.then(finish, finish)
      woken = true
      for (;;) {
        if (woken) {
          woken = false
          lastWake = now
          await idle()
        }
        if (end.over) return work
        const next = due.shift()
        if (!next) throw new Error('Everybody waits for something that nobody does')
        now = Math.max(now, next.at)
        if (now - lastWake > 24 * 3_600_000) throw new Error('Somebody waits for what is not in this time')
        next.happen()
      }
    }
  }
}
