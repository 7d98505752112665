// Brings a stack to rest: waits for what goes on in it, removes what a failure left, continues an undoing that stopped.
import { diagnoseCertificate, type ZoneSeen } from '../../diagnose/certificate.ts'
import { diagnoseBusy, sayOperation } from '../../diagnose/stack-operation.ts'
import { diagnoseData, diagnoseHalfUndone, diagnoseRemains } from '../../diagnose/stack-state.ts'
import { whileGoingOn } from '../../diagnose/stack.ts'
import { asFailure, type Failure } from '../../model/failure.ts'
import type { HostedZone } from '../../model/plan.ts'
import type { Stage, Step } from '../../model/progress.ts'
import { remainingOf, stackName, type StackEvent, type StackState } from '../../model/stack.ts'
import { isForeign } from '../../template/effect.ts'
import { awaitCause } from './cause.ts'
import { readDelegation } from '../dns/delegation.ts'
import { isOver, poll, unlessAway } from '../poll.ts'
import { followResources } from './resources.ts'
import type { World } from '../world.ts'

export interface Settling {
  readonly stage: Stage
  /** Where ACM looks for the records of a certificate. */
  readonly zone?: HostedZone
  /** Looks at what the stack makes while it is made; a Failure means that waiting is of no use. */
  readonly beside?: () => Step<Failure | undefined>
  /** Types of what the stack retains and is removed apart from it. */
  readonly apart?: readonly string[]
}

/**
 * Waits until nothing goes on in the stack any more.
 * @param token of the operation; absent: the latest one, whoever began it.
 */
export async function* settleStack(id: string, world: World, settling: Settling, token?: string): Step<StackState> {
  const { stage, beside, zone, apart } = settling
  const resources = followResources(stage, apart)
  let isWarned = false
  let seen: ZoneSeen | undefined
  let status: string | undefined
  try {
    const looks = poll(look, world)
    for (;;) {
      const { state, events } = (await looks.next()).value
      for (const event of events) {
        const progress = resources.take(event)
        if (progress) yield progress
      }
      if (state.at !== 'busy') return state
      status = state.status
      const failure = beside && (yield* beside())
      if (failure) throw failure
      const unseen = resources.unseenRecords(world.clock.now())
      if (unseen.length > 0 && !isWarned) {
        isWarned = true
        seen = zone && (await seeZone(zone, world))
        const { sentence, remedy } = diagnoseCertificate(unseen, seen)
        yield { at: 'warning', stage, text: `${sentence} ${remedy}` }
      }
      const underWay = resources.underWay(world.clock.now())
      yield { at: 'waiting', stage, text: underWay === '' ? `the stack is in ${state.status}` : underWay }
    }
  } catch (error) {
    const failure = asFailure(error)
    const unseen = resources.unseenRecords(world.clock.now())
    if (failure.code === 'TIMED_OUT' && unseen.length > 0) throw diagnoseCertificate(unseen, seen)
    throw isOver(failure) && status !== undefined ? whileGoingOn(failure, stackName(id), status) : error
  }

  async function look(): Promise<{ readonly state: StackState; readonly events: readonly StackEvent[] }> {
    const { stacks } = world.aws
    // First the state: what happened until then is among the events.
    const state = await stacks.describe(id)
    return { state, events: await stacks.events(id, token) }
  }
}

/** @returns undefined when the zone may not be read. */
async function seeZone(zone: HostedZone, { aws, nameServersOf }: World): Promise<ZoneSeen | undefined> {
  try {
    const servers = await aws.records.nameServers(zone)
    return { name: zone.name, servers, delegation: await readDelegation(nameServersOf, zone.name, servers) }
  } catch {
    return undefined
  }
}

/** Whatever goes on, until nothing does. */
export async function* awaitStack(state: StackState, world: World, stage: Stage): Step<StackState> {
  if (state.at !== 'busy') return state
  return yield* awaitStack(yield* joinStack(state.id, world, stage), world, stage)
}

/** Whatever goes on or stopped half way, until neither is so. */
export async function* restStack(state: StackState, world: World, stage: Stage): Step<StackState> {
  const ended = yield* awaitStack(state, world, stage)
  return ended.at === 'half-undone' ? yield* continueRollback(ended.id, world, stage) : ended
}

/** Waits for somebody's operation. @throws Failure STACK_BUSY when the time limit is over first. */
async function* joinStack(id: string, world: World, stage: Stage): Step<StackState> {
  const events = (await unlessAway(() => world.aws.stacks.events(id))) ?? []
  yield { at: 'changed', stage, text: `${stackName(id)}: ${sayOperation(events)} goes on; waiting for its end` }
  try {
    return yield* settleStack(id, world, { stage })
  } catch (error) {
    throw asFailure(error).code === 'TIMED_OUT' ? diagnoseBusy(id, events) : error
  }
}

/** @throws Failure STACK_STUCK when it fails again, with what may be skipped. */
async function* continueRollback(id: string, world: World, stage: Stage): Step<StackState> {
  const { stacks } = world.aws
  const token = tokenOf(world, 'continue')
  yield { at: 'changed', stage, text: `${stackName(id)}: an update was undone in part only; undoing the rest` }
  await stacks.continueRollback(id, token)
  const state = yield* settleStack(id, world, { stage }, token)
  if (state.at === 'half-undone') throw diagnoseHalfUndone(state, await awaitCause(id, token, world))
  return state
}

/** Why what is left of the stack must not be removed by us; undefined: it may. */
export async function dataIn(id: string, { aws }: World): Promise<Failure | undefined> {
  const left = remainingOf(await aws.stacks.resources(id)).filter(({ type }) => isForeign(type))
  return left.length > 0 ? diagnoseData(id, left) : undefined
}

/** Deletes what a failure left, unless it may hold data. */
export async function* removeStack(id: string, world: World, stage: Stage): Step<void> {
  const failure = await dataIn(id, world)
  if (failure) throw failure
  yield* deleteStack(id, world, { stage })
}

/** Deletes the stack and waits until it is gone. @throws Failure STACK_STUCK with what stands in the way. */
export async function* deleteStack(id: string, world: World, settling: Settling): Step<void> {
  const { stacks } = world.aws
  const token = tokenOf(world, 'remove')
  await stacks.remove(id, token)
  const state = yield* settleStack(id, world, settling, token)
  if (state.at === 'absent') return
  const found = 'status' in state ? state : { id, status: 'REVIEW_IN_PROGRESS' }
  throw diagnoseRemains(found, await awaitCause(id, token, world))
}

/** Also in the change set's name, after the stack's: unique per run, attempt and operation (F3.2, F3.3). */
export const tokenOf = ({ run, clock }: World, what: string): string =>
  `slipway-${run.id}-${run.attempt}-${what}-${clock.now().toString(36)}`
