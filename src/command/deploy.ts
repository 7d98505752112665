// `command: deploy`.
import { decideDeploy } from '../decide/deploy.ts'
import { dueChecks } from '../decide/due.ts'
import { decidePreview } from '../decide/preview.ts'
import { checksOf, countText, failureOfChecks } from '../decide/verify.ts'
import type { RegionPlan } from '../model/plan.ts'
import { present } from '../model/present.ts'
import type { Preview } from '../model/preview.ts'
import type { Step } from '../model/progress.ts'
import { mapSeveral, pairSeveral } from '../model/several.ts'
import type { Verdicts } from '../model/verdict.ts'
import { wavesOf } from '../model/waves.ts'
import { deployRegions } from '../run/regions.ts'
import { readSeen } from '../run/seen/seen.ts'
import type { Places } from '../run/world.ts'
import { found, looking, observeWanted, withRegion, type Observed } from './look.ts'

/** @param linesOf a plan as it is printed, without secrets. */
export async function* deploy(places: Places, linesOf: (preview: Preview) => readonly string[]): Step<Verdicts> {
  yield looking(places)
  const { observed, wanted } = await observeWanted(places)
  const plans = decideDeploy(observed, wanted)
  const regions = places.map(({ config }) => config.region)
  const planned = mapSeveral(pairSeveral(observed, plans), ([one, plan]) => {
    const checks = checkingOf(one, plan.region)
    return { ...one, ...plan, regions, ...present({ checks }) }
  })
  for (const one of planned)
    for (const line of linesOf(decidePreview(one.config, one.current, one)))
      yield { at: 'changed', stage: 'observe', text: withRegion(planned, one, line) }
  yield found(observed)
  return yield* deployRegions(planned, wavesOf(places[0].config.rollout.waves, planned))
}

/**
 * What is checked beside the build: of what will be made or changed alone (docs/decisions/0020).
 * @returns undefined when that is nothing. The step throws the Failure of what is not ok.
 */
function checkingOf({ config, current, world }: Observed, plan: RegionPlan): (() => Step<void>) | undefined {
  const due = dueChecks(config, current, plan)
  if (due.topics.length === 0) return undefined
  return async function* () {
    yield { at: 'started', stage: 'checks', title: 'Check what it needs' }
    const now = <T>(value: T): Promise<T> => Promise.resolve(value)
    const { account, partition, platform, serviceStack, hostedZone } = current
    const seen = await readSeen(
      {
        config,
        ...due,
        types: [],
        caller: now({ account, partition }),
        platform: now(platform),
        serviceStack: now(serviceStack),
        hostedZone: now(hostedZone)
      },
      world
    )
    const checks = checksOf(config, seen)
    for (const { at, subject, text } of checks)
      if (at === 'unknown') yield { at: 'changed', stage: 'checks', text: `${subject}, not known: ${text}` }
    yield { at: 'finished', stage: 'checks', text: countText(checks) }
    const failure = failureOfChecks(checks)
    if (failure) throw failure
  }
}
