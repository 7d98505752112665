// A change that would interrupt what serves, or that cannot be made at all, and its refusal (docs/decisions/0010).
import { Failure } from './failure.ts'

export interface Interruption {
  /** What would go, what asked for it and what that interrupts. */
  readonly sentence: string
  /** The way that works; present where the change cannot be made in place, so that it is refused always. */
  readonly instead?: string
}

export interface Refusing {
  readonly allowReplacement: boolean
  /** `Nothing` or what else was not changed. */
  readonly unchanged: string
}

/** @returns undefined when there is nothing to refuse. */
export function refusalOf(
  found: readonly Interruption[],
  { allowReplacement, unchanged }: Refusing
): Failure | undefined {
  const refused = allowReplacement ? found.filter(({ instead }) => instead !== undefined) : found
  const [first, ...others] = refused.map(({ sentence }) => sentence)
  if (first === undefined) return undefined
  const ways = [
    ...new Set(
      refused.map(({ instead }) => instead ?? 'Undo it, or accept the interruption with `allow-replacement: true`.')
    )
  ]
  return new Failure({
    code: 'INPUT_INVALID',
    sentence:
      others.length === 0
        ? `What is asked for would interrupt what serves now: ${first}`
        : `What is asked for would interrupt what serves now:\n${[first, ...others].map((one) => `- ${one}`).join('\n')}`,
    remedy: [...ways, `${unchanged} was changed.`].join(' ')
  })
}
