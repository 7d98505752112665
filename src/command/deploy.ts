// `command: deploy`.
import { decideDeploy } from '../decide/deploy.ts'
import { decidePreview } from '../decide/preview.ts'
import { wavesOf } from '../decide/waves.ts'
import type { Preview } from '../model/preview.ts'
import type { Step } from '../model/progress.ts'
import { mapSeveral, pairSeveral } from '../model/several.ts'
import type { Verdicts } from '../model/verdict.ts'
import { deployRegions } from '../run/regions.ts'
import type { Places } from '../run/world.ts'
import { checkingOf } from './check.ts'
import { found, inPlace, looking, seeWanted } from './look.ts'

/** @param linesOf a plan as it is printed, without secrets. */
export async function* deploy(places: Places, linesOf: (preview: Preview) => readonly string[]): Step<Verdicts> {
  yield looking(places)
  const { seen, wanted } = await seeWanted(places)
  const plans = decideDeploy(seen, wanted)
  const regions = places.map(({ config }) => config.region)
  const planned = mapSeveral(pairSeveral(seen, plans), ([one, plan]) => {
    const checks = checkingOf(one, plan.region)
    return { ...one, ...plan, regions, ...(checks && { checks }) }
  })
  for (const { config, current, image, region, ...one } of planned) {
    const lines = linesOf(decidePreview(config, current, { image, region }))
    for (const line of lines)
      yield { at: 'changed', stage: 'observe', text: inPlace(planned, { config, ...one }, line) }
  }
  yield found(seen)
  return yield* deployRegions(planned, wavesOf(places[0].config.rollout.waves, planned))
}
