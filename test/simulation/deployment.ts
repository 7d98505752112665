// The two objects that ECS has for a rollout: an entry in the service's list (F2.4), and the service deployment (F2.5).
import type { App } from './app.ts'
import type { Stage } from './settings.ts'
import type { Step } from './traffic.ts'

/** A revision that was rolled out at some time. */
export interface Revision {
  readonly number: number
  readonly app: App
}

export interface Deployment {
  readonly id: string
  readonly revision: Revision
  readonly createdAt: number
  /** Which of the service's target groups its tasks are in. */
  readonly group: number
  status: 'PRIMARY' | 'ACTIVE'
  rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED'
  reason: string
  /** By the breaker (F2.6). */
  failedTasks: number
  launched: number
  failedStarts: number
  nextStart: number
}

export type Status =
  | 'PENDING'
  | 'IN_PROGRESS'
  | 'SUCCESSFUL'
  | 'STOP_REQUESTED'
  | 'STOPPED'
  | 'ROLLBACK_REQUESTED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_SUCCESSFUL'
  | 'ROLLBACK_FAILED'

/** A service deployment. */
export interface Rollout {
  readonly id: string
  readonly deployment: Deployment
  /** What ran before and completed; absent on the first one. */
  readonly source?: Deployment
  readonly createdAt: number
  /** Who began it: the run that we look at, or somebody else. */
  readonly by: 'us' | 'others'
  status: Status
  statusReason?: string
  stage: Stage
  stageSince: number
  /** Share of production traffic that the new revision has, 0 to 100. */
  weight: number
  /** Those of the traffic shift that are still to come, and when the next one does. */
  steps: readonly Step[]
  nextStep: number
  breaker: 'DISABLED' | 'MONITORING' | 'MONITORING_COMPLETE' | 'TRIGGERED'
  alarm: 'DISABLED' | 'MONITORING' | 'MONITORING_COMPLETE' | 'TRIGGERED'
  hook?: {
    readonly id: string
    status: 'AWAITING_ACTION' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT'
    readonly since: number
  }
  rollback?: { readonly reason: string; readonly startedAt: number }
  finishedAt?: number
}

const ends: readonly Status[] = ['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED']
export const isOver = ({ status }: Rollout): boolean => ends.includes(status)

export function move(rollout: Rollout, status: Status, now: number, reason?: string): void {
  rollout.status = status
  if (reason !== undefined) rollout.statusReason = reason
  if (isOver(rollout)) rollout.finishedAt = now
}

export function reach(rollout: Rollout, stage: Stage, now: number): void {
  rollout.stage = stage
  rollout.stageSince = now
}
