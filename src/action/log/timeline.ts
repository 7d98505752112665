// When each stage began and ended.
import type { Stage } from '../../model/progress.ts'

export interface Span {
  readonly stage: Stage
  /** Of a run in several regions; absent: what was done once for all. */
  readonly region?: string
  readonly title: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly endedAt: number
  /** Absent: it did not come to its end. */
  readonly result?: string
}

export type Timeline = readonly Span[]

export const secondsOf = ({ startedAt, endedAt }: Pick<Span, 'startedAt' | 'endedAt'>): number =>
  Math.round((endedAt - startedAt) / 100) / 10

/** From the first start to the last end. */
export const totalOf = (timeline: Timeline): number =>
  timeline.length === 0
    ? 0
    : Math.max(...timeline.map(({ endedAt }) => endedAt)) - Math.min(...timeline.map(({ startedAt }) => startedAt))
