// Whose key it is. A key of 12 digits is the account itself; others are learned from the answers that hand them out.
export interface Accounts {
  readonly of: (key: string) => string | undefined
  /** Reads new keys from the answer of a call that makes some. */
  readonly learn: (action: string, account: string, answer: string) => void
  readonly seen: () => readonly string[]
  readonly see: (account: string) => void
}

const granting =
  /^(AssumeRole|AssumeRoleWithWebIdentity|AssumeRoleWithSAML|GetSessionToken|GetFederationToken|CreateAccessKey)$/

export function createAccounts(): Accounts {
  const owners = new Map<string, string>()
  const seen = new Set<string>()
  return {
    of: (key) => (/^\d{12}$/.test(key) ? key : owners.get(key)),
    learn: (action, account, answer) => {
      if (!granting.test(action)) return
      const key = /<AccessKeyId>([^<]+)</.exec(answer)?.[1]
      const owner = /<Arn>arn:[^:]+:sts::(\d{12}):/.exec(answer)?.[1] ?? account
      if (key !== undefined) owners.set(key, owner)
    },
    seen: () => [...seen],
    see: (account) => void seen.add(account)
  }
}

/** The account in the ARN of a role. */
export function accountOfRole(role: string | undefined): string | undefined {
  return /^arn:[^:]+:iam::(\d{12}):/.exec(role ?? '')?.[1]
}
