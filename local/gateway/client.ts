// The gateway's control API for programs: tests, the demo, benchmarks.
import type { FaultRequest } from './fault.ts'
import type { Entry } from './journal.ts'

export interface GatewayClient {
  /** The calls of the account so far (after a sequence number), the newest last. */
  readonly calls: (account: string, after?: number) => Promise<readonly Entry[]>
  /** Forgets the account's calls. */
  readonly clear: (account: string) => Promise<void>
  /** Makes calls of the account fail from now on. */
  readonly fail: (account: string, ...faults: readonly FaultRequest[]) => Promise<void>
  /** Every secret that passed by so far, of all accounts. */
  readonly secrets: () => Promise<readonly string[]>
  /** Makes none fail any more. */
  readonly heal: (account: string) => Promise<void>
}

export function connectGateway(url: string): GatewayClient {
  const ask = async (method: string, path: string, content?: unknown): Promise<unknown> => {
    const body = content === undefined ? {} : { body: JSON.stringify(content) }
    const answer = await fetch(`${url}/_gateway/${path}`, { method, ...body })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`The gateway answered ${answer.status} to ${method} ${path}: ${text}`)
    return JSON.parse(text)
  }
  return {
    calls: async (account, after = 0) => {
      const { calls } = (await ask('GET', `calls?account=${account}&after=${after}`)) as { calls: Entry[] }
      return calls
    },
    clear: async (account) => {
      await ask('DELETE', `calls?account=${account}`)
    },
    fail: async (account, ...faults) => {
      const placed = faults.map((fault) => ({ ...fault, account }))
      await ask('POST', 'faults', placed)
    },
    secrets: async () => {
      const { secrets } = (await ask('GET', 'secrets')) as { secrets: string[] }
      return secrets
    },
    heal: async (account) => {
      await ask('DELETE', `faults?account=${account}`)
    }
  }
}
