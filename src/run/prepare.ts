// The image and the platform, side by side where that is safe (docs/decisions/0002).
import type { Config } from '../model/config.ts'
import { asFailure, type Failure } from '../model/failure.ts'
import type { Current, PushedImage, RegionPlan } from '../model/plan.ts'
import type { Step } from '../model/progress.ts'
import { isLive } from '../model/stack.ts'
import { merge } from './merge.ts'
import { applyStack, outputsOf, type Outputs } from './stack.ts'
import type { World } from './world.ts'

export interface Prepared {
  readonly image: PushedImage
  readonly outputs: Outputs
}

/** @param stop told that there will be no platform, and so no repository to push to. */
export async function* prepare(
  region: RegionPlan,
  { config, current }: Asking,
  world: World,
  { bring, stop }: ImageSource
): Step<Prepared> {
  if (region.platformWaitsForImage || region.platform.do === 'nothing') {
    const image = yield* bring()
    return { image, outputs: yield* platform() }
  }
  const [image, outputs] = yield* merge(bring(), platform())
  return { image, outputs }

  async function* platform(): Step<Outputs> {
    try {
      return yield* settlePlatform(region, { config, current }, world)
    } catch (error) {
      stop(asFailure(error))
      throw error
    }
  }
}

/** Of one region. */
export interface ImageSource {
  readonly bring: () => Step<PushedImage>
  readonly stop: (failure: Failure) => void
}

export interface Asking {
  readonly config: Config
  readonly current: Current
}

async function* settlePlatform({ platform }: RegionPlan, { config, current }: Asking, world: World): Step<Outputs> {
  if (platform.do === 'nothing') return outputsOf(current.platform)
  yield { at: 'started', stage: 'platform', title: 'Network, load balancer, roles and cluster' }
  const serving = isLive(current.serviceStack) ? config : undefined
  const zone = current.hostedZone
  const options = { stage: 'platform', ...(zone && { zone }), ...(serving && { serving }) } as const
  const outputs = yield* applyStack(platform, world, options)
  yield { at: 'finished', stage: 'platform', text: 'as asked for' }
  return outputs
}
