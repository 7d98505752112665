// What a version of the app does once it is started. Times in seconds after the container has started.

export interface App {
  /** Until it answers. */
  readonly ready: number
  /** Status with which it answers the health path. */
  readonly status: number
  /** Where the balancer's checks fail though the app is there (F2.11). */
  readonly trouble?: 'refuses' | 'too-slow'
  readonly crashesAfter?: number
  readonly exitCode: number
  /** Beside an exit: what the container says, `OutOfMemoryError: ...` (F2.9). */
  readonly containerReason?: string
  /** Only the first so many tasks crash or fail to start. */
  readonly times: number
  /** stoppedReason of tasks that never run (F2.9). */
  readonly cannotStart?: string
  /** Why ECS finds no place for a task: it makes none then, and says so in an event (F2.9). */
  readonly cannotPlace?: string
  /** Seconds of its deployment from which tasks start all the same: a role that was just made (F2.2). */
  readonly startsFrom?: number
  /** Of the check inside the container; absent: it passes when the app is ready. */
  readonly checkFails?: boolean
  /** From SIGTERM to its end; longer than the stop timeout means SIGKILL (F2.10). */
  readonly stop: number
  /** Share of its answers that are 5xx. */
  readonly errors: number
  readonly log: readonly string[]
}

export const healthy: App = {
  ready: 8,
  status: 200,
  exitCode: 1,
  times: Infinity,
  stop: 2,
  errors: 0,
  log: ['starting', 'listening on 8080']
}

/** What a check of the load balancer finds, so long after the start (F2.11). */
export function probe(
  app: App,
  sinceStart: number
): { readonly reason: string; readonly description: string } | undefined {
  if (app.trouble === 'too-slow') return { reason: 'Target.Timeout', description: 'Request timed out' }
  if (app.trouble === 'refuses' || sinceStart < app.ready) {
    return { reason: 'Target.FailedHealthChecks', description: 'Health checks failed' }
  }
  if (app.status < 200 || app.status > 399) {
    const description = `Health checks failed with these codes: [${app.status}]`
    return { reason: 'Target.ResponseCodeMismatch', description }
  }
  return undefined
}

/** What the check inside the container finds. */
export const checkPasses = ({ checkFails, ready }: App, sinceStart: number): boolean =>
  checkFails !== true && sinceStart >= ready
