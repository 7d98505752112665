// Brings a revision back that ran before: a copy of it, so that the newest ACTIVE one is what runs (docs/decisions/0017).
import type { Config } from '../model/config.ts'
import { Failure } from '../model/failure.ts'
import { namesOf } from '../model/names.ts'
import { copyAction, type Situation } from '../model/plan.ts'
import type { Step } from '../model/progress.ts'
import { releaseRecordOf } from '../model/release-record.ts'
import { imageOf, type Revision } from '../model/revision.ts'
import { lastOutputsOf, outputsOf } from '../model/stack.ts'
import type { Verdict } from '../model/verdict.ts'
import { diagnoseUnusable } from '../diagnose/stack-state.ts'
import { readAftermath } from './aftermath.ts'
import { endBadly, endedBy } from './end.ts'
import { factsAfter, factsThere, factsUntil } from './facts.ts'
import { findService } from './service/find.ts'
import { openLedger } from './revision/ledger.ts'
import { asAsked, lookAt, releaseLive } from './service/live.ts'
import { deletedByHand } from './obstacle.ts'
import { ownDigest } from './revision/revision.ts'
import { proveServing } from './site/serving.ts'
import type { World } from './world.ts'

/** No stack is touched: what they say is for the next deployment. @param to whatever its release record says. */
export async function* rollbackRegion(to: Revision, asking: Situation, world: World): Step<Verdict> {
  const { config, current } = asking
  const { platform } = current
  const ledger = openLedger(world, config)
  let facts = factsThere(current)
  let { service } = current
  const { touching, now } = factsUntil()
  try {
    const { stack, copy } = yield* findService(
      asking,
      { copy: copyAction(current.running, current.newest) },
      world,
      ledger,
      world.clock.now()
    )
    const live = await lookAt(world, config)
    if (!live) throw stack.at === 'settled' ? deletedByHand(config) : removedMeanwhile(config)
    service = live.service
    ledger.began(live.running, copy.do === 'copy')

    const since = world.clock.now()
    const outputs = outputsOf(stack)
    // Judged by the health check that the load balancer has.
    const judged = asAsked(config, outputs.HealthCheck)
    const release = { config: judged, definition: to.definition, restores: to, outputs, ledger, touching } as const
    const nothing = { action: { do: 'nothing' }, plan: { copy: { do: 'nothing' }, force: false } } as const
    const released = yield* releaseLive(world, live, { ...release, ...nothing })
    const { end, revision } = released
    const aftermath = readAftermath(world, config, released, since)
    facts = factsAfter({ ...facts, hasChanges: end.at !== 'unchanged' }, released, live.running)
    if (end.at !== 'finished' && end.at !== 'unchanged') return yield* endBadly(ledger, end, facts, aftermath)
    yield* ledger.settle({ at: 'good' })
    const loadBalancer = lastOutputsOf(platform).LoadBalancerDnsName
    const serving = { config: judged, current, loadBalancer, released, aftermath, verdict: 'restored' } as const
    const url = yield* proveServing(world, serving)
    const isNew = end.at === 'finished' || !releaseRecordOf(revision).good
    return { verdict: isNew ? 'restored' : 'unchanged', facts: { ...facts, url } }
  } catch (error) {
    yield* ledger.settle({ at: 'bad' })
    return endedBy(error, now(facts, service))
  }
}

/** What ran when this run began. */
function removedMeanwhile(config: Config): Failure {
  const { service, serviceStack } = namesOf(config)
  return new Failure({
    code: 'SUPERSEDED',
    sentence: `The service ${service} went with what was going on in the stack ${serviceStack}: there is nothing to go back from any more.`,
    remedy: 'If it is still wanted, `command: deploy` makes it again.'
  })
}

/** Before anything is touched: a stack that nobody can use, an image that is gone. One in another registry is its owner's. */
export async function rollbackRefusal(
  to: Revision,
  { config, current: { serviceStack } }: Situation,
  world: World
): Promise<Failure | undefined> {
  if (serviceStack.at === 'stuck' || serviceStack.at === 'foreign') return diagnoseUnusable(serviceStack)
  const { repository } = config
  const digest = await ownDigest(world, config, to.definition)
  if (digest === undefined || (await world.aws.repository.imageByDigest(repository, digest))) return undefined
  const { commit } = releaseRecordOf(to)
  return new Failure({
    code: 'IMAGE_UNPULLABLE',
    sentence:
      `The image of ${namesOf(config).family}:${to.revision}, ${imageOf(to.definition) ?? ''}, is not in the ` +
      `repository ${repository} any more, so there is nothing to go back to. Nothing was changed.`,
    remedy:
      `Deploy ${commit === undefined ? 'its commit' : `commit ${commit}`} again, which builds it, or name another ` +
      'revision in `to`. Somebody or a lifecycle policy of another kind removed the image: those of kept revisions stay.'
  })
}
