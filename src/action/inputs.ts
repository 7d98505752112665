// Reads what the workflow step gives. The empty string of an input that was not given ends here.
import { getInput } from '@actions/core'
import { settingNames } from './settings/all.ts'

/** Name -> text; absent, never empty. */
export interface Inputs {
  readonly given: Readonly<Record<string, string>>
  /** Inputs that no setting has the name of: the runner hands them on with no more than a warning. */
  readonly unknown: readonly string[]
}

export function readInputs(): Inputs {
  const given = settingNames
    // Trimming would take the spaces at the end of a variable's value.
    .map((name) => [name, getInput(name, { trimWhitespace: false })] as const)
    .filter(([, text]) => text.trim() !== '')
  const known = new Set(settingNames.map((name) => `INPUT_${name.toUpperCase()}`))
  const unknown = Object.keys(process.env)
    .filter((key) => key.startsWith('INPUT_') && !known.has(key))
    .map((key) => key.slice('INPUT_'.length).toLowerCase())
  return { given: Object.fromEntries(given), unknown }
}
