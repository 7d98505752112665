// How rollouts end: complete, stopped by a newer one, or failed and taken back (F2.4, F2.5, F2.6).
import { isOver, move, reach, type Deployment, type Revision, type Rollout } from './deployment.ts'
import { isStaged, primaryOf, say, tasksOf, type Service } from './service.ts'
import { isAlive } from './task.ts'

export function complete(service: Service, rollout: Rollout): void {
  const now = service.time.now()
  const { deployment } = rollout
  markCompleted(service, deployment)
  reach(rollout, 'CLEAN_UP', now)
  if (rollout.breaker === 'MONITORING') rollout.breaker = 'MONITORING_COMPLETE'
  if (rollout.alarm === 'MONITORING') rollout.alarm = 'MONITORING_COMPLETE'
  move(rollout, 'SUCCESSFUL', now)
}

function markCompleted(service: Service, deployment: Deployment): void {
  deployment.rolloutState = 'COMPLETED'
  deployment.reason = `ECS deployment ${deployment.id} completed.`
  say(service, `(deployment ${deployment.id}) deployment completed.`)
  service.deployments = [deployment]
}

/** What a newer deployment stops: first asked to, then stopped (F2.3). */
export function supersede(service: Service): void {
  for (const rollout of service.rollouts.slice(1).filter((each) => !isOver(each))) {
    if (rollout.status === 'STOP_REQUESTED') move(rollout, 'STOPPED', service.time.now())
    else {
      move(
        rollout,
        'STOP_REQUESTED',
        service.time.now(),
        'The service deployment was stopped because a new service deployment was started.'
      )
    }
  }
}

/**
 * The deployment is given up; with a rollback it goes back to the last one that completed, and without such a one it only
 * stops starting tasks (F2.6).
 */
export function fail(
  service: Service,
  rollout: Rollout,
  why: { readonly text: string; readonly reason: string; readonly goesBack: boolean }
): void {
  const { deployment, source } = rollout
  const now = service.time.now()
  deployment.rolloutState = 'FAILED'
  deployment.reason = why.text
  say(service, `(deployment ${deployment.id}) deployment failed: ${why.text.replace(/^.*?: /, '')}`)
  if (!why.goesBack) {
    move(rollout, 'STOPPED', now, why.reason)
    return
  }
  if (!source) {
    const reason = 'No rollback candidate was found to run the rollback.'
    rollout.rollback = { reason, startedAt: now }
    move(rollout, 'ROLLBACK_FAILED', now, reason)
    return
  }
  rollout.rollback = { reason: why.reason, startedAt: now }
  move(rollout, 'ROLLBACK_IN_PROGRESS', now, why.reason)
  deployment.status = 'ACTIVE'
  const back =
    service.settings.rollback === 'reuses'
      ? source
      : { ...newDeployment(service, source.revision), group: source.group }
  back.status = 'PRIMARY'
  back.rolloutState = 'IN_PROGRESS'
  back.reason = `ECS deployment circuit breaker: rolling back to deploymentId ${back.id}.`
  Object.assign(back, { failedStarts: 0, nextStart: 0 })
  service.deployments = [back, ...service.deployments.filter((each) => each !== back)]
  say(service, `rolling back to deployment ${back.id}.`)
}

/** Staged, its tasks go to the group that does not serve (F1.14). */
export function newDeployment(service: Service, revision: Revision, source?: Deployment): Deployment {
  const group = isStaged(service) && source ? 1 - source.group : (source?.group ?? 0)
  const id = `ecs-svc/${Math.floor(1e18 + service.chance.next() * 8e18)}`
  return {
    id,
    revision,
    group,
    createdAt: service.time.now(),
    status: 'PRIMARY',
    rolloutState: 'IN_PROGRESS',
    reason: `ECS deployment ${id} in progress.`,
    failedTasks: 0,
    launched: 0,
    failedStarts: 0,
    nextStart: 0
  }
}

export function markRolledBack(service: Service, rollout: Rollout): void {
  markCompleted(service, primaryOf(service))
  rollout.weight = 0
  move(rollout, 'ROLLBACK_SUCCESSFUL', service.time.now())
}

/** A deployment leaves the list with its last task; a failed one at the latest with the rollback (F2.4). */
export function forget(service: Service): void {
  const isListed = (deployment: Deployment): boolean =>
    deployment.status === 'PRIMARY' ||
    tasksOf(service, deployment).some(isAlive) ||
    service.rollouts.some((rollout) => !isOver(rollout) && [rollout.source, rollout.deployment].includes(deployment))
  service.deployments = service.deployments.filter(isListed)
}
