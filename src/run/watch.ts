// Watches a deployment that was started, to its end.
import { asFailure, Failure } from '../model/failure.ts'
import type { Step } from '../model/progress.ts'
import { groupsOf, type Service, type ServiceDeployment, type Target, type Task } from '../model/service.ts'
import { bakeOf } from '../model/timing.ts'
import { openBreaker, type GiveUp } from './breaker.ts'
import { deploymentReader } from './deployment.ts'
import { collectEvidence, type Watched } from './evidence.ts'
import { judge, type Judgement, type Ours, type Said } from './judge.ts'
import { isOver, poll } from './poll.ts'
import { presenceReader } from './presence.ts'
import type { World } from './world.ts'

export interface Rollout extends Ours {
  /** Where UpdateService returned it. */
  readonly serviceDeployment?: string
  /** The one before ours: what a service says that has not heard of ours yet. */
  readonly earlierDeployment?: string
  /** With a strategy that has no circuit breaker (F1.14). */
  readonly giveUp?: GiveUp
}

export type Outcome =
  { readonly at: 'finished' } | { readonly at: 'rolled-back' | 'failed' | 'superseded'; readonly failure: Failure }

interface Look {
  readonly service: Service
  readonly deployment?: ServiceDeployment
  readonly judgement: Judgement
  /** What is missing although ECS is done. */
  readonly problem?: string
}

/** Healthy tasks that the load balancer does not call healthy after this long never will be. */
const targetPatienceMs = 120_000

/** @throws Failure CANCELLED or TIMED_OUT with what was seen; the deployment goes on. */
export async function* watch(world: World, rollout: Rollout, watched: Omit<Watched, 'isOurs'>): Step<Outcome> {
  const { stage, cluster, service: name } = watched
  const isOurs = (task: Task): boolean =>
    task.taskDefinition === rollout.taskDefinition &&
    (task.startedBy === rollout.id || !task.startedBy?.startsWith('ecs-svc/'))
  const collector = collectEvidence(world, { ...watched, isOurs })
  let followed = follow(world, rollout)
  let last = ''
  let finishedAt: number | undefined
  const breaker = openBreaker(rollout.giveUp)
  /** ECS could not be told to go back: the earlier version is rolled out, and that is what is watched. */
  let isWayBack = false

  try {
    for await (const { service, deployment, judgement, problem } of poll(look, world)) {
      yield* collector.look(service, deployment)
      switch (judgement.at) {
        case 'going-on': {
          const back = yield* breaker(collector.failures(), stage)
          if (back?.by === 'update') {
            followed = follow(world, back.rollout)
            isWayBack = true
          }
          yield { at: judgement.text === last ? 'waiting' : 'changed', stage, text: judgement.text }
          last = judgement.text
          break
        }
        case 'finished':
          if (problem === undefined)
            return isWayBack ? { at: 'rolled-back', failure: collector.diagnose() } : { at: 'finished' }
          finishedAt ??= world.clock.now()
          if (world.clock.now() - finishedAt > targetPatienceMs) {
            return { at: 'failed', failure: collector.diagnose({ reason: problem }) }
          }
          last = problem
          yield { at: 'waiting', stage, text: problem }
          break
        case 'rolling-back': {
          const text = backText(judgement)
          yield { at: text === last ? 'waiting' : 'changed', stage, text }
          last = text
          break
        }
        case 'rolled-back':
        case 'failed':
          return { at: isWayBack ? 'failed' : judgement.at, failure: collector.diagnose(judgement) }
        case 'superseded':
          return { at: 'superseded', failure: superseded(judgement.by) }
      }
    }
  } catch (error) {
    const failure = asFailure(error)
    throw isOver(failure) ? interrupted(failure) : error
  }
  throw new Error('unreachable')

  async function look(): Promise<Look> {
    const { own, presenceOf, paceOf, ours } = followed
    const [service, deployment] = await Promise.all([world.aws.services.describe(cluster, name), own.read()])
    if (!service) throw gone(name)
    own.learn(service)
    const pace = { strategy: watched.strategy, seconds: paceOf(service, deployment) }
    const judgement = judge(ours, { service, deployment, presence: presenceOf(service), pace })
    const problem = judgement.at === 'finished' ? await unhealthy(service) : undefined
    return { service, judgement, ...(deployment && { deployment }), ...(problem !== undefined && { problem }) }
  }

  /** What is missing until every task of ours is healthy where visitors are sent to. */
  async function unhealthy(service: Service): Promise<string | undefined> {
    const groups = await servingGroups(world, service)
    if (groups.length === 0) return undefined
    const [tasks, ...targets] = await Promise.all([
      world.aws.tasks.running(cluster, name),
      ...groups.map((group) => world.aws.targets.health(group))
    ])
    const isWanted = isWayBack ? (task: Task) => task.taskDefinition === followed.ours.taskDefinition : isOurs
    const addresses = tasks.filter(isWanted).flatMap(({ addresses: known }) => known)
    const { desired } = service
    if (addresses.length < desired) return `${addresses.length} of ${desired} tasks of our revision are running`
    const missing = addresses.filter((address) => !targets.flat().some((target) => isHealthy(target, address)))
    return missing.length === 0 ? undefined : `the load balancer does not call ${missing.join(', ')} healthy yet`
  }

  function interrupted({ code, sentence, remedy, cause }: Failure): Failure {
    const now = last === '' ? '' : ` It was at: ${last}.`
    const waits = code === 'TIMED_OUT' ? bakeOf(watched.strategy) : undefined
    const more = waits ? ` The waits of \`strategy: ${watched.strategy.kind}\` alone take ${waits.sum} s.` : ''
    const { evidence } = collector.diagnose()
    return new Failure({ code, sentence: sentence + now, remedy: remedy + more, cause, evidence })
  }
}

