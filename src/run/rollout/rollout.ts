// Starts a deployment of a revision on a service that exists, and takes it to an end; undoes it when we are cancelled.
import { asFailure, retold, type Failure } from '../../model/failure.ts'
import type { Step } from '../../model/progress.ts'
import { revisionName, type Revision } from '../../model/revision.ts'
import { begin, type Order, type Rollout } from './begin.ts'
import { isOver } from '../poll.ts'
import { undo } from './undo.ts'
import { outcomeText, type Outcome } from './outcome.ts'
import { watch } from './watch.ts'
import { watchedOf } from './watched.ts'
import type { World } from '../world.ts'

export type RolloutEnd =
  | Outcome
  /** We stopped watching; `backTo`: ECS was told to go back to it. */
  | { readonly at: 'left'; readonly failure: Failure; readonly backTo?: Revision }

export async function* rollOut(world: World, order: Order): Step<RolloutEnd> {
  const { config, revision, running } = order
  const { failFast, failureThreshold, onCancel } = config.rollout
  yield { at: 'started', stage: 'rollout', title: `Roll out ${revisionName(revision)}` }
  const since = new Date(world.clock.now())
  const rollout: Rollout = { ...(await begin(world, order)), before: running.arn }
  const giveUp = { after: failureThreshold, now: () => undo(world, order, rollout) }
  try {
    const watched = watchedOf(config, { since, stage: 'rollout' })
    const outcome = yield* watch(world, rollout, watched, failFast ? giveUp : undefined)
    yield { at: 'finished', stage: 'rollout', text: outcomeText(outcome) }
    return outcome
  } catch (error) {
    const failure = asFailure(error)
    if (!isOver(failure)) throw error
    if (onCancel === 'leave') return { at: 'left', failure: say(failure, 'The rollout goes on.') }
    yield { at: 'changed', stage: 'rollout', text: 'telling ECS to go back to the earlier version' }
    return yield* goBack(world, order, rollout, failure)
  }
}

/** What a runner leaves us after a cancel, less what the rest of the run needs. */
const lastMs = 5_000

/** Whatever happens to the way back, the run ends as what it was: cancelled or timed out. */
async function* goBack(world: World, order: Order, rollout: Rollout, failure: Failure): Step<RolloutEnd> {
  const { running } = order
  const deadline = world.clock.now() + lastMs
  try {
    const back = await undo({ ...world, deadline, cancelled: new AbortController().signal }, order, rollout)
    if (back.by === 'nobody') return { at: 'left', failure: say(failure, 'A newer deployment of somebody goes on.') }
    const sentence = `ECS goes back to ${revisionName(running)}.`
    return { at: 'left', failure: say(failure, sentence), backTo: running }
  } catch (error) {
    const why = asFailure(error)
    const sentence = isOver(why) ? 'AWS does not answer in time.' : why.sentence
    const text = `The rollout goes on, because it could not be stopped: ${sentence}`
    yield { at: 'warning', stage: 'rollout', text }
    return { at: 'left', failure: say(failure, text) }
  }
}

const say = (failure: Failure, what: string): Failure => retold(failure, { sentence: `${failure.sentence} ${what}` })
