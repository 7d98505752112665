// One region, in the only order in which things may be done (docs/decisions/0002, 0003).
import type { Config } from '../model/config.ts'
import type { Failure } from '../model/failure.ts'
import { namesOf } from '../model/names.ts'
import type { Plan } from '../model/plan.ts'
import { present } from '../model/present.ts'
import type { Step } from '../model/progress.ts'
import { siteOf } from '../model/site.ts'
import { outputsOf, stackAction } from '../model/stack.ts'
import type { Facts, Verdict } from '../model/verdict.ts'
import { serviceRequest } from '../template/service.ts'
import { taskDefinition } from '../template/task.ts'
import { adoptRecords } from './dns/adopt.ts'
import { readAftermath } from './aftermath.ts'
import { createService } from './service/creation.ts'
import { endBadly, endedBy } from './end.ts'
import { factsAfter, factsBefore, factsFound, factsOf, factsUntil, factsUntouched, serviceFacts } from './facts.ts'
import { findService, type Found } from './service/find.ts'
import { openLedger, type Ledger } from './revision/ledger.ts'
import { removeLeftovers } from './stack/leftovers.ts'
import { releaseLive, type Release, type Released, type Touching } from './service/live.ts'
import { deletedByHand } from './obstacle.ts'
import { prepare, type Asking, type RegionSupply, type Prepared } from './prepare.ts'
import { protectStacks } from './stack/protect.ts'
import type { Place, World } from './world.ts'
import { proveServing } from './site/serving.ts'

/** All that is known of a region when its turn comes. */
export interface Planned extends Place, Asking, Plan {}

export type Begun = Ready | { readonly at: 'ended'; readonly verdict: Verdict }

/** Image and platform are there. */
export interface Ready {
  readonly at: 'ready'
  readonly prepared: Prepared
  readonly facts: Facts
  /** When what is there was seen, in milliseconds since 1970. */
  readonly seen: number
}

/** All that touches nothing that serves, but for the platform's change. @param obstacle what stands in its way. */
export async function* beginRegion(planned: Planned, source: RegionSupply, obstacle: Failure | undefined): Step<Begun> {
  const { region, world, current } = planned
  const facts = factsBefore(planned, region)
  const seen = world.clock.now()
  let isTouched = false
  const underWay = (): void => {
    isTouched = true
  }
  try {
    if (obstacle) throw obstacle
    const prepared = yield* prepare(region, { ...planned, underWay }, world, source)
    return { at: 'ready', prepared, facts: { ...facts, ...factsOf(prepared, planned) }, seen }
  } catch (error) {
    return {
      at: 'ended',
      verdict: endedBy(error, factsUntouched({ ...facts, hasChanges: facts.hasChanges || isTouched }, current.service))
    }
  }
}

export async function* releaseRegion(planned: Planned, begun: Ready): Step<Verdict> {
  const { config, current, world } = planned
  const ledger = openLedger(world, config)
  let { facts } = begun
  let { service } = current
  const { touching, now } = factsUntil()
  try {
    const found = yield* findService(planned, planned.region, world, ledger, begun.seen)
    const { live, copy } = found
    service = live?.service
    facts = factsFound(facts, live?.running)
    ledger.began(live?.running, copy.do === 'copy')
    const release = releaseOf(planned, begun, found, ledger)
    const isAdopting = yield* adoptRecords(planned, world)
    const since = world.clock.now()
    const touched = { ...release, touching }
    const released = live ? yield* releaseLive(world, live, touched) : yield* releaseNew(world, touched)
    const { end } = released
    const aftermath = readAftermath(world, config, released, since)
    const hasChanges = facts.hasChanges || end.at !== 'unchanged' || release.action.do !== 'nothing'
    facts = { ...factsAfter(facts, released, live?.running), hasChanges }
    if (!live && end.at === 'finished') facts = { ...facts, ...(await serviceFacts(planned, world)) }
    if (end.at !== 'finished' && end.at !== 'unchanged') return yield* endBadly(ledger, end, facts, aftermath)
    yield* ledger.settle({ at: 'good' })
    yield* tidy(world, config, hasChanges)
    facts = { ...facts, hasChanges: (yield* protectStacks(world, config, current)) || hasChanges }
    const loadBalancer = begun.prepared.outputs.LoadBalancerDnsName
    const serving = { config, current, loadBalancer, isAdopting, released, aftermath, verdict: 'deployed' } as const
    const url = yield* proveServing(world, serving)
    const verdict = end.at === 'unchanged' && !facts.hasChanges ? 'unchanged' : 'deployed'
    return { verdict, facts: { ...facts, url } }
  } catch (error) {
    yield* ledger.settle({ at: 'bad' })
    return endedBy(error, now(facts, service))
  }
}

/** What is wanted, now that image and platform are there. */
function releaseOf({ config, current, region }: Planned, { prepared }: Ready, found: Found, ledger: Ledger): Release {
  const { image, outputs } = prepared
  const site = siteOf(config, current.hostedZone)
  const wanted = { region: current.region, outputs, ...present({ site }) }
  return {
    config,
    plan: { copy: found.copy, force: region.force },
    definition: taskDefinition(config, { ...wanted, image: image.reference }),
    action: stackAction(serviceRequest(config, wanted), found.stack),
    between: serviceRequest(config, { ...wanted, between: true }),
    outputs: outputsOf(found.stack),
    ledger
  }
}

async function* releaseNew(world: World, release: Touching): Step<Released> {
  const { config, definition, action, ledger, touching } = release
  if (action.do === 'nothing' || (action.do === 'apply' && action.change === 'UPDATE')) throw deletedByHand(config)
  touching()
  const revision = yield* ledger.register(definition)
  const failure = yield* createService(world, { config, action, revision, underWay: ledger.hold })
  return { revision, end: failure ? { at: 'removed', failure } : { at: 'finished' } }
}

/** A run that has nothing to do asks only when it is tried again: its own earlier attempt may have been killed. */
async function* tidy(world: World, config: Config, hasChanges: boolean): Step<void> {
  if (!hasChanges && world.run.attempt === '1') return
  const { platformStack, serviceStack } = namesOf(config)
  for (const stack of [platformStack, serviceStack])
    yield* removeLeftovers(stack, world, { stage: 'service', kinds: ['slipway', 'plan'] })
}
