// A run in several regions, told as one: a table of them, and each failure once. Pure.
import { durationText } from '../model/duration.ts'
import type { Verdict, Verdicts } from '../model/verdict.ts'
import { code, prose, table } from './markdown.ts'
import { versionText } from './version.ts'
import { totalOf, type Timeline } from './timeline.ts'

type Failed = Extract<Verdict, { readonly failure: unknown }>

/** Where something went wrong, without those that only followed; of several that share it, the first. */
export function failedOf(verdicts: Verdicts): readonly Failed[] {
  const failed = verdicts.filter((verdict): verdict is Failed => 'failure' in verdict)
  const causes = failed.filter(({ verdict }) => verdict !== 'skipped' && verdict !== 'taken-back')
  return causes.filter(({ failure }, index) => causes.findIndex((other) => other.failure === failure) === index)
}

/** `eu-west-1: deployed: https://shop.example`. */
export const regionLines = (verdicts: Verdicts): readonly string[] =>
  verdicts.map((verdict) => {
    const { region, url } = verdict.facts
    return [region, verdict.verdict, 'failure' in verdict ? verdict.failure.code : url].filter(isKnown).join(': ')
  })

export const regionTable = (verdicts: Verdicts, timeline: Timeline): string =>
  table(
    ['Region', 'Verdict', 'Before', 'After', 'Time'],
    verdicts.map(({ verdict, facts }) => {
      const { region, before } = facts
      const took = totalOf(timeline.filter((span) => span.region === region))
      return [prose(region), verdict, shown(versionText(before)), shown(versionText(facts)), durationText(took)]
    })
  )

const isKnown = <T>(value: T | undefined): value is T => value !== undefined
const shown = (text: string | undefined): string => (text === undefined ? '' : code(text))
