// What was called: every AWS call and registry request of every account, counted and in order.
import type { Call } from './call.ts'

export interface Entry {
  readonly sequence: number
  readonly at: string
  readonly account: string
  readonly region: string
  readonly call: `${string}:${string}`
  readonly write: boolean
  /** 0 when the connection was reset. */
  readonly status: number
  readonly milliseconds: number
  readonly error?: string
  /** The fault that answered instead of AWS, or delayed it. */
  readonly fault?: string
}

export interface Journal {
  readonly add: (entry: Omit<Entry, 'sequence' | 'at' | 'call'> & Pick<Call, 'service' | 'action'>) => void
  /** The calls of an account (of all without one) after a sequence number, the newest last. */
  readonly list: (account?: string, after?: number) => readonly Entry[]
  readonly clear: (account?: string) => void
}

const kept = 50_000

export function createJournal(now: () => Date = () => new Date()): Journal {
  let entries: Entry[] = []
  let sequence = 0
  return {
    add: ({ service, action, ...rest }) => {
      sequence++
      entries.push({ sequence, at: now().toISOString(), call: `${service}:${action}`, ...rest })
      if (entries.length > kept) entries = entries.slice(-kept / 2)
    },
    list: (account, after = 0) =>
      entries.filter((entry) => entry.sequence > after && (account === undefined || entry.account === account)),
    clear: (account) => {
      entries = account === undefined ? [] : entries.filter((entry) => entry.account !== account)
    }
  }
}

/** How often each call was made. */
export function count(entries: readonly Entry[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { call } of entries) counts[call] = (counts[call] ?? 0) + 1
  return counts
}
