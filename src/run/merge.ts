// Steps side by side: their progress in the order in which it happens, all results at the end.
import type { Progress, Step } from '../model/progress.ts'

export async function* merge<A, B>(first: Step<A>, second: Step<B>): Step<readonly [A, B]> {
  const [a, b] = yield* mergeAll<A | B>([first, second])
  return [a as A, b as B]
}

/** All run to their end, also when one fails; then the first failure is thrown. Nothing is left running unwatched. */
export async function* mergeAll<T>(steps: readonly Step<T>[]): Step<readonly T[]> {
  const failures: unknown[] = []
  const tracks = steps.map((step) => track(step, failures))
  for (;;) {
    const pending = tracks.map((each) => each.next()).filter((next) => next !== undefined)
    if (pending.length === 0) break
    const { progress, taken } = await Promise.race(pending)
    taken()
    if (progress) yield progress
  }
  if (failures.length > 0) throw failures[0]
  return tracks.map((each) => each.result())
}

interface Taken {
  /** Absent when the step has ended. */
  readonly progress?: Progress
  /** To be called by who uses it: of several that come at once, the others wait for their turn. */
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
