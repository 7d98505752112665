// The regions of a run: prepared side by side, rolled out to in waves, and what a failure in one means for the others.
import type { Failure } from '../model/failure.ts'
import { inRegion, type Step } from '../model/progress.ts'
import { versionKey } from '../model/release.ts'
import { mapSeveral, type Several } from '../model/several.ts'
import type { Facts, Verdict, Verdicts } from '../model/verdict.ts'
import { adopted } from './dns/adopted.ts'
import { openChecks } from './checks.ts'
import { factsBefore, factsUntouched } from './facts.ts'
import { merge, mergeAll } from './merge.ts'
import { isOver } from './poll.ts'
import { obstacleOf } from './obstacle.ts'
import { tellOthers } from './dns/others.ts'
import { beginRegion, releaseRegion, type Begun, type Planned } from './region.ts'
import { openSupply } from './image/supply.ts'
import { firstFailed, skipped, type FailedRegion } from './skip.ts'
import { takeBack } from './takeback.ts'
import type { Place } from './world.ts'

/** The same step in each region, all at once; what happens is said to be of a region where there are several. */
export async function* inEach<P extends Place, T>(
  places: Several<P>,
  step: (place: P, index: number) => Step<T>
): Step<Several<T>> {
  const results = yield* mergeAll(mapSeveral(places, (place, index) => told(places, place, step(place, index))))
  return mapSeveral(places, (_, index) => results[index] as T)
}

const told = <T>(all: Several<Place>, { config }: Place, step: Step<T>): Step<T> =>
  all.length > 1 ? inRegion(config.region, step) : step

/** @param waves indexes in the list, wave after wave. */
export async function* deployRegions(all: Several<Planned>, waves: readonly (readonly number[])[]): Step<Verdicts> {
  const policy = all[0].config.rollout.onRegionFailure
  const othersGoOn = policy === 'continue'
  const begun = yield* prepareRegions(all, othersGoOn)
  const ended = new Map<number, Verdict>()
  for (const [index, one] of begun.entries()) if (one.at === 'ended') ended.set(index, one.verdict)
  for (const wave of waves) {
    const turn = wave.filter((index) => !ended.has(index))
    const cause = causeOf(ended, othersGoOn)
    if (cause) turn.forEach((index) => ended.set(index, skipped(factsAt(begun, all, index), cause)))
    else yield* release(turn)
  }
  const cause = causeOf(ended, othersGoOn)
  if (policy === 'rollback-all' && cause && cause.failure.code !== 'CANCELLED') yield* takeAllBack(cause)
  yield* finishAdoption()
  const verdicts = verdictsNow()
  const [first] = all
  // One call more, which a run that deploys nothing can do without.
  const isNews = verdicts.some(({ verdict }) => verdict === 'deployed') && !first.world.cancelled.aborted
  if (isNews) yield* tellOthers(first, first.world)
  return verdicts

  /** Once all have ended. */
  function verdictsNow(): Verdicts {
    return mapSeveral(all, (_, index) => ended.get(index) as Verdict)
  }

  async function* release(turn: readonly number[]): Step<void> {
    const steps = turn.flatMap((index) => {
      const [planned, one] = [all[index], begun[index]]
      return planned && one?.at === 'ready' ? [end(index, planned, releaseRegion(planned, one))] : []
    })
    yield* mergeAll(steps)
  }

  async function* end(index: number, planned: Planned, step: Step<Verdict>): Step<void> {
    ended.set(index, yield* told(all, planned, step))
  }

  /** Of what the names had before, once a region serves that is not taken back any more. */
  async function* finishAdoption(): Step<void> {
    const index = verdictsNow().findIndex((verdict) => !('failure' in verdict))
    const [planned, verdict] = [all[index], ended.get(index)]
    if (planned && verdict) yield* end(index, planned, adopted(planned, verdict))
  }

  /** But what somebody else deployed meanwhile. */
  async function* takeAllBack(root: FailedRegion): Step<void> {
    // Where all ran the same, an earlier attempt of this run had come to its end.
    const isHalf = new Set(all.map(({ current: { running } }) => running && versionKey(running))).size > 1
    const steps = all.flatMap((planned, index) => {
      const verdict = ended.get(index)
      const isLeft = !verdict || verdict.verdict === 'skipped' || verdict.verdict === 'superseded'
      if (isLeft || begun[index]?.at !== 'ready') return []
      return [end(index, planned, takeBack(planned, verdict, root, isHalf))]
    })
    yield* mergeAll(steps)
  }
}

/** Image and platforms of all regions. Where one of them cannot be used, nothing is begun unless the others go on. */
async function* prepareRegions(all: Several<Planned>, othersGoOn: boolean): Step<readonly Begun[]> {
  const obstacles = all.map((planned) => obstacleOf(planned, planned.region.platform))
  const cause = firstFailed(all, obstacles)
  if (cause && (!othersGoOn || obstacles.every((failure) => failure)))
    return all.map((planned, index) => unbegun(planned, cause, obstacles[index]))
  const supply = openSupply(all, othersGoOn)
  const checks = openChecks(all, othersGoOn)
  obstacles.forEach((failure, index) => {
    if (failure) supply.of(index).stop(failure)
  })
  const steps = all.map((planned, index) =>
    told(all, planned, beginRegion({ ...planned, checks: () => checks.run(index) }, supply.of(index), obstacles[index]))
  )
  const [, begun] = yield* merge(supply.run(), mergeAll(steps))
  return withoutOthers(begun, checks.failedAt() ?? supply.failedAt())
}

/** Regions whose image another one could not bring, or that waited for its checks, have not failed themselves. */
function withoutOthers(begun: readonly Begun[], failedAt: number | undefined): readonly Begun[] {
  const root = failedAt === undefined ? undefined : begun[failedAt]
  if (root?.at !== 'ended' || !('failure' in root.verdict) || isOver(root.verdict.failure)) return begun
  const { failure, facts } = root.verdict
  return begun.map((one) =>
    one !== root && one.at === 'ended' && 'failure' in one.verdict && one.verdict.failure === failure
      ? { at: 'ended', verdict: skipped(one.verdict.facts, { failure, region: facts.region }) }
      : one
  )
}

/** Nothing was written anywhere. */
function unbegun(planned: Planned, cause: FailedRegion, failure: Failure | undefined): Begun {
  const before = { ...factsBefore(planned, planned.region), hasChanges: false }
  const facts = factsUntouched(before, planned.current.service)
  return { at: 'ended', verdict: failure ? { verdict: 'failed', failure, facts } : skipped(facts, cause) }
}

/** Why no further region is begun; undefined: they go on. */
function causeOf(ended: ReadonlyMap<number, Verdict>, othersGoOn: boolean): FailedRegion | undefined {
  for (const [, verdict] of [...ended].toSorted(([a], [b]) => a - b)) {
    if (!('failure' in verdict) || verdict.verdict === 'skipped') continue
    const { failure, facts } = verdict
    // Time is over for all of them.
    if (!othersGoOn || isOver(failure)) return { failure, region: facts.region }
  }
  return undefined
}

function factsAt(begun: readonly Begun[], all: Several<Planned>, index: number): Facts {
  const [one, planned] = [begun[index], all[index] ?? all[0]]
  const facts = one?.at === 'ready' ? one.facts : factsBefore(planned, planned.region)
  return factsUntouched(facts, planned.current.service)
}
