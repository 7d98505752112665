// One region, in the only order in which things may be done (docs/decisions/0002, 0003).
import { diagnoseUnusable } from '../diagnose/stack-state.ts'
import { namesOf, type Config } from '../model/config.ts'
import { asFailure, type Failure } from '../model/failure.ts'
import { copyAction, type Plan, type RegionPlan } from '../model/plan.ts'
import type { Step } from '../model/progress.ts'
import { siteOf } from '../model/site.ts'
import { stackAction, type StackState } from '../model/stack.ts'
import type { Facts, Verdict } from '../model/verdict.ts'
import { serviceRequest } from '../template/service.ts'
import { taskDefinition } from '../template/task.ts'
import { readAftermath } from './aftermath.ts'
import { createService } from './creation.ts'
import { factsAfter, factsBefore, factsOf, serviceFacts } from './facts.ts'
import { openLedger, type Ledger } from './ledger.ts'
import { removeLeftovers } from './leftovers.ts'
import { lookAt, releaseLive, type Live, type Release, type Released } from './live.ts'
import { deletedByHand, obstacleOf } from './obstacle.ts'
import { prepare, type Asking, type ImageSource, type Prepared } from './prepare.ts'
import { probe } from './probe.ts'
import { protectStacks } from './protect.ts'
import { recordGood } from './record.ts'
import { restStack } from './settle.ts'
import { outputsOf } from './stack.ts'
import type { Place, World } from './world.ts'

/** All that is known of a region when its turn comes. */
export interface Planned extends Place, Asking, Plan {}

export type Begun =
  /** Image and platform are there. */
  | { readonly at: 'ready'; readonly prepared: Prepared; readonly facts: Facts }
  | { readonly at: 'ended'; readonly verdict: Verdict }

/** All that touches nothing that serves, but for the platform's change. */
export async function* beginRegion(planned: Planned, source: ImageSource): Step<Begun> {
  const { region, world } = planned
  const facts = factsBefore(planned, region)
  try {
    const obstacle = obstacleOf(planned, region.platform)
    if (obstacle) throw obstacle
    const prepared = yield* prepare(region, planned, world, source)
    return { at: 'ready', prepared, facts: { ...facts, ...factsOf(prepared, planned) } }
  } catch (error) {
    const failure = asFailure(error)
    return { at: 'ended', verdict: { verdict: stoppedAs(failure), failure, facts } }
  }
}

export async function* releaseRegion(planned: Planned, begun: Extract<Begun, { at: 'ready' }>): Step<Verdict> {
  const { config, current, world, region: regionPlan } = planned
  const asking: Asking = planned
  const { prepared } = begun
  let { facts } = begun
  const ledger = openLedger(world, config)
  try {
    const { stack, live, copy } = yield* findService(asking, regionPlan, world, ledger)
    ledger.began(live?.running, copy.do === 'copy')
    const site = siteOf(config, current.hostedZone)
    const wanted = { region: current.region, outputs: prepared.outputs, ...(site && { site }) }
    const action = stackAction(serviceRequest(config, wanted), stack)
    const definition = taskDefinition(config, { ...wanted, image: prepared.image.reference })
    const between = serviceRequest(config, { ...wanted, between: true })
    const force = { copy, force: regionPlan.force }
    const release: Release = { config, plan: force, definition, action, between, outputs: outputsOf(stack), ledger }

    const since = world.clock.now()
    const released = live ? yield* releaseLive(world, live, release) : yield* releaseNew(world, release)
    const { end } = released
    const aftermath = readAftermath(world, config, released, since)
    let hasChanges = facts.hasChanges || end.at !== 'unchanged' || action.do !== 'nothing'
    const { tried, ...known } = facts
    facts = { ...known, hasChanges, ...factsAfter(released, live?.running) }
    if (!live && end.at === 'finished') facts = { ...facts, ...(await serviceFacts(asking, world)) }
    if (end.at !== 'finished' && end.at !== 'unchanged') {
      yield* settleBad(ledger, end)
      yield* aftermath()
      const verdict = end.at === 'left' ? stoppedAs(end.failure) : end.at === 'removed' ? 'failed' : end.at
      return { verdict, failure: end.failure, facts }
    }
    yield* ledger.settle({ at: 'good' })
    yield* tidy(world, config, hasChanges)
    hasChanges = (yield* protectStacks(world, config, current)) || hasChanges
    facts = { ...facts, hasChanges }
    const loadBalancer = prepared.outputs.LoadBalancerDnsName ?? ''
    const url = yield* probe(world, { loadBalancer, health: config.health, ...(site && { site }) })
    yield* aftermath()
    yield* recordGood(world, released.revision, 'deployed')
    return { verdict: end.at === 'unchanged' && !hasChanges ? 'unchanged' : 'deployed', facts: { ...facts, url } }
  } catch (error) {
    const failure = asFailure(error)
    yield* ledger.settle({ at: 'bad' })
    return { verdict: stoppedAs(failure), failure, facts }
  }
}