/** Of two groups, those that the rule sends visitors to (F1.14). */
async function servingGroups({ aws }: World, service: Service): Promise<readonly string[]> {
  const rule = service.secondGroup?.productionRuleArn
  if (rule === undefined) return groupsOf(service)
  const weights = await aws.targets.weights(rule)
  return weights.filter(({ weight }) => weight > 0).map(({ targetGroupArn }) => targetGroupArn)
}

/** One deployment, and what is remembered of it from look to look. */
const follow = (world: World, ours: Rollout) => ({
  ours,
  own: deploymentReader(world, ours),
  presenceOf: presenceReader(world.clock, ours.id),
  paceOf: paceReader(world, ours)
})

/** Seconds that it has been where it is; where it is, is its status, its stage and the visitors' share. */
function paceReader({ clock }: World, { id }: Rollout) {
  let place = ''
  let since = clock.now()
  return ({ deployments }: Service, deployment: ServiceDeployment | undefined): number => {
    const own = deployments.find((each) => each.id === id)
    const { status, stage, percent } = deployment ?? { status: `${own?.status} ${own?.rolloutState}` }
    const now = `${status} ${stage} ${percent}`
    if (now !== place) since = clock.now()
    place = now
    return (clock.now() - since) / 1000
  }
}

function backText({ reason, alarms }: Said): string {
  const why = alarms ? `the alarm ${alarms.join(', ')} went off` : reason
  return `ECS goes back to the earlier version${why ? `: ${why}` : ''}`
}

const isHealthy = ({ address, state }: Target, wanted: string): boolean => address === wanted && state === 'healthy'

const superseded = (by: string): Failure =>
  new Failure({
    code: 'SUPERSEDED',
    sentence: `Somebody started a newer deployment over this one; ${by.split('/').at(-1) ?? by} is rolled out now.`,
    remedy: 'Look at the run that started it. With a `concurrency` group in the workflow, runs wait for one another.'
  })

const gone = (name: string): Failure =>
  new Failure({
    code: 'SUPERSEDED',
    sentence: `The service ${name} was deleted while its rollout was watched.`,
    remedy: 'Run this again; it makes the service anew.'
  })
