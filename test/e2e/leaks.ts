// Looks for secrets wherever somebody could read them after a run, or while it ran.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'

/** What is searched, by the name of the place. */
export type Readable = Readonly<Record<string, string>>

/** @returns the places, each with the start of what stands there. */
export const leaksIn = (places: Readable, secrets: readonly string[]): readonly string[] =>
  Object.entries(places).flatMap(([place, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${place} has ${secret.slice(0, 6)}...`)
  )

export function nothingLeaks(places: Readable, secrets: readonly string[]): void {
  assert.ok(secrets.length > 0, 'There is no secret to look for.')
  assert.deepEqual(leaksIn(places, secrets), [])
}

/** What a runner takes out of a log before anybody reads it. */
export const withoutMasks = (log: string): string => log.replace(/^::add-mask::.*$/gm, '')

/** Of the inputs of a run. Values in `env` and `build-args` are secrets when their names say so. */
export function secretsIn(inputs: Readonly<Record<string, string>>): readonly string[] {
  const valuesOf = (lines = ''): readonly (readonly [string, string])[] =>
    lines.split('\n').map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)])
  const variables = [...valuesOf(inputs.env), ...valuesOf(inputs['build-args'])]
  return [
    inputs['github-token'] ?? '',
    ...valuesOf(inputs['build-secrets']).map(([, value]) => value),
    ...variables.filter(([name]) => /PASSWORD|SECRET|TOKEN|KEY/.test(name)).map(([, value]) => value)
  ].filter((value) => value.length >= 6)
}

export interface Processes {
  readonly look: () => void
  /** The command lines of all that was there at a look. */
  readonly seen: () => string
}

export function watchProcesses(): Processes {
  const seen = new Set<string>()
  return {
    look: () => {
      for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) seen.add(commandLineOf(pid))
    },
    seen: () => [...seen].join('\n')
  }
}

/** Empty when it is gone meanwhile. */
function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
