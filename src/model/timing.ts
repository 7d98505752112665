// The arithmetic of a rollout: how long a task may take, in how many batches tasks change, how long all of it takes at
// least (F5.3, F1.14).
import type { Strategy } from './config.ts'

export interface Sum {
  readonly seconds: number
  /** Written out for a person. */
  readonly sum: string
}

/** What decides when the checks of a task may judge it. */
export interface HealthChecks {
  readonly startPeriodSeconds: number
  /** Of the load balancer. */
  readonly intervalSeconds: number
  readonly healthyThreshold: number
  /** Of the container check. */
  readonly checkIntervalSeconds: number
  readonly retries: number
}

/** What we set where nobody overrides it: target group and container check. */
export const ourChecks = { healthyThreshold: 2, checkIntervalSeconds: 30, retries: 3 } as const

const leastGrace = 120

/** What the slowest start that we accept needs before ECS may judge it (F5.3). */
export function graceOf(checks: HealthChecks): Sum {
  const { startPeriodSeconds: start, intervalSeconds, healthyThreshold, checkIntervalSeconds, retries } = checks
  const target = start + (healthyThreshold + 2) * intervalSeconds
  const container = start + retries * checkIntervalSeconds
  return {
    seconds: Math.max(leastGrace, target, container),
    sum:
      `the largest of ${leastGrace}, ${start} + (${healthyThreshold} + 2) x ${intervalSeconds} = ${target} ` +
      `(load balancer) and ${start} + ${retries} x ${checkIntervalSeconds} = ${container} (container check)`
  }
}

/** Who set the grace that counts. */
export type GraceBy = 'computed' | 'health-check-grace-seconds' | 'overrides'

/** Where it is set, as a sentence names it. */
export const graceSetting = (by: GraceBy): string =>
  by === 'overrides' ? '`HealthCheckGracePeriodSeconds` in `overrides`' : '`health-check-grace-seconds`'

/** In how many batches a rolling deployment changes `tasks`; undefined: it can neither start nor stop one (F1.14). */
export function batches(tasks: number, minimumPercent: number, maximumPercent: number): number | undefined {
  const room = Math.floor((tasks * maximumPercent) / 100) - Math.ceil((tasks * minimumPercent) / 100)
  return room > 0 ? Math.ceil(tasks / room) : undefined
}

/** How often traffic moves before the last of it does (F1.14). */
const linearSteps = (stepPercent: number): number =>
  100 % stepPercent === 0 ? 100 / stepPercent - 1 : Math.floor(100 / stepPercent)

/** All waits of a rollout together, in seconds; undefined: it has none. */
export function bakeOf(strategy: Strategy): Sum | undefined {
  switch (strategy.kind) {
    case 'rolling':
      return undefined
    case 'blue-green':
      return bake(1, strategy.bakeMinutes, 'bake')
    case 'canary':
      return bake(2, strategy.bakeMinutes, 'bakes')
    case 'linear':
      return bake(linearSteps(strategy.stepPercent) + 1, strategy.bakeMinutes, 'bakes')
  }
}

const bake = (times: number, minutes: number, word: string): Sum => ({
  seconds: times * minutes * 60,
  sum: `${times} x ${minutes * 60} (${word})`
})

export interface RolloutTiming {
  readonly strategy: Strategy
  readonly batches: number
  readonly intervalSeconds: number
  readonly deregistrationDelaySeconds: number
}

/** Until Fargate has a task running, with the smallest of images (F5.2). */
const leastLaunch = 20

/** A rollout that goes well never takes less: each batch starts, is found healthy, and drains what it replaces. */
export function leastRollout({ strategy, batches, intervalSeconds, deregistrationDelaySeconds }: RolloutTiming): Sum {
  const batch = leastLaunch + intervalSeconds + deregistrationDelaySeconds
  const parts = `${leastLaunch} (start) + ${intervalSeconds} (check) + ${deregistrationDelaySeconds} (draining)`
  const waits = bakeOf(strategy)
  return {
    seconds: batches * batch + (waits?.seconds ?? 0),
    sum: (batches === 1 ? parts : `${batches} batches x (${parts})`) + (waits === undefined ? '' : ` + ${waits.sum}`)
  }
}
