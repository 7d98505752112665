// How a service is set up, in a story's words. The defaults are what our own templates ask for; sizes in seconds.

export interface Settings {
  readonly tasks: number
  /** Of desired, F5.1. */
  readonly minimumPercent: number
  readonly maximumPercent: number
  /** Absent: a service without a load balancer. */
  readonly targets?: TargetSettings
  readonly check?: CheckSettings
  readonly grace: number
  readonly stopTimeout: number
  /** Interface, pull and start of the container (F5.3: L). */
  readonly launch: number
  readonly breaker: BreakerSettings
  readonly strategy: StrategySettings
  /** Of our run: it ends what cannot succeed. */
  readonly failFast: boolean
  readonly alarm?: AlarmSettings
  /** A stage at which somebody must say that it goes on (F1.14: PAUSE). */
  readonly pause?: { readonly at: Stage; readonly timeout: number; readonly continuedAfter?: number }
  /** What a rollback does with the deployment before: takes it up again, or starts another of its revision (F2.4). */
  readonly rollback: 'reuses' | 'recreates'
  /** A version was rolled out before. */
  readonly running: boolean
}

/** F5.1. */
export interface TargetSettings {
  readonly interval: number
  readonly healthyThreshold: number
  readonly unhealthyThreshold: number
  readonly deregistrationDelay: number
}

/** Of the container (F2.1). */
export interface CheckSettings {
  readonly interval: number
  readonly retries: number
  readonly startPeriod: number
}

export interface BreakerSettings {
  readonly enabled: boolean
  readonly rollback: boolean
  readonly resetOnHealthyTask: boolean
  readonly threshold: { readonly type: 'COUNT' | 'BOUNDED_PERCENT' | 'UNBOUNDED_PERCENT'; readonly value: number }
}

export type StrategySettings =
  | { readonly kind: 'ROLLING' }
  | { readonly kind: 'BLUE_GREEN'; readonly bake: number }
  | { readonly kind: 'CANARY'; readonly percent: number; readonly canaryBake: number; readonly bake: number }
  | { readonly kind: 'LINEAR'; readonly percent: number; readonly stepBake: number; readonly bake: number }

export interface AlarmSettings {
  readonly name: string
  /** Share of the answers that may be 5xx, over one period. */
  readonly share: number
  readonly period: number
}

/** In their order (F2.5). */
export const stages = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP'
] as const

export type Stage = (typeof stages)[number]

/** As ECS has it where a deployment says nothing of it. */
export const noBreaker: BreakerSettings = {
  enabled: false,
  rollback: false,
  resetOnHealthyTask: true,
  threshold: { type: 'COUNT', value: 2 }
}

export const usual: Settings = {
  tasks: 1,
  minimumPercent: 100,
  maximumPercent: 200,
  targets: { interval: 10, healthyThreshold: 2, unhealthyThreshold: 3, deregistrationDelay: 30 },
  grace: 120,
  stopTimeout: 30,
  launch: 45,
  breaker: { enabled: true, rollback: true, resetOnHealthyTask: false, threshold: { type: 'COUNT', value: 2 } },
  strategy: { kind: 'ROLLING' },
  failFast: true,
  rollback: 'reuses',
  running: true
}
