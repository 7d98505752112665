// What happens while a run goes on, as data; one printer in src/action shows it.
import type { Moment } from './moment.ts'

export const stages = [
  'observe',
  'checks',
  'image',
  'scan',
  'platform',
  'service',
  'revision',
  'rollout',
  'dns',
  'url'
] as const
export type Stage = (typeof stages)[number]

type Happening =
  /** A stage begins; `title` heads its group in the log. */
  | { readonly at: 'started'; readonly stage: Stage; readonly title: string }
  /** Something changed: one line. */
  | { readonly at: 'changed'; readonly stage: Stage; readonly text: string }
  /** Output of a program that we run (docker), as it is. */
  | { readonly at: 'output'; readonly stage: Stage; readonly text: string }
  /** Nothing changed; what we are waiting for. Shown after 30 s of silence. */
  | { readonly at: 'waiting'; readonly stage: Stage; readonly text: string }
  | { readonly at: 'warning'; readonly stage: Stage; readonly text: string }
  /** Something that came to be while we run and must not be read in the log: a registry's password. */
  | { readonly at: 'secret'; readonly stage: Stage; readonly value: string }
  /** A moment for the summary; `time` when it was, in milliseconds since 1970: now, when absent. Prints nothing. */
  | { readonly at: 'reached'; readonly stage: Stage; readonly moment: Moment; readonly time?: number }
  /** A stage ends; `text` is its result in a few words. */
  | { readonly at: 'finished'; readonly stage: Stage; readonly text: string }

/** `region`: of a run in several regions, what happens in one of them; absent: what is done once for all. */
export type Progress = Happening & { readonly region?: string }

/** A step: yields what happens, returns what it made. */
export type Step<T> = AsyncGenerator<Progress, T, void>

/** What a step does, said to be of a region. */
export async function* inRegion<T>(region: string, step: Step<T>): Step<T> {
  for (;;) {
    const next = await step.next()
    if (next.done) return next.value
    yield { ...next.value, region }
  }
}
