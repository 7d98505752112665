// The moments of a release that a person waits for, as far as AWS's own times tell them. Pure.
import type { ServiceEvent, Task } from './service.ts'

/** In the order in which they come. */
export const moments = ['pushed', 'registered', 'first-started', 'first-healthy', 'all-healthy', 'old-stopped'] as const
export type Moment = (typeof moments)[number]

export interface Reached {
  readonly moment: Moment
  /** Milliseconds since 1970. */
  readonly time: number
  /** Of a run in several regions. */
  readonly region?: string
}

/** A service and its tasks after a rollout. */
export interface Aftermath {
  /** When we began it: tasks made before are the old ones. */
  readonly since: number
  /** The revision that was rolled out. */
  readonly revision: string
  /** Running and stopped. */
  readonly tasks: readonly Task[]
  /** In any order. */
  readonly events: readonly ServiceEvent[]
  /** With the other strategies old tasks are drained only after the bake, and no event tells when new ones are healthy. */
  readonly isRolling: boolean
  readonly isGood: boolean
}

export function momentsOf(aftermath: Aftermath): readonly Reached[] {
  const { since, revision, tasks, isGood } = aftermath
  const own = tasks.filter(({ taskDefinition, createdAt }) => taskDefinition === revision && madeSince(createdAt))
  const started = least(timesOf(own.map(({ startedAt }) => startedAt)))
  if (started === undefined) return []
  const old = tasks.filter(({ createdAt }) => createdAt && !madeSince(createdAt))
  const stopped = most(timesOf(old.map(({ stoppedAt }) => stoppedAt)).filter((time) => time >= since))
  return [
    { moment: 'first-started', time: started },
    ...(isGood ? healthy(aftermath, started) : []),
    ...(isGood && stopped !== undefined ? [{ moment: 'old-stopped', time: stopped } as const] : [])
  ]

  function madeSince(createdAt: Date | undefined): boolean {
    return createdAt !== undefined && createdAt.getTime() >= since
  }
}

/** ECS drains old tasks as soon as the new ones of a batch are healthy; where there are no old ones, it settles. */
function healthy({ events, isRolling }: Aftermath, started: number): readonly Reached[] {
  if (!isRolling) return []
  const timesWith = (words: RegExp): readonly number[] =>
    timesOf(events.filter(({ message }) => words.test(message)).map(({ time }) => time)).filter(
      (time) => time >= started
    )
  const drained = timesWith(/begun draining connections/)
  const settled = timesWith(/deployment completed|reached a steady state/)
  const [first, last] = drained.length > 0 ? [least(drained), most(drained)] : [undefined, least(settled)]
  return [
    ...(first !== undefined && last !== undefined && last - first > batchMs
      ? [{ moment: 'first-healthy', time: first } as const]
      : []),
    ...(last === undefined ? [] : [{ moment: 'all-healthy', time: last } as const])
  ]
}

/** Events this close are of one batch. */
const batchMs = 2_000

const timesOf = (dates: readonly (Date | undefined)[]): readonly number[] =>
  dates.flatMap((date) => (date ? [date.getTime()] : []))
const least = (times: readonly number[]): number | undefined => (times.length === 0 ? undefined : Math.min(...times))
const most = (times: readonly number[]): number | undefined => (times.length === 0 ? undefined : Math.max(...times))
