// What the configuration says of a rollout that is watched.
import type { Config } from '../model/config.ts'
import type { Asked } from '../model/evidence.ts'
import { namesOf } from '../model/names.ts'
import { checksOf } from '../model/overridden.ts'
import { platformOf } from '../model/plan.ts'
import { graceOf } from '../model/timing.ts'
import type { Watched } from './evidence.ts'

export function watchedOf(config: Config, when: Pick<Watched, 'since' | 'stage'>): Omit<Watched, 'isOurs'> {
  const { cluster, service, container } = namesOf(config)
  return {
    ...when,
    cluster,
    service,
    container,
    logLines: config.logs.failureLines,
    asked: askedOf(config),
    strategy: config.rollout.strategy,
    ending: {
      checkSeconds: config.health.intervalSeconds,
      drainSeconds: config.health.deregistrationDelaySeconds,
      stopSeconds: config.task.stopTimeoutSeconds
    }
  }
}

export const askedOf = (config: Config): Asked => ({
  cpu: config.task.cpu,
  memory: config.task.memory,
  port: config.task.containerPort,
  healthPath: config.health.path,
  healthCodes: config.health.codes,
  graceSeconds: config.health.graceSeconds,
  neededGrace: graceOf(
    checksOf({
      overrides: config.overrides,
      container: namesOf(config).container,
      startPeriodSeconds: config.task.startPeriodSeconds,
      intervalSeconds: config.health.intervalSeconds
    })
  ),
  ...(config.task.containerHealthCommand !== undefined && { healthCommand: config.task.containerHealthCommand }),
  diskGib: config.task.ephemeralStorageGib ?? 20,
  architecture: platformOf(config.architecture),
  logGroup: namesOf(config).logGroup
})
