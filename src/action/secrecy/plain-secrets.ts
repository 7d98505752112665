// Plain values that look like secrets: refused unless allowed, and masked where they are accepted.
import type { Agreement } from '../agreements/all.ts'
import { cite, type RuleContext } from '../agreements/rule.ts'
import { appNameOf, regionsOf } from '../parse/defaults.ts'
import { readablePairs } from '../settings/form.ts'
import { mapsIn, type JsonObject } from '../../model/json.ts'
import { suspicionsOf } from './suspicion.ts'

export interface Secrecy extends Agreement {
  readonly values: readonly string[]
}

const wayOut = {
  env: 'keep the value in Secrets Manager or Parameter Store and name it in `secrets`',
  'build-args': 'anybody who has the image can read it; give it in `build-secrets`',
  overrides: 'keep the value in Secrets Manager or Parameter Store and name it in `secrets`'
} as const

export function plainSecrets(context: RuleContext): Secrecy {
  const { values, surroundings } = context
  const allowed = values['allow-plain-secrets'] === true
  const suspicions = [
    ...(['env', 'build-args'] as const).flatMap((setting) =>
      suspicionsOf(values[setting] ?? readablePairs(context.asked[setting]?.raw ?? '')).map((suspicion) => ({
        ...suspicion,
        setting
      }))
    ),
    ...environmentsIn(values.overrides?.taskDefinition)
      .flatMap(suspicionsOf)
      .map((suspicion) => ({ ...suspicion, setting: 'overrides' as const }))
  ]
  const refused = allowed ? [] : suspicions.filter(({ by }) => by === 'name')
  const shaped = suspicions.filter(({ by }) => by === 'value')
  const held = [
    ...suspicions.map(({ value }) => value),
    ...Object.values(values['build-secrets'] ?? {}),
    values['github-token'] ?? ''
  ].filter((value) => value.trim() !== '')
  // A mask would blank these out of our outputs, in every later job.
  const said = [appNameOf(values, surroundings), values.domain, values.repository, ...regionsOf(values, surroundings)]
  const ordinary = held.filter((value) => said.some((text) => text?.includes(value.trim())))
  return {
    mistakes: refused.map(
      ({ name, setting }) =>
        `${cite(context, setting)}: \`${name}\` looks like a secret, and its value would be readable; ` +
        `${wayOut[setting]}, or set \`allow-plain-secrets: true\` if it is none`
    ),
    warnings: [
      ...shaped.map(
        ({ name, setting }) =>
          `${cite(context, setting)}: the value of \`${name}\` has the shape of a credential and is readable; ` +
          wayOut[setting]
      ),
      ...(ordinary.length > 0 ? ['A secret value is a part of a name that we must print, and is not masked'] : []),
      ...(context.asked['build-secrets']?.where.startsWith('Input') === false
        ? [`${cite(context, 'build-secrets')}: secret values do not belong in a file of the repository`]
        : [])
    ],
    values: held.filter((value) => !ordinary.includes(value))
  }
}

/** The plain variables of each container that `overrides` names. */
const environmentsIn = (definition: JsonObject | undefined): readonly Readonly<Record<string, string>>[] =>
  mapsIn(definition?.containerDefinitions).map(({ environment }) =>
    Object.fromEntries(
      mapsIn(environment).flatMap(({ name, value }) =>
        typeof name === 'string' && typeof value === 'string' ? [[name, value] as const] : []
      )
    )
  )
