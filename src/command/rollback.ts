// `command: rollback`.
import { decideRollback, tagIn, tellRelease } from '../decide/rollback.ts'
import { asFailure, failureIn } from '../model/failure.ts'
import type { Step } from '../model/progress.ts'
import type { Revision } from '../model/revision.ts'
import { mapSeveral } from '../model/several.ts'
import type { Verdicts } from '../model/verdict.ts'
import { inEach } from '../run/regions.ts'
import { rollbackRegion } from '../run/rollback.ts'
import type { Places } from '../run/world.ts'
import { looking, saying, see, type Seen } from './look.ts'

export async function* rollback(places: Places): Step<Verdicts> {
  yield looking(places)
  const seen = await see(places, ({ config }) => tagIn(config.to))
  // What is refused in one region is refused before any is touched.
  const chosen = mapSeveral(seen, (one) => ({ ...one, to: choose(one, seen) }))
  yield saying(chosen, ({ to }) => `goes back to ${tellRelease(to)}`)
  return yield* inEach(chosen, ({ config, current, world, to }) => rollbackRegion(to, { config, current }, world))
}

/** @throws Failure that names the region, where there are several. */
function choose({ config, current, world }: Seen, all: readonly Seen[]): Revision {
  try {
    return decideRollback(config, current, world.run)
  } catch (error) {
    throw failureIn(config.region, all, asFailure(error))
  }
}
