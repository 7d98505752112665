// What was seen of a rollout that does not go well, collected while it happens: AWS forgets it within the hour.
import type { HealthConfig } from './config.ts'
import type { ServiceEvent, Target, Task } from './service.ts'

export interface StoppedTask {
  readonly task: Task
  /** The last lines of the container that ended it; empty when it wrote none. */
  readonly log: readonly string[]
}

/** A target of ours that is not healthy. */
export interface SeenTarget extends Target {
  /** Its task was within the grace period, in which ECS lets no check count (F1.14). */
  readonly starting?: boolean
}

export interface Evidence {
  /** Tasks of our deployment that stopped without being asked to, oldest first. */
  readonly stopped: readonly StoppedTask[]
  /** Targets of our tasks, as they were last seen unhealthy. */
  readonly targets: readonly SeenTarget[]
  /** Service events since our deployment began, oldest first. */
  readonly events: readonly ServiceEvent[]
  /** What ECS says of the deployment. */
  readonly statusReason?: string
  /** CloudWatch alarms that ended it. */
  readonly alarms?: readonly string[]
  /** The largest share of the visitors that the new version was seen to have. */
  readonly percent?: number
}

/** The settings that a remedy may name. */
export interface Asked extends Pick<HealthConfig, 'graceSeconds' | 'graceBy' | 'neededGrace'> {
  readonly memory: number
  readonly port: number
  readonly healthPath: string
  readonly healthCodes: string
  /** Of the container check; absent: there is none. */
  readonly healthCommand?: string
  /** The task's disk. */
  readonly diskGib: number
  readonly architecture: string
  readonly logGroup: string
}
