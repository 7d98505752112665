// The numbers that a rollout's arithmetic needs, where `overrides` may have changed them.
import type { Overrides } from '../model/config.ts'
import { isObject, type Json } from '../model/json.ts'
import { ourChecks, type Checks } from '../model/timing.ts'
import type { Values } from './settings/all.ts'

type Timed = Pick<Values, 'start-period-seconds' | 'health-check-interval-seconds'> &
  Partial<Pick<Values, 'overrides' | 'health-check-grace-seconds'>>

/** @param container the app's, by which overrides name it. */
export function checksOf(values: Timed, container: string): Checks {
  const { overrides } = values
  const group = (key: string): number | undefined => numberAt(propertiesOf(overrides, 'TargetGroup'), key)
  const check = (key: string): number | undefined => numberAt(healthCheckOf(overrides, container), key)
  return {
    startPeriodSeconds: check('startPeriod') ?? values['start-period-seconds'],
    intervalSeconds: group('HealthCheckIntervalSeconds') ?? values['health-check-interval-seconds'],
    healthyThreshold: group('HealthyThresholdCount') ?? ourChecks.healthyThreshold,
    checkIntervalSeconds: check('interval') ?? ourChecks.checkIntervalSeconds,
    retries: check('retries') ?? ourChecks.retries
  }
}

/** Asked for literally; undefined: computed. */
export const graceGiven = (values: Partial<Values>): number | undefined =>
  numberAt(propertiesOf(values.overrides, 'Service'), 'HealthCheckGracePeriodSeconds') ??
  values['health-check-grace-seconds']

/** Between which shares of the wanted tasks a rolling deployment may move. */
export function healthyPercents(overrides: Overrides | undefined): { readonly least: number; readonly most: number } {
  const deployment = objectAt(propertiesOf(overrides, 'Service'), 'DeploymentConfiguration')
  return {
    least: numberAt(deployment, 'MinimumHealthyPercent') ?? 100,
    most: numberAt(deployment, 'MaximumPercent') ?? 200
  }
}

const propertiesOf = (overrides: Overrides | undefined, resource: string): Json | undefined =>
  objectAt(objectAt(objectAt(overrides?.service, 'Resources'), resource), 'Properties')

function healthCheckOf(overrides: Overrides | undefined, container: string): Json | undefined {
  const containers = objectAt(overrides?.taskDefinition, 'containerDefinitions')
  if (!Array.isArray(containers)) return undefined
  const ours = (containers as readonly Json[]).find((item) => objectAt(item, 'name') === container)
  return objectAt(ours, 'healthCheck')
}

const objectAt = (value: Json | undefined, key: string): Json | undefined =>
  value !== undefined && isObject(value) ? value[key] : undefined

function numberAt(value: Json | undefined, key: string): number | undefined {
  const found = objectAt(value, key)
  return typeof found === 'number' ? found : undefined
}
