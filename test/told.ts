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

export const warningsOf = ({ progress }: Told): readonly string[] =>
  progress.flatMap((each) => (each.at === 'warning' ? [each.text] : []))
