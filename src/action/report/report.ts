// How a run is told to GitHub: outputs, summary, one annotation, exit code. Written on success and on failure.
import * as core from '@actions/core'
import { asFailure, type Failure } from '../../model/failure.ts'
import type { Configs } from '../../model/config.ts'
import { dockerfileOf } from '../../model/image.ts'
import { isGood, stopOf, worstOf, type Verdict, type Verdicts } from '../../model/verdict.ts'
import { mapSeveral } from '../../model/several.ts'
import type { Announce } from '../github/announce.ts'
import { checkLines } from './checks.ts'
import { endingText } from './ending.ts'
import { failureLines } from './failure.ts'
import { linesOf } from '../log/line.ts'
import { concealAll } from '../secrecy/conceal.ts'
import type { Log } from '../log/log.ts'
import { outputValuesOf } from './outputs.ts'
import { previewLines } from './preview.ts'
import { sourceLineIn, sourceLineOf, type SourceFile, type Sources } from './source-line.ts'
import { readInputs } from '../inputs.ts'
import { causesOf } from './regions.ts'
import { usualConfigFile } from '../parse/config-file.ts'
import { present } from '../../model/present.ts'
import type { Runner } from '../runner.ts'
import { statusLines } from './status.ts'
import { summaryOf } from './summary.ts'
import { readWorkspaceFile } from '../parse/workspace-file.ts'

export interface Telling {
  readonly runner: Pick<Runner, 'commit' | 'actor' | 'summaryPath' | 'workspace' | 'workflowPath'>
  readonly log: Pick<Log, 'print' | 'hide' | 'timeline' | 'reached'>
  /** Absent when the settings had mistakes. */
  readonly configs?: Configs
  readonly announce?: Announce
}

export async function report(ended: Verdicts, { runner, log, configs, announce }: Telling): Promise<void> {
  const verdicts = concealAll(ended, log.hide)
  if (!isGood(worstOf(verdicts))) process.exitCode = 1
  const timeline = log.timeline()
  tell(verdicts, log, sourcesOf(runner, configs))
  for (const [name, value] of Object.entries(outputValuesOf(verdicts, timeline))) core.setOutput(name, value)
  await summarize(verdicts, { runner, log, ...(configs && { configs }) })
  await announce?.(verdicts, log.hide)
}

async function summarize(verdicts: Verdicts, { runner, log, configs }: Telling): Promise<void> {
  // Outside of a runner there is nowhere to write it to, and the library throws.
  if (runner.summaryPath === undefined) return
  const config = configs?.[0]
  const asked = {
    regions: (configs ?? []).map(({ region }) => region),
    ...present({ name: config?.name, commit: runner.commit, actor: runner.actor })
  }
  await core.summary
    .addRaw(
      log.hide(
        summaryOf({ asked, verdicts, timeline: log.timeline(), reached: log.reached(), ...(config && { config }) })
      )
    )
    .write()
}

function sourcesOf({ workspace, workflowPath }: Telling['runner'], configs: Telling['configs']): Sources {
  const read = (path: string | undefined): SourceFile | undefined => {
    const found = path === undefined ? undefined : readWorkspaceFile(workspace, path)
    return path !== undefined && found?.at === 'there' ? { path, text: found.text } : undefined
  }
  const [config, workflow] = [read(readInputs().given.config?.trim() ?? usualConfigFile), read(workflowPath)]
  const source = configs?.[0].source
  return {
    ...(config && { config }),
    ...(workflow && { workflow }),
    ...(source?.from === 'build' && { dockerfile: dockerfileOf(source) })
  }
}

/** Of a run in several regions each line begins with the name of the region, or of those, that it is of. */
const headed = (region: string | undefined, lines: readonly string[]): readonly string[] =>
  region === undefined ? lines : lines.flatMap(linesOf).map((line) => `${region}: ${line}`)

/** Causes first, then what was asked for, then how each region ended. */
function tell(verdicts: Verdicts, log: Telling['log'], sources: Sources): void {
  const isOne = verdicts.length === 1
  const tellOf = ({ facts }: Verdict, lines: readonly string[]): void => {
    log.print(headed(isOne ? undefined : facts.region, lines))
  }
  causesOf(verdicts).forEach(({ failure, where }) => {
    tellFailure(failure, where, log, sources)
  })
  for (const verdict of verdicts) {
    if ('checks' in verdict) tellOf(verdict, checkLines(verdict.checks))
    if ('preview' in verdict) tellOf(verdict, previewLines(verdict.preview))
    if ('status' in verdict) tellOf(verdict, statusLines(verdict.status, isOne))
  }
  for (const verdict of verdicts) tellOf(verdict, [endingText(verdict)])
}

/** What was thrown instead of a verdict: nothing was begun in any region. */
export async function reportFailure(thrown: unknown, telling: Telling): Promise<void> {
  const failure = asFailure(thrown)
  // Looking writes nothing; whatever came after it may have.
  const hasChanges = telling.log.timeline().some(({ stage }) => stage !== 'observe' && stage !== 'checks')
  const ended = (region: string): Verdict => ({
    verdict: stopOf(failure),
    failure,
    facts: { region, hasChanges }
  })
  const { configs } = telling
  await report(configs ? mapSeveral(configs, ({ region }) => ended(region)) : [ended('')], telling)
}

/** @param where the regions that it is of; absent: there is only one, or it is of all. */
function tellFailure(failure: Failure, where: string | undefined, log: Telling['log'], sources: Sources): void {
  const { annotation, more } = failureLines(failure)
  const line = sourceLineOf(failure, sources)
  core.error(log.hide(headed(where, annotation).join('\n')), { title: failure.code, ...line })
  // Of several mistakes the first has the annotation above; each of the others is shown at its own line.
  for (const mistake of failure.code === 'INPUT_INVALID' ? failure.evidence : []) {
    const other = sourceLineIn(mistake, sources)
    const isNew = other?.file !== line?.file || other?.startLine !== line?.startLine
    if (other && isNew) core.error(log.hide(mistake), { title: failure.code, ...other })
  }
  log.print(headed(where, more))
  for (let cause = failure.cause; cause instanceof Error; cause = cause.cause)
    core.debug(log.hide(cause.stack ?? cause.message))
}
