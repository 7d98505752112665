// What is known of a rollout before it is watched; most of it, the configuration says.
import type { Config, Strategy } from '../../model/config.ts'
import type { Asked } from '../../model/evidence.ts'
import { namesOf } from '../../model/names.ts'
import { platformOf } from '../../model/plan.ts'
import { present } from '../../model/present.ts'
import type { Stage } from '../../model/progress.ts'
import type { Task } from '../../model/service.ts'
import type { Ending } from './interval.ts'

export interface Watched {
  readonly stage: Stage
  readonly cluster: string
  readonly service: string
  readonly container: string
  /** Lines of a failed container's log to keep; 0 = none. */
  readonly logLines: number
  readonly asked: Asked
  readonly strategy: Strategy
  readonly ending: Ending
  /** Events and tasks before this are not ours. */
  readonly since: Date
}

export interface WatchedTasks extends Watched {
  readonly isOurs: (task: Task) => boolean
}

export function watchedOf(config: Config, when: Pick<Watched, 'since' | 'stage'>): Watched {
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

const askedOf = (config: Config): Asked => ({
  ...config.health,
  memory: config.task.memory,
  port: config.task.containerPort,
  healthPath: config.health.path,
  healthCodes: config.health.codes,
  ...present({ healthCommand: config.task.containerHealthCommand }),
  diskGib: config.task.ephemeralStorageGib ?? 20,
  architecture: platformOf(config.architecture),
  logGroup: namesOf(config).logGroup
})
