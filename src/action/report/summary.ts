// The job summary: what was asked, how it ended, how long each stage took; on failure why, and the way out. Pure.
import type { Config } from '../../model/config.ts'
import { durationText } from '../../model/duration.ts'
import type { Reached } from '../../model/moment.ts'
import { countsText } from '../../model/scan.ts'
import { isGood, worstOf, type Facts, type Verdict, type Verdicts } from '../../model/verdict.ts'
import { code, prose, table } from './markdown.ts'
import { checkTable } from './checks.ts'
import { failureMarkdown } from './failure.ts'
import { previewMarkdown } from './preview.ts'
import { statusMarkdown } from './status.ts'
import { causesOf, regionTable } from './regions.ts'
import { longestOf, shorten, timedMoments } from './moments.ts'
import { totalOf, type Timeline } from '../log/timeline.ts'
import { versionText } from './version.ts'

/** What was asked for, as far as it is known. */
export interface Request {
  readonly name?: string
  readonly regions: readonly string[]
  readonly commit?: string
  readonly actor?: string
}

export interface Story {
  readonly asked: Request
  readonly verdicts: Verdicts
  readonly timeline: Timeline
  readonly reached: readonly Reached[]
  readonly config?: Pick<Config, 'health' | 'task' | 'rollout'>
}

/** GitHub drops a summary of more than 1 MiB. */
const mostBytes = 1_000_000

export function summaryOf(story: Story): string {
  const { asked, verdicts, timeline } = story
  const where = asked.regions.length === 0 ? '' : ` in ${prose(asked.regions.join(', '))}`
  const text = [
    `## ${asked.name === undefined ? 'Slipway' : prose(asked.name)}${where}: ${worstOf(verdicts).verdict}`,
    ...(verdicts.length === 1 ? oneRegion(story, verdicts[0]) : manyRegions(story)),
    ...(timeline.length === 0 ? [] : [timelineTable(timeline)])
  ]
    .filter((part) => part !== '')
    .join('\n\n')
  return cut(`${text}\n`, mostBytes)
}

const oneRegion = (story: Story, verdict: Verdict): readonly string[] => [
  ...('failure' in verdict ? failureMarkdown(verdict.failure) : []),
  ...('preview' in verdict ? [previewMarkdown(verdict.preview)] : []),
  ...('status' in verdict ? [statusMarkdown(verdict.status)] : []),
  ...('checks' in verdict ? [checkTable(verdict.checks)] : []),
  ...(verdict.facts.url === undefined ? [] : [`<${verdict.facts.url}>`]),
  factsTable(story.asked, verdict.facts),
  ...findingsOf([verdict]),
  ...releaseOf(story, verdict)
]

function manyRegions({ asked, verdicts, timeline }: Story): readonly string[] {
  const urls = new Set(verdicts.flatMap(({ facts }) => facts.url ?? []))
  return [
    ...causesOf(verdicts).flatMap(({ where, failure }) => failureMarkdown(failure, where)),
    regionTable(verdicts, timeline),
    ...[...urls].map((url) => `<${url}>`),
    factsTable(asked),
    ...findingsOf(verdicts),
    ...verdicts.flatMap((verdict) => ('status' in verdict ? [statusMarkdown(verdict.status)] : [])),
    ...verdicts.flatMap((verdict) =>
      'preview' in verdict ? [`### ${prose(verdict.facts.region)}`, previewMarkdown(verdict.preview)] : []
    ),
    ...verdicts.flatMap((verdict) =>
      'checks' in verdict ? [`### ${prose(verdict.facts.region)}`, checkTable(verdict.checks)] : []
    )
  ]
}

/** The image is the same one everywhere. */
function findingsOf(verdicts: readonly Verdict[]): readonly string[] {
  const findings = verdicts.flatMap((verdict) => verdict.facts.findings ?? [])[0]
  if (!findings) return []
  const head = `**Scan of the image**: ${countsText(findings)}`
  if (findings.worst.length === 0) return [head]
  const rows = findings.worst.map(({ name, severity, package: within = '', fixedIn = 'no fix is known' }) => [
    prose(name),
    severity.toLowerCase(),
    code(within),
    prose(fixedIn)
  ])
  return [head, table(['Finding', 'Severity', 'Package', 'Fixed in'], rows)]
}

/** @param facts absent: those of several regions stand in a table of their own. */
function factsTable(asked: Request, facts?: Facts): string {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Commit', asked.commit],
    ['Asked by', asked.actor],
    ['Ran before', versionText(facts?.before)],
    ['Tried', versionText(facts?.tried)],
    ['Runs now', versionText(facts)],
    ['Load balancer', facts?.loadBalancerDnsName]
  ]
  const known = rows.flatMap(([title, value]) => (value === undefined ? [] : [[title, code(value)]]))
  return known.length === 0 ? '' : table(['', ''], known)
}

/** When the release reached what, and what would have it reach sooner what took longest. */
function releaseOf({ timeline, reached, config }: Story, verdict: Verdict): readonly string[] {
  const begin = Math.min(...timeline.map(({ startedAt }) => startedAt))
  const moments = timedMoments(reached, begin, begin + totalOf(timeline))
  const longest = longestOf(moments)
  if (!longest) return []
  const rows = moments.map(({ title, after, took }) => [title, `+ ${durationText(after)}`, durationText(took)])
  const gotHealthy = isGood(verdict) || moments.some(({ moment }) => moment === 'all-healthy')
  const sooner = config && shorten(longest, { config, gotHealthy })
  const text = `Took longest to reach: ${longest.title} (${durationText(longest.took)}).`
  return [table(['Reached', 'At', 'Took'], rows), sooner === undefined ? text : `${text} ${prose(sooner)}`]
}

function timelineTable(timeline: Timeline): string {
  const begin = Math.min(...timeline.map(({ startedAt }) => startedAt))
  const many = timeline.some(({ region }) => region !== undefined)
  const where = (region: string | undefined): readonly string[] => (many ? [prose(region ?? '')] : [])
  const rows = timeline.map((span) => [
    ...where(span.region),
    prose(span.title),
    `+ ${durationText(span.startedAt - begin)}`,
    durationText(span.endedAt - span.startedAt),
    prose(span.result ?? 'not finished')
  ])
  return table(
    [...(many ? ['Region'] : []), 'Stage', 'Began', 'Took', 'Result'],
    [...rows, [...where(undefined), '**Total**', '', `**${durationText(totalOf(timeline))}**`, '']]
  )
}

const bytesOf = (text: string): number => Buffer.byteLength(text)

/** Cuts between characters, so that the rest is still UTF-8. */
function cut(text: string, most: number): string {
  if (bytesOf(text) <= most) return text
  const note = '\n\n(cut off; the rest is in the log)\n'
  const kept = Buffer.from(text).subarray(0, most - bytesOf(note))
  return kept.toString().replace(/\uFFFD+$/, '') + note
}
