// What commands begin with: a look at what is there in every region of a run, all at once.
import { observe } from '../aws/observe.ts'
import { tagOf } from '../decide/image-tag.ts'
import type { Wanted } from '../decide/deploy.ts'
import { asFailure, failureIn } from '../model/failure.ts'
import type { Situation } from '../model/plan.ts'
import type { Progress } from '../model/progress.ts'
import { revisionName } from '../model/revision.ts'
import { mapSeveral, type Several } from '../model/several.ts'
import { readSource } from '../run/image/source.ts'
import type { Place, Places } from '../run/world.ts'

export interface Observed extends Place, Situation {}

export const looking = (places: Places): Progress => ({
  at: 'started',
  stage: 'observe',
  title: `Look at what is there in ${places.map(({ config }) => config.region).join(', ')}`
})

/** @param tagIn what an image is called that is asked for. @throws Failure that names the region, where there are several. */
export function observeAll(
  places: Places,
  tagIn: (place: Place) => string | undefined = () => undefined
): Promise<Several<Observed>> {
  return Promise.all(mapSeveral(places, lookAt))

  async function lookAt(place: Place): Promise<Observed> {
    const { config, world } = place
    try {
      return { config, world, current: await observe(world.aws, config, tagIn(place)) }
    } catch (error) {
      throw failureIn(config.region, places, asFailure(error))
    }
  }
}

/** What is there, and which image is wanted: the same one everywhere. */
export async function observeWanted(
  places: Places
): Promise<{ readonly observed: Several<Observed>; readonly wanted: Wanted }> {
  const [{ config, world }] = places
  const context = await readSource(config, world)
  const wanted = { context, tag: tagOf(config, context, world.run) }
  return { observed: await observeAll(places, () => wanted.tag), wanted }
}

export const found = (observed: Several<Observed>): Progress =>
  saying(observed, ({ current: { running } }) =>
    running ? `a service that runs ${revisionName(running)}` : 'no service yet'
  )

/** @param say of one region, in a few words. */
export const saying = <T extends Place>(all: Several<T>, say: (one: T) => string): Progress => ({
  at: 'finished',
  stage: 'observe',
  text: mapSeveral(all, (one) => withRegion(all, one, say(one))).join('; ')
})

/** A run in one region need not say which. */
export const withRegion = (all: Several<Place>, { config: { region } }: Place, text: string): string =>
  all.length > 1 ? `${region}: ${text}` : text
