// Watches a deployment that was started, to its end.
import { asFailure, Failure } from '../model/failure.ts'
import type { Step } from '../model/progress.ts'
import type { Service, Target, Task } from '../model/service.ts'
import { deploymentReader } from './deployment.ts'
import { collectEvidence, type Watched } from './evidence.ts'
import { judge, type Judgement, type Ours } from './judge.ts'
import { isOver, poll } from './poll.ts'
import type { World } from './world.ts'

export interface Rollout extends Omit<Ours, 'seen'> {
  /** Where UpdateService returned it. */
  readonly serviceDeployment?: string
  /** The one before ours: what a service says that has not heard of ours yet. */
  readonly earlierDeployment?: string
}

export type Outcome =
  { readonly at: 'finished' } | { readonly at: 'rolled-back' | 'failed' | 'superseded'; readonly failure: Failure }

interface Look {
  readonly service: Service
  readonly judgement: Judgement
  /** What is missing although ECS is done. */
  readonly problem?: string
}

/** Healthy tasks that the load balancer does not call healthy after this long never will be. */
const targetPatienceMs = 120_000
/** A deployment that is not in the list by then will not come any more: reads lag behind writes. */
const arrivalMs = 60_000

/** @throws Failure CANCELLED or TIMED_OUT with what was seen; the deployment goes on. */
export async function* watch(world: World, rollout: Rollout, watched: Omit<Watched, 'isOurs'>): Step<Outcome> {
  const { stage, cluster, service: name } = watched
  const isOurs = (task: Task): boolean =>
    task.taskDefinition === rollout.taskDefinition &&
    (task.startedBy === rollout.id || !task.startedBy?.startsWith('ecs-svc/'))
  const collector = collectEvidence(world, { ...watched, isOurs })
  const own = deploymentReader(world, rollout)
  const start = world.clock.now()
  let seen = false
  let last = ''
  let finishedAt: number | undefined

  try {
    for await (const { service, judgement, problem } of poll(look, world)) {
      yield* collector.look(service)
      switch (judgement.at) {
        case 'going-on':
          yield { at: judgement.text === last ? 'waiting' : 'changed', stage, text: judgement.text }
          last = judgement.text
          break
        case 'finished':
          if (problem === undefined) return { at: 'finished' }
          finishedAt ??= world.clock.now()
          if (world.clock.now() - finishedAt > targetPatienceMs) {
            return { at: 'failed', failure: collector.diagnose(problem) }
          }
          last = problem
          yield { at: 'waiting', stage, text: problem }
          break
        case 'rolling-back': {
          const text = `ECS goes back to the earlier version${judgement.reason ? `: ${judgement.reason}` : ''}`
          yield { at: text === last ? 'waiting' : 'changed', stage, text }
          last = text
          break
        }
        case 'rolled-back':
        case 'failed':
          return { at: judgement.at, failure: collector.diagnose(judgement.reason) }
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
    const [service, deployment] = await Promise.all([world.aws.services.describe(cluster, name), own.read()])
    if (!service) throw gone(name)
    own.learn(service)
    seen ||= service.deployments.some(({ id }) => id === rollout.id) || world.clock.now() - start > arrivalMs
    const judgement = judge({ ...rollout, seen }, service, deployment)
    const problem = judgement.at === 'finished' ? await unhealthy(service) : undefined
    return { service, judgement, ...(problem !== undefined && { problem }) }
  }

  /** What is missing until every target of our tasks is healthy. */
  async function unhealthy({ targetGroupArn, desired }: Service): Promise<string | undefined> {
    if (targetGroupArn === undefined) return undefined
    const [targets, tasks] = await Promise.all([
      world.aws.targets.health(targetGroupArn),
      world.aws.tasks.running(cluster, name)
    ])
    const addresses = tasks.filter(isOurs).flatMap(({ addresses: known }) => known)
    if (addresses.length < desired) return `${addresses.length} of ${desired} tasks of our revision are running`
    const missing = addresses.filter((address) => !targets.some((target) => isHealthy(target, address)))
    return missing.length === 0 ? undefined : `the load balancer does not call ${missing.join(', ')} healthy yet`
  }

  function interrupted({ code, sentence, remedy, cause }: Failure): Failure {
    const now = last === '' ? '' : ` It was at: ${last}.`
    return new Failure({ code, sentence: sentence + now, remedy, cause, evidence: collector.diagnose().evidence })
  }
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
