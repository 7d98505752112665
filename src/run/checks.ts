// What the regions of a run check beside the build. Where one that fails ends the run, no platform is touched before all
// have passed: a conflict in the last region must not leave half of a site in the others.
import { asFailure, type Failure } from '../model/failure.ts'
import type { Step } from '../model/progress.ts'
import type { Several } from '../model/several.ts'
import type { Asking } from './prepare.ts'

export interface Checks {
  /** Of a region, by its index. @throws Failure of its own, or of the first region that had one. */
  readonly run: (index: number) => Step<void>
  /** The first region whose own checks failed, where all wait for all. */
  readonly failedAt: () => number | undefined
}

/** @param othersGoOn whether others go on when a region fails. */
export function openChecks(all: Several<Pick<Asking, 'checks'>>, othersGoOn: boolean): Checks {
  const ends = all.map(() => Promise.withResolvers<undefined>())
  let first: { readonly index: number; readonly failure: Failure } | undefined
  return {
    async *run(index) {
      try {
        const own = all[index]?.checks
        if (own) yield* own()
      } catch (error) {
        const failure = asFailure(error)
        if (!othersGoOn) first ??= { index, failure }
        throw failure
      } finally {
        ends[index]?.resolve(undefined)
      }
      if (othersGoOn) return
      await Promise.all(ends.map(({ promise }) => promise))
      if (first) throw first.failure
    },
    failedAt: () => first?.index
  }
}
