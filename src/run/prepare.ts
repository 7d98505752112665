// The image and the platform, side by side where that is safe (docs/decisions/0002).
import type { Config } from '../model/config.ts'
import type { Current, Plan, PushedImage, RegionPlan } from '../model/plan.ts'
import type { Step } from '../model/progress.ts'
import { isLive } from '../model/stack.ts'
import { bringImage } from './image.ts'
import { merge } from './merge.ts'
import { applyStack, outputsOf, type Outputs } from './stack.ts'
import type { World } from './world.ts'

export interface Prepared {
  readonly image: PushedImage
  readonly outputs: Outputs
}

export async function* prepare(plan: Plan, { config, current }: Asking, world: World): Step<Prepared> {
  const [region] = plan.regions
  if (!region) throw new Error('A plan has a region')
  const stop = new AbortController()
  if (region.platformWaitsForImage || region.platform.do === 'nothing') {
    const image = yield* bringImage(plan.image, config, world, stop.signal)
    return { image, outputs: yield* platform() }
  }
  const [image, outputs] = yield* merge(bringImage(plan.image, config, world, stop.signal), platform())
  return { image, outputs }

  /** Without a platform there will be no repository to push to. */
  async function* platform(): Step<Outputs> {
    try {
      return yield* settlePlatform(region as RegionPlan, { config, current }, world)
    } catch (error) {
      stop.abort(error)
      throw error
    }
  }
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
