// Asks for settings as a workflow and a config file would.
import { parseConfigFile } from '../../src/action/parse/config-file.ts'
import type { Surroundings } from '../../src/action/agreements/rule.ts'
import { parse, type Parsed } from '../../src/action/parse/parse.ts'
import type { Config } from '../../src/model/config.ts'
import { Failure } from '../../src/model/failure.ts'

export type Given = Readonly<Record<string, string>>

const surroundings: Surroundings = { repository: 'owner/Shop', runId: '42', region: 'eu-west-1' }

/** `config`: of the first region. */
export function parsed(
  given: Given,
  file = '',
  around: Surroundings = surroundings
): Parsed & { readonly config: Config } {
  const made = parse({ given, unknown: [] }, parseConfigFile('.github/slipway.yml', file), around)
  return { ...made, config: made.configs[0] }
}

/** Of the first region; undefined: it is refused. */
export function accepted(given: Given): Config | undefined {
  try {
    return parsed(given).config
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}

/** The mistakes that it is refused with; none when it is not. */
export function mistakesOf(given: Given, file = '', around: Surroundings = surroundings): readonly string[] {
  try {
    parsed(given, file, around)
  } catch (error) {
    if (error instanceof Failure) return error.evidence
    throw error
  }
  return []
}

export const certificate = 'arn:aws:acm:eu-west-1:111122223333:certificate/x'
