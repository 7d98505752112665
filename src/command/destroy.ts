// `command: destroy`.
import { failureIn } from '../model/failure.ts'
import type { Step } from '../model/progress.ts'
import type { Verdicts } from '../model/verdict.ts'
import { destroyRefusal, destroyRegion } from '../run/destroy.ts'
import { inEach } from '../run/regions.ts'
import type { Places } from '../run/world.ts'
import { found, looking, observeAll } from './look.ts'

export async function* destroy(places: Places): Step<Verdicts> {
  yield looking(places)
  const observed = await observeAll(places)
  // What is refused in one region is refused before any is touched.
  for (const one of observed) {
    const refusal = await destroyRefusal(one, one.world)
    if (refusal) throw failureIn(one.config.region, observed, refusal)
  }
  yield found(observed)
  return yield* inEach(observed, (one) => destroyRegion(one, one.world))
}
