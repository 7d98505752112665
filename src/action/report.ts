// How a run is told to GitHub: outputs, summary, one annotation, exit code. Written on success and on failure.
import * as core from '@actions/core'
import { asFailure, type Failure, type FailureCode } from '../model/failure.ts'
import type { Config } from '../model/config.ts'
import { isGood, type Facts, type Verdict } from '../model/verdict.ts'
import { conceal } from './conceal.ts'
import type { Log } from './log.ts'
import { outputsOf } from './outputs.ts'
import { planLines } from './plan.ts'
import type { Runner } from './runner.ts'
import { evidenceOf, summaryOf } from './summary.ts'

export interface Telling {
  readonly runner: Pick<Runner, 'commit' | 'actor' | 'summaryPath'>
  readonly log: Pick<Log, 'print' | 'hide' | 'timeline' | 'reached'>
  /** Absent when the settings had mistakes. */
  readonly config?: Config
}

export async function report(ended: Verdict, { runner, log, config }: Telling): Promise<void> {
  const verdict = 'preview' in ended ? { ...ended, preview: conceal(ended.preview, log.hide) } : ended
  if (!isGood(verdict)) process.exitCode = 1
  const timeline = log.timeline()
  if ('failure' in verdict) tellFailure(verdict.failure, log)
  else if ('preview' in verdict) log.print(planLines(verdict.preview))
  else log.print([`${verdict.verdict}${verdict.facts.url === undefined ? '' : `: ${verdict.facts.url}`}`])
  for (const [name, value] of Object.entries(outputsOf(verdict, timeline))) core.setOutput(name, value)
  // Outside of a runner there is nowhere to write it to, and the library throws.
  if (runner.summaryPath === undefined) return
  const region = config?.regions[0]
  const asked = {
    ...(config && { name: config.name }),
    ...(region !== undefined && { region }),
    ...(runner.commit !== undefined && { commit: runner.commit }),
    ...(runner.actor !== undefined && { actor: runner.actor })
  }
  await core.summary
    .addRaw(log.hide(summaryOf({ asked, verdict, timeline, reached: log.reached(), ...(config && { config }) })))
    .write()
}

/** Codes that say how a run ended; all the others are failures. */
const verdicts: Readonly<Partial<Record<FailureCode, 'rolled-back' | 'superseded' | 'timed-out' | 'cancelled'>>> = {
  ROLLED_BACK: 'rolled-back',
  SUPERSEDED: 'superseded',
  TIMED_OUT: 'timed-out',
  CANCELLED: 'cancelled'
}

/** What was thrown instead of a verdict. */
export async function reportFailure(thrown: unknown, telling: Telling, facts?: Facts): Promise<void> {
  const failure = asFailure(thrown)
  const known: Facts = facts ?? {
    region: telling.config?.regions[0] ?? '',
    // Looking writes nothing; whatever came after it may have.
    hasChanges: telling.log.timeline().some(({ stage }) => stage !== 'observe')
  }
  await report({ verdict: verdicts[failure.code] ?? 'failed', failure, facts: known }, telling)
}

function tellFailure(failure: Failure, log: Telling['log']): void {
  const seen = evidenceOf(failure)
  if (seen.length > 0) log.print(['What was seen:', ...seen.map((line) => `  ${line}`)])
  if (failure.logLink !== undefined) log.print([`The whole log in the console: ${failure.logLink}`])
  core.error(log.hide(`${failure.sentence}\n${failure.remedy}`), { title: failure.code })
  for (let cause = failure.cause; cause instanceof Error; cause = cause.cause)
    core.debug(log.hide(cause.stack ?? cause.message))
}
