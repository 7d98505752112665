// Whether our deployment is in the service's list. Reads lag behind writes, and for some seconds after one they may show
// now the new state and now the old one again (F2.3): a look without ours is not yet its end.
import { present } from '../../model/present.ts'
import { deploymentIn, type Deployment, type Service } from '../../model/service.ts'
import type { Clock } from '../poll.ts'

export interface Presence {
  /** It was there and no look shows it any more, or it never came. */
  readonly gone: boolean
  /** How it was seen last. */
  readonly last?: Deployment
}

/** A deployment that is not in the list by then will not come any more. */
const arrivalMs = 60_000
/** So long after its first sight a look without it may still be an old one. */
const unsteadyMs = 15_000
/** So many looks in a row without it are believed. */
const enough = 3

export function presenceReader(clock: Clock, id: string): (service: Service) => Presence {
  const began = clock.now()
  let firstSeen: number | undefined
  let last: Deployment | undefined
  let misses = 0

  return (service) => {
    const own = deploymentIn(service, id)
    if (own) {
      firstSeen ??= clock.now()
      last = own
      misses = 0
    } else misses++
    return { gone: !own && isGone(), ...present({ last }) }
  }

  function isGone(): boolean {
    if (firstSeen === undefined) return clock.now() - began > arrivalMs
    // One that was given up leaves when ECS has gone back.
    if (last?.rolloutState === 'failed') return true
    return misses >= enough && clock.now() - firstSeen > unsteadyMs
  }
}
