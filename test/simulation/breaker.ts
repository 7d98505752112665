// The circuit breaker's arithmetic (F2.6).
import type { BreakerSettings } from './settings.ts'

/** By the latest desired count, not the one that the deployment began with. */
export function thresholdOf({ threshold: { type, value } }: BreakerSettings, desired: number): number {
  if (type === 'COUNT') return value
  const share = Math.ceil((value / 100) * desired)
  return type === 'UNBOUNDED_PERCENT' ? Math.max(1, share) : Math.min(200, Math.max(3, share))
}

/** Seconds until the next start is tried, after so many that failed (F2.6). */
export const backOff = (failures: number): number =>
  failures === 0 ? 0 : Math.min(longestBackOff, firstBackOff * 2 ** (failures - 1))

const firstBackOff = 10
const longestBackOff = 27 * 60
