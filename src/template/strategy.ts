// How a new revision takes over: ECS's deployment configuration and what the strategies need beside it (F1.14).
import type { Config, Strategy } from '../model/config.ts'
import type { JsonObject } from '../model/json.ts'

/** Values of the service's part; undefined takes the property away. */
export function strategyConstants({ rollout }: Pick<Config, 'rollout'>, { twoGroups, rolling }: Shape) {
  const { alarms, failureThreshold } = rollout
  const strategy: Strategy = rolling ? { kind: 'rolling' } : rollout.strategy
  return {
    Strategy: names[strategy.kind],
    BakeMinutes: strategy.kind === 'rolling' ? undefined : strategy.bakeMinutes,
    CanaryConfiguration:
      strategy.kind === 'canary'
        ? { CanaryPercent: strategy.canaryPercent, CanaryBakeTimeInMinutes: strategy.bakeMinutes }
        : undefined,
    LinearConfiguration:
      strategy.kind === 'linear'
        ? { StepPercent: strategy.stepPercent, StepBakeTimeInMinutes: strategy.bakeMinutes }
        : undefined,
    CircuitBreaker: rolling ? breaker(failureThreshold) : noBreaker,
    Alarms: alarmsOf(alarms),
    AdvancedConfiguration: twoGroups ? advanced : undefined
  }
}

/** Every strategy but rolling has two groups, which take turns (F1.14). */
export interface Shape {
  readonly twoGroups: boolean
  readonly rolling: boolean
}

/** @param between the state between rolling and another strategy, both ways (docs/decisions/0011). */
export function shapeOf({ rollout }: Pick<Config, 'rollout'>, between: boolean): Shape {
  const rolling = rollout.strategy.kind === 'rolling'
  return { twoGroups: between || !rolling, rolling: between || rolling }
}

const names: Readonly<Record<Strategy['kind'], string>> = {
  rolling: 'ROLLING',
  'blue-green': 'BLUE_GREEN',
  canary: 'CANARY',
  linear: 'LINEAR'
}

/** Without it a stack waits 36 hours for a service that never gets healthy (F1.14). */
const breaker = (failureThreshold: number): JsonObject => ({
  Enable: true,
  Rollback: true,
  // A task that starts well and dies must count (F2.6).
  ResetOnHealthyTask: false,
  ThresholdConfiguration: { Type: 'COUNT', Value: failureThreshold }
})

/** ECS has it for rolling deployments only (F1.14); said, so that a change of the strategy turns it off. */
const noBreaker: JsonObject = { Enable: false, Rollback: false }

const advanced: JsonObject = {
  AlternateTargetGroupArn: { Ref: 'AlternateTargetGroup' },
  ProductionListenerRule: { Ref: 'ListenerRule' },
  TestListenerRule: { Ref: 'TestListenerRule' },
  RoleArn: { 'Fn::GetAtt': ['InfrastructureRole', 'Arn'] }
}

function alarmsOf(alarms: Config['rollout']['alarms']): JsonObject | undefined {
  if (alarms.use === 'none') return undefined
  return { AlarmNames: [...(alarms.own ? [{ Ref: 'ErrorAlarm' }] : []), ...alarms.names], Enable: true, Rollback: true }
}
