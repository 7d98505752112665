// `command: rollback`.
import { decideRollback, tagIn, tellRelease } from '../decide/rollback.ts'
import type { Step } from '../model/progress.ts'
import { mapSeveral, pairSeveral } from '../model/several.ts'
import type { Verdicts } from '../model/verdict.ts'
import { inEach } from '../run/regions.ts'
import { rollbackRefusal, rollbackRegion } from '../run/rollback.ts'
import { refused } from '../run/skip.ts'
import type { Places } from '../run/world.ts'
import { looking, saying, see } from './look.ts'

export async function* rollback(places: Places): Step<Verdicts> {
  yield looking(places)
  const seen = await see(places, ({ config }) => tagIn(config.to))
  // What is refused in one region is refused before any is touched.
  const versions = decideRollback(seen, places[0].world.run)
  const chosen = mapSeveral(pairSeveral(seen, versions), ([one, to]) => ({ ...one, to }))
  const refusals = await Promise.all(
    chosen.map(({ config, current, world, to }) => rollbackRefusal(to, { config, current }, world))
  )
  const ended = refused(chosen, refusals)
  if (ended) return ended
  yield saying(chosen, ({ to }) => `goes back to ${tellRelease(to)}`)
  return yield* inEach(chosen, ({ config, current, world, to }) => rollbackRegion(to, { config, current }, world))
}
