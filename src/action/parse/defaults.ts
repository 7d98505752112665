// What settings are that nobody gives, where no constant is the default.
import { namesOf } from '../../model/names.ts'
import { healthChecksOf, graceOverridden } from '../../model/overridden.ts'
import { graceOf, type HealthChecks } from '../../model/timing.ts'
import type { HealthConfig } from '../../model/config.ts'
import type { Surroundings } from '../agreements/rule.ts'
import { reduceName } from '../rules/name.ts'
import type { Values } from '../settings/all.ts'

type Some = Partial<Values>

export const appNameOf = (values: Some, { repository }: Surroundings): string | undefined =>
  values.name ?? (repository === undefined ? undefined : reduceName(repository.split('/').at(-1) ?? ''))

export const regionsOf = (values: Some, { region }: Surroundings): readonly string[] =>
  values.regions?.length ? values.regions : region === undefined ? [] : [region]

/** Without these no check can be reckoned with. */
type Checked = Pick<Values, 'strategy' | 'start-period-seconds' | 'health-check-interval-seconds'> & Some

export const checksAsked = (values: Checked, name: string): HealthChecks =>
  healthChecksOf({
    overrides: values.overrides ?? {},
    strategy: values.strategy,
    container: namesOf({ name, cluster: {} }).container,
    startPeriodSeconds: values['start-period-seconds'],
    intervalSeconds: values['health-check-interval-seconds']
  })

/** What is asked for literally counts; without it, what is needed. */
export function graceAsked(
  values: Checked,
  name: string
): Pick<HealthConfig, 'graceSeconds' | 'graceBy' | 'neededGrace'> {
  const neededGrace = graceOf(checksAsked(values, name))
  const overridden = graceOverridden(values.overrides ?? {})
  if (overridden !== undefined) return { graceSeconds: overridden, graceBy: 'overrides', neededGrace }
  const given = values['health-check-grace-seconds']
  if (given !== undefined) return { graceSeconds: given, graceBy: 'health-check-grace-seconds', neededGrace }
  return { graceSeconds: neededGrace.seconds, graceBy: 'computed', neededGrace }
}
