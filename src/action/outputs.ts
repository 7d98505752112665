// The outputs: one list, for action.yml, the README and the report.
import type { Facts, Verdict } from '../model/verdict.ts'
import { planMarkdown } from './plan.ts'
import { secondsOf, type Timeline } from './timeline.ts'

export const outputs = {
  verdict: 'How it ended; only `deployed`, `unchanged` and `planned` are green.',
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
  result: 'All of the above for each region, with times, as JSON.'
} as const

export type OutputName = keyof typeof outputs
export type OutputValues = Readonly<Partial<Record<OutputName, string>>>

export const verdicts = {
  deployed: 'Our revision is the primary one, every wanted task runs it, every target is healthy, the URL answers.',
  unchanged: 'All that was asked for is already so, and healthy.',
  planned: 'With `command: plan`: it is known what a deployment would do, and nothing was done.',
  'rolled-back': 'Our revision failed; ECS is serving the earlier one again.',
  failed: 'It failed, and nothing (or not all) serves.',
  superseded: 'Somebody started a newer deployment over ours.',
  'timed-out': 'We stopped watching; the message says what was still going on and what was undone.',
  cancelled: 'The run was cancelled; the message says what was still going on and what was undone.'
} as const satisfies Readonly<Record<Verdict['verdict'], string>>

const ofFacts = (facts: Facts): OutputValues => ({
  ...(facts.url !== undefined && { url: facts.url }),
  ...(facts.image !== undefined && { image: facts.image }),
  ...(facts.digest !== undefined && { digest: facts.digest }),
  ...(facts.taskDefinitionArn !== undefined && { 'task-definition-arn': facts.taskDefinitionArn }),
  ...(facts.serviceArn !== undefined && { 'service-arn': facts.serviceArn }),
  ...(facts.clusterArn !== undefined && { 'cluster-arn': facts.clusterArn }),
  ...(facts.loadBalancerDnsName !== undefined && { 'load-balancer-dns-name': facts.loadBalancerDnsName }),
  'has-changes': String(facts.hasChanges)
})

/** Of a plan without secrets (conceal.ts). */
export function outputsOf(verdict: Verdict, timeline: Timeline): OutputValues {
  const single: OutputValues = {
    verdict: verdict.verdict,
    ...('failure' in verdict && { 'failure-code': verdict.failure.code }),
    ...ofFacts(verdict.facts),
    ...('preview' in verdict && { plan: planMarkdown(verdict.preview) })
  }
  const stages = timeline.map((span) => ({
    stage: span.stage,
    started: new Date(span.startedAt).toISOString(),
    ended: new Date(span.endedAt).toISOString(),
    seconds: secondsOf(span)
  }))
  // Before the settings are known there is no region to speak of.
  const told = {
    ...single,
    'has-changes': verdict.facts.hasChanges,
    ...('preview' in verdict && { plan: verdict.preview }),
    stages
  }
  const regions = verdict.facts.region === '' ? {} : { [verdict.facts.region]: told }
  return { ...single, result: JSON.stringify(regions) }
}
