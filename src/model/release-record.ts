// What the tags of a revision tell of it: what was deployed, by whom, and whether it was good. `rollback` and `status` go
// by them, and a revision without a release record is never taken for a good one.
import { present } from './present.ts'

export interface Origin {
  readonly commit?: string
  /** Of the run that registered it. */
  readonly run?: string
  readonly actor?: string
  /** The number of the revision that it is a copy of. */
  readonly copyOf?: number
}

export interface Good {
  /** `deployed` by a deployment, `restored` by a rollback. */
  readonly verdict: 'deployed' | 'restored'
  /** When: ISO 8601. */
  readonly time: string
}

export interface ReleaseRecord extends Origin {
  /** Absent: no run of ours has seen it serve well. */
  readonly good?: Good
}

/** Of GitHub: a run that is tried again keeps its id. */
export interface RunNumber {
  readonly id: string
  readonly attempt: string
}

/** `<run id>-<attempt>`. */
export const runName = ({ id, attempt }: RunNumber): string => `${id}-${attempt}`

type Tags = Readonly<Record<string, string>>

export const originTags = ({ commit, run, actor, copyOf }: Origin): Tags => ({
  ...(commit !== undefined && { 'slipway:commit': tagValue(commit) }),
  ...(run !== undefined && { 'slipway:run': tagValue(run) }),
  ...(actor !== undefined && { 'slipway:actor': tagValue(actor) }),
  ...(copyOf !== undefined && { 'slipway:copy-of': String(copyOf) })
})

export const goodTags = ({ verdict, time }: Good): Tags => ({ 'slipway:verdict': verdict, 'slipway:time': time })

export function releaseRecordOf({ tags }: { readonly tags: Tags }): ReleaseRecord {
  const commit = tags['slipway:commit']
  const run = tags['slipway:run']
  const actor = tags['slipway:actor']
  const copyOf = Number(tags['slipway:copy-of'])
  const verdict = tags['slipway:verdict']
  const time = tags['slipway:time']
  return {
    ...present({ commit, run, actor }),
    ...(Number.isInteger(copyOf) && { copyOf }),
    ...((verdict === 'deployed' || verdict === 'restored') && time !== undefined && { good: { verdict, time } })
  }
}

/** AWS refuses other characters in a tag's value, and more of them; what they would say is kept as far as it goes. */
export const reduceTagValue = (text: string): string =>
  text
    .replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]+/gu, '-')
    .trim()
    .slice(0, 256)

/** `dependabot[bot]` as `dependabot-bot`. */
const tagValue = (text: string): string => reduceTagValue(text).replace(/^-+|-+$/g, '')
