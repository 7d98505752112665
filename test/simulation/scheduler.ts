// The service scheduler: looks at its service once a second and does what its deployments want.
import { heed, trigger } from './alarm.ts'
import { backOff, thresholdOf } from './breaker.ts'
import { move, reach, type Rollout } from './deployment.ts'
import { complete, fail, forget, markRolledBack, supersede } from './outcome.ts'
import { roll } from './rolling.ts'
import { isSettled, isStaged, primaryOf, rolloutOf, say, stop, wantedOf, type Service } from './service.ts'
import type { Stage } from './settings.ts'
import { advance, goBack } from './staged.ts'
import { isHealthy, type Task } from './task.ts'

export function look(service: Service): void {
  for (const task of service.tasks) {
    admit(service, task)
    stopWhenFailing(service, task)
    account(service, task)
  }
  heed(service)
  supersede(service)
  const rollout = rolloutOf(service)
  if (rollout) steer(service, rollout)
  else roll(service, primaryOf(service))
  forget(service)
  beSteady(service)
}

function steer(service: Service, rollout: Rollout): void {
  const primary = primaryOf(service)
  switch (rollout.status) {
    case 'PENDING':
      move(rollout, 'IN_PROGRESS', service.time.now())
      reach(rollout, firstStage(service, rollout), service.time.now())
      return
    case 'IN_PROGRESS':
      if (trigger(service, rollout)) return
      if (isStaged(service)) {
        advance(service, rollout)
        return
      }
      roll(service, primary)
      if (isSettled(service) && isBaked(service, rollout)) complete(service, rollout)
      return
    case 'ROLLBACK_REQUESTED':
      fail(service, rollout, {
        text: 'ECS deployment was stopped by the user.',
        reason: 'Service deployment was stopped by the user.',
        goesBack: true
      })
      return
    case 'ROLLBACK_IN_PROGRESS':
      if (isStaged(service)) {
        goBack(service, rollout)
        return
      }
      roll(service, primary)
      if (isSettled(service)) markRolledBack(service, rollout)
      return
    case 'STOP_REQUESTED':
    case 'STOPPED':
    case 'SUCCESSFUL':
    case 'ROLLBACK_SUCCESSFUL':
    case 'ROLLBACK_FAILED':
      // A deployment that failed starts no more tasks (F2.6).
      if (primary.rolloutState !== 'FAILED') roll(service, primary)
  }
}

/** What a superseded deployment has begun goes first (F2.5). */
function firstStage(service: Service, { deployment, source }: Rollout): Stage {
  if (!isStaged(service)) return 'SCALE_UP'
  return service.deployments.some((each) => each !== deployment && each !== source)
    ? 'RECONCILE_SERVICE'
    : 'PRE_SCALE_UP'
}

/** A rolling deployment with alarms is looked at for as long as they look back (F1.14). */
function isBaked(service: Service, rollout: Rollout): boolean {
  const now = service.time.now()
  if (rollout.alarm !== 'MONITORING') return true
  if (rollout.stage !== 'BAKE_TIME') reach(rollout, 'BAKE_TIME', now)
  return now - rollout.stageSince >= (service.settings.alarm?.period ?? 0) * 1000
}

function admit(service: Service, task: Task): void {
  if (task.wasHealthy === true || !isHealthy(task, service.settings)) return
  task.wasHealthy = true
  const deployment = service.deployments.find(({ id }) => id === task.startedBy)
  if (!deployment) return
  deployment.failedStarts = 0
  // Consecutive failures, unless told otherwise (F2.4, F2.6).
  if (service.settings.breaker.resetOnHealthyTask) deployment.failedTasks = 0
}

/** Within the grace period after its start no failed check has a consequence (F1.14). */
function stopWhenFailing(service: Service, task: Task): void {
  if (task.status !== 'RUNNING' || task.desired !== 'RUNNING') return
  if (service.time.now() - (task.startedAt ?? 0) < service.settings.grace * 1000) return
  if (task.target?.state === 'unhealthy') {
    task.failedChecks = true
    say(
      service,
      `(port ${task.target.port}) is unhealthy in (target-group target-group) due to (reason ${task.target.description ?? ''}).`
    )
    stop(service, [task], 'Task failed ELB health checks in (target-group target-group)')
  } else if (task.health === 'UNHEALTHY') {
    task.failedChecks = true
    say(service, `(task ${task.id}) failed container health checks.`)
    stop(service, [task], 'Task failed container health checks')
  }
}

/** A failed task delays the next start and counts against its deployment, each once (F2.6). */
function account(service: Service, task: Task): void {
  const failedToRun = task.stopCode === 'TaskFailedToStart' || task.stopCode === 'EssentialContainerExited'
  if (task.accounted === true || task.status !== 'STOPPED' || !(failedToRun || task.failedChecks === true)) return
  task.accounted = true
  const deployment = service.deployments.find(({ id }) => id === task.startedBy)
  if (!deployment) return
  // Those that failed their checks are replaced at once (F2.6).
  if (failedToRun) deployment.nextStart = service.time.now() + backOff(++deployment.failedStarts) * 1000
  const rollout = rolloutOf(service)
  if (rollout?.deployment !== deployment || rollout.status !== 'IN_PROGRESS') return
  deployment.failedTasks++
  const { breaker } = service.settings
  if (rollout.breaker !== 'MONITORING') return
  if (deployment.failedTasks < thresholdOf(breaker, service.desired)) return
  rollout.breaker = 'TRIGGERED'
  const how = breaker.rollback ? 'rolled back' : 'stopped'
  fail(service, rollout, {
    text: 'ECS deployment circuit breaker: tasks failed to start.',
    reason: `Service deployment ${how} because the circuit breaker threshold was exceeded.`,
    goesBack: breaker.rollback
  })
}

function beSteady(service: Service): void {
  if (service.steady || !isSettled(service) || wantedOf(service, primaryOf(service)).length === 0) return
  service.steady = true
  say(service, 'has reached a steady state.')
}
