// The image and the platform, side by side where that is safe (docs/decisions/0002).
import { asFailure, type Failure } from '../model/failure.ts'
import type { PushedImage, RegionPlan, Situation } from '../model/plan.ts'
import { present } from '../model/present.ts'
import type { Step } from '../model/progress.ts'
import { isLive, outputsOf, type Outputs } from '../model/stack.ts'
import { merge } from './merge.ts'
import { applyStack } from './stack/stack.ts'
import type { World } from './world.ts'

export interface Prepared {
  readonly image: PushedImage
  readonly outputs: Outputs
}

/** @param stop told that there will be no platform, and so no repository to push to. @param settle told that it is made. */
export async function* prepare(
  region: RegionPlan,
  asking: Asking,
  world: World,
  { bring, stop, settle }: RegionSupply
): Step<Prepared> {
  const { checks = none } = asking
  const platform = (): Step<Outputs> => settlePlatform(region, asking, world)
  if (region.platformWaitsForImage || region.platform.do === 'nothing') {
    const [image] = yield* merge(bring(), orStop(checks()))
    return { image, outputs: yield* orStop(platform()) }
  }
  const [image, outputs] = yield* merge(bring(), orStop(checkedPlatform()))
  return { image, outputs }

  async function* checkedPlatform(): Step<Outputs> {
    yield* checks()
    const outputs = yield* platform()
    settle()
    return outputs
  }

  async function* orStop<T>(step: Step<T>): Step<T> {
    try {
      return yield* step
    } catch (error) {
      stop(asFailure(error))
      throw error
    }
  }
}

/** Of one region. */
export interface RegionSupply {
  readonly bring: () => Step<PushedImage>
  readonly stop: (failure: Failure) => void
  readonly settle: () => void
}

export interface Asking extends Situation {
  /** Of what will be made, beside the build: what it throws ends the run before the platform is touched. Absent: none. */
  readonly checks?: () => Step<void>
  /** Told when the platform's change begins and when it has ended. */
  readonly underWay?: (underWay: boolean) => void
  /** All of the run. */
  readonly regions?: readonly string[]
}

async function* none(): Step<void> {
  // Nothing is made that could be checked.
}

async function* settlePlatform({ platform }: RegionPlan, asking: Asking, world: World): Step<Outputs> {
  const { config, current, underWay } = asking
  if (platform.do === 'nothing') return outputsOf(current.platform)
  yield { at: 'started', stage: 'platform', title: 'Network, load balancer, roles and cluster' }
  const serving = isLive(current.serviceStack) ? config : undefined
  const zone = current.hostedZone
  const options = {
    stage: 'platform',
    ...present({ zone, serving, underWay })
  } as const
  const outputs = yield* applyStack(platform, world, options)
  yield { at: 'finished', stage: 'platform', text: 'as asked for' }
  return outputs
}