async function* releaseNew(world: World, { config, definition, action, ledger }: Release): Step<Released> {
  if (action.do === 'nothing' || (action.do === 'apply' && action.change === 'UPDATE')) throw deletedByHand(config)
  const revision = yield* ledger.register(definition)
  const created = yield* createService(world, { config, action, revision, goesOn: ledger.hold })
  return { revision, end: created.at === 'created' ? { at: 'finished' } : { at: 'removed', failure: created.failure } }
}

/** A run that has nothing to do asks only when it is tried again: its own earlier attempt may have been killed. */
async function* tidy(world: World, config: Config, hasChanges: boolean): Step<void> {
  if (!hasChanges && world.run.attempt === '1') return
  const { platformStack, serviceStack } = namesOf(config)
  for (const stack of [platformStack, serviceStack])
    yield* removeLeftovers(stack, world, { stage: 'service', kinds: ['slipway', 'plan'] })
}

export async function* settleBad(ledger: Ledger, end: Released['end']): Step<void> {
  if (end.at === 'removed') return yield* ledger.settle({ at: 'undone' })
  if (end.at === 'left' && end.backTo) return yield* ledger.settle({ at: 'undone', serves: end.backTo.arn })
  ledger.hold(end.at === 'left')
  yield* ledger.settle({ at: 'bad' })
}

export interface Found extends Pick<RegionPlan, 'copy'> {
  readonly stack: StackState
  /** Only of a stack that stands: what a failed creation left is removed with it. */
  readonly live?: Live
}

/** What is there once nobody's operation goes on in the service stack any more. */
export async function* findService(
  { config, current }: Asking,
  { copy }: Pick<RegionPlan, 'copy'>,
  world: World,
  ledger: Ledger
): Step<Found> {
  const { service, running, serviceStack } = current
  if (serviceStack.at === 'settled')
    return { stack: serviceStack, copy, ...(service && running && { live: { service, running } }) }
  if (serviceStack.at !== 'busy' && serviceStack.at !== 'half-undone') return { stack: serviceStack, copy }
  yield { at: 'started', stage: 'service', title: 'The stack of the service is brought to rest first' }
  // Undoing sends the family again, which is its newest ACTIVE revision (F1.14).
  if (serviceStack.at === 'half-undone' && copy.do === 'copy') yield* ledger.copy(copy.of)
  const stack = yield* restStack(serviceStack, world, 'service')
  yield { at: 'finished', stage: 'service', text: 'it has ended' }
  if (stack.at === 'stuck' || stack.at === 'foreign') throw diagnoseUnusable(stack)
  const live = stack.at === 'settled' ? await lookAt(world, config) : undefined
  if (!live) return { stack, copy: { do: 'nothing' } }
  return { stack, live, copy: copyAction(live.running, await world.aws.revisions.newest(namesOf(config).family)) }
}

const stops: Readonly<Record<string, 'cancelled' | 'timed-out' | 'superseded'>> = {
  CANCELLED: 'cancelled',
  TIMED_OUT: 'timed-out',
  // Somebody's operation went on until our time was over.
  STACK_BUSY: 'timed-out',
  SUPERSEDED: 'superseded'
}
export const stoppedAs = ({ code }: Failure): 'cancelled' | 'timed-out' | 'superseded' | 'failed' =>
  stops[code] ?? 'failed'
