// The numbers that a rollout's arithmetic needs, where `overrides` may have changed them.
import type { Overrides, StrategyName } from './config.ts'
import { mapOf, mapsIn, type Json } from './json.ts'
import { ourChecks, type HealthChecks } from './timing.ts'

interface Timed {
  readonly overrides: Overrides
  readonly strategy: StrategyName
  /** The app's, by which overrides name it. */
  readonly container: string
  readonly startPeriodSeconds: number
  readonly intervalSeconds: number
}

export function healthChecksOf(timed: Timed): HealthChecks {
  const { overrides, strategy, container, startPeriodSeconds, intervalSeconds } = timed
  const [first, alternate] = targetGroupsIn(overrides)
  const groups = strategy === 'rolling' ? [first] : [first, alternate]
  /** The slower of the two groups decides. */
  const group = (key: string, usual: number): number => Math.max(...groups.map((each) => numberAt(each, key) ?? usual))
  const check = (key: string): number | undefined => numberAt(healthCheckOf(overrides, container), key)
  return {
    startPeriodSeconds: check('startPeriod') ?? startPeriodSeconds,
    intervalSeconds: group('HealthCheckIntervalSeconds', intervalSeconds),
    healthyThreshold: group('HealthyThresholdCount', ourChecks.healthyThreshold),
    checkIntervalSeconds: check('interval') ?? ourChecks.checkIntervalSeconds,
    retries: check('retries') ?? ourChecks.retries
  }
}

const groupNames = ['TargetGroup', 'AlternateTargetGroup'] as const
const targetGroupsIn = (overrides: Overrides): readonly (Json | undefined)[] =>
  groupNames.map((name) => propertiesOf(overrides, name))

/** How long a check may wait for its answer: below each group's interval (F1.7), whose smallest value is 5. */
export function checkTimeoutSeconds(overrides: Overrides, intervalSeconds: number): number {
  const intervals = targetGroupsIn(overrides).map(
    (each) => numberAt(each, 'HealthCheckIntervalSeconds') ?? intervalSeconds
  )
  return Math.min(5, ...intervals.map((interval) => interval - 1))
}

/** Groups whose check may wait for its answer longer than until the next one, which AWS refuses (F1.7). */
export const overlongTimeouts = (overrides: Overrides, intervalSeconds: number): readonly OverlongTimeout[] =>
  groupNames.flatMap((group) => {
    const properties = propertiesOf(overrides, group)
    const interval = numberAt(properties, 'HealthCheckIntervalSeconds') ?? intervalSeconds
    const timeout = numberAt(properties, 'HealthCheckTimeoutSeconds')
    return timeout !== undefined && timeout >= interval ? [{ group, interval, timeout }] : []
  })

export interface OverlongTimeout {
  readonly group: string
  readonly interval: number
  readonly timeout: number
}

/** Asked for literally; undefined: it is not. */
export const graceOverridden = (overrides: Overrides): number | undefined =>
  numberAt(propertiesOf(overrides, 'Service'), 'HealthCheckGracePeriodSeconds')

/** Between which shares of the wanted tasks a rolling deployment may move. */
export function healthyPercents(overrides: Overrides): { readonly least: number; readonly most: number } {
  const deployment = mapOf(propertiesOf(overrides, 'Service')).DeploymentConfiguration
  return {
    least: numberAt(deployment, 'MinimumHealthyPercent') ?? 100,
    most: numberAt(deployment, 'MaximumPercent') ?? 200
  }
}

const propertiesOf = (overrides: Overrides, resource: string): Json | undefined =>
  mapOf(mapOf(mapOf(overrides.service).Resources)[resource]).Properties

function healthCheckOf(overrides: Overrides, container: string): Json | undefined {
  const containers = mapsIn(mapOf(overrides.taskDefinition).containerDefinitions)
  return containers.find(({ name }) => name === container)?.healthCheck
}

function numberAt(value: Json | undefined, key: string): number | undefined {
  const found = mapOf(value)[key]
  return typeof found === 'number' ? found : undefined
}
