// Starts a deployment of a revision on a service that exists, and takes it to an end; undoes it when we are cancelled.
import type { ServiceUpdate, Updated } from '../aws/services.ts'
import type { Config } from '../model/config.ts'
import { namesOf } from '../model/config.ts'
import type { Asked } from '../model/evidence.ts'
import { asFailure, Failure } from '../model/failure.ts'
import { checksOf } from '../model/overridden.ts'
import { platformOf } from '../model/plan.ts'
import type { Step } from '../model/progress.ts'
import { portMapping, type Revision } from '../model/revision.ts'
import type { Deployment, Service } from '../model/service.ts'
import { graceOf } from '../model/timing.ts'
import type { WayBack } from './breaker.ts'
import type { Watched } from './evidence.ts'
import { deploymentOf } from './deployment.ts'
import { isOver, poll } from './poll.ts'
import { watch, type Outcome, type Rollout } from './watch.ts'
import type { World } from './world.ts'

export interface Order {
  readonly config: Config
  readonly service: Service
  readonly revision: Revision
  /** What runs now. */
  readonly running: Revision
}

export type RolloutEnd =
  | Outcome
  /** We stopped watching; `backTo`: ECS was told to go back to it. */
  | { readonly at: 'left'; readonly failure: Failure; readonly backTo?: Revision }

export async function* rollOut(world: World, order: Order): Step<RolloutEnd> {
  const { config, revision } = order
  yield { at: 'started', stage: 'rollout', title: `Roll out ${revision.family}:${revision.revision}` }
  const since = new Date(world.clock.now())
  const rollout = await start(world, order, movedPort(order))
  try {
    const outcome = yield* watch(
      world,
      { ...rollout, ...ownBreaker(world, order, rollout) },
      watchedOf(config, { since, stage: 'rollout' })
    )
    yield { at: 'finished', stage: 'rollout', text: outcome.at }
    return outcome
  } catch (error) {
    const failure = asFailure(error)
    if (!isOver(failure)) throw error
    if (config.rollout.onCancel === 'leave') return { at: 'left', failure: say(failure, 'The rollout goes on.') }
    yield { at: 'changed', stage: 'rollout', text: 'telling ECS to go back to the earlier version' }
    return yield* goBack(world, { ...order, rollout, failure })
  }
}

/** ECS has a circuit breaker for rolling deployments only (F1.14). */
function ownBreaker(world: World, order: Order, rollout: Rollout): Pick<Rollout, 'giveUp'> {
  const { strategy, failureThreshold } = order.config.rollout
  if (strategy.kind === 'rolling') return {}
  return { giveUp: { after: failureThreshold, now: () => undo(world, { ...order, rollout }) } }
}

/** Whatever happens to the way back, the run ends as what it was: cancelled or timed out. */
async function* goBack(world: World, left: Left): Step<RolloutEnd> {
  const { running, failure } = left
  try {
    await undo(world, left)
    const sentence = `ECS goes back to ${running.family}:${running.revision}.`
    return { at: 'left', failure: say(failure, sentence), backTo: running }
  } catch (error) {
    const text = `The rollout goes on, because it could not be stopped: ${asFailure(error).sentence}`
    yield { at: 'warning', stage: 'rollout', text }
    return { at: 'left', failure: say(failure, text) }
  }
}

interface Left extends Order {
  readonly rollout: Rollout
  readonly failure: Failure
}

/** How long a deployment whose answer was lost is looked for. */
const arrivalMs = 10_000

/** An answer that was lost is looked for before the call is made again: forced, it would start a second deployment. */
async function start(world: World, order: Order, ports: PortMove): Promise<Rollout> {
  const { config, service, revision, running } = order
  const names = namesOf(config)
  const wanted = { cluster: names.cluster, service: names.service, taskDefinition: revision.arn, force: true, ...ports }
  const known = new Set(service.deployments.map(({ id }) => id))
  const begun = (answer: Parameters<typeof rolloutOf>[0]): Rollout => ({
    ...rolloutOf(answer, revision.arn, service.currentServiceDeployment),
    before: running.arn
  })
  for await (const answer of poll(() => world.aws.services.update(wanted), world)) {
    if (answer.at === 'started') return begun(answer)
    const deploymentId = await findStarted()
    if (deploymentId !== undefined) return begun({ deploymentId })
  }
  throw new Error('unreachable')

  /** Reads lag behind writes: not there at once is not yet not there. */
  async function findStarted(): Promise<string | undefined> {
    const until = world.clock.now() + arrivalMs
    for await (const now of poll(() => world.aws.services.describe(names.cluster, names.service), world)) {
      const isNew = ({ id, taskDefinition }: Deployment) => taskDefinition === revision.arn && !known.has(id)
      const found = now?.deployments.find(isNew)
      if (found || world.clock.now() >= until) return found?.id
    }
    return undefined
  }
}

