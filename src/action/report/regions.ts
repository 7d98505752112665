// A run in several regions, told as one: a table of them, and each failure once. Pure.
import { durationText } from '../../model/duration.ts'
import type { Failure } from '../../model/failure.ts'
import type { Verdicts } from '../../model/verdict.ts'
import { code, prose, table } from './markdown.ts'
import { versionText } from './version.ts'
import { totalOf, type Timeline } from '../log/timeline.ts'

interface Cause {
  readonly failure: Failure
  /** Those that it is of; absent: all of the run's. */
  readonly where?: string
}

/** What went wrong, each once; without what only followed. */
export function causesOf(verdicts: Verdicts): readonly Cause[] {
  const failed = verdicts.flatMap((verdict) =>
    'failure' in verdict && verdict.verdict !== 'skipped' && verdict.verdict !== 'taken-back' ? [verdict] : []
  )
  return [...new Set(failed.map(({ failure }) => failure))].map((failure) => {
    const regions = failed.flatMap((verdict) => (verdict.failure === failure ? [verdict.facts.region] : []))
    return { failure, ...(regions.length < verdicts.length && { where: regions.join(', ') }) }
  })
}

export const regionTable = (verdicts: Verdicts, timeline: Timeline): string =>
  table(
    ['Region', 'Verdict', 'Ran before', 'Runs now', 'Time'],
    verdicts.map(({ verdict, facts }) => {
      const { region, before } = facts
      const took = totalOf(timeline.filter((span) => span.region === region))
      return [prose(region), verdict, shown(versionText(before)), shown(versionText(facts)), durationText(took)]
    })
  )

const shown = (text: string | undefined): string => (text === undefined ? '' : code(text))
