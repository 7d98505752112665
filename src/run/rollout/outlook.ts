// How far a rollout is, and what it waits for with the time that this usually takes by the service's own numbers (F5.2,
// F5.3).
import { deploymentIn, groupsOf, type Service, type ServiceDeployment } from '../../model/service.ts'
import type { Ending } from './interval.ts'
import type { Clock } from '../poll.ts'

export interface Outlook {
  /** The same until something changes. */
  readonly text: string
  /** What is to be expected, to be said behind it; the time in it may be another one in each look. */
  readonly usual?: string
}

export interface Counted {
  readonly service: Service
  readonly deployment: ServiceDeployment | undefined
  /** Running new tasks that the load balancer does not call healthy; absent: nobody has looked. */
  readonly unwell: number | undefined
  /** New tasks that were seen to have failed: ECS counts them later. */
  readonly failed: number
}

/** Interface, pull and start of a container, for an image of some 200 MB (F5.2). */
const launch = '30 to 60 s'
/** Of the scheduler, after the last old task is gone (F5.3). */
const settleSeconds = 20

/** @param id of the deployment whose progress it is. @param graceSeconds in which no failed check counts. */
export function outlookReader(clock: Clock, id: string, ending: Ending, graceSeconds: number) {
  /** The most old tasks that ran beside. */
  let old = 0
  let drainingSince: number | undefined
  const checking = `; asked every ${ending.checkSeconds} s, each has ${graceSeconds} s from its start to answer`

  return ({ service, deployment, unwell, failed: seen }: Counted): Outlook => {
    const own = deploymentIn(service, id)
    if (!own) return { text: 'ECS prepares the deployment' }
    const { running, desired, failedTasks } = own
    const others = service.deployments.filter((each) => each !== own).reduce((sum, each) => sum + each.running, 0)
    const earlier = deployment?.tasks?.earlier ?? others
    old = Math.max(old, earlier)
    const hasTargets = groupsOf(service).length > 0
    const healthy = !hasTargets ? running : unwell === undefined ? undefined : Math.max(0, running - unwell)
    const isDraining = running >= desired && (healthy ?? desired) >= desired && earlier === 0 && old > 0
    drainingSince = isDraining ? (drainingSince ?? clock.now()) : undefined

    const most = Math.max(failedTasks, seen)
    const failed = most > 0 ? `, ${most} failed` : ''
    const beside = earlier > 0 ? `; ${earlier} old still there` : ''
    const count = `${running} of ${desired} new tasks`
    const going = `${count} running${hasTargets && running > 0 && healthy !== undefined ? `, ${healthy} healthy` : ''}`
    const done = `${count} ${hasTargets ? 'healthy' : 'running'}${failed}`
    if (running < desired) return { text: going + failed + beside, usual: `; a task usually needs ${launch} to start` }
    if (drainingSince !== undefined) {
      const { what, usual } = leaving((clock.now() - drainingSince) / 1000, hasTargets)
      return { text: `${done}; old ${old} ${what}`, usual }
    }
    if ((healthy ?? 0) < desired) return { text: going + failed + beside, usual: checking }
    if (earlier > 0) return { text: done + beside }
    return { text: done, usual: `; ECS usually ends the deployment within ${settleSeconds} s` }
  }

  /** The load balancer drains for all of the delay, then the tasks are told to stop (F5.3). */
  function leaving(seconds: number, hasTargets: boolean): { readonly what: string; readonly usual: string } {
    const left = (hasTargets ? ending.drainSeconds : 0) - seconds
    if (left > 0) return { what: 'draining', usual: `, about ${Math.ceil(left / 5) * 5} s left` }
    return { what: 'stopping', usual: `, they have up to ${ending.stopSeconds} s for it` }
  }
}
