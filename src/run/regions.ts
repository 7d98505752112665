// The regions of a run, side by side.
import { inRegion, type Step } from '../model/progress.ts'
import { mapSeveral, type Several } from '../model/several.ts'
import { mergeAll } from './merge.ts'
import type { Place } from './world.ts'

/** The same step in each region, all at once; what happens is said to be of a region where there are several. */
export async function* inEach<P extends Place, T>(
  places: Several<P>,
  step: (place: P, index: number) => Step<T>
): Step<Several<T>> {
  const steps = mapSeveral(places, (place, index) => {
    const own = step(place, index)
    return places.length > 1 ? inRegion(place.config.region, own) : own
  })
  const results = yield* mergeAll(steps)
  return mapSeveral(steps, (_, index) => results[index] as T)
}
