// Checks as lines of the log and as a Markdown table. Pure.
import type { Check } from '../../model/check.ts'
import { prose, table } from './markdown.ts'

const words: Readonly<Record<Check['at'], string>> = { ok: 'ok', 'not-ok': 'not ok', unknown: 'not known' }

/** What is wrong first. */
const order: readonly Check['at'][] = ['not-ok', 'unknown', 'ok']
const sorted = (checks: readonly Check[]): readonly Check[] =>
  checks.toSorted((a, b) => order.indexOf(a.at) - order.indexOf(b.at))

const remedyOf = (check: Check): string => ('remedy' in check ? check.remedy : '')

export function checkLines(checks: readonly Check[]): readonly string[] {
  const widest = Math.max(...Object.values(words).map((word) => word.length))
  return sorted(checks).flatMap((check) => [
    `${words[check.at].padEnd(widest)}  ${check.subject}: ${check.text}`,
    ...('remedy' in check ? [`${' '.repeat(widest)}  ${check.remedy}`] : [])
  ])
}

export const checkTable = (checks: readonly Check[]): string =>
  table(
    ['', 'What', 'Seen', 'What to do'],
    sorted(checks).map((check) => [
      check.at === 'not-ok' ? `**${words[check.at]}**` : words[check.at],
      prose(check.subject),
      prose(check.text),
      prose(remedyOf(check))
    ])
  )
