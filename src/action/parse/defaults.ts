// What settings are that nobody gives, where no constant is the default.
import { namesOf } from '../../model/names.ts'
import { healthChecksOf, graceOverridden } from '../../model/overridden.ts'
import type { HealthChecks } from '../../model/timing.ts'
import type { Surroundings } from '../agreements/context.ts'
import { reduceName } from '../rules/name.ts'
import type { Values } from '../settings/all.ts'

type Some = Partial<Values>

export const nameOf = (values: Some, { repository }: Surroundings): string | undefined =>
  values.name ?? (repository === undefined ? undefined : reduceName(repository.split('/').at(-1) ?? ''))

export const regionsOf = (values: Some, { region }: Surroundings): readonly string[] =>
  values.regions?.length ? values.regions : region === undefined ? [] : [region]

export const checksAsked = (
  values: Pick<Values, 'start-period-seconds' | 'health-check-interval-seconds'> & Some,
  name: string
): HealthChecks =>
  healthChecksOf({
    overrides: values.overrides ?? {},
    container: namesOf({ name, cluster: {} }).container,
    startPeriodSeconds: values['start-period-seconds'],
    intervalSeconds: values['health-check-interval-seconds']
  })

/** Asked for literally; undefined: computed. */
export const graceGiven = (values: Some): number | undefined =>
  graceOverridden(values.overrides ?? {}) ?? values['health-check-grace-seconds']
