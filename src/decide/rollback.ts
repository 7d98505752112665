// What `rollback` goes back to: a revision whose own tags say that it was good, never a guess (docs/decisions/0017). Pure.
import type { Config } from '../model/config.ts'
import { asFailure, Failure, failureIn } from '../model/failure.ts'
import { namesOf } from '../model/names.ts'
import type { Current, Situation } from '../model/plan.ts'
import { releaseRecordOf, type RunNumber } from '../model/release-record.ts'
import { goodBefore, isOfRun, versionKey } from '../model/release.ts'
import { imageOf, revisionName, type Revision } from '../model/revision.ts'
import { mapSeveral, type Several } from '../model/several.ts'

/**
 * The same version in all regions: numbers are each region's own, and one that failed or was added later has others.
 * @param regions with all ACTIVE revisions, and the image that `to` may be a tag of.
 * @throws Failure INPUT_INVALID; of one region alone it names it, where there are several.
 */
export function decideRollback(regions: Several<Situation>, run: Pick<RunNumber, 'id'>): Several<Revision> {
  const versions = new Set(regions.map(({ current: { running } }) => running && versionKey(running)))
  const isBegun = regions.some(({ current: { running } }) => running && isUnfinished(running, run))
  const ways = mapSeveral(regions, ({ config, current }) => {
    try {
      return waysBack(config, current, isBegun || versions.size > 1)
    } catch (error) {
      throw failureIn(current.region, regions, asFailure(error))
    }
  })
  for (const each of ways[0]) {
    const same = ways.flatMap((way) => way.find((revision) => versionKey(revision) === versionKey(each)) ?? [])
    if (same.length === ways.length) return mapSeveral(ways, (_, index) => same[index] ?? each)
  }
  throw nowhereTheSame(regions, ways)
}

/** What may be gone back to, the best first: never none. @param mayStay where other regions run something else. */
function waysBack(config: Config, current: Current, mayStay: boolean): readonly Revision[] {
  const { running, kept } = current
  if (!running) throw nothingRuns(config, current)
  const active = kept.toSorted((a, b) => b.revision - a.revision)
  if (config.to === undefined) {
    const found = [...(mayStay && isKnown(running, running) ? [running] : []), ...goodBefore(running, active)]
    if (found.length === 0) throw nothingBefore(running, active)
    return found
  }
  const named = namedBy(config.to, active, current)
  const known = named.filter((revision) => isKnown(revision, running))
  if (known.length > 0) return known
  throw named[0] ? neverGood(named[0], active) : unknown(config.to, active, config)
}

/** To be good; one that is being brought back has its release record only at the end. */
const isKnown = (revision: Revision, running: Revision): boolean =>
  releaseRecordOf(revision).good !== undefined ||
  (revision.arn === running.arn && releaseRecordOf(revision).copyOf !== undefined)

/** A rollback that did not get to its end, or whose job is run again, goes on with what it began. */
function isUnfinished(running: Revision, run: Pick<RunNumber, 'id'>): boolean {
  const { copyOf, good } = releaseRecordOf(running)
  return copyOf !== undefined && (!good || isOfRun(running, run))
}

/** What of `to` may be the tag of an image. */
export const tagIn = (to: string | undefined): string | undefined =>
  to !== undefined && /^\w[\w.-]{0,127}$/.test(to) ? to : undefined

/** Newest first. */
function namedBy(to: string, active: readonly Revision[], { image }: Current): readonly Revision[] {
  const byNumber = active.filter((revision) =>
    [revision.arn, revisionName(revision), String(revision.revision)].includes(to)
  )
  if (byNumber.length > 0) return byNumber
  const byCommit = active.filter((revision) => releaseRecordOf(revision).commit?.startsWith(to.toLowerCase()))
  if (byCommit.length > 0 && /^[0-9a-f]{7,40}$/i.test(to)) return byCommit
  return image ? active.filter(({ definition }) => imageOf(definition)?.endsWith(`@${image.digest}`)) : []
}

/** `shop-app:7 (commit c0ffee, run 55-1 of octocat, deployed 2026-01-01T00:00:00.000Z)`. */
export function tellRelease(revision: Revision): string {
  const { commit, run, actor, good } = releaseRecordOf(revision)
  const parts = [
    commit === undefined ? undefined : `commit ${commit}`,
    run === undefined ? undefined : `run ${run}${actor === undefined ? '' : ` of ${actor}`}`,
    good && `${good.verdict} ${good.time}`
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? revisionName(revision) : `${revisionName(revision)} (${parts.join(', ')})`
}

const goodOnes = (active: readonly Revision[]): readonly string[] =>
  active.filter((revision) => releaseRecordOf(revision).good).map((revision) => `was good: ${tellRelease(revision)}`)

const nothingBefore = (running: Revision, active: readonly Revision[]): Failure =>
  new Failure({
    code: 'INPUT_INVALID',
    sentence: `There is no good revision before ${revisionName(running)} to go back to.`,
    remedy:
      'Deploy the commit that you want, or name another revision in `to`: one of those that were good, if there are any.',
    evidence: goodOnes(active)
  })

function nowhereTheSame(regions: Several<Situation>, ways: Several<readonly Revision[]>): Failure {
  const { to } = regions[0].config
  return new Failure({
    code: 'INPUT_INVALID',
    sentence:
      to === undefined
        ? 'There is no version to go back to that was good in all of these regions.'
        : `Input \`to\` is ${to}, which is not the same version in all of these regions.`,
    remedy:
      'Name a commit or an image tag of a version that all of them had, or go back in some of them: name those in `regions`.',
    evidence: regions.flatMap(({ current: { region } }, index) =>
      (ways[index] ?? []).map((revision) => `in ${region}: ${tellRelease(revision)}`)
    )
  })
}

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
    remedy: 'Name one of those that are listed, or deploy the commit: the images of older revisions may be gone.',
    evidence: goodOnes(active)
  })
