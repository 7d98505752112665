// The config file: YAML whose values are taken as they were written (1.10 stays `1.10`), each with its line.
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type ParsedNode
} from 'yaml'
import { nearest } from '../model/suggestion.ts'
import { nestedOf } from './nested.ts'
import type { Asked, Raw } from './setting.ts'
import { isOfTheRun, settingList, settingNames } from './settings/all.ts'
import { absentFile, readWorkspaceFile } from './workspacefile.ts'

export const usualConfigFile = '.github/slipway.yml'

export interface ConfigFile {
  readonly asked: Readonly<Record<string, Asked>>
  /** What each region overrides, when `regions` is a map. */
  readonly ofRegion?: Readonly<Record<string, AskedOfRegion>>
  readonly mistakes: readonly string[]
  /** What it asks for is not known, so nobody can say what is missing. */
  readonly isUnread?: true
}

export type AskedOfRegion = Readonly<Partial<Record<string, Asked>>>

const nothing: ConfigFile = { asked: {}, mistakes: [] }

const unread = (...mistakes: readonly string[]): ConfigFile => ({ asked: {}, mistakes, isUnread: true })

/** `named`: what the input `config` says. */
export function readConfigFile(workspace: string, named: string | undefined): ConfigFile {
  const path = named ?? usualConfigFile
  const found = readWorkspaceFile(workspace, path)
  switch (found.at) {
    case 'there':
      return parseConfigFile(path, found.text)
    case 'absent':
      return named === undefined ? nothing : unread(`Input \`config\` names ${path}, ${absentFile}`)
    case 'refused':
      return unread(`The config file is ${path}, ${found.problem}`)
  }
}

/** Not for the file. */
const notInFile: readonly string[] = settingList.flatMap(([name, { inputOnly }]) => (inputOnly === true ? [name] : []))

/** The settings that may be maps of any depth. */
const nestedNames: readonly string[] = settingList.flatMap(([name, { nested }]) => (nested === true ? [name] : []))

export function parseConfigFile(path: string, text: string): ConfigFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const lineOf = (node: Node | null): number => lines.linePos(node?.range?.[0] ?? 0).line
  if (document.errors.length > 0) return unread(...yamlMistakes(path, document))
  const root = document.contents
  if (root === null || (isScalar(root) && root.value === null)) return nothing
  if (!isMap(root)) return unread(`${path}, line 1: settings are wanted, one \`name: value\` on each line`)

  return settingsIn(root)

  /** @param region the one that the settings are for; absent: all. */
  function settingsIn(map: Entries, region?: string): ConfigFile {
    const read = map.items.map(({ key, value }) => settingIn(key, value, region))
    const ofRegion = read.find((one) => one.ofRegion)?.ofRegion
    return {
      asked: Object.assign({}, ...read.map(({ asked }) => asked)) as ConfigFile['asked'],
      ...(ofRegion && { ofRegion }),
      mistakes: read.flatMap(({ mistakes }) => mistakes)
    }
  }

  function settingIn(key: Key, value: Value, region: string | undefined): ConfigFile {
    const name = isScalar(key) ? String(key.value) : '?'
    const place = `${path}, line ${lineOf(key)}`
    const mistake = keyMistake(name, place, region)
    if (mistake !== undefined) return { asked: {}, mistakes: [mistake] }
    const regions = name === 'regions' ? resolve(value) : undefined
    if (isMap(regions)) return regionsIn(regions as Entries, place)
    const of = region === undefined ? '' : ` of ${region}`
    const found = nestedNames.includes(name) ? treeOf(value) : rawOf(value)
    if (found.at === 'nothing') return nothing
    return {
      asked: found.at === 'raw' ? { [name]: { raw: found.raw, place: `\`${name}\`${of} in ${place},` } } : {},
      mistakes: (found.problems ?? []).map(
        ({ problem, node }) => `\`${name}\`${of} in ${path}, line ${lineOf(node ?? key)}, ${problem}`
      )
    }
  }

  function regionsIn(map: Entries, place: string): ConfigFile {
    const read = map.items.map(({ key, value }) => {
      const region = sourceOf(key)
      const own = resolve(value)
      if (isMap(own)) return [region, settingsIn(own as Entries, region)] as const
      const isEmpty = own === null || isNull(own)
      const problem = `${path}, line ${lineOf(key)}: \`${region}\` takes a map of settings, or nothing`
      return [region, isEmpty ? nothing : { asked: {}, mistakes: [problem] }] as const
    })
    return {
      asked: { regions: { raw: read.map(([region]) => region), place: `\`regions\` in ${place},` } },
      ofRegion: Object.fromEntries(read.map(([region, { asked }]) => [region, asked])),
      mistakes: read.flatMap(([, { mistakes }]) => mistakes)
    }
  }

  function treeOf(node: ParsedNode | null): Found {
    const target = resolve(node)
    if (!isMap(target)) return rawOf(node)
    const nested = nestedOf(target, document)
    return nested.at === 'value' ? { at: 'raw', raw: nested.value as Raw } : { at: 'wrong', problems: nested.problems }
  }

  function rawOf(node: ParsedNode | null): Found {
    const target = resolve(node)
    if (isAlias(node) && target === null)
      return {
        at: 'wrong',
        problems: [{ problem: 'names an anchor that is not there; put a text with `*` in quotes', node }]
      }
    if (target === null || isNull(target)) return { at: 'nothing' }
    if (isScalar(target)) return { at: 'raw', raw: sourceOf(target) }
    if (isSeq(target)) {
      const items = target.items.map((item) => resolve(item as Node))
      const wrong = items.find((item) => !isScalar(item) || isNull(item))
      if (wrong !== undefined)
        return { at: 'wrong', problems: [{ problem: 'takes plain values in its list', node: wrong }] }
      return { at: 'raw', raw: items.map((item) => sourceOf(item)) }
    }
    return isMap(target) ? mapOf(target) : { at: 'nothing' }
  }

  function mapOf(map: { readonly items: readonly { readonly key: unknown; readonly value: unknown }[] }): Found {
    const entries = map.items.map(({ key, value }) => ({
      key: sourceOf(key),
      value: resolve(value as Node | null),
      node: key as Node
    }))
    const isPlain = ({ value }: (typeof entries)[number]): boolean => isScalar(value) && !isNull(value)
    return {
      at: 'raw',
      raw: Object.fromEntries(entries.filter(isPlain).map(({ key, value }) => [key, sourceOf(value)])),
      // The others are read all the same, so that all mistakes are told at once.
      problems: entries
        .filter((entry) => !isPlain(entry))
        .map(({ key, value, node }) => ({
          problem:
            value === null || isNull(value)
              ? `gives \`${key}\` no value; write '' for an empty one`
              : `takes plain values in its map, and \`${key}\` has a list or a map`,
          node
        }))
    }
  }

  function resolve(node: Node | null): Node | null {
    return (node && 'resolve' in node ? node.resolve(document) : node) ?? null
  }
}

