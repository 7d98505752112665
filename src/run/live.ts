// A release onto a service that exists (design 4.3).
import { namesOf, type Config } from '../model/config.ts'
import { asFailure } from '../model/failure.ts'
import type { JsonObject } from '../model/json.ts'
import type { RegionPlan } from '../model/plan.ts'
import type { Step } from '../model/progress.ts'
import { portMapping, sameContent, type Revision } from '../model/revision.ts'
import type { Service } from '../model/service.ts'
import type { StackAction } from '../model/stack.ts'
import type { Ledger } from './ledger.ts'
import { rollOut, watchedOf, type RolloutEnd } from './rollout.ts'
import { applyStack } from './stack.ts'
import { watch } from './watch.ts'
import type { World } from './world.ts'

export interface Live {
  readonly service: Service
  /** What it runs. */
  readonly running: Revision
}

export interface Release {
  readonly config: Config
  readonly plan: RegionPlan
  readonly definition: JsonObject
  /** What the service stack needs. */
  readonly action: StackAction
  readonly ledger: Ledger
}

export interface Released {
  readonly end: RolloutEnd | { readonly at: 'unchanged' }
  readonly revision: Revision
}

export async function* releaseLive(world: World, live: Live, release: Release): Step<Released> {
  const { config, plan, definition, action, ledger } = release
  const { service, running } = live
  const moves = movesPort(definition, running)
  // A port that moves goes with the rollout; the template then says what already runs.
  if (!moves) yield* updateStack()

  const same = sameContent(definition, running.definition)
  if (same && !plan.force) return { revision: running, end: yield* verify() }
  const revision = same && running.active ? running : yield* ledger.register(definition)
  const end = yield* rollOut(world, { config, service, revision, running })
  if (moves && end.at === 'finished') yield* updateStack()
  return { revision, end }

  async function* updateStack(): Step<void> {
    if (action.do === 'nothing') return
    if (plan.copy.do === 'copy' && !moves) {
      const { family, revision: number } = plan.copy.of
      yield {
        at: 'warning',
        stage: 'service',
        text: `The newest ACTIVE revision is not what runs (${family}:${number}); a copy of what runs is registered first.`
      }
      yield* ledger.copy(plan.copy.of)
    }
    yield { at: 'started', stage: 'service', title: 'Service, target group and records' }
    try {
      yield* applyStack(action, world, { stage: 'service' })
    } catch (error) {
      // The operation goes on without us and resolves the family to what we registered.
      if (['CANCELLED', 'TIMED_OUT'].includes(asFailure(error).code)) ledger.keepAll()
      throw error
    }
    yield { at: 'finished', stage: 'service', text: 'as asked for' }
  }

  /** Nothing to roll out: is what runs healthy, or still on its way? */
  async function* verify(): Step<Released['end']> {
    const written = action.do !== 'nothing'
    if (!written && (await isSettled(world, service))) return { at: 'unchanged' }
    const { cluster, service: name } = namesOf(config.name)
    const now = written ? await world.aws.services.describe(cluster, name) : service
    const primary = now?.deployments.find(({ status }) => status === 'PRIMARY')
    if (!now || !primary) return { at: 'unchanged' }
    yield { at: 'started', stage: 'rollout', title: `Watch ${running.family}:${running.revision}` }
    const end = yield* watch(
      world,
      {
        id: primary.id,
        taskDefinition: primary.taskDefinition,
        ...(now.currentServiceDeployment !== undefined && { serviceDeployment: now.currentServiceDeployment })
      },
      watchedOf(config, { since: new Date(world.clock.now()), stage: 'rollout' })
    )
    yield { at: 'finished', stage: 'rollout', text: end.at }
    return end.at === 'finished' && !written ? { at: 'unchanged' } : end
  }
}

function movesPort(definition: JsonObject, running: Revision): boolean {
  const [to, from] = [portMapping(definition), portMapping(running.definition)]
  return to?.container !== from?.container || to?.port !== from?.port
}

/** One deployment, complete, all of its tasks there and every target healthy. */
async function isSettled(world: World, { deployments, desired, running, targetGroupArn }: Service): Promise<boolean> {
  const [only, ...others] = deployments
  if (others.length > 0 || only?.rolloutState !== 'completed' || running !== desired) return false
  if (targetGroupArn === undefined) return true
  const targets = (await world.aws.targets.health(targetGroupArn)).filter(({ state }) => state !== 'draining')
  return targets.length >= desired && targets.every(({ state }) => state === 'healthy')
}
