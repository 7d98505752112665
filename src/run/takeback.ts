// With `on-region-failure: rollback-all`: a region goes back to what it ran before, because another one failed.
import { namesOf } from '../model/config.ts'
import { asFailure, Failure } from '../model/failure.ts'
import type { Step } from '../model/progress.ts'
import { recordOf, runName } from '../model/record.ts'
import { sameContent, type Revision } from '../model/revision.ts'
import type { StackState } from '../model/stack.ts'
import type { Facts, Verdict, Version } from '../model/verdict.ts'
import { openLedger } from './ledger.ts'
import { lookAt, type Live } from './live.ts'
import type { Planned } from './region.ts'
import { deregister } from './revision.ts'
import { rollbackRegion } from './rollback.ts'
import { removeStack, restStack } from './settle.ts'
import type { World } from './world.ts'

/**
 * @returns the verdict as it was, where nothing was to be done or somebody else has deployed meanwhile. It has as much time
 * as the run had: that may be over.
 */
export async function* takeBack(planned: Planned, verdict: Verdict, cause: Failure, region: string): Step<Verdict> {
  const { config } = planned
  const world = { ...planned.world, deadline: planned.world.clock.now() + config.timeoutMinutes * 60_000 }
  try {
    // Somebody else may have deployed between the first look and our turn: it is theirs that is gone back to.
    const arn = verdict.facts.before?.taskDefinitionArn
    const before = arn === undefined ? undefined : await world.aws.revisions.describe(arn)
    const found = await world.aws.stacks.describe(namesOf(config).serviceStack)
    // A first creation is removed while it goes on. Any other operation first comes to its end, and only then is it seen
    // whose revision runs.
    const stack = before && found.at === 'busy' ? yield* restStack(found, world, 'service') : found
    const live = await lookAt(world, config)
    if (!live || (before && sameContent(live.running.definition, before.definition))) return verdict
    if (!isOurs(live, verdict, world)) {
      const { family, revision } = live.running
      yield {
        at: 'warning',
        stage: 'rollout',
        text: `Not taken back: somebody else has deployed ${family}:${revision}.`
      }
      return verdict
    }
    const serves = before
      ? yield* goBack(world, planned, { ...live, stack }, before)
      : yield* removeService(world, planned, { ...live, stack })
    return takenBack(verdict, { cause, region, serves })
  } catch (error) {
    const failure = asFailure(error)
    const { code, remedy, evidence } = failure
    const sentence = `It could not be taken back after ${region} failed (${cause.code}): ${failure.sentence}`
    return {
      verdict: 'failed',
      failure: new Failure({ code, sentence, remedy, evidence, cause: failure }),
      facts: verdict.facts
    }
  }
}

/** What runs is what this run has put there. */
function isOurs({ running }: Live, { facts }: Verdict, { run }: World): boolean {
  const { taskDefinitionArn, tried } = facts
  if (running.arn === taskDefinitionArn || running.arn === tried?.taskDefinitionArn) return true
  return recordOf(running).run === runName(run)
}

interface Found extends Live {
  readonly stack: StackState
}

/** As `command: rollback` does it; what this run has registered is let go. @returns what serves again. */
async function* goBack(world: World, { config, current }: Planned, found: Found, before: Revision): Step<Version> {
  const { service, running, stack: serviceStack } = found
  const now = { ...current, service, running, serviceStack, newest: running }
  const back = yield* rollbackRegion(before, { config, current: now }, world)
  if ('failure' in back) throw back.failure
  await deregister(world, config, running)
  return back.facts
}

/** Nothing ran here before this run. */
async function* removeService(world: World, { config }: Planned, { running, stack }: Found): Step<undefined> {
  yield { at: 'started', stage: 'service', title: 'Remove the service, which was not there before' }
  if ('id' in stack) yield* removeStack(stack.id, world, 'service')
  yield { at: 'finished', stage: 'service', text: 'removed; the platform stays' }
  const ledger = openLedger(world, config)
  ledger.adopt(running)
  yield* ledger.settle({ at: 'undone' })
  return undefined
}

interface Back {
  readonly cause: Failure
  readonly region: string
  readonly serves: Version | undefined
}

/** Of a region that failed itself, its own failure tells more. */
function takenBack(verdict: Verdict, { cause, region, serves }: Back): Verdict {
  const { before, taskDefinitionArn, image, digest: _, ...others } = verdict.facts
  const { taskDefinitionArn: again, image: bytes } = serves ?? {}
  const facts: Facts = {
    ...others,
    hasChanges: true,
    ...(before && { before }),
    tried: {
      ...(taskDefinitionArn !== undefined && { taskDefinitionArn }),
      ...(image !== undefined && { image })
    },
    ...(again !== undefined && { taskDefinitionArn: again }),
    ...(bytes !== undefined && { image: bytes })
  }
  if ('failure' in verdict) return { verdict: serves ? 'rolled-back' : 'failed', failure: verdict.failure, facts }
  const what = again === undefined ? 'has no service again' : `runs ${again.split('/').at(-1) ?? again} again`
  const { code, remedy } = cause
  const sentence = `It was deployed and ${what}, because ${region} failed (${code}).`
  return { verdict: 'taken-back', failure: new Failure({ code, sentence, remedy, cause }), facts }
}
