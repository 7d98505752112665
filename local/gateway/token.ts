// Logins of the registry: what GetAuthorizationToken hands out, good for one account and twelve hours.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

export const lifetime = 12 * 60 * 60 * 1000

export type Login = { readonly is: 'good'; readonly account: string } | { readonly is: 'expired' | 'wrong' }

export interface Tokens {
  readonly issue: (account: string, expires: number) => string
  /** What an Authorization header is worth now. */
  readonly check: (authorization: string | undefined) => Login
}

/** The account of a token that opens every registry, as MiniStack needs it to pull for all accounts. */
export const everyAccount = '*'

export function createTokens(now: () => number = Date.now): Tokens {
  const key = randomBytes(32)
  const sign = (content: string): Buffer => createHmac('sha256', key).update(content).digest()
  return {
    issue: (account, expires) => {
      const content = Buffer.from(JSON.stringify([account, expires])).toString('base64url')
      return `${content}.${sign(content).toString('base64url')}`
    },
    check: (authorization) => {
      const [kind, encoded = ''] = authorization?.split(' ') ?? []
      const [user, password = ''] = Buffer.from(encoded, 'base64').toString().split(':')
      const [content = '', signature = ''] = password.split('.')
      const given = Buffer.from(signature, 'base64url')
      const right = sign(content)
      if (kind !== 'Basic' || user !== 'AWS' || given.length !== right.length) return { is: 'wrong' }
      if (!timingSafeEqual(given, right)) return { is: 'wrong' }
      const [account, expires] = JSON.parse(Buffer.from(content, 'base64url').toString()) as [string, number]
      return expires < now() ? { is: 'expired' } : { is: 'good', account }
    }
  }
}
