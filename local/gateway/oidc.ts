// The token that a job of GitHub Actions gets, for programs that ask for it at ACTIONS_ID_TOKEN_REQUEST_URL; and what
// AWS says to it when somebody assumes a role with it.
import { createPublicKey, createSign, createVerify, generateKeyPairSync } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readJson } from '../../src/model/json.ts'
import { read } from './upstream.ts'
import type { Refusal } from './refusal.ts'
import type { Claims } from './trust.ts'

/** What ACTIONS_ID_TOKEN_REQUEST_TOKEN has to be. */
export const requestToken = 'local-request-token'
const issuer = 'https://token.actions.githubusercontent.com'

export interface Identity {
  readonly serve: (from: IncomingMessage, to: ServerResponse) => Promise<void>
  /** Why AWS would not take the token, if it would not. */
  readonly objection: (token: string) => Refusal | undefined
  readonly claims: (token: string) => Claims
}

const keyId = 'local'

export function createIdentity(now: () => number = Date.now): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

  /** `kind` says what is wrong with it: nothing, `expired`, `forged` (signed by somebody else), `garbage`. */
  function token(query: URLSearchParams): string {
    const kind = query.get('kind')
    if (kind === 'garbage') return 'this-is-no-token'
    const seconds = Math.floor(now() / 1000)
    const lifetime = Number(query.get('seconds') ?? 300)
    const issued = kind === 'expired' ? seconds - lifetime - 60 : seconds
    const content = [
      { alg: 'RS256', typ: 'JWT', kid: keyId },
      {
        iss: issuer,
        aud: query.get('audience') ?? 'https://github.com/acme',
        sub: query.get('sub') ?? 'repo:acme/shop:ref:refs/heads/main',
        repository: 'acme/shop',
        iat: issued,
        nbf: issued,
        exp: issued + lifetime
      }
    ]
    const text = content.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    const key = kind === 'forged' ? stranger : privateKey
    return `${text}.${createSign('RSA-SHA256').update(text).sign(key).toString('base64url')}`
  }

  return {
    serve: async (from, to) => {
      await read(from)
      const url = new URL(from.url ?? '/', 'http://localhost')
      const say = (status: number, content: object): void => {
        to.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content))
      }
      if (url.pathname.endsWith('/jwks')) {
        const key = createPublicKey(publicKey).export({ format: 'jwk' })
        say(200, { keys: [{ ...key, kid: keyId, alg: 'RS256', use: 'sig' }] })
      } else if (!url.pathname.endsWith('/token')) say(404, { message: 'Not found' })
      else if (from.headers.authorization !== `Bearer ${requestToken}`) say(401, { message: 'Unauthorized' })
      else say(200, { value: token(url.searchParams) })
    },

    claims: (given) => parse(given.split('.')[1] ?? '') ?? {},

    objection: (given) => {
      const [header = '', content = '', signature = ''] = given.split('.')
      const invalid = {
        status: 400,
        code: 'InvalidIdentityToken',
        message: 'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)'
      }
      const claims = parse(content)
      if (claims === undefined || parse(header) === undefined) return invalid
      const verify = createVerify('RSA-SHA256').update(`${header}.${content}`)
      if (!verify.verify(publicKey, Buffer.from(signature, 'base64url'))) {
        return {
          ...invalid,
          message:
            "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements"
        }
      }
      const seconds = Math.floor(now() / 1000)
      const expires = Number(claims['exp'])
      if (expires > seconds) return undefined
      const message = `Token expired: current date/time ${seconds} must be before the expiration date/time ${expires}`
      return { status: 400, code: 'ExpiredTokenException', message }
    }
  }
}

const parse = (part: string): Claims | undefined =>
  readJson(Buffer.from(part, 'base64url').toString()) as Claims | undefined
