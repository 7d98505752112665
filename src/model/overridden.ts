// The numbers that a rollout's arithmetic needs, where `overrides` may have changed them.
import type { Overrides } from './config.ts'
import { isObject, type Json } from './json.ts'
import { ourChecks, type Checks } from './timing.ts'

interface Timed {
  readonly overrides: Overrides
  /** The app's, by which overrides name it. */
  readonly container: string
  readonly startPeriodSeconds: number
  readonly intervalSeconds: number
}

export function checksOf({ overrides, container, startPeriodSeconds, intervalSeconds }: Timed): Checks {
  const group = (key: string): number | undefined => numberAt(propertiesOf(overrides, 'TargetGroup'), key)
  const check = (key: string): number | undefined => numberAt(healthCheckOf(overrides, container), key)
  return {
    startPeriodSeconds: check('startPeriod') ?? startPeriodSeconds,
    intervalSeconds: group('HealthCheckIntervalSeconds') ?? intervalSeconds,
    healthyThreshold: group('HealthyThresholdCount') ?? ourChecks.healthyThreshold,
    checkIntervalSeconds: check('interval') ?? ourChecks.checkIntervalSeconds,
    retries: check('retries') ?? ourChecks.retries
  }
}

/** Asked for literally; undefined: it is not. */
export const graceOverridden = (overrides: Overrides): number | undefined =>
  numberAt(propertiesOf(overrides, 'Service'), 'HealthCheckGracePeriodSeconds')

/** Between which shares of the wanted tasks a rolling deployment may move. */
export function healthyPercents(overrides: Overrides): { readonly least: number; readonly most: number } {
  const deployment = objectAt(propertiesOf(overrides, 'Service'), 'DeploymentConfiguration')
  return {
    least: numberAt(deployment, 'MinimumHealthyPercent') ?? 100,
    most: numberAt(deployment, 'MaximumPercent') ?? 200
  }
}

const propertiesOf = (overrides: Overrides, resource: string): Json | undefined =>
  objectAt(objectAt(objectAt(overrides.service, 'Resources'), resource), 'Properties')

function healthCheckOf(overrides: Overrides, container: string): Json | undefined {
  const containers = objectAt(overrides.taskDefinition, 'containerDefinitions')
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
