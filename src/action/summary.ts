// The job summary: what was asked, how it ended, how long each stage took; on failure why, and the way out. Pure.
import type { Config } from '../model/config.ts'
import { durationText } from '../model/duration.ts'
import type { Failure } from '../model/failure.ts'
import type { Reached } from '../model/moment.ts'
import { isGood, type Facts, type Verdict } from '../model/verdict.ts'
import { block, code, prose, table } from './markdown.ts'
import { planMarkdown } from './plan.ts'
import { longestOf, shorten, stepsOf } from './steps.ts'
import { totalOf, type Timeline } from './timeline.ts'

/** What was asked for, as far as it is known. */
export interface Request {
  readonly name?: string
  readonly region?: string
  readonly commit?: string
  readonly actor?: string
}

export interface Story {
  readonly asked: Request
  readonly verdict: Verdict
  readonly timeline: Timeline
  readonly reached: readonly Reached[]
  readonly config?: Pick<Config, 'health' | 'task' | 'rollout'>
}

/** GitHub drops a summary of more than 1 MiB. */
const mostBytes = 1_000_000
/** Evidence is cut first: the end of a log tells more than its start. */
const mostEvidenceBytes = 500_000

export function summaryOf(story: Story): string {
  const { asked, verdict, timeline } = story
  const where = asked.region === undefined ? '' : ` in ${prose(asked.region)}`
  const text = [
    `## ${asked.name === undefined ? 'Slipway' : prose(asked.name)}${where}: ${verdict.verdict}`,
    ...('failure' in verdict ? failureOf(verdict.failure) : []),
    ...('preview' in verdict ? [planMarkdown(verdict.preview)] : []),
    ...(verdict.facts.url === undefined ? [] : [`<${verdict.facts.url}>`]),
    factsOf(asked, verdict.facts),
    ...releaseOf(story),
    ...(timeline.length === 0 ? [] : [timelineOf(timeline)])
  ]
    .filter((part) => part !== '')
    .join('\n\n')
  return cut(`${text}\n`, mostBytes)
}

/** Mistakes in the settings are their own evidence: the sentence has them already. */
export const evidenceOf = ({ evidence, sentence }: Failure): readonly string[] =>
  evidence.every((line) => sentence.includes(line)) ? [] : evidence

function failureOf(failure: Failure): readonly string[] {
  const seen = evidenceOf(failure)
  return [
    `**${failure.code}**: ${prose(failure.sentence)}`,
    `**What to do**: ${prose(failure.remedy)}`,
    ...(seen.length === 0 ? [] : [block(newest(seen, mostEvidenceBytes))]),
    ...(failure.logLink === undefined ? [] : [`[The whole log in the console](${failure.logLink})`])
  ]
}

function factsOf(asked: Request, facts: Facts): string {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Commit', asked.commit],
    ['Asked by', asked.actor],
    ['Before', versionOf(facts.before?.taskDefinitionArn, facts.before?.image)],
    ['Tried', versionOf(facts.tried?.taskDefinitionArn, facts.tried?.image)],
    ['After', versionOf(facts.taskDefinitionArn, facts.image)],
    ['Load balancer', facts.loadBalancerDnsName]
  ]
  const known = rows.flatMap(([title, value]) => (value === undefined ? [] : [[title, code(value)]]))
  return known.length === 0 ? '' : table(['', ''], known)
}

/** `shop-app:7, shop@sha256:0123456789ab`: enough to tell versions apart. */
function versionOf(taskDefinition: string | undefined, image: string | undefined): string | undefined {
  const revision = taskDefinition?.split('/').at(-1)
  const short = image
    ?.split('/')
    .at(-1)
    ?.replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/, '$1')
  const known = [revision, short].filter((part) => part !== undefined)
  return known.length === 0 ? undefined : known.join(', ')
}

/** When the release reached what, and what would make its longest step shorter. */
function releaseOf({ timeline, reached, verdict, config }: Story): readonly string[] {
  const begin = Math.min(...timeline.map(({ startedAt }) => startedAt))
  const steps = stepsOf(reached, begin, begin + totalOf(timeline))
  const longest = longestOf(steps)
  if (!longest) return []
  const rows = steps.map(({ title, after, took }) => [title, `+ ${durationText(after)}`, durationText(took)])
  const shorter = config && shorten(longest, { config, isGood: isGood(verdict) })
  const text = `The longest step ended with: ${longest.title} (${durationText(longest.took)}).`
  return [table(['Reached', 'After', 'Took'], rows), shorter === undefined ? text : `${text} ${prose(shorter)}`]
}

function timelineOf(timeline: Timeline): string {
  const begin = Math.min(...timeline.map(({ startedAt }) => startedAt))
  const rows = timeline.map((span) => [
    prose(span.title),
    `+ ${durationText(span.startedAt - begin)}`,
    durationText(span.endedAt - span.startedAt),
    prose(span.result ?? 'not finished')
  ])
  return table(
    ['Stage', 'Began', 'Took', 'Result'],
    [...rows, ['**Total**', '', `**${durationText(totalOf(timeline))}**`, '']]
  )
}

const bytesOf = (text: string): number => Buffer.byteLength(text)

function newest(lines: readonly string[], most: number): readonly string[] {
  const kept: string[] = []
  let bytes = 0
  for (const line of lines.toReversed()) {
    bytes += bytesOf(line) + 1
    if (bytes > most) return [`(${lines.length - kept.length} earlier lines are in the log)`, ...kept.toReversed()]
    kept.push(line)
  }
  return lines
}

/** Cuts between characters, so that the rest is still UTF-8. */
function cut(text: string, most: number): string {
  if (bytesOf(text) <= most) return text
  const note = '\n\n(cut off; the rest is in the log)\n'
  const kept = Buffer.from(text).subarray(0, most - bytesOf(note))
  return kept.toString().replace(/\uFFFD+$/, '') + note
}
