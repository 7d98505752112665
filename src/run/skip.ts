// Regions that are not begun, because another one cannot be.
import type { Situation } from '../model/plan.ts'
import { Failure } from '../model/failure.ts'
import { mapSeveral, type Several } from '../model/several.ts'
import type { Facts, Verdict, Verdicts } from '../model/verdict.ts'
import { factsThere, factsUntouched } from './facts.ts'

/** Why it is not begun, or not to be as it was deployed. */
export interface FailedRegion {
  readonly failure: Failure
  /** The region that failed. */
  readonly region: string
}

export function skipped({ tried: _, ...facts }: Facts, { failure, region }: FailedRegion): Verdict {
  const { code, remedy } = failure
  const sentence = `It was not begun, because ${region} failed (${code}).`
  return {
    verdict: 'skipped',
    failure: new Failure({ code, sentence, remedy, cause: failure }),
    facts
  }
}

/** @param failures of each region. */
export function firstFailed(
  all: Several<Pick<Situation, 'config'>>,
  failures: readonly (Failure | undefined)[]
): FailedRegion | undefined {
  const index = failures.findIndex((failure) => failure)
  const failure = failures[index]
  return failure && { failure, region: (all[index] ?? all[0]).config.region }
}

/** @param refusals of each region, before anything was touched. @returns undefined when there are none. */
export function refused(all: Several<Situation>, refusals: readonly (Failure | undefined)[]): Verdicts | undefined {
  const root = firstFailed(all, refusals)
  return (
    root &&
    mapSeveral(all, ({ current }, index) => {
      const failure = refusals[index]
      const facts = factsUntouched(factsThere(current), current.service)
      return failure ? { verdict: 'failed', failure, facts } : skipped(facts, root)
    })
  )
}
