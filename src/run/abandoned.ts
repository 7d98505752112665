// What a run that was killed has left, told from what one that is at work has just made.
import type { World } from './world.ts'

/** A run uses what it makes within seconds; AWS's clock need not be ours. */
const abandonedMs = 5 * 60_000

/** So old that no run is at work on it. @param made by AWS's clock; absent: nobody knows. */
export const isAbandoned = (made: Date | undefined, { clock }: Pick<World, 'clock'>): boolean =>
  made !== undefined && clock.now() - made.getTime() > abandonedMs
