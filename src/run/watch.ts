// Watches a deployment that was started, to its end.
import { Failure } from '../model/failure.ts'
import type { Step } from '../model/progress.ts'
import type { Service, ServiceDeployment, Target, Task } from '../model/service.ts'
import { collectEvidence, type Watched } from './evidence.ts'
import { judge, type Ours } from './judge.ts'
import { poll } from './poll.ts'
import type { World } from './world.ts'

export interface Rollout extends Ours {
  /** Where UpdateService returned it, or once it is found. */
  readonly serviceDeployment?: string
}

export type Outcome =
  { readonly at: 'finished' } | { readonly at: 'rolled-back' | 'failed' | 'superseded'; readonly failure: Failure }

/** Healthy tasks that the load balancer does not call healthy after this long never will be. */
const targetPatienceMs = 120_000

export async function* watch(world: World, rollout: Rollout, watched: Omit<Watched, 'isOurs'>): Step<Outcome> {
  const { stage, cluster, service: name } = watched
  const isOurs = (task: Task): boolean =>
    task.taskDefinition === rollout.taskDefinition &&
    (task.startedBy === rollout.id || !task.startedBy?.startsWith('ecs-svc/'))
  const collector = collectEvidence(world, { ...watched, isOurs })
  let last = ''
  let finishedAt: number | undefined

  for await (const { service, deployment } of poll(look, world)) {
    if (!service) throw gone(name)
    yield* collector.look(service)
    const judgement = judge(rollout, service, deployment)
    switch (judgement.at) {
      case 'going-on':
        yield { at: judgement.text === last ? 'waiting' : 'changed', stage, text: judgement.text }
        last = judgement.text
        break
      case 'finished': {
        const problem = await unhealthy(service)
        if (problem === undefined) return { at: 'finished' }
        finishedAt ??= world.clock.now()
        if (world.clock.now() - finishedAt > targetPatienceMs) {
          return { at: 'failed', failure: collector.diagnose(problem) }
        }
        yield { at: 'waiting', stage, text: problem }
        break
      }
      case 'rolling-back':
        if (last !== 'rolling-back') {
          yield {
            at: 'changed',
            stage,
            text: `ECS goes back to the earlier version${judgement.reason ? `: ${judgement.reason}` : ''}`
          }
        }
        last = 'rolling-back'
        break
      case 'rolled-back':
      case 'failed':
        return { at: judgement.at, failure: collector.diagnose(judgement.reason) }
      case 'superseded':
        return { at: 'superseded', failure: superseded(judgement.by) }
    }
  }
  throw new Error('unreachable')

  async function look(): Promise<{ readonly service?: Service; readonly deployment?: ServiceDeployment }> {
    const [service, deployment] = await Promise.all([world.aws.services.describe(cluster, name), ownDeployment()])
    return { ...(service && { service }), ...(deployment && { deployment }) }
  }

  function ownDeployment(): Promise<ServiceDeployment | undefined> {
    return rollout.serviceDeployment === undefined
      ? Promise.resolve(undefined)
      : world.aws.services.deployment(rollout.serviceDeployment)
  }

  /** What is missing until every target of our tasks is healthy. */
  async function unhealthy({ targetGroupArn, desired }: Service): Promise<string | undefined> {
    if (targetGroupArn === undefined) return undefined
    const [targets, tasks] = await Promise.all([
      world.aws.targets.health(targetGroupArn),
      world.aws.tasks.running(cluster, name)
    ])
    const addresses = tasks.filter(isOurs).flatMap(({ addresses: own }) => own)
    if (addresses.length < desired) return `${addresses.length} of ${desired} tasks of our revision are running`
    const missing = addresses.filter((address) => !targets.some((target) => isHealthy(target, address)))
    return missing.length === 0 ? undefined : `the load balancer does not call ${missing.join(', ')} healthy yet`
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
