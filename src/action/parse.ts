// From what was written to a Config: every mistake in one Failure, before anything is touched.
import { Failure } from '../model/failure.ts'
import type { Config } from '../model/config.ts'
import { agree } from './agree.ts'
import { compose } from './compose.ts'
import { readConfigFile, type ConfigFile } from './configfile.ts'
import type { Inputs } from './inputs.ts'
import { readOverridesFile } from './overridesfile.ts'
import { plainSecrets } from './plainsecrets.ts'
import type { Runner } from './runner.ts'
import type { Asked, Setting } from './setting.ts'
import { settingList, settingNames, type Values } from './settings/all.ts'
import { nearest } from '../model/suggestion.ts'

export interface Parsed {
  readonly config: Config
  readonly warnings: readonly string[]
  /** What must not be read in a log. */
  readonly secretValues: readonly string[]
}

/** What of the runner decides about settings. */
export interface Surroundings extends Pick<Runner, 'repository' | 'runId' | 'region' | 'storedKeys'> {
  /** Of several regions only the first is looked at. */
  readonly firstRegionOnly?: true
}

/** @throws Failure INPUT_INVALID with all mistakes. */
export function parseConfig(inputs: Inputs, runner: Runner & Surroundings): Parsed {
  const file = readConfigFile(runner.workspace, inputs.given.config?.trim())
  refuseUnread(inputs, file)
  const { overrides, ...asked } = merge(inputs, file)
  const named = readOverridesFile(runner.workspace, overrides)
  return parseAsked(
    { ...asked, ...(named.asked && { overrides: named.asked }) },
    [...inputs.unknown.map(unknownInput), ...file.mistakes, ...named.mistakes],
    runner
  )
}

/**
 * Where nothing can be read but what is given.
 * @throws Failure INPUT_INVALID with all mistakes.
 */
export function parse(inputs: Inputs, file: ConfigFile, surroundings: Surroundings): Parsed {
  refuseUnread(inputs, file)
  return parseAsked(merge(inputs, file), [...inputs.unknown.map(unknownInput), ...file.mistakes], surroundings)
}

/** Whatever seems to be missing may stand in it. */
function refuseUnread({ unknown }: Inputs, { isUnread, mistakes }: ConfigFile): void {
  if (isUnread) throw invalid([...unknown.map(unknownInput), ...mistakes])
}

/** An input wins over the file. */
const merge = (inputs: Inputs, file: ConfigFile): Readonly<Partial<Record<string, Asked>>> => ({
  ...file.asked,
  ...Object.fromEntries(
    Object.entries(inputs.given).map(([name, raw]): [string, Asked] => [name, { raw, place: `Input \`${name}\`` }])
  )
})

function parseAsked(
  asked: Readonly<Partial<Record<string, Asked>>>,
  earlier: readonly string[],
  surroundings: Surroundings
): Parsed {
  const read = settingList.map(([name, setting]) => readSetting(setting, asked[name], name))
  // Sound for what has no mistakes; where there are some, only rules that look at each value's presence see it.
  const values = Object.fromEntries(read.flatMap(({ entry }) => entry)) as Partial<Values>
  const context = { asked, values, surroundings }
  const agreed = agree(context)
  const secrecy = plainSecrets(context)
  const mistakes = [...earlier, ...read.flatMap((one) => one.mistakes), ...agreed.mistakes, ...secrecy.mistakes]
  if (mistakes.length > 0) throw invalid(mistakes)
  return {
    config: compose(values as Values, surroundings),
    warnings: [...agreed.warnings, ...secrecy.warnings],
    secretValues: secrecy.values
  }
}

interface Read {
  /** Name and value: one, or none when it was not given or is a mistake. */
  readonly entry: readonly (readonly [string, unknown])[]
  readonly mistakes: readonly string[]
}

function readSetting(setting: Setting, asked: Asked | undefined, name: string): Read {
  const raw = asked?.raw ?? setting.default
  if (raw === undefined) return { entry: [], mistakes: [] }
  const result = setting.schema.safeParse(raw)
  if (result.success) return { entry: [[name, result.data]], mistakes: [] }
  const place = asked?.place ?? name
  const shown =
    typeof raw === 'string' && setting.secret !== true && setting.nested !== true && !raw.includes('\n')
      ? ` is \`${raw.trim()}\`;`
      : ':'
  const start = shown === ':' ? place.replace(/,$/, '') + shown : place + shown
  return { entry: [], mistakes: [...new Set(result.error.issues.map(({ message }) => `${start} ${message}`))] }
}

function unknownInput(name: string): string {
  const meant = nearest(name, settingNames)
  return (
    `There is no input \`${name}\`` +
    (meant === undefined
      ? `; take it away, or rename the environment variable INPUT_${name.toUpperCase()} if it is yours`
      : `; did you mean \`${meant}\`?`)
  )
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
