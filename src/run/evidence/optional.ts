// Reads that only bring evidence: one that AWS throttles or is away for is tried again later, every other failure is said
// once, and the read is done without.
import { asFailure } from '../../model/failure.ts'
import { isAway } from '../poll.ts'

export type OptionalRead<T> =
  { readonly at: 'read'; readonly value: T } | { readonly at: 'later' } | { readonly at: 'never' }

export interface OptionalReads {
  readonly read: <T>(name: string, call: () => Promise<T>) => Promise<OptionalRead<T>>
  /** Sentences that are to be told. */
  readonly complaints: () => readonly string[]
}

export function optionalReads(): OptionalReads {
  const denied = new Set<string>()
  let complaints: readonly string[] = []
  return {
    read: async (name, call) => {
      if (denied.has(name)) return { at: 'never' }
      try {
        return { at: 'read', value: await call() }
      } catch (error) {
        const failure = asFailure(error)
        // Away for a while is not worth a word.
        if (isAway(failure)) return { at: 'later' }
        denied.add(name)
        complaints = [...complaints, failure.sentence]
        return { at: 'never' }
      }
    },
    complaints: () => {
      const told = complaints
      complaints = []
      return told
    }
  }
}
