// The image of a run: brought once, into one region, from where the others get the same bytes. When that region fails and
// the others are to go on, the next one takes its place; nothing is built twice.
import { asFailure, type Failure, type FailureCode } from '../../model/failure.ts'
import type { ImagePlan, PushedImage, RegionPlan } from '../../model/plan.ts'
import { present } from '../../model/present.ts'
import type { Step } from '../../model/progress.ts'
import { mapSeveral, type Several } from '../../model/several.ts'
import { bringImage, copyImage, type Coming } from './image.ts'
import { isOver } from '../poll.ts'
import type { RegionSupply } from '../prepare.ts'
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
  /** The part of a region, by its index. */
  readonly of: (index: number) => RegionSupply
  /** The region in which it could not be brought, which is why no other has it either. */
  readonly failedAt: () => number | undefined
}

interface Part extends Pick<RegionSupply, 'stop' | 'settle'> {
  readonly customer: Customer
  readonly coming: Coming
}

type Brought =
  | { readonly at: 'there'; readonly from: Customer; readonly image: PushedImage }
  | { readonly at: 'failed'; readonly failure: Failure }

/** What no other region can mend: the image itself is at fault. */
const ofImage: readonly FailureCode[] = ['BUILD_FAILED', 'ARCHITECTURE_MISMATCH', 'SCAN_GATE']

/** @param othersGoOn whether others go on when a region fails. */
export function openSupply(all: Several<Customer>, othersGoOn: boolean): Supply {
  const parts = mapSeveral(all, partOf)
  /** No region is left that would have the image. */
  const noneLeft = new AbortController()
  const { promise, resolve } = Promise.withResolvers<Brought>()
  let failedAt: number | undefined

  return {
    async *run() {
      const candidates = parts.toSorted((a, b) => Number(isCopied(a)) - Number(isCopied(b)))
      const [holder = parts[0]] = candidates
      let plan = holder.customer.image
      // Where it is in use already, only the copies can fail.
      const able = plan.do === 'build' || plan.do === 'push' ? candidates : [holder]
      for (const part of able) {
        const { customer, coming } = part
        const { config, world } = customer
        let image: PushedImage | undefined
        try {
          image = yield* bringImage(plan, config, world, coming, (pushing) => (plan = pushing))
          // Whatever becomes of the region: the others wait for what the scan says of the image.
          const ending = othersGoOn ? noneLeft.signal : coming.stop
          const findings = yield* passGate({ image, plan, config }, world, ending)
          resolve({ at: 'there', from: customer, image: { ...image, ...present({ findings }) } })
          return
        } catch (error) {
          // The log tells nothing of what comes after a stage that has not ended.
          if (!image) yield { at: 'finished', stage: 'image', text: 'not finished' }
          const failure = asFailure(error)
          stop(part, failure)
          const isLast = part === able.at(-1)
          if (!othersGoOn || isLast || noneLeft.signal.aborted || isOver(failure) || ofImage.includes(failure.code)) {
            failedAt = parts.indexOf(part)
            resolve({ at: 'failed', failure })
            return
          }
        }
      }
    },

    of(index) {
      const part = parts[index] ?? parts[0]
      return {
        bring: () => bring(part),
        stop: (failure) => {
          stop(part, failure)
        },
        settle: part.settle
      }
    },

    failedAt: () => failedAt
  }

  function stop(part: Part, failure: Failure): void {
    part.stop(failure)
    if (parts.every(({ coming }) => coming.stop.aborted)) noneLeft.abort(failure)
  }

  async function* bring({ customer: to, coming }: Part): Step<PushedImage> {
    const brought = await promise
    coming.stop.throwIfAborted()
    if (brought.at === 'failed') throw brought.failure
    const { from, image } = brought
    if (to === from || to.image.do === 'use') return image
    const scanned = present({ findings: image.findings })
    if (to.image.do === 'nothing' && to.image.image.digest === image.digest) return { ...to.image.image, ...scanned }
    return { ...(yield* copyImage({ from, to, image, tag: to.image.tag }, coming)), ...scanned }
  }
}

const isCopied = ({ customer }: Part): boolean => customer.image.do === 'copy'

function partOf(customer: Customer): Part {
  const { platform, platformWaitsForImage } = customer.region
  const stopped = new AbortController()
  let isSettled = platformWaitsForImage || platform.do === 'nothing'
  return {
    customer,
    coming: { stop: stopped.signal, isSettled: () => isSettled },
    stop: (failure) => {
      stopped.abort(failure)
    },
    settle: () => {
      isSettled = true
    }
  }
}
