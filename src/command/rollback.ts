// `command: rollback`.
import { decideRollback, tagIn, tellRelease } from '../decide/rollback.ts'
import type { Step } from '../model/progress.ts'
import { mapSeveral, pairSeveral } from '../model/several.ts'
import type { Verdicts } from '../model/verdict.ts'
import { inEach } from '../run/regions.ts'
import { rollbackRefusal, rollbackRegion } from '../run/rollback.ts'
import { refused } from '../run/skip.ts'
import type { Places } from '../run/world.ts'
import { looking, observeAll, saying } from './look.ts'

export async function* rollback(places: Places): Step<Verdicts> {
  yield looking(places)
  const observed = await observeAll(places, ({ config }) => tagIn(config.to))
  // What is refused in one region is refused before any is touched.
  const versions = decideRollback(observed, places[0].world.run)
  const chosen = mapSeveral(pairSeveral(observed, versions), ([one, to]) => ({ ...one, to }))
  const refusals = await Promise.all(chosen.map((one) => rollbackRefusal(one.to, one, one.world)))
  const ended = refused(chosen, refusals)
  if (ended) return ended
  yield saying(chosen, ({ to }) => `goes back to ${tellRelease(to)}`)
  return yield* inEach(chosen, (one) => rollbackRegion(one.to, one, one.world))
}
