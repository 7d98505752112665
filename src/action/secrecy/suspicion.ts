// Which variables look as if they held a secret: by the words of their name, and by the shape of their value.
import { hasSecretShape } from './mask.ts'

/** Words that mean a secret wherever they stand alone: KEY, but neither MONKEY nor KEYBOARD. */
const words = /^(KEY|KEYS|PRIVATE|PASS|PWD)$/
/** Words that mean a secret also at the end of a longer one: PGPASSWORD; not TOKENIZERS, not SECRETARY, not MAX_TOKENS. */
const endings =
  /(PASSWORDS?|PASSWD|PASSPHRASE|SECRETS?|TOKEN|CREDENTIALS?|APIKEYS?|REQUIREPASS|MASTERAUTH|(DB|SQL|USER|ROOT|ADMIN|SMTP|MAIL|REDIS)PASS)$/
/** The last word tells what the value is: something about a secret. */
const about =
  /^(ARN|AGE|ALGORITHM|COUNT|ENABLED|DISABLED|EXPIRY|EXPIRATION|FILE|HEADER|HOURS|ID|ISSUER|LENGTH|LIMIT|MINUTES|NAME|OPTIONS|PARAMETER|PATH|PREFIX|REGION|REQUIRED|SECONDS|SIZE|TTL|TYPE|URI|URL|VERSION)$/
const open = /^(PUBLIC|PUBLISHABLE)$/

/** `dbPassword`, `DB_PASSWORD` and `db-password` have the same words. */
const partsOfName = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '')

export function isSecretName(name: string): boolean {
  const all = partsOfName(name)
  // PWD alone is the working directory.
  if (all.length === 1 && all[0] === 'PWD') return false
  if (about.test(all.at(-1) ?? '') || all.some((word) => open.test(word))) return false
  return all.some((word) => words.test(word) || endings.test(word))
}

/** A switch or nothing at all is no secret, whatever its name. */
const isPlain = (value: string): boolean => /^\s*(|true|false|yes|no|on|off|0|1)\s*$/i.test(value)

export interface Suspicion {
  readonly name: string
  readonly value: string
  readonly by: 'name' | 'value'
}

export const suspicionsOf = (variables: Readonly<Record<string, string>>): readonly Suspicion[] =>
  Object.entries(variables).flatMap(([name, value]): readonly Suspicion[] => {
    if (isPlain(value)) return []
    if (isSecretName(name)) return [{ name, value, by: 'name' }]
    return hasSecretShape(value) ? [{ name, value, by: 'value' }] : []
  })

/** Where the name of a place is wanted: a word of letters and digits that is too long and too mixed for a name. */
export const isSecretValue = (text: string): boolean =>
  hasSecretShape(text) ||
  (/^[A-Za-z0-9]{12,}$/.test(text) && /\d/.test(text) && /[A-Za-z]/.test(text)) ||
  // A secret key of AWS may have slashes.
  (/^[A-Za-z0-9][A-Za-z0-9/]{39}$/.test(text) && /\d/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text))