type Key = ParsedNode
type Value = ParsedNode | null
interface Entries {
  readonly items: readonly { readonly key: Key; readonly value: Value }[]
}

type Found =
  | { readonly at: 'nothing' }
  | { readonly at: 'raw'; readonly raw: Raw; readonly problems?: readonly Wrong[] }
  | { readonly at: 'wrong'; readonly problems: readonly Wrong[] }

interface Wrong {
  readonly problem: string
  readonly node: Node | null
}

/** What the parser says is wrong, with its lines. */
export const yamlMistakes = (path: string, { errors }: Document): readonly string[] =>
  errors.map(({ code, message, linePos }) => {
    const [sentence = message] = message.split(/ at line \d+/)
    return (
      `${path}, line ${linePos?.[0].line ?? 1}: this is not YAML: ${sentence.trim().replace(/[.:]$/, '')}` +
      (needQuotes.includes(code) ? '; put the value in quotes, if it is a text' : '')
    )
  })

/** What a text does to YAML that ends with a colon (a secret's ARN), or begins with `*`, `@` or `%`. */
const needQuotes: readonly string[] = ['BLOCK_AS_IMPLICIT_KEY', 'BAD_ALIAS', 'BAD_SCALAR_START']

const isNull = (node: unknown): boolean => isScalar(node) && node.value === null

/** The text of a scalar as it stands in the file, without its quotes. */
const sourceOf = (node: unknown): string => (isScalar(node) ? (node.source ?? String(node.value)) : '')

const known = settingNames.filter((name) => !notInFile.includes(name))

function keyMistake(name: string, place: string, region: string | undefined): string | undefined {
  if (known.includes(name))
    return region === undefined || !isOfTheRun(name)
      ? undefined
      : `${place}: \`${name}\` is the same for all regions; write it beside \`regions\`, not in it`
  if (notInFile.includes(name)) return `${place}: \`${name}\` is an input of the workflow only`
  const meant = nearest(name, known)
  return `${place}: there is no setting \`${name}\`` + (meant === undefined ? '' : `; did you mean \`${meant}\`?`)
}
