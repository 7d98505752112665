// What a run has told: its lines, its warnings, and how it failed.
import type { Failure } from '../src/model/failure.ts'
import type { Progress } from '../src/model/progress.ts'
import type { Verdict } from '../src/model/verdict.ts'

export const failureOf = ({ verdict }: { readonly verdict: Verdict }): Failure | undefined =>
  'failure' in verdict ? verdict.failure : undefined

interface Told {
  readonly progress: readonly Progress[]
}

export const linesOf = ({ progress }: Told): readonly string[] =>
  progress.flatMap((each) => ('text' in each ? [each.text] : []))

/** Of what is done once for all regions: stages that began and did not end, behind which the log would wait. */
export const unendedOf = ({ progress }: Told): readonly string[] =>
  progress
    .filter(({ region }) => region === undefined)
    .reduce<readonly string[]>(
      (open, { at, stage }) =>
        at === 'started' ? [...open, stage] : at === 'finished' ? open.filter((other) => other !== stage) : open,
      []
    )

export const warningsOf = ({ progress }: Told): readonly string[] =>
  progress.flatMap((each) => (each.at === 'warning' ? [each.text] : []))
