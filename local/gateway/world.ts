// What all parts of the gateway share.
import type { Accounts } from './accounts.ts'
import type { Cloud } from './cloud.ts'
import type { Faults } from './fault.ts'
import type { Journal } from './journal.ts'
import type { Identity } from './oidc.ts'
import type { Secrets } from './secrets.ts'
import type { Tokens } from './token.ts'

export interface World {
  /** Where clients reach the gateway: `127.0.0.1:<port>`. */
  readonly address: string
  /** Where MiniStack is; known a moment after the gateway. */
  readonly upstream: () => string
  /** The region of calls that name none. */
  readonly region: string
  readonly cloud: Cloud
  readonly identity: Identity
  readonly accounts: Accounts
  readonly faults: Faults
  readonly journal: Journal
  readonly secrets: Secrets
  readonly tokens: Tokens
}
