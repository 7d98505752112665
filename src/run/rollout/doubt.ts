// Whether tasks that are healthy now have shown more than those that ended by themselves. Pure.
import type { Task } from '../../model/service.ts'

/** A crash as late as this is nothing that a rollout can wait for. */
const longestMs = 90_000

/**
 * @param running tasks of ours that are called healthy.
 * @param ended those that stopped without being asked to.
 * @param wanted how many that run for longer than any that ended by itself are enough.
 * @returns what is waited for.
 */
export function doubtIn(
  running: readonly Task[],
  ended: readonly Task[],
  { wanted, now }: { readonly wanted: number; readonly now: number }
): string | undefined {
  const lives = ended.flatMap(({ stopCode, startedAt, stoppedAt }) =>
    stopCode === 'EssentialContainerExited' && startedAt && stoppedAt ? [stoppedAt.getTime() - startedAt.getTime()] : []
  )
  const needed = Math.min(longestMs, Math.max(0, ...lives))
  const young = running.filter(({ startedAt }) => now - (startedAt?.getTime() ?? now) <= needed)
  if (needed === 0 || young.length === 0 || running.length - young.length >= wanted) return undefined
  const seconds = Math.ceil(needed / 1000)
  return `${young.length} of ${running.length} tasks have not yet run for the ${seconds} s after which one ended by itself`
}
