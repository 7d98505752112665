// What really became of our rollout, as the region knows it.
import type { VerdictName } from '../../src/model/verdict.ts'
import { isOver, type Rollout } from './deployment.ts'
import { isSettled, isStaged, tasksOf, wantedOf, type Service } from './service.ts'
import { isHealthy, isWanted } from './task.ts'

export interface Truth {
  /** More than one where both are right. */
  readonly verdicts: readonly VerdictName[]
  /** Milliseconds since 1970: when ECS was done, and it could be known; absent when it is not. */
  readonly at?: number
  /** Since when the earlier version serves alone, while ECS is not yet done with going back to it. */
  readonly aloneSince?: number
}

/** @param until milliseconds since 1970: what came later could not be known. */
export function truthOf(service: Service, until: number): Truth {
  const own = service.rollouts.findLast(({ by }) => by === 'us')
  const alone = own && servesAloneSince(own, service)
  if (alone !== undefined && alone <= until) return { verdicts: ['rolled-back'], aloneSince: alone }
  if (!own || !isOver(own) || own.finishedAt === undefined || own.finishedAt > until) return { verdicts: ['timed-out'] }
  return { verdicts: verdictsOf(own, service), at: Math.max(own.finishedAt, provenAt(own, service)) }
}

/** ECS is on its way back, and everybody is sent to the earlier version again: what is left of ours only drains. */
function servesAloneSince(own: Rollout, service: Service): number | undefined {
  const { source, rollback, deployment, status } = own
  if (status !== 'ROLLBACK_IN_PROGRESS' || !source || !rollback || isStaged(service)) return undefined
  const earlier = service.tasks.filter(
    (task) => isWanted(task) && task.revision === source.revision.number && isHealthy(task, service.settings)
  )
  const enough = Math.min(service.desired, service.settings.tasks)
  if (earlier.length < enough || wantedOf(service, deployment).length > 0) return undefined
  const since = earlier.map(({ target }) => target?.since ?? -Infinity).toSorted((a, b) => a - b)
  const left = tasksOf(service, deployment).map(({ endedAt = -Infinity }) => endedAt)
  return Math.max(rollback.startedAt, since[enough - 1] ?? -Infinity, ...left)
}

const crashes = (service: Service, { deployment }: Rollout): boolean =>
  tasksOf(service, deployment).some(({ stopCode }) => stopCode === 'EssentialContainerExited')

/** When tasks of ours ended by themselves, the next ones must live longer, or end too, before anybody can know more. */
function provenAt(own: Rollout, service: Service): number {
  if (own.status !== 'SUCCESSFUL' || !crashes(service, own)) return -Infinity
  const tasks = tasksOf(service, own.deployment)
  const crashed = tasks.filter(({ stopCode }) => stopCode === 'EssentialContainerExited')
  const again = crashed.flatMap(({ endedAt = 0 }) => (endedAt > (own.finishedAt ?? Infinity) ? endedAt : []))
  if (again.length > 0) return Math.min(...again)
  const lives = crashed.map(({ startedAt = 0, endedAt = 0 }) => endedAt - startedAt)
  const starts = tasks.filter(isWanted).map(({ startedAt = -Infinity }) => startedAt)
  return Math.max(...starts) + Math.max(0, ...lives)
}

function verdictsOf(own: Rollout, service: Service): readonly VerdictName[] {
  const isNewest = service.rollouts[0] === own
  switch (own.status) {
    case 'SUCCESSFUL':
      // It was rolled out, and then replaced.
      if (!isNewest) return ['deployed', 'superseded']
      // What comes and goes may be called either: ECS is content, its tasks are not well.
      return isSettled(service) && !crashes(service, own) ? ['deployed'] : ['deployed', 'failed']
    case 'ROLLBACK_SUCCESSFUL':
      return isNewest ? ['rolled-back'] : ['rolled-back', 'superseded']
    case 'STOPPED':
      return isNewest ? ['failed'] : ['superseded']
    default:
      return ['failed']
  }
}
