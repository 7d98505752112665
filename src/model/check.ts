// What was looked at before a deployment, and how it is: the rows of the table that `verify` makes.
import type { Failure, FailureCode } from './failure.ts'

export const topics = [
  'account',
  'rights',
  'size',
  'architecture',
  'secrets',
  'quotas',
  'network',
  'names',
  'zone',
  'records',
  'certificate'
] as const
export type Topic = (typeof topics)[number]

export type Check = {
  readonly topic: Topic
  /** What it is about, in a few words. */
  readonly subject: string
  /** What was seen, in a sentence. */
  readonly text: string
} & (
  | { readonly at: 'ok' }
  /** A deployment would fail by it. */
  | { readonly at: 'not-ok'; readonly code: FailureCode; readonly remedy: string }
  | { readonly at: 'unknown'; readonly remedy: string }
)

/** What one look gave: it may be kept from us, which says nothing about what is there. */
export type Reading<T> =
  { readonly at: 'read'; readonly value: T } | { readonly at: 'failed'; readonly failure: Failure }

type About = Pick<Check, 'topic' | 'subject'>

export const ok = (about: About, text: string): Check => ({ ...about, at: 'ok', text })

export const notOk = (about: About, { code, text, remedy }: Bad): Check => ({
  ...about,
  at: 'not-ok',
  code,
  text,
  remedy
})

export const unknown = (about: About, text: string, remedy: string): Check => ({
  ...about,
  at: 'unknown',
  text,
  remedy
})

export interface Bad {
  readonly code: FailureCode
  readonly text: string
  readonly remedy: string
}

/** Failures by which AWS, or what is between it and us, keeps the answer from us; all others are answers. */
const keptFromUs: readonly FailureCode[] = [
  'ACCESS_DENIED',
  'THROTTLED',
  'AWS_UNAVAILABLE',
  'CREDENTIALS_REFUSED',
  'BUG'
]

/** A check of what was read; a failure is one too. */
export function checkOf<T>(about: About, reading: Reading<T>, judge: (value: T) => Check): Check {
  if (reading.at === 'read') return judge(reading.value)
  const { code, sentence, remedy } = reading.failure
  // An error that nobody knows is no reason to report this look.
  const way = code === 'BUG' ? 'Look it up in the console; a deployment does without.' : remedy
  return keptFromUs.includes(code) ? unknown(about, sentence, way) : notOk(about, { code, text: sentence, remedy })
}
