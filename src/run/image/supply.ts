// The image of a run: brought once, into one region, from where the others get the same bytes. When that region fails and
// the others are to go on, the next one takes its place; nothing is built twice.
import { asFailure, type Failure, type FailureCode } from '../../model/failure.ts'
import type { ImagePlan, PushedImage, RegionPlan } from '../../model/plan.ts'
import { present } from '../../model/present.ts'
import type { Step } from '../../model/progress.ts'
import type { Several } from '../../model/several.ts'
import { bringImage, copyImage, type Coming, type Local } from './image.ts'
import { isOver } from '../poll.ts'
import { passGate } from './scan.ts'
import type { Place } from '../world.ts'

export interface Customer extends Place {
  readonly image: ImagePlan
  readonly region: Pick<RegionPlan, 'platform' | 'platformWaitsForImage'>
}

/** One for a run: it is run beside the regions, and each region brings, stops and settles its own part while it prepares. */
export interface Supply {
  /** Builds and pushes, or finds what is there. It ends without an error: what went wrong, `bring` says. */
  readonly run: () => Step<void>
  /** The image in a region, by its place in the list. @throws Failure of the region, or of the image itself. */
  readonly bring: (index: number) => Step<PushedImage>
  /** Ends the wait for the repository of a region that will not come. */
  readonly stop: (index: number, failure: Failure) => void
  /** The platform of a region is made: a repository that is not there by then does not come. */
  readonly settle: (index: number) => void
  /** The region in which it could not be brought, which is why no other has it either. */
  readonly failedAt: () => number | undefined
}

type Brought =
  | { readonly at: 'there'; readonly index: number; readonly image: PushedImage }
  | { readonly at: 'failed'; readonly failure: Failure }

/** What no other region can mend: the image itself is at fault. */
const ofImage: readonly FailureCode[] = ['BUILD_FAILED', 'ARCHITECTURE_MISMATCH', 'SCAN_GATE']

/** @param othersGoOn whether others go on when a region fails. */
export function openSupply(all: Several<Customer>, othersGoOn: boolean): Supply {
  const stops = all.map(() => new AbortController())
  const settled = new Set(
    [...all.keys()].filter((index) => {
      const { platform, platformWaitsForImage } = (all[index] ?? all[0]).region
      return platformWaitsForImage || platform.do === 'nothing'
    })
  )
  const failed = new Map<number, Failure>()
  /** No region is left that would have the image. */
  const noneLeft = new AbortController()
  const isFirst = all.map(({ image }) => image.do !== 'copy')
  const candidates = [...all.keys()].toSorted((a, b) => Number(isFirst[b]) - Number(isFirst[a]))
  const { promise, resolve } = Promise.withResolvers<Brought>()
  let failedAt: number | undefined
  const local: Local = {}
  const signalOf = (index: number): AbortSignal => (stops[index] ?? new AbortController()).signal
  const comingTo = (index: number): Coming => ({ stop: signalOf(index), isSettled: () => settled.has(index) })
  const stop = (index: number, failure: Failure): void => {
    stops[index]?.abort(failure)
    if (stops.every(({ signal }) => signal.aborted)) noneLeft.abort(failure)
  }

  return {
    async *run() {
      const [holder = 0] = candidates
      const plan = all[holder]?.image ?? all[0].image
      // Where it is in use already, only the copies can fail.
      const able = plan.do === 'build' || plan.do === 'push' ? candidates : [holder]
      for (const index of able) {
        const { config, world } = all[index] ?? all[0]
        try {
          const image = yield* bringImage(plan, config, world, comingTo(index), local)
          // Whatever becomes of the region: the others wait for what the scan says of the image.
          const ending = othersGoOn ? noneLeft.signal : signalOf(index)
          const findings = yield* passGate({ image, plan, config }, world, ending)
          resolve({ at: 'there', index, image: { ...image, ...present({ findings }) } })
          return
        } catch (error) {
          const failure = asFailure(error)
          failed.set(index, failure)
          stop(index, failure)
          const isLast = index === able.at(-1)
          if (!othersGoOn || isLast || noneLeft.signal.aborted || isOver(failure) || ofImage.includes(failure.code)) {
            failedAt = index
            resolve({ at: 'failed', failure })
            return
          }
        }
      }
    },

    async *bring(index) {
      const brought = await promise
      const own = failed.get(index)
      if (own) throw own
      if (brought.at === 'failed') throw brought.failure
      const [from, to] = [all[brought.index], all[index]]
      if (!from || !to || brought.index === index || to.image.do === 'use') return brought.image
      const { findings } = brought.image
      const scanned = findings && { findings }
      if (to.image.do === 'nothing' && to.image.image.digest === brought.image.digest)
        return { ...to.image.image, ...scanned }
      const { tag } = to.image
      return { ...(yield* copyImage({ from, to, image: brought.image, tag }, comingTo(index))), ...scanned }
    },

    stop,
    settle: (index) => void settled.add(index),
    failedAt: () => failedAt
  }
}
