// The config file: its settings, each with its line, and what each region has of its own.
import { isMap, isScalar, type ParsedNode } from 'yaml'
import { present } from '../../model/present.ts'
import { didYouMean } from '../../model/suggestion.ts'
import type { AllAsked } from '../settings/setting.ts'
import { namesOfTheRun, settingList, settingNames } from '../settings/all.ts'
import { absentFile, readWorkspaceFile } from './workspace-file.ts'
import { isNull, rawOf, readYaml, resolve, sourceOf, treeOf } from './yaml.ts'

export const usualConfigFile = '.github/slipway.yml'

/** GitHub takes both endings for workflows; a file that is passed over would deploy with the defaults. */
const mistakenFile = '.github/slipway.yaml'

export interface ConfigFile {
  readonly asked: AllAsked
  /** What each region overrides, when `regions` is a map. */
  readonly ofRegion?: Readonly<Record<string, AllAsked>>
  readonly mistakes: readonly string[]
  /** What it asks for is not known, so nobody can say what is missing. */
  readonly isUnread?: true
}

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
      if (named !== undefined) return unread(`Input \`config\` names ${path}, ${absentFile}`)
      return readWorkspaceFile(workspace, mistakenFile).at === 'absent'
        ? nothing
        : unread(
            `Settings are read from ${path}, not from ${mistakenFile}, which is there; rename it, or name it in \`config\``
          )
    case 'refused':
      return unread(`The config file is ${path}, ${found.problem}`)
  }
}

/** Inputs of the workflow only. */
const notInFile: readonly string[] = settingList.flatMap(([name, { inputOnly }]) => (inputOnly === true ? [name] : []))

/** The settings that may be maps of any depth. */
const nestedNames: readonly string[] = settingList.flatMap(([name, { nested }]) => (nested === true ? [name] : []))

/** @internal Tests give its text. */
export function parseConfigFile(path: string, text: string): ConfigFile {
  const { document, mistakes, lineOf } = readYaml(path, text)
  if (mistakes.length > 0) return unread(...mistakes)
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
      ...present({ ofRegion }),
      mistakes: read.flatMap(({ mistakes }) => mistakes)
    }
  }

  function settingIn(key: Key, value: Value, region: string | undefined): ConfigFile {
    const name = isScalar(key) ? String(key.value) : '?'
    const line = `${path}, line ${lineOf(key)}`
    const mistake = keyMistake(name, line, region)
    if (mistake !== undefined) return { asked: {}, mistakes: [mistake] }
    const regions = name === 'regions' ? resolve(value, document) : undefined
    if (isMap(regions)) return regionsIn(regions as Entries, line)
    const of = region === undefined ? '' : ` of ${region}`
    const found = nestedNames.includes(name) ? treeOf(value, document) : rawOf(value, document)
    if (found.at === 'nothing') return nothing
    return {
      asked: found.at === 'raw' ? { [name]: { raw: found.raw, where: `\`${name}\`${of} (${line})` } } : {},
      mistakes: (found.problems ?? []).map(
        ({ problem, node }) => `\`${name}\`${of} (${path}, line ${lineOf(node ?? key)}) ${problem}`
      )
    }
  }

  function regionsIn(map: Entries, line: string): ConfigFile {
    const read = map.items.map(({ key, value }) => {
      const region = sourceOf(key)
      const own = resolve(value, document)
      if (isMap(own)) return [region, settingsIn(own as Entries, region)] as const
      const isEmpty = own === null || isNull(own)
      const problem = `${path}, line ${lineOf(key)}: \`${region}\` takes a map of settings, or nothing`
      return [region, isEmpty ? nothing : { asked: {}, mistakes: [problem] }] as const
    })
    return {
      asked: { regions: { raw: read.map(([region]) => region), where: `\`regions\` (${line})` } },
      ofRegion: Object.fromEntries(read.map(([region, { asked }]) => [region, asked])),
      mistakes: read.flatMap(([, { mistakes }]) => mistakes)
    }
  }
}

type Key = ParsedNode
type Value = ParsedNode | null
interface Entries {
  readonly items: readonly { readonly key: Key; readonly value: Value }[]
}

const known = settingNames.filter((name) => !notInFile.includes(name))

function keyMistake(name: string, line: string, region: string | undefined): string | undefined {
  if (known.includes(name))
    return region === undefined || !namesOfTheRun.includes(name)
      ? undefined
      : `${line}: \`${name}\` is the same for all regions; write it beside \`regions\`, not in it`
  if (notInFile.includes(name)) return `${line}: \`${name}\` is an input of the workflow only`
  return `${line}: there is no setting \`${name}\`${didYouMean(name, known)}`
}