/** @param earlier the service deployment before; the answer may still name it. */
function rolloutOf(
  { deploymentId: id, serviceDeploymentArn: arn }: Pick<Started, 'deploymentId' | 'serviceDeploymentArn'>,
  taskDefinition: string,
  earlier: string | undefined
): Rollout {
  return {
    id,
    taskDefinition,
    ...(earlier !== undefined && { earlierDeployment: earlier }),
    ...(arn !== undefined && arn !== earlier && { serviceDeployment: arn })
  }
}

type Started = Extract<Updated, { readonly at: 'started' }>

interface PortMove {
  readonly loadBalancer?: NonNullable<ServiceUpdate['loadBalancer']>
}

/** A changed container name or port must travel with the revision, or ECS refuses it (F2.3). */
function movedPort({ service, revision, running }: Order): PortMove {
  const [to, from] = [portMapping(revision.definition), portMapping(running.definition)]
  if (!to || service.targetGroupArn === undefined) return {}
  if (to.container === from?.container && to.port === from.port) return {}
  const { targetGroupArn, secondGroup } = service
  return { loadBalancer: { targetGroupArn, ...(secondGroup && { secondGroup }), ...to } }
}

/** StopServiceDeployment goes back by itself; where it is not allowed, the earlier revision is rolled out. */
async function undo(world: World, { rollout, ...order }: Omit<Left, 'failure'>): Promise<WayBack> {
  const { services } = world.aws
  const { cluster, service } = namesOf(order.config)
  try {
    const now = rollout.serviceDeployment === undefined ? await services.describe(cluster, service) : undefined
    const deployment = rollout.serviceDeployment ?? (now && deploymentOf(rollout, now))
    if (deployment !== undefined) {
      await services.stopDeployment(deployment)
      return { by: 'stop' }
    }
  } catch (error) {
    if (asFailure(error).code !== 'ACCESS_DENIED') throw error
  }
  const back = movedPort({ ...order, revision: order.running, running: order.revision })
  const answer = await services.update({
    cluster,
    service,
    taskDefinition: order.running.arn,
    force: true,
    ...back
  })
  if (answer.at === 'unclear') throw answer.failure
  return { by: 'update', rollout: rolloutOf(answer, order.running.arn, rollout.serviceDeployment) }
}

export const say = ({ code, sentence, remedy, evidence, cause }: Failure, what: string): Failure =>
  new Failure({ code, sentence: `${sentence} ${what}`, remedy, evidence, cause })

export function watchedOf(config: Config, when: Pick<Watched, 'since' | 'stage'>): Omit<Watched, 'isOurs'> {
  const { cluster, service, container } = namesOf(config)
  return {
    ...when,
    cluster,
    service,
    container,
    logLines: config.logs.failureLines,
    asked: askedOf(config),
    strategy: config.rollout.strategy,
    ending: {
      checkSeconds: config.health.intervalSeconds,
      drainSeconds: config.health.deregistrationDelaySeconds,
      stopSeconds: config.task.stopTimeoutSeconds
    }
  }
}

export const askedOf = (config: Config): Asked => ({
  cpu: config.task.cpu,
  memory: config.task.memory,
  port: config.task.containerPort,
  healthPath: config.health.path,
  healthCodes: config.health.codes,
  graceSeconds: config.health.graceSeconds,
  neededGrace: graceOf(
    checksOf({
      overrides: config.overrides,
      container: namesOf(config).container,
      startPeriodSeconds: config.task.startPeriodSeconds,
      intervalSeconds: config.health.intervalSeconds
    })
  ),
  ...(config.task.containerHealthCommand !== undefined && { healthCommand: config.task.containerHealthCommand }),
  diskGib: config.task.ephemeralStorageGib ?? 20,
  architecture: platformOf(config.architecture),
  logGroup: namesOf(config).logGroup
})
