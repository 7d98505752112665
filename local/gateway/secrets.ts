// Every secret that passed by, given to AWS or got from it: what nobody may read in a log.
import type { Call } from './call.ts'
import { readJson } from '../../src/model/json.ts'

export interface Secrets {
  readonly see: (call: Call, asked: Buffer, answered: Buffer) => void
  /** Of all accounts. */
  readonly list: () => readonly string[]
}

/** Shorter ones stand in any text. */
const shortest = 6

export function createSecrets(): Secrets {
  const seen = new Set<string>()
  const keep = (values: readonly string[]): void => {
    for (const value of values) if (value.length >= shortest) seen.add(value)
  }
  return {
    see: ({ service, action, token }, asked, answered) => {
      if (token !== undefined) keep([token])
      switch (service) {
        case 'sts':
        case 'iam':
          keep(between(answered.toString('utf8'), /<(?:SecretAccessKey|SessionToken)>([^<]+)</g))
          return
        case 'ecr':
          if (action === 'GetAuthorizationToken') keep(logins(answered.toString('utf8')))
          return
        case 'secretsmanager':
        case 'ssm':
          keep(leaves(secretOf(asked.toString('utf8'))))
      }
    },
    list: () => [...seen]
  }
}

const between = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, value = '']) => value)

/** The token, and the password in it. */
const logins = (text: string): readonly string[] =>
  between(text, /"authorizationToken"\s*:\s*"([^"]+)"/g).flatMap((token) => [
    token,
    Buffer.from(token, 'base64').toString().replace(/^AWS:/, '')
  ])

function secretOf(text: string): string | undefined {
  const { SecretString, Type, Value } = parse(text) as Readonly<Record<string, string | undefined>>
  return SecretString ?? (Type === 'SecureString' ? Value : undefined)
}

/** A secret may be a map of secrets. */
function leaves(secret: string | undefined): readonly string[] {
  if (secret === undefined) return []
  return [secret, ...Object.values(parse(secret)).filter((value) => typeof value === 'string')]
}

function parse(text: string): object {
  const found = readJson(text)
  return typeof found === 'object' && found !== null ? found : {}
}
