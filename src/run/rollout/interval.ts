// How long until the next look at a rollout: short when its end may be near, long while nothing can end (F5.2, F5.3).
import { primaryOf, type Deployment, type Service, type ServiceDeployment } from '../../model/service.ts'
import type { Clock } from '../poll.ts'

/** What the service's own settings say of how long an end takes. */
export interface Ending {
  /** Of the load balancer's checks. */
  readonly checkSeconds: number
  /** Until a target that is let go is out of the load balancer. */
  readonly drainSeconds: number
  /** From SIGTERM to SIGKILL at most. */
  readonly stopSeconds: number
}

const nearMs = 1_000
const aheadMs = 2_000
const farMs = 5_000
/** What has not moved for so long seldom does: a bake, a target that stays unhealthy. */
const quietAfterMs = 60_000
const quietMs = 8_000
/** One that has just started may end before the next look, and be replaced: then nothing shows it. */
const startingMs = 3_500
/** After the last task was told to stop: the scheduler, and the network interface that is given back (F5.3). */
const slackMs = 20_000
/** A rollback of tasks that never ran ends as soon as it began. */
const turnMs = 8_000

/** @returns milliseconds, by what the last look saw. */
export function intervalReader(clock: Clock, { drainSeconds, stopSeconds }: Omit<Ending, 'checkSeconds'>) {
  let moved = { to: '', at: 0 }
  let turnedAt: number | undefined
  let drainingSince: number | undefined
  /** Some of ours ran when ECS turned back, and must drain. */
  let ran = false
  return (service: Service, deployment: ServiceDeployment | undefined): number => {
    const now = clock.now()
    const isBack = goesBack(service, deployment)
    if (isBack) turnedAt ??= now
    ran = runningOf(service, deployment, isBack) > 0 || (isBack && ran)
    const drains = isDraining(service, deployment, isBack) && (ran || !isBack)
    drainingSince = drains ? (drainingSince ?? now) : undefined
    if (deployment?.status === 'unknown' || deployment?.status === 'stopping') return nearMs
    const to = JSON.stringify(deployment ?? service.deployments)
    if (moved.to !== to) moved = { to, at: now }
    if (turnedAt !== undefined && now - turnedAt < turnMs) return nearMs
    if (drainingSince !== undefined) return whileDraining(now - drainingSince)
    if (isBack || isLastChance(deployment)) return aheadMs
    if (deployment?.tasks && deployment.tasks.pending > 0) return startingMs
    return now - moved.at < quietAfterMs ? farMs : quietMs
  }

  /** Nothing ends before the last target has drained; its task may then need all the time that it is given. */
  function whileDraining(ms: number): number {
    const until = drainSeconds * 1000 - farMs - ms
    if (until > 0) return Math.min(farMs, Math.max(nearMs, until))
    return ms < (drainSeconds + stopSeconds) * 1000 + slackMs ? nearMs : aheadMs
  }
}

const goesBack = ({ deployments }: Service, deployment: ServiceDeployment | undefined): boolean =>
  deployment ? deployment.status === 'rolling-back' : deployments.some(({ rolloutState }) => rolloutState === 'failed')

/** Of what the deployment brings. */
function runningOf({ deployments }: Service, deployment: ServiceDeployment | undefined, isBack: boolean): number {
  const isOwn = ({ status, rolloutState }: Deployment) => (isBack ? rolloutState === 'failed' : status === 'PRIMARY')
  return deployment?.tasks?.running ?? deployments.find(isOwn)?.running ?? 0
}

/** Those that are to serve all run, and of the others none does any more. */
function isDraining({ deployments }: Service, deployment: ServiceDeployment | undefined, isBack: boolean): boolean {
  if (deployment?.tasks) {
    const { wanted, running, earlier } = deployment.tasks
    return isBack ? running === 0 && earlier >= wanted : earlier === 0 && running >= wanted
  }
  const others = deployments.filter(({ status }) => status !== 'PRIMARY')
  const primary = primaryOf({ deployments })
  return primary !== undefined && primary.running >= primary.desired && others.every(({ running }) => running === 0)
}

/** One more task that fails ends it. */
function isLastChance(deployment: ServiceDeployment | undefined): boolean {
  const { count = 0, threshold = Infinity } = deployment?.failures ?? {}
  return count > 0 && count >= threshold - 1
}
