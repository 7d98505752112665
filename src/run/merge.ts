// Two steps side by side: their progress in the order in which it happens, both results at the end.
import type { Progress, Step } from '../model/progress.ts'

/** Both run to their end, also when one fails; then the first failure is thrown. Nothing is left running unwatched. */
export async function* merge<A, B>(first: Step<A>, second: Step<B>): Step<readonly [A, B]> {
  const failures: unknown[] = []
  const a = track(first, failures)
  const b = track(second, failures)
  for (;;) {
    const pending = [a.next(), b.next()].filter((next) => next !== undefined)
    if (pending.length === 0) break
    const { progress, taken } = await Promise.race(pending)
    taken()
    if (progress) yield progress
  }
  if (failures.length > 0) throw failures[0]
  return [a.result(), b.result()]
}

interface Taken {
  /** Absent when the step has ended. */
  readonly progress?: Progress
  /** To be called by who uses it: of two that come at once, the other one waits for its turn. */
  readonly taken: () => void
}

interface Track<T> {
  readonly next: () => Promise<Taken> | undefined
  readonly result: () => T
}

function track<T>(step: Step<T>, failures: unknown[]): Track<T> {
  let waiting: Promise<Taken> | undefined
  let end: { readonly value?: T } | undefined
  const taken = (): void => {
    waiting = undefined
  }
  const take = async (): Promise<Taken> => {
    try {
      const next = await step.next()
      if (!next.done) return { progress: next.value, taken }
      end = { value: next.value }
    } catch (error) {
      failures.push(error)
      end = {}
    }
    return { taken }
  }
  return {
    next: () => (waiting ??= end ? undefined : take()),
    result: () => end?.value as T
  }
}
