// The forms that a value may have: each reads what was written and says what is wrong with it in words.
import { z } from 'zod'
import { isObject, readJson, type JsonObject } from '../../model/json.ts'
import type { Raw } from './setting.ts'

/** A problem completes the sentence "Input `x` is `y`; ...". */
type Refuse = (problem: string) => void
type ProblemOf = (value: string) => string | undefined

const isList = (raw: Raw): raw is readonly string[] => Array.isArray(raw)

/** Whatever was refused, zod hands on as its issues; the inner schema sees only what was read well. */
const read = <S extends z.ZodType>(convert: (raw: Raw, refuse: Refuse) => unknown, inner: S) =>
  z.preprocess((raw, context) => {
    const problems: string[] = []
    const value = convert(raw as Raw, (problem) => problems.push(problem))
    problems.forEach((message) => {
      context.addIssue({ code: 'custom', message })
    })
    return problems.length === 0 ? value : z.NEVER
  }, inner)

function oneText(raw: Raw, refuse: Refuse): string {
  if (typeof raw === 'string') return raw.trim()
  refuse(`one value is wanted, not a ${isList(raw) ? 'list' : 'map'}`)
  return ''
}

const itself = (text: string): string => text

export const text = (check: ProblemOf = () => undefined, clean = itself) => ({
  type: 'text',
  schema: read((raw, refuse) => {
    const value = clean(oneText(raw, refuse))
    const problem = typeof raw === 'string' ? check(value) : undefined
    if (problem !== undefined) refuse(problem)
    return value
  }, z.string())
})

export const choice = <const T extends readonly [string, ...string[]]>(values: T) => ({
  type: values.map((value) => `\`${value}\``).join(' or '),
  schema: read(oneText, z.enum(values, `choose ${alternatives(values)}`))
})

/** `a`, `b` or `c`. */
const alternatives = (values: readonly string[]): string =>
  values
    .map((value) => `\`${value}\``)
    .join(', ')
    .replace(/, ([^,]*)$/, ' or $1')

const truths: Readonly<Record<string, boolean>> = {
  true: true,
  True: true,
  TRUE: true,
  false: false,
  False: false,
  FALSE: false
}

export const flag = () => ({
  type: 'true or false',
  schema: read((raw, refuse) => truths[oneText(raw, refuse)], z.boolean('write `true` or `false`'))
})

export function whole(least: number, most: number, check: (value: number) => string | undefined = () => undefined) {
  const wanted = `a whole number from ${least} to ${most} is wanted`
  return {
    type: 'whole number',
    schema: read(
      (raw, refuse) => {
        const written = oneText(raw, refuse)
        if (typeof raw !== 'string') return undefined
        // No number is proposed: `1 GB` is not 1, and `4 minutes` are not 4 seconds.
        if (/^\d+\s*[a-z]+$/i.test(written)) refuse(`the unit is fixed, so write the number alone; ${wanted}`)
        else if (!/^\d{1,10}$/.test(written)) refuse(wanted)
        const problem = /^\d{1,10}$/.test(written) ? check(Number(written)) : undefined
        if (problem !== undefined) refuse(problem)
        return Number(written)
      },
      z.int().min(least, wanted).max(most, wanted)
    )
  }
}

/** Commas or new lines. */
export const list = (check: ProblemOf) => ({
  type: 'list',
  schema: read((raw, refuse) => {
    if (typeof raw !== 'string' && !isList(raw)) refuse('a list is wanted, not a map')
    const written = typeof raw === 'string' ? raw.split(/[,\n]/) : isList(raw) ? raw : []
    const items = written.map((item) => item.trim()).filter((item) => item !== '')
    for (const item of items) {
      const problem = check(item)
      if (problem !== undefined) refuse(items.length === 1 ? problem : `\`${item}\`: ${problem}`)
    }
    return [...new Set(items)]
  }, z.array(z.string()))
})

type Entry = readonly [key: string, value: string, where: string]

/** What stands after the first `=` is the value, as it is: further `=`, quotes and spaces belong to it. */
function entriesOf(lines: readonly string[], each: 'line' | 'item', refuse: Refuse): readonly Entry[] {
  return lines.flatMap((line, index): readonly Entry[] => {
    if (line.trim() === '') return []
    const where = `${each} ${index + 1}`
    const split = line.indexOf('=')
    const key = line.slice(0, Math.max(0, split)).trim()
    if (key !== '') return [[key, line.slice(split + 1), where]]
    // The line is not shown: it may be a part of a secret of several lines.
    refuse(`${where} ${split === -1 ? 'has no `=`' : 'has nothing before its `=`'}; write KEY=VALUE`)
    return []
  })
}

const mapEntries = (map: JsonObject, refuse: Refuse): readonly Entry[] =>
  Object.entries(map).flatMap(([key, value]): readonly Entry[] => {
    if (typeof value === 'string') return [[key, value, '']]
    refuse(`\`${key}\` takes one value`)
    return []
  })

function pairEntries(raw: Raw, refuse: Refuse): readonly Entry[] {
  if (typeof raw === 'string') return entriesOf(raw.split(/\r?\n/), 'line', refuse)
  return isList(raw) ? entriesOf(raw, 'item', refuse) : mapEntries(raw, refuse)
}

/** What can be read of pairs that have a mistake somewhere. */
export const readablePairs = (raw: Raw): Readonly<Record<string, string>> =>
  Object.fromEntries(pairEntries(raw, () => undefined).map(([key, value]) => [key, value]))

/** KEY=VALUE lines, or a map in the config file. */
export const pairs = (
  checkKey: ProblemOf,
  checkValue: (key: string, value: string) => string | undefined = () => undefined,
  most = Infinity
) => ({
  type: 'KEY=VALUE lines',
  schema: read(
    (raw, refuse) => {
      const entries = pairEntries(raw, refuse)
      const seen = new Map<string, string>()
      for (const [key, value, where] of entries) {
        const first = seen.get(key)
        if (first !== undefined) refuse(`${where} sets \`${key}\` again, after ${first}; leave one of them`)
        else seen.set(key, where)
        // Objects have one already, and zod drops it without a word.
        const reserved = key === '__proto__' ? '`__proto__` cannot be set' : undefined
        const problem = reserved ?? checkKey(key) ?? checkValue(key, value)
        if (problem !== undefined) refuse(where === '' ? problem : `${where}: ${problem}`)
      }
      if (entries.length > most) refuse(`${entries.length} are too many; at most ${most} are taken, beside our own`)
      return Object.fromEntries(entries.map(([key, value]) => [key, value]))
    },
    z.record(z.string(), z.string())
  )
})

/** JSON as text, or a map of any depth in the config file. `check` gives a problem for each mistake in it. */
export const nested = <T extends object>(check: (value: JsonObject) => readonly string[]) => ({
  nested: true,
  schema: read((raw, refuse) => {
    const value = typeof raw === 'string' ? readJson(raw) : raw
    // Without the parser's words, which quote what stands there.
    if (value === undefined) refuse('that is not JSON')
    else if (isObject(value)) check(value).forEach(refuse)
    else refuse('a map is wanted')
    return value
  }, z.custom<T>())
})
