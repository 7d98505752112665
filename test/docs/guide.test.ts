// docs/guide.md has every row of the guide, and names nothing that is not there.
import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { settingNames } from '../../src/action/settings/all.ts'
import { isObject, type Json, type JsonObject } from '../../src/model/json.ts'
import { standalone } from '../../src/template/standalone.ts'
import { parsed } from '../action/asking.ts'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

const text = read('docs/guide.md')

/** How many rows each of the guide's steps has; the last two are one row each, without a second number. */
const steps = [5, 11, 9, 8, 3, 9, 11, 11, 7, 30, 3, 5, 28, 26, 4, 10]
const guide = [
  ...steps.flatMap((count, step) => Array.from({ length: count }, (_, index) => `${step}.${index + 1}`)),
  '16',
  '17'
]

interface Row {
  readonly number: string
  readonly by: string
  readonly answer: string
}

const rows = [...text.matchAll(/^\| (\d+(?:\.\d+)?) *\|[^|]*\| *([a-z ]+?) *\| *(.+?) *\|$/gm)].map(
  ([, number = '', by = '', answer = '']): Row => ({ number, by, answer })
)
const codes = (answer: string): readonly string[] => [...answer.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

/** Configurations that have every resource between them. */
const composed = [
  parsed({
    image: 'ghcr.io/owner/shop:1',
    'registry-credentials': 'registry-login',
    domain: 'shop.example',
    waf: 'managed',
    strategy: 'canary',
    'task-policy': '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}',
    secrets: 'A=arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf\nB=/shop/b',
    env: 'C=d',
    'container-health-command': 'true',
    'start-period-seconds': '10'
  }),
  parsed({ domain: 'shop.example' })
].map(({ config }) => standalone(config))
const bootstrap = parse(read('templates/bootstrap.yml')) as JsonObject
const templates = [...composed.flatMap(({ platform, service }) => [platform, service]), bootstrap]

test('every row of the guide is there, once and in order', () => {
  expect(rows.map(({ number }) => number)).toEqual(guide)
})

test('the head counts the rows', () => {
  const by = (kind: string): number => rows.filter((row) => row.by === kind).length
  expect(text).toContain(
    `${rows.length} rows: ${by('property')} by property, ${by('input')} by input, ${by('sentence')} by sentence.`
  )
  expect(rows.filter((row) => !['property', 'input', 'sentence'].includes(row.by))).toEqual([])
})

test.each(rows.filter(({ by }) => by === 'input'))('$number names an input', ({ answer }) => {
  expect(codes(answer).filter((code) => settingNames.includes(code))).not.toEqual([])
})

test.each(rows.filter(({ by }) => by === 'property'))('$number names a property or an output', ({ answer }) => {
  expect(codes(answer).filter((code) => isPath(code) || isOutput(code))).not.toEqual([])
})

test('everything that looks like an input is one', () => {
  /** Values of inputs, an output of the action, and words of others. */
  const others = ['all-traffic', 'load-balancer-dns-name', 'ecs-admin', 'root-record', 'www-record', 'ecs']
  const words = rows.flatMap(({ answer }) => codes(answer)).filter((code) => /^[a-z0-9]+(-[a-z0-9]+)+$/.test(code))
  expect(words.filter((word) => !settingNames.includes(word) && !others.includes(word))).toEqual([])
})

test.each(
  rows.flatMap(({ number, answer }) =>
    codes(answer)
      .filter(isPath)
      .map((path) => [number, path] as const)
  )
)('%s: %s is generated', (_, path) => {
  expect(values(path)).not.toEqual([])
})

describe('what no input names', () => {
  const snippets = [...text.matchAll(/^### .*: rows? (.*)\n\n```yaml\n([\s\S]*?)```/gm)].map(
    ([, numbers = '', yaml = '']) => [numbers, yaml] as const
  )
  const [settings = ''] = read('examples/iploc8/slipway.yml').split(/^overrides:/m)

  test('every row that names `overrides` as its way is written out', () => {
    const written = snippets.flatMap(([numbers]) => numbers.split(', '))
    expect(written.toSorted()).toEqual(
      rows
        .filter(({ answer }) => codes(answer).includes('overrides'))
        .map(({ number }) => number)
        .toSorted()
    )
  })

  test.each(snippets)('%s', (_, yaml) => {
    const merged = standalone(parsed({}, settings + yaml).config)
    const { overrides } = parse(yaml) as { readonly overrides: JsonObject }
    expect(differences(overrides, { ...merged })).toEqual([])
    expect(differences(overrides, { ...standalone(parsed({}, settings).config) })).not.toEqual([])
  })
})

function isPath(code: string): boolean {
  return /^([A-Z]\w+|taskDefinition|container)(\.[A-Za-z]\w*)+$/.test(code)
}

function isOutput(code: string): boolean {
  return templates.some(({ Outputs }) => isObject(Outputs ?? null) && Object.hasOwn(Outputs as JsonObject, code))
}

function values(path: string): readonly Json[] {
  const [root = '', ...rest] = path.split('.')
  const definitions = composed.map(({ taskDefinition }) => taskDefinition)
  if (root === 'taskDefinition') return definitions.flatMap((definition) => at(definition, rest))
  if (root === 'container')
    return definitions.flatMap((definition) => at(definition, ['containerDefinitions', ...rest]))
  return templates.flatMap((template) => at(template, ['Resources', root, 'Properties', ...rest]))
}

/** Each value at the path, which goes through every item of a list and every branch of a condition. */
function at(value: Json | undefined, path: readonly string[]): readonly Json[] {
  const [key, ...rest] = path
  if (value === undefined) return []
  if (key === undefined) return [value]
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item) => at(item, path))
  return isObject(value) ? at(value[key], rest) : []
}

/** Paths at which the second does not have what the first says. */
function differences(wanted: JsonObject, found: Json | undefined, path = ''): readonly string[] {
  return Object.entries(wanted).flatMap(([key, value]) => {
    const there = found !== undefined && isObject(found) ? found[key] : undefined
    const name = `${path}.${key}`
    if (value === null) return there === undefined ? [] : [name]
    if (Array.isArray(value)) return itemDifferences(value as readonly Json[], there, name)
    if (isObject(value)) return differences(value, there, name)
    return value === there ? [] : [name]
  })
}

function itemDifferences(wanted: readonly Json[], found: Json | undefined, path: string): readonly string[] {
  const items = Array.isArray(found) ? (found as readonly Json[]) : []
  const nameOf = (item: Json): Json | undefined => (isObject(item) ? (item.Name ?? item.name ?? item.Key) : undefined)
  return wanted.flatMap((item, index) => {
    const there = items.find((other) => nameOf(other) === nameOf(item) && nameOf(item) !== undefined) ?? items[index]
    return isObject(item) ? differences(item, there, `${path}.${index}`) : item === there ? [] : [`${path}.${index}`]
  })
}
