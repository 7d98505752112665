// `command: destroy`.
import { failureIn } from '../model/failure.ts'
import type { Step } from '../model/progress.ts'
import type { Verdicts } from '../model/verdict.ts'
import { destroyRefusal, destroyRegion } from '../run/destroy.ts'
import { inEach } from '../run/regions.ts'
import type { Places } from '../run/world.ts'
import { found, looking, see } from './look.ts'

export async function* destroy(places: Places): Step<Verdicts> {
  yield looking(places)
  const seen = await see(places)
  // What is refused in one region is refused before any is touched.
  for (const { config, current, world } of seen) {
    const refusal = await destroyRefusal({ config, current }, world)
    if (refusal) throw failureIn(config.region, seen, refusal)
  }
  yield found(seen)
  return yield* inEach(seen, ({ config, current, world }) => destroyRegion({ config, current }, world))
}
