// With `on-region-failure: rollback-all`: a region goes back to what it ran before, because another one failed.
import { namesOf } from '../model/config.ts'
import { asFailure, Failure } from '../model/failure.ts'
import type { Step } from '../model/progress.ts'
import { imageOf, sameContent, type Revision } from '../model/revision.ts'
import type { Facts, Verdict } from '../model/verdict.ts'
import { openLedger } from './ledger.ts'
import { lookAt, releaseLive, type Live } from './live.ts'
import type { Planned } from './region.ts'
import { removeStack } from './settle.ts'
import { outputsOf } from './stack.ts'
import type { World } from './world.ts'

/** @returns the verdict as it was, where nothing was to be done. It has as much time as the run had: that may be over. */
export async function* takeBack(planned: Planned, verdict: Verdict, cause: Failure, region: string): Step<Verdict> {
  const { config, current } = planned
  const world = { ...planned.world, deadline: planned.world.clock.now() + config.timeoutMinutes * 60_000 }
  const before = current.running
  try {
    const live = await lookAt(world, config)
    if (!live || (before && sameContent(live.running.definition, before.definition))) return verdict
    const serves = before ? yield* goBack(world, planned, live, before) : yield* removeService(world, planned, live)
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

/** No stack is touched. @returns what serves again. */
async function* goBack(world: World, { config }: Planned, live: Live, before: Revision): Step<Revision> {
  const ledger = openLedger(world, config)
  ledger.began(before, false)
  const stack = await world.aws.stacks.describe(namesOf(config).serviceStack)
  const { end, revision } = yield* releaseLive(world, live, {
    config,
    plan: { copy: { do: 'nothing' }, force: false },
    definition: before.definition,
    action: { do: 'nothing' },
    restores: before,
    outputs: outputsOf(stack),
    ledger
  })
  if (end.at === 'finished' || end.at === 'unchanged') {
    yield* ledger.settle({ at: 'good' })
    return revision
  }
  ledger.hold(end.at === 'left')
  yield* ledger.settle({ at: 'bad' })
  throw end.failure
}

/** Nothing ran here before this run. */
async function* removeService(world: World, { config }: Planned, { running }: Live): Step<undefined> {
  const { serviceStack } = namesOf(config)
  const state = await world.aws.stacks.describe(serviceStack)
  yield { at: 'started', stage: 'service', title: 'Remove the service, which was not there before' }
  if ('id' in state) yield* removeStack(state.id, world, 'service')
  yield { at: 'finished', stage: 'service', text: 'removed; the platform stays' }
  const ledger = openLedger(world, config)
  ledger.adopt(running)
  yield* ledger.settle({ at: 'undone' })
  return undefined
}

interface Back {
  readonly cause: Failure
  readonly region: string
  readonly serves: Revision | undefined
}

/** Of a region that failed itself, its own failure tells more. */
function takenBack(verdict: Verdict, { cause, region, serves }: Back): Verdict {
  const { before, taskDefinitionArn, image, ...others } = verdict.facts
  const found = serves && imageOf(serves.definition)
  const facts: Facts = {
    ...others,
    hasChanges: true,
    ...(before && { before }),
    tried: {
      ...(taskDefinitionArn !== undefined && { taskDefinitionArn }),
      ...(image !== undefined && { image })
    },
    ...(serves && { taskDefinitionArn: serves.arn }),
    ...(found !== undefined && { image: found })
  }
  if ('failure' in verdict) return { verdict: serves ? 'rolled-back' : 'failed', failure: verdict.failure, facts }
  const what = serves ? `runs ${serves.family}:${serves.revision} again` : 'has no service again'
  const { code, remedy } = cause
  const sentence = `It was deployed and ${what}, because ${region} failed (${code}).`
  return { verdict: 'taken-back', failure: new Failure({ code, sentence, remedy, cause }), facts }
}
