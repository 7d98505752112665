// `command: status`.
import { driftOf } from '../decide/status.ts'
import type { Step } from '../model/progress.ts'
import type { Verdicts } from '../model/verdict.ts'
import { inEach } from '../run/regions.ts'
import { statusRegion } from '../run/status.ts'
import type { Places } from '../run/world.ts'
import { found, looking, observeAll } from './look.ts'

export async function* status(places: Places): Step<Verdicts> {
  yield looking(places)
  const observed = await observeAll(places)
  yield found(observed)
  const regions = observed.map(({ config }) => config.region)
  return yield* inEach(observed, ({ config, current, world }, index) =>
    statusRegion(
      driftOf(config, current, observed[0].current),
      { config, current, ...(index === 0 && { regions }) },
      world
    )
  )
}
