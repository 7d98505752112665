// Reads that only bring evidence: what is not allowed is said once and done without, what fails is tried again later.
import { asFailure } from '../../model/failure.ts'

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
        const { code, sentence } = asFailure(error)
        // Away for a while is not worth a word.
        if (code === 'THROTTLED' || code === 'AWS_UNAVAILABLE') return { at: 'later' }
        denied.add(name)
        complaints = [...complaints, sentence]
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
