// What `rollback` goes back to: a revision whose own record says that it was good, never a guess (docs/decisions/0017). Pure.
import type { Config } from '../model/config.ts'
import { Failure } from '../model/failure.ts'
import { namesOf } from '../model/names.ts'
import type { Current } from '../model/plan.ts'
import { recordOf } from '../model/record.ts'
import { imageOf, sameContent, type Revision } from '../model/revision.ts'

/** @param current with all ACTIVE revisions, and the image that `to` may be a tag of. @throws Failure INPUT_INVALID */
export function decideRollback(config: Config, current: Current, run: RunNumber): Revision {
  const { running } = current
  if (!running) throw nothingRuns(config, current)
  const active = current.kept.toSorted((a, b) => b.revision - a.revision)
  if (config.to === undefined) return before(running, active, config, run)
  const named = namedBy(config.to, active, current)
  const good = named.find((revision) => recordOf(revision).good)
  // One that is being brought back has its record only at the end.
  const known =
    good ?? named.find((revision) => revision.arn === running.arn && recordOf(revision).copyOf !== undefined)
  if (known) return known
  throw named[0] ? neverGood(named[0], active) : unknown(config.to, active, config)
}

/** What of `to` may be the tag of an image. */
export const tagIn = (to: string | undefined): string | undefined =>
  to !== undefined && /^\w[\w.-]{0,127}$/.test(to) ? to : undefined

export interface RunNumber {
  readonly id: string
}

/** The newest good one that is older than what runs; what a copy was made of counts, so that two steps back are two. */
function before(running: Revision, active: readonly Revision[], config: Config, run: RunNumber): Revision {
  const record = recordOf(running)
  const isCopy = record.copyOf !== undefined
  // A rollback that did not get to its end, or whose job is run again, goes on with what it began.
  if (isCopy && (!record.good || record.run?.replace(/-[^-]*$/, '') === run.id)) return running
  const number = record.copyOf ?? running.revision
  const found = active.find(
    (revision) =>
      recordOf(revision).good !== undefined &&
      (recordOf(revision).copyOf ?? revision.revision) < number &&
      !sameContent(revision.definition, running.definition)
  )
  if (found) return found
  throw new Failure({
    code: 'INPUT_INVALID',
    sentence: `There is no good revision before ${nameOf(running)} to go back to.`,
    remedy:
      `Deploy the commit that you want, or name another revision that was good in \`to\`. ` +
      `The newest ${config.name} revisions that were good stay; one without that record is not guessed to be good.`,
    evidence: goodOnes(active)
  })
}

const nameOf = ({ family, revision }: Revision): string => `${family}:${revision}`

/** Newest first. */
function namedBy(to: string, active: readonly Revision[], { image }: Current): readonly Revision[] {
  const byNumber = active.filter((revision) => [revision.arn, nameOf(revision), String(revision.revision)].includes(to))
  if (byNumber.length > 0) return byNumber
  const byCommit = active.filter((revision) => recordOf(revision).commit?.startsWith(to.toLowerCase()))
  if (byCommit.length > 0 && /^[0-9a-f]{7,40}$/i.test(to)) return byCommit
  return image ? active.filter(({ definition }) => imageOf(definition)?.endsWith(`@${image.digest}`)) : []
}

/** `shop-app:7 (commit c0ffee, run 55-1 of octocat, deployed 2026-01-01T00:00:00.000Z)`. */
export function tellRelease(revision: Revision): string {
  const { commit, run, actor, good } = recordOf(revision)
  const parts = [
    commit === undefined ? undefined : `commit ${commit}`,
    run === undefined ? undefined : `run ${run}${actor === undefined ? '' : ` of ${actor}`}`,
    good && `${good.verdict} ${good.time}`
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? nameOf(revision) : `${nameOf(revision)} (${parts.join(', ')})`
}

const goodOnes = (active: readonly Revision[]): readonly string[] =>
  active.filter((revision) => recordOf(revision).good).map((revision) => `was good: ${tellRelease(revision)}`)

const nothingRuns = (config: Config, { region }: Current): Failure =>
  new Failure({
    code: 'INPUT_INVALID',
    sentence: `There is no service ${namesOf(config).service} in ${region}, so there is nothing to go back from.`,
    remedy: 'Check `name` and `regions`; `command: deploy` makes the service.'
  })

const neverGood = (revision: Revision, active: readonly Revision[]): Failure =>
  new Failure({
    code: 'INPUT_INVALID',
    sentence: `Input \`to\` names ${tellRelease(revision)}, and no run has seen it serve well.`,
    remedy: 'Name one that was good, or deploy that commit: `rollback` does not guess.',
    evidence: goodOnes(active)
  })

const unknown = (to: string, active: readonly Revision[], config: Config): Failure =>
  new Failure({
    code: 'INPUT_INVALID',
    sentence: `Input \`to\` is ${to}, which is no revision, commit or image tag of a revision of ${namesOf(config).family} that was kept.`,
    remedy: 'Name one of those below, or deploy the commit: the images of older revisions may be gone.',
    evidence: goodOnes(active)
  })
