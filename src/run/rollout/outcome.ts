// How a rollout that was watched ended, and how it is told why.
import type { Strategy } from '../../model/config.ts'
import { Failure, retold } from '../../model/failure.ts'
import { present } from '../../model/present.ts'
import { arnName } from '../../model/names.ts'
import { bakeOf } from '../../model/timing.ts'
import type { Said } from './judge.ts'

export type Outcome =
  { readonly at: 'finished' } | { readonly at: 'rolled-back' | 'failed' | 'superseded'; readonly failure: Failure }

/** In ECS's own word. */
export const outcomeText = ({ at }: Outcome): string => (at === 'finished' ? 'completed' : at)

/** While ECS is on its way back. */
export function backText({ reason, alarms }: Said): string {
  const why = alarms ? `the alarm ${alarms.join(', ')} went off` : reason
  return `ECS goes back to the earlier version${why ? `: ${why}` : ''}`
}

/** @param by ARN of what is rolled out instead. */
export const superseded = (by: string): Failure =>
  new Failure({
    code: 'SUPERSEDED',
    sentence: `Somebody started a newer deployment over this one; ${arnName(by)} is rolled out now.`,
    remedy: 'Look at the run that started it. With a `concurrency` group in the workflow, runs wait for one another.'
  })

/** @param problem of the earlier version, once ECS is back at it. */
export function explained(cause: Failure, problem: string | undefined): Failure {
  if (problem === undefined) return cause
  const more = `ECS went back, but the earlier version is not healthy: ${problem}.`
  return retold(cause, { sentence: `${cause.sentence} ${more}` })
}

/** We stop watching. @param last what was told last; empty: nothing. @param cause what was seen until then. */
export function interrupted(failure: Failure, strategy: Strategy, last: string, cause: Failure): Failure {
  const { code, sentence, remedy } = failure
  const now = last === '' ? '' : ` It was at: ${last.replace(/\.$/, '')}.`
  const waits = code === 'TIMED_OUT' ? bakeOf(strategy) : undefined
  const more = waits ? ` The waits of \`strategy: ${strategy.kind}\` alone take ${waits.sum} s.` : ''
  const { evidence, logLink } = cause
  const seen = { evidence, ...present({ logLink }) }
  return code === 'TIMED_OUT' && cause.code !== 'ROLLED_BACK'
    ? retold(failure, { sentence: `${sentence}${now} ${cause.sentence}`, remedy: cause.remedy, ...seen })
    : retold(failure, { sentence: sentence + now, remedy: remedy + more, ...seen })
}
