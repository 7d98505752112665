// With `on-region-failure: rollback-all`: a region goes back to what it ran before, because another one failed.
import type { Config } from '../model/config.ts'
import { asFailure, Failure, retold } from '../model/failure.ts'
import { arnName, namesOf } from '../model/names.ts'
import { present } from '../model/present.ts'
import type { Step } from '../model/progress.ts'
import { isProtected } from '../model/protection.ts'
import { releaseRecordOf, runName } from '../model/release-record.ts'
import { goodBefore, isOfRun } from '../model/release.ts'
import { sameContent, type Revision } from '../model/revision.ts'
import type { StackState } from '../model/stack.ts'
import type { Facts, Verdict } from '../model/verdict.ts'
import { endedBy } from './end.ts'
import { leaveDns } from './dns/leave.ts'
import { openLedger } from './revision/ledger.ts'
import { lookAt, type Live } from './service/live.ts'
import { isOver } from './poll.ts'
import type { Planned } from './region.ts'
import { ownedRevisions } from './revision/revision.ts'
import { rollbackRefusal, rollbackRegion } from './rollback.ts'
import { removeStack, restStack } from './stack/settle.ts'
import type { FailedRegion } from './skip.ts'
import type { World } from './world.ts'

/**
 * @param isHalf an earlier attempt of this run was broken off: what it had brought to this region is not what ran before.
 * @returns the verdict as it was, where nothing was to be done or somebody else has deployed meanwhile. It has as much time
 * as the run had: that may be over.
 */
export async function* takeBack(
  planned: Planned,
  verdict: Verdict,
  root: FailedRegion,
  isHalf: boolean
): Step<Verdict> {
  const { config } = planned
  const world = { ...planned.world, deadline: planned.world.clock.now() + config.timeoutMinutes * 60_000 }
  try {
    // Somebody else may have deployed between the first look and our turn: it is theirs that is gone back to.
    const arn = verdict.facts.before?.taskDefinitionArn
    const found = arn === undefined ? undefined : await world.aws.revisions.describe(arn)
    const before = found && isHalf && isOfRun(found, world.run) ? await earlierThan(found, world, config) : found
    const state = await world.aws.stacks.describe(namesOf(config).serviceStack)
    // A first creation is removed while it goes on. Any other operation first comes to its end, and only then is it seen
    // whose revision runs.
    const stack = before && state.at === 'busy' ? yield* restStack(state, world, 'service') : state
    const live = await lookAt(world, config)
    if (!live || (before && sameContent(live.running.definition, before.definition))) return verdict
    if (!isDeployedByUs(live, verdict, world)) {
      const name = arnName(live.running.arn)
      yield { at: 'warning', stage: 'rollout', text: `Not taken back: somebody else has deployed ${name}.` }
      return verdict
    }
    const end = before
      ? yield* goBack(world, planned, { ...live, stack }, before)
      : yield* removeService(world, verdict.facts, planned, { ...live, stack })
    return 'failure' in end ? notTakenBack(end.failure, end.facts, root) : takenBack(verdict, end.facts, root)
  } catch (error) {
    const failure = asFailure(error)
    const runs = verdict.facts.taskDefinitionArn
    const sentence = runs === undefined ? failure.sentence : `${failure.sentence} It runs ${arnName(runs)}.`
    return notTakenBack(retold(failure, { sentence }), verdict.facts, root)
  }
}

/** Where none is known to have been good, what runs stays. */
async function earlierThan(revision: Revision, world: World, config: Config): Promise<Revision> {
  return goodBefore(revision, await ownedRevisions(world, config))[0] ?? revision
}

/** What runs is what this run has put there. */
function isDeployedByUs({ running }: Live, { facts }: Verdict, { run }: World): boolean {
  const { taskDefinitionArn, tried } = facts
  if (running.arn === taskDefinitionArn || running.arn === tried?.taskDefinitionArn) return true
  return releaseRecordOf(running).run === runName(run)
}

interface Standing extends Live {
  readonly stack: StackState
}

/** As `command: rollback` does it; what this run has registered is let go. */
async function* goBack(world: World, { config, current }: Planned, found: Standing, before: Revision): Step<Verdict> {
  const { service, running, stack: serviceStack } = found
  const now = { ...current, service, running, serviceStack, newest: running }
  const refusal = await rollbackRefusal(before, { config, current: now }, world)
  if (refusal) throw refusal
  const back = yield* rollbackRegion(before, { config, current: now }, world)
  if (!('failure' in back)) yield* letRevisionGo(world, config, running, back.facts.taskDefinitionArn)
  return back
}

/** Nothing ran here before this run. */
async function* removeService(
  world: World,
  facts: Facts,
  { config, current }: Planned,
  { running, stack }: Standing
): Step<Verdict> {
  const { serviceStack } = namesOf(config)
  if (stack.at === 'settled') yield* leaveDns({ config, current: { ...current, serviceStack: stack } }, world)
  yield { at: 'started', stage: 'service', title: 'Remove the service, which was not there before' }
  // It was this run that protected what it had made.
  if (isProtected(stack)) await world.aws.stacks.protect(serviceStack, false)
  try {
    if ('id' in stack) yield* removeStack(stack.id, world, 'service')
  } catch (error) {
    const failure = asFailure(error)
    const goesOn = `${failure.sentence} The removal of the service goes on.`
    return endedBy(isOver(failure) ? retold(failure, { sentence: goesOn }) : failure, facts)
  }
  yield { at: 'finished', stage: 'service', text: 'removed; the platform stays' }
  yield* letRevisionGo(world, config, running)
  const { region, clusterArn, loadBalancerDnsName } = facts
  return {
    verdict: 'destroyed',
    facts: {
      region,
      hasChanges: true,
      ...present({ clusterArn, loadBalancerDnsName })
    }
  }
}

async function* letRevisionGo(world: World, config: Config, revision: Revision, serves?: string): Step<void> {
  const ledger = openLedger(world, config)
  ledger.adopt(revision)
  yield* ledger.settle({ at: 'undone', ...present({ serves }) })
}

/** @param now what is there since. Of a region that failed itself, its own failure tells more. */
function takenBack(verdict: Verdict, now: Facts, { failure: cause, region }: FailedRegion): Verdict {
  const { before, tried, taskDefinitionArn, image } = verdict.facts
  const deployed = present({ taskDefinitionArn, image })
  const facts: Facts = {
    ...now,
    hasChanges: true,
    ...present({ before }),
    tried: taskDefinitionArn === undefined && tried ? tried : deployed
  }
  const again = now.taskDefinitionArn
  if ('failure' in verdict)
    return { verdict: again === undefined ? 'failed' : 'rolled-back', failure: verdict.failure, facts }
  const what = again === undefined ? 'has no service again' : `runs ${arnName(again)} again`
  const { code, remedy } = cause
  const sentence = `It was deployed and ${what}, because ${region} failed (${code}).`
  return { verdict: 'taken-back', failure: new Failure({ code, sentence, remedy, cause }), facts }
}

/** @param facts what is there. */
function notTakenBack(failure: Failure, facts: Facts, { failure: cause, region }: FailedRegion): Verdict {
  const sentence = `It could not be taken back after ${region} failed (${cause.code}): ${failure.sentence}`
  return endedBy(retold(failure, { sentence, cause: failure }), facts)
}
