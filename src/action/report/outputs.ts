// The outputs: one list, for action.yml, the README and the report.
import { goodVerdicts, worstOf, type Facts, type Verdict, type Verdicts } from '../../model/verdict.ts'
import { present } from '../../model/present.ts'
import { foundIn } from './found.ts'
import { previewMarkdown } from './preview.ts'
import { secondsOf, type Timeline } from '../log/timeline.ts'

export const outputs = {
  verdict: `How it ended; green are ${goodVerdicts.map((verdict) => `\`${verdict}\``).join(', ')}, and nothing else.`,
  'failure-code': 'What went wrong, as a word of docs/failures.md; empty when nothing did.',
  url: 'Where the site answers.',
  image: 'The image that runs, by digest.',
  digest: "The image's digest.",
  'task-definition-arn': 'The revision that runs.',
  'service-arn': 'The ECS service.',
  'cluster-arn': 'The ECS cluster.',
  'load-balancer-dns-name': "The load balancer's own name.",
  'has-changes': 'Whether anything in AWS was written, or with `plan` would be: `true` or `false`.',
  plan: 'With `command: plan`, what a deployment would do, as Markdown.',
  found: 'With `command: status`, what somebody should look at, as a Markdown list; empty when there is nothing.',
  result: 'How each region ended, what is known of it, and its stages with their times, as JSON.'
} as const

export type OutputName = keyof typeof outputs
export type OutputValues = Readonly<Partial<Record<OutputName, string>>>

export const verdictTexts = {
  deployed: 'Our revision is the primary one, every wanted task runs it, every target is healthy, the URL answers.',
  unchanged: 'All that was asked for is already so, and healthy.',
  planned: 'With `command: plan`: it is known what a deployment would do, and nothing was done.',
  restored:
    'With `command: rollback`: the revision that was good serves again, every target is healthy, the URL answers.',
  reported:
    'With `command: status`: what runs was read and told, whatever it is. With `verify`: nothing was found that a deployment would fail by.',
  destroyed: 'With `command: destroy`: nothing is left but what was to be kept.',
  'rolled-back': 'Our revision failed; ECS is serving the earlier one again.',
  failed: 'It failed; the last line of the log says what runs, where that is known.',
  superseded: 'Somebody started a newer deployment over ours.',
  'timed-out': 'We stopped watching; the message says what was still going on and what was undone.',
  cancelled: 'The run was cancelled; the message says what was still going on and what was undone.',
  'taken-back':
    'Another region failed, and with `on-region-failure: rollback-all` this one runs its earlier version again.',
  skipped: 'Another region failed before this one was begun; it runs what it ran.'
} as const satisfies Readonly<Record<Verdict['verdict'], string>>

const ofFacts = (facts: Facts): OutputValues => ({
  ...present({
    url: facts.url,
    image: facts.image,
    digest: facts.digest,
    'task-definition-arn': facts.taskDefinitionArn,
    'service-arn': facts.serviceArn,
    'cluster-arn': facts.clusterArn,
    'load-balancer-dns-name': facts.loadBalancerDnsName
  }),
  'has-changes': String(facts.hasChanges)
})

/** Of plans without secrets (conceal.ts). With several regions single values are the first one's, the end is the worst one's. */
export function outputValuesOf(verdicts: Verdicts, timeline: Timeline): OutputValues {
  const [first] = verdicts
  const plans = verdicts.flatMap((verdict) => {
    if (!('preview' in verdict)) return []
    const text = previewMarkdown(verdict.preview)
    return [verdicts.length === 1 ? text : `### ${verdict.facts.region}\n\n${text}`]
  })
  const statuses = verdicts.flatMap((verdict) => ('status' in verdict ? [verdict.status] : []))
  const isPlan = plans.length === verdicts.length
  // Before the settings are known there is no region to speak of.
  const known = verdicts.filter(({ facts }) => facts.region !== '')
  return {
    ...endOf(worstOf(verdicts)),
    ...ofFacts(first.facts),
    'has-changes': String(verdicts.some(({ facts }) => facts.hasChanges)),
    ...(statuses.length > 0 && { found: foundIn(statuses) }),
    ...(isPlan && { plan: plans.join('\n\n') }),
    result: JSON.stringify(
      Object.fromEntries(known.map((verdict) => [verdict.facts.region, toldOf(verdict, timeline)]))
    )
  }
}

const endOf = (verdict: Verdict): OutputValues => ({
  verdict: verdict.verdict,
  ...('failure' in verdict && { 'failure-code': verdict.failure.code })
})

/** One region in `result`; what was done once for all of them is each one's. */
const toldOf = (verdict: Verdict, timeline: Timeline) => ({
  ...endOf(verdict),
  ...ofFacts(verdict.facts),
  'has-changes': verdict.facts.hasChanges,
  ...(verdict.facts.findings && { findings: verdict.facts.findings }),
  ...('preview' in verdict && { plan: verdict.preview }),
  ...('status' in verdict && { status: verdict.status }),
  ...('checks' in verdict && { checks: verdict.checks }),
  stages: timeline
    .filter(({ region }) => region === undefined || region === verdict.facts.region)
    .map((span) => ({
      stage: span.stage,
      started: new Date(span.startedAt).toISOString(),
      ended: new Date(span.endedAt).toISOString(),
      seconds: secondsOf(span)
    }))
})
