// The last line of a region in the log: its verdict as the summary has it, and what runs. Pure.
import type { Preview } from '../../model/preview.ts'
import type { Verdict } from '../../model/verdict.ts'
import { versionText } from './version.ts'

/** `rolled-back (CRASH_LOOP): shop-app:2, shop@sha256:0123456789ab still runs`. */
export function endingText(verdict: Verdict): string {
  const name = 'failure' in verdict ? `${verdict.verdict} (${verdict.failure.code})` : verdict.verdict
  const more = moreOf(verdict)
  return more === undefined ? name : `${name}: ${more}`
}

function moreOf(verdict: Verdict): string | undefined {
  const { facts } = verdict
  if ('failure' in verdict) return runsText(verdict)
  if ('preview' in verdict) return plannedText(verdict.preview)
  if ('checks' in verdict) return 'nothing found that a deployment would fail by'
  if (verdict.verdict === 'destroyed') return undefined
  return facts.url ?? runsText(verdict)
}

const plannedText = ({ refused, hasChanges }: Preview): string =>
  refused ? 'a deployment would be refused' : hasChanges ? 'something would change' : 'nothing would change'

/** @returns undefined when it is not known. */
function runsText({ verdict, facts }: Verdict): string | undefined {
  const { before, taskDefinitionArn, hasChanges } = facts
  const now = versionText(facts)
  if (now !== undefined) {
    const isSame = taskDefinitionArn !== undefined && taskDefinitionArn === before?.taskDefinitionArn
    return `${now} ${isSame ? 'still runs' : 'runs'}`
  }
  if (verdict === 'rolled-back') return 'the earlier version still runs'
  if (before && versionText(before) === undefined) return 'nothing ran before'
  return hasChanges ? undefined : 'nothing was changed'
}
