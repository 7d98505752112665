// Which ACTIVE revisions are of no use any more (docs/decisions/0017). Pure.
import { releaseRecordOf } from './release-record.ts'
import type { Revision } from './revision.ts'

export interface Keeping {
  /** ACTIVE ones of ours, newest first. */
  readonly active: readonly Revision[]
  /** ARNs of what the service has, now or still. */
  readonly used: readonly string[]
  /** Good ones to keep. */
  readonly most: number
  /** The number of what serves: what is newer may be of a run that has just registered it. */
  readonly below: number
}

/** Good ones beyond the newest, and what never came to be good. */
export function uselessOf({ active, used, most, below }: Keeping): readonly Revision[] {
  const good = active.filter((revision) => releaseRecordOf(revision).good || used.includes(revision.arn))
  const kept = new Set(good.slice(0, most).map(({ arn }) => arn))
  return active.filter(({ arn, revision }) => !kept.has(arn) && !used.includes(arn) && revision < below)
}
