// One deployment, looked at again and again: a call a look, more only when it moved (F5.4).
import { asFailure, Failure } from '../../model/failure.ts'
import { present } from '../../model/present.ts'
import { deploymentIn, type Service, type ServiceDeployment, type Task } from '../../model/service.ts'
import { deploymentReader } from './service-deployment.ts'
import { missingIn, readHealth, type Health } from './health.ts'
import { intervalReader } from './interval.ts'
import { judge, type Judgement } from './judge.ts'
import { outlookReader } from './outlook.ts'
import { answered } from '../poll.ts'
import { presenceReader } from './presence.ts'
import type { Rollout } from './begin.ts'
import type { Watched } from './watched.ts'
import type { World } from '../world.ts'

export interface Look {
  readonly service: Service
  readonly deployment?: ServiceDeployment
  readonly judgement: Judgement
  /** How many healthy tasks are enough: those that autoscaling adds when ECS is done are not of the rollout. */
  readonly wanted: number
  /** What is missing although ECS is done. */
  readonly problem?: string
  /** Where they were read to find that out. */
  readonly health?: Health
  /** What could not be read, told once. */
  readonly complaints: readonly string[]
  /** Milliseconds until the next one is worth it. */
  readonly interval: number
}

/** Events, and what others begin, are seen so often while the deployment itself does not move. */
const serviceEveryMs = 15_000
/** What ECS calls done is not yet well: that may take some looks. */
const problemEveryMs = 2_500

export interface Following {
  /** A task of what the deployment brings. */
  readonly isOurs: (task: Task) => boolean
  /** Running ones of those that the load balancer does not call healthy; absent: nobody has looked. */
  readonly unwell: (service: Service) => number | undefined
  /** Those that were seen to have failed. */
  readonly failures: () => number
}

export function follow(
  world: World,
  ours: Rollout,
  watched: Watched,
  { isOurs, unwell, failures }: Following
): () => Promise<Look> {
  const { aws, clock } = world
  const { cluster, service: name } = watched
  const own = deploymentReader(world, ours)
  const presenceOf = presenceReader(clock, ours.id)
  const secondsOf = stayReader(world, ours)
  const intervalOf = intervalReader(clock, watched.ending)
  const outlookOf = outlookReader(clock, ours.id, watched.ending, watched.asked.graceSeconds)
  let last: { readonly service: Service; readonly at: number; readonly told: string } | undefined
  let wanted = Infinity

  return async () => {
    const deployment = await own.read()
    const [service, seen] = await Promise.all([
      seeService(deployment),
      hasArrived(deployment) ? seeHealth() : undefined
    ])
    own.learn(service)
    // What autoscaling adds between the end and this look is not what was rolled out.
    wanted =
      hasArrived(deployment) || (!deployment && deploymentIn(service, ours.id)?.rolloutState === 'completed')
        ? Math.min(wanted, service.desired)
        : service.desired
    const pace = { strategy: watched.strategy, seconds: secondsOf(service, deployment) }
    const outlook = outlookOf({ service, deployment, unwell: unwell(service), failed: failures() })
    const judgement = judge(ours, { service, deployment, presence: presenceOf(service), pace, outlook })
    const found = await missing(judgement, seen)
    return {
      service,
      judgement,
      wanted,
      ...present({ deployment }),
      ...(found?.problem !== undefined && { problem: found.problem }),
      ...(found?.health && { health: found.health }),
      complaints: [own.complaint(), found?.complaint].filter((text) => text !== undefined),
      interval: found?.problem === undefined ? intervalOf(service, deployment) : problemEveryMs
    }
  }

  /** When its deployment has moved or is unknown, or it was not looked at for a while. */
  async function seeService(deployment: ServiceDeployment | undefined): Promise<Service> {
    const told = JSON.stringify(deployment ?? null)
    const isOld = last?.told !== told || clock.now() - last.at >= serviceEveryMs
    if (last && deployment && !isOld && !hasEnded(deployment)) return last.service
    const service = await answered(() => aws.looks.services.describe(cluster, name), world)
    if (!service) throw gone(name)
    last = { service, at: clock.now(), told }
    return service
  }

  /** While the service is looked at once more: which groups it has stays. */
  async function seeHealth(): Promise<HealthSeen | undefined> {
    if (!last) return undefined
    try {
      return { health: await readHealth(world, cluster, name, last.service) }
    } catch (error) {
      return { failure: asFailure(error) }
    }
  }

  /** What is called done is not `deployed` before it is seen; that ECS went back is true without it. */
  async function missing({ at }: Judgement, early: HealthSeen | undefined): Promise<Missing | undefined> {
    if (at !== 'finished' && (at !== 'rolled-back' || ours.before === undefined)) return undefined
    const seen = early ?? (await seeHealth())
    if (!seen) return undefined
    if ('failure' in seen) {
      const { code, sentence } = seen.failure
      if (at === 'finished' || code !== 'ACCESS_DENIED') throw seen.failure
      return { complaint: `Whether the earlier version is healthy could not be seen: ${sentence}` }
    }
    const wasBefore = ({ taskDefinition }: Task): boolean => taskDefinition === ours.before
    const problem = missingIn(seen.health, wanted, at === 'finished' ? isOurs : wasBefore)
    return { health: seen.health, ...present({ problem }) }
  }
}

type HealthSeen = { readonly health: Health } | { readonly failure: Failure }

interface Missing {
  readonly problem?: string
  readonly health?: Health
  readonly complaint?: string
}

/** ECS is done with it, where it should go or back where it was: what is left to see is whether that is healthy. */
const hasArrived = (deployment: ServiceDeployment | undefined): boolean =>
  deployment?.status === 'successful' || deployment?.status === 'rolled-back'
/** What failed even to go back is told whatever the service says. */
const hasEnded = (deployment: ServiceDeployment): boolean => hasArrived(deployment) || deployment.status === 'stopped'

/** Seconds that it has been where it is; where it is, is its status, its stage and the visitors' share. */
function stayReader({ clock }: World, { id }: Rollout) {
  let where = ''
  let since = clock.now()
  return (service: Service, deployment: ServiceDeployment | undefined): number => {
    const own = deploymentIn(service, id)
    const { status, lifecycleStage, percent } = deployment ?? { status: `${own?.status} ${own?.rolloutState}` }
    const now = `${status} ${lifecycleStage} ${percent}`
    if (now !== where) since = clock.now()
    where = now
    return (clock.now() - since) / 1000
  }
}

const gone = (name: string): Failure =>
  new Failure({
    code: 'SUPERSEDED',
    sentence: `The service ${name} was deleted while its rollout was watched.`,
    remedy: 'Run this again; it makes the service anew.'
  })
