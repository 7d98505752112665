// Takes out of a value what is assigned to something that is called like a secret: `--token x`, `PGPASSWORD=x psql`,
// `{"clientSecret": "x"}`, `[{"name": "DB_PASSWORD", "value": "x"}]`, `curl -u me:x`.
import { isObject, readJson, type Json, type JsonObject } from '../../model/json.ts'
import { blank } from '../../model/private-key.ts'
import { isSecretName } from './suspicion.ts'

export function withoutAssigned(text: string): string {
  const parsed = listOrMap(text)
  return parsed === undefined ? inText(text) : JSON.stringify(inJson(parsed))
}

/** Undefined: it is something else, or was cut off. */
export function listOrMap(text: string): Json | undefined {
  const parsed = readJson(text)
  return typeof parsed === 'object' && parsed !== null ? parsed : undefined
}

function inJson(value: Json): Json {
  if (typeof value === 'string') return withoutAssigned(value)
  if (Array.isArray(value)) return inList(value as readonly Json[])
  return isObject(value) ? inMap(value) : value
}

const inList = (list: readonly Json[]): readonly Json[] =>
  list.map((value, index) => {
    const flag = list[index - 1]
    if (typeof flag !== 'string' || typeof value !== 'string') return inJson(value)
    if (/^(-[uU]|--(proxy-)?user)$/.test(flag)) return inText(`${flag} ${value}`).slice(flag.length + 1)
    return /^--?[A-Za-z][\w-]*$/.test(flag) ? assignedTo(flag, value) : inJson(value)
  })

function inMap(map: JsonObject): JsonObject {
  const { name = map.Name, key = map.Key } = map
  const told = name ?? key
  return Object.fromEntries(
    Object.entries(map).map(([at, value]) => [
      at,
      assignedTo(/^value$/i.test(at) && typeof told === 'string' ? told : at, value)
    ])
  )
}

/** An ARN says where a secret is. */
const assignedTo = (name: string, value: Json): Json =>
  (typeof value === 'string' ? !value.startsWith('arn:') : typeof value === 'number') && isSecretName(name)
    ? blank
    : inJson(value)

/** In quotes, or up to a space; a comma or an `&` belongs to it, unless the next name begins there. */
const value = `(?:"(?:[^"\\\\]|\\\\.)*"?|'[^']*'?|[^\\s"',;&]|[,;&](?!["']?[\\w-]+=))+`

/** `name=`, `name: `, `"name":`; then `--name `. */
const assigned: readonly RegExp[] = [
  new RegExp(`((?<!\\w)([A-Za-z][\\w-]*)(?:\\\\?["']?\\s*=\\s*|\\\\?["']\\s*:\\s*|:\\s+))(${value})`, 'g'),
  new RegExp(`((?<![\\w-])--?([A-Za-z][\\w-]*)\\s+)(?!-)(${value})`, 'g')
]
const password = new RegExp(`((?<![\\w-])(?:-[uU]|--(?:proxy-)?user)["',=\\s]*[^\\s"',:=/]+:)${value}`, 'g')

const inText = (text: string): string =>
  assigned
    .reduce(
      (rest, pattern) =>
        rest.replace(pattern, (whole, before: string, name: string, found: string) =>
          isSecretName(name) && !/^["']?arn:/.test(found) ? before + blank : whole
        ),
      text
    )
    .replace(password, `$1${blank}`)
