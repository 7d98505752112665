// From what was written to a Config: every mistake in one Failure, before anything is touched.
import { Failure } from '../../model/failure.ts'
import type { Config, Configs } from '../../model/config.ts'
import { present } from '../../model/present.ts'
import { agree } from '../agreements/all.ts'
import type { GitHubRequest } from '../github/announce.ts'
import { compose, githubOf } from './compose.ts'
import { regionsOf } from './defaults.ts'
import type { Surroundings } from '../agreements/rule.ts'
import { readConfigFile, type ConfigFile } from './config-file.ts'
import type { Inputs } from '../inputs.ts'
import { readOverridesFile } from './overrides-file.ts'
import { plainSecrets } from '../secrecy/plain-secrets.ts'
import type { Runner } from '../runner.ts'
import type { AllAsked, AskedValue, Setting } from '../settings/setting.ts'
import { settingList, settingNames, type Values } from '../settings/all.ts'
import { command } from '../settings/command.ts'
import { didYouMean } from '../../model/suggestion.ts'

export interface Parsed {
  readonly configs: Configs
  readonly github: GitHubRequest
  readonly warnings: readonly string[]
  /** What must not be read in a log. */
  readonly secretValues: readonly string[]
}

/** @throws Failure INPUT_INVALID with all mistakes. */
export const parseConfig = (inputs: Inputs, runner: Runner): Parsed =>
  parse(inputs, readConfigFile(runner.workspace, inputs.given.config?.trim()), runner)

/**
 * Each region by itself, and the mistakes of all of them; what several have is told once.
 * @throws Failure INPUT_INVALID with all mistakes.
 */
export function parse(inputs: Inputs, file: ConfigFile, surroundings: Surroundings): Parsed {
  const earlier = [...inputs.unknown.map(unknownInput), ...file.mistakes]
  // Whatever seems to be missing may stand in it.
  if (file.isUnread) throw invalid(earlier)
  const regions = regionsNamed(merge(inputs, file), surroundings)
  const each = (regions.length > 0 ? regions : [undefined]).map((region) =>
    readAsked(merge(inputs, file, region), surroundings, region)
  )
  const mistakes = [...new Set([...earlier, ...each.flatMap((one) => one.mistakes)])]
  const [first, ...others] = each.flatMap(({ config, github }) => (config ? [{ config, github }] : []))
  if (mistakes.length > 0 || !first) throw invalid(mistakes)
  return {
    configs: [first.config, ...others.map(({ config }) => config)],
    github: first.github,
    warnings: [...new Set(each.flatMap((one) => one.warnings))],
    secretValues: [...new Set(each.flatMap((one) => one.secretValues))]
  }
}

function regionsNamed(asked: AllAsked, surroundings: Surroundings): readonly string[] {
  const { entry } = readSetting(command.regions, asked.regions, 'regions')
  return regionsOf(Object.fromEntries(entry), surroundings)
}

/** An input wins over the file, and there what a region overrides over what holds for all. */
const merge = (inputs: Inputs, file: ConfigFile, region?: string): AllAsked => ({
  ...file.asked,
  ...(region !== undefined && file.ofRegion?.[region]),
  ...Object.fromEntries(
    Object.entries(inputs.given).map(([name, raw]): [string, AskedValue] => [name, { raw, where: `Input \`${name}\`` }])
  )
})

interface ReadRegion {
  /** Absent when there are mistakes. */
  readonly config?: Config
  readonly github: GitHubRequest
  readonly mistakes: readonly string[]
  readonly warnings: readonly string[]
  readonly secretValues: readonly string[]
}

function readAsked(given: AllAsked, surroundings: Surroundings, region?: string): ReadRegion {
  const { overrides, ...others } = given
  const named = readOverridesFile(surroundings.workspace, overrides)
  const asked: AllAsked = { ...others, ...present({ overrides: named.asked }) }
  const read = settingList.map(([name, setting]) => readSetting(setting, asked[name], name))
  // A value that is a mistake is absent, also where `Values` promises one: rules get it as Partial.
  const values = Object.fromEntries(read.flatMap(({ entry }) => entry)) as Partial<Values>
  const context = { asked, values, surroundings, ...present({ region }) }
  const agreed = agree(context)
  const secrecy = plainSecrets(context)
  const mistakes = [...named.mistakes, ...read.flatMap((one) => one.mistakes), ...agreed.mistakes, ...secrecy.mistakes]
  return {
    ...(mistakes.length === 0 && region !== undefined && { config: compose(values as Values, surroundings, region) }),
    github: githubOf(values, surroundings),
    mistakes,
    warnings: [...agreed.warnings, ...secrecy.warnings],
    secretValues: secrecy.values
  }
}

interface Read {
  /** Name and value: one, or none when it was not given or is a mistake. */
  readonly entry: readonly (readonly [string, unknown])[]
  readonly mistakes: readonly string[]
}

function readSetting(setting: Setting, asked: AskedValue | undefined, name: string): Read {
  const raw = asked?.raw ?? setting.default
  if (raw === undefined) return { entry: [], mistakes: [] }
  const result = setting.schema.safeParse(raw)
  if (result.success) return { entry: [[name, result.data]], mistakes: [] }
  const where = asked?.where ?? name
  const isShown = typeof raw === 'string' && !setting.secret && !setting.nested && !raw.includes('\n')
  const start = isShown ? `${where} is \`${raw.trim()}\`;` : `${where}:`
  return { entry: [], mistakes: [...new Set(result.error.issues.map(({ message }) => `${start} ${message}`))] }
}

function unknownInput(name: string): string {
  const otherwise = `; take it away, or rename the environment variable INPUT_${name.toUpperCase()} if it is yours`
  return `There is no input \`${name}\`${didYouMean(name, settingNames, otherwise)}`
}

function invalid(mistakes: readonly string[]): Failure {
  const [first = ''] = mistakes
  const some = mistakes.length > 1
  return new Failure({
    code: 'INPUT_INVALID',
    sentence: some
      ? `${mistakes.length} mistakes in the settings:\n${mistakes.map((mistake) => `- ${mistake}`).join('\n')}`
      : first,
    remedy: `Correct ${some ? 'them' : 'it'} in the workflow or the config file; nothing was touched.`,
    evidence: mistakes
  })
}
