// What really became of our rollout, as the region knows it.
import type { VerdictName } from '../../src/model/verdict.ts'
import { isOver, type Rollout } from './deployment.ts'
import { isSettled, type Service } from './service.ts'

export interface Truth {
  /** More than one where both are right. */
  readonly verdicts: readonly VerdictName[]
  /** Milliseconds since 1970: when ECS was done; absent when it is not. */
  readonly at?: number
}

/** @param until milliseconds since 1970: what came later could not be known. */
export function truthOf(service: Service, until: number): Truth {
  const own = service.rollouts.findLast(({ by }) => by === 'us')
  if (!own || !isOver(own) || own.finishedAt === undefined || own.finishedAt > until) return { verdicts: ['timed-out'] }
  return { verdicts: verdictsOf(own, service), at: own.finishedAt }
}

function verdictsOf(own: Rollout, service: Service): readonly VerdictName[] {
  const isNewest = service.rollouts[0] === own
  switch (own.status) {
    case 'SUCCESSFUL':
      // It was rolled out, and then replaced.
      if (!isNewest) return ['deployed', 'superseded']
      // What comes and goes may be called either: ECS is content, its tasks are not well.
      return isSettled(service) ? ['deployed'] : ['deployed', 'failed']
    case 'ROLLBACK_SUCCESSFUL':
      return isNewest ? ['rolled-back'] : ['rolled-back', 'superseded']
    case 'STOPPED':
      return isNewest ? ['failed'] : ['superseded']
    default:
      return ['failed']
  }
}
