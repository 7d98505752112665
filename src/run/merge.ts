// Two steps side by side: their progress in the order in which it happens, both results at the end.
import type { Progress, Step } from '../model/progress.ts'

/** Both run to their end, also when one fails; then the first failure is thrown. Nothing is left running unwatched. */
export async function* merge<A, B>(first: Step<A>, second: Step<B>): Step<readonly [A, B]> {
  const a = track(first)
  const b = track(second)
  for (;;) {
    const pending = [a.next(), b.next()].filter((next) => next !== undefined)
    if (pending.length === 0) break
    const progress = await Promise.race(pending)
    if (progress) yield progress
  }
  return [a.result(), b.result()]
}

interface Track<T> {
  /** The next piece of progress; undefined when the step has ended. */
  readonly next: () => Promise<Progress | undefined> | undefined
  /** @throws what the step threw. */
  readonly result: () => T
}

type End<T> =
  | { readonly at: 'open' }
  | { readonly at: 'returned'; readonly value: T }
  | { readonly at: 'threw'; readonly error: unknown }

function track<T>(step: Step<T>): Track<T> {
  let waiting: Promise<Progress | undefined> | undefined
  let end: End<T> = { at: 'open' }
  const take = async (): Promise<Progress | undefined> => {
    try {
      const next = await step.next()
      if (!next.done) return next.value
      end = { at: 'returned', value: next.value }
    } catch (error) {
      end = { at: 'threw', error }
    } finally {
      waiting = undefined
    }
    return undefined
  }
  return {
    next: () => (end.at === 'open' ? (waiting ??= take()) : undefined),
    result: () => {
      if (end.at === 'returned') return end.value
      throw end.at === 'threw' ? end.error : new Error('The step has not ended')
    }
  }
}
