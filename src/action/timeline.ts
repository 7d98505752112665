// When each stage began and ended, and durations as people say them.
import type { Stage } from '../model/progress.ts'

export interface Span {
  readonly stage: Stage
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

/** `0.4 s`, `12 s`, `3 min 5 s`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 9_950) return `${Math.max(0, Math.round(milliseconds / 100) / 10)} s`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  const rest = seconds % 60
  return `${Math.floor(seconds / 60)} min` + (rest === 0 ? '' : ` ${rest} s`)
}

/** From the first start to the last end. */
export const totalOf = (timeline: Timeline): number =>
  timeline.length === 0
    ? 0
    : Math.max(...timeline.map(({ endedAt }) => endedAt)) - Math.min(...timeline.map(({ startedAt }) => startedAt))
