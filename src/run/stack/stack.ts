// Takes a stack to what was asked for, through a change set, and says what happens on the way.
import { diagnoseStack, isComplete, isPropagating, takenName } from '../../diagnose/stack.ts'
import { diagnoseSuperseded } from '../../diagnose/stack-operation.ts'
import { diagnoseServing, diagnoseUnusable } from '../../diagnose/stack-state.ts'
import { asFailure, type Failure } from '../../model/failure.ts'
import { refusalOf } from '../../model/interruption.ts'
import type { Step } from '../../model/progress.ts'
import {
  outputsOf,
  stackAction,
  type Outputs,
  type ResourceChange,
  type StackAction,
  type StackRequest,
  type StackState
} from '../../model/stack.ts'
import { interruptionsOf } from '../../template/interruption.ts'
import { templateOf } from '../../template/stack.ts'
import { awaitCause } from './cause.ts'
import { awaitChangeSet } from './change-set.ts'
import { removeStack, restStack, settleStack, tokenOf, type Settling } from './settle.ts'
import type { World } from '../world.ts'

export interface StackOptions extends Settling {
  /** Given when something serves, which must not be interrupted unless that is allowed. */
  readonly serving?: { readonly allowReplacement: boolean }
  /** Why this change must not be made at all. */
  readonly refuse?: (changes: readonly ResourceChange[]) => Failure | undefined
  /** Told when an operation begins that goes on without us, and when it has ended. */
  readonly underWay?: (underWay: boolean) => void
  /** It was made anew once already. */
  readonly again?: boolean
}

/** @returns the outputs afterwards. */
export async function* applyStack(action: StackAction, world: World, options: StackOptions): Step<Outputs> {
  const { stage } = options
  switch (action.do) {
    case 'nothing':
      throw new Error('There is nothing to apply')
    case 'refuse':
      throw diagnoseUnusable(action.state)
    case 'join':
    case 'continue': {
      const found = await world.aws.stacks.describe(action.id)
      return yield* applyTo(yield* restStack(found, world, stage), action.request, world, options)
    }
    case 'recreate':
      // What serves stands on it, although it is broken.
      if (options.serving) throw diagnoseServing(action.remove)
      yield { at: 'changed', stage, text: `${action.request.name}: removing what a failure left` }
      yield* removeStack(action.remove, world, stage)
      return yield* changeStack(action.request, 'CREATE', world, options)
    case 'apply':
      return yield* changeStack(action.request, action.change, world, options)
  }
}

/** From what is there now. */
async function* applyTo(state: StackState, request: StackRequest, world: World, options: StackOptions): Step<Outputs> {
  const next = stackAction(request, state)
  return next.do === 'nothing' ? outputsOf(state) : yield* applyStack(next, world, options)
}

type ChangeSetType = 'CREATE' | 'UPDATE'

async function* changeStack(
  request: StackRequest,
  type: ChangeSetType,
  world: World,
  options: StackOptions
): Step<Outputs> {
  const { stacks } = world.aws
  const { stage } = options
  const token = tokenOf(world, type.toLowerCase())
  const made = await makeChangeSet(request, type, world, token)
  if (made.at === 'overtaken') return yield* applyTo(made.state, request, world, options)
  const { changeSetArn, stackId } = made
  const found = yield* awaitChangeSet(request.name, changeSetArn, world, stage)
  const end = found.at === 'ready' ? permit(request, found.changes, options) : found
  switch (end.at) {
    case 'overtaken':
      return yield* anew()
    case 'none':
      await stacks.deleteChangeSet(changeSetArn)
      return outputsOf(await stacks.describe(stackId))
    case 'refused':
      await drop(changeSetArn, stackId, world)
      throw end.failure
    case 'allowed':
      for (const text of end.warnings) yield { at: 'warning', stage, text }
  }
  if ((await stacks.executeChangeSet(changeSetArn, token)) === 'overtaken') return yield* anew()
  options.underWay?.(true)
  const state = yield* settleStack(stackId, world, options, token)
  options.underWay?.(false)
  if (state.at === 'settled' && state.outputs.Fingerprint === request.fingerprint) return state.outputs
  if (isComplete(await stacks.events(stackId, token))) throw diagnoseSuperseded(stackId, await stacks.events(stackId))
  const events = await awaitCause(stackId, token, world)
  const taken = takenName(events)
  const failure = diagnoseStack(request.name, events, taken && (await stacks.ownerOf(taken)))
  if (state.at !== 'remains' || options.again || !isPropagating(events)) throw failure
  yield { at: 'warning', stage, text: `${failure.sentence} That passes; it is made anew once.` }
  return yield* applyTo(state, request, world, { ...options, again: true })

  async function* anew(): Step<Outputs> {
    await stacks.deleteChangeSet(changeSetArn)
    yield { at: 'changed', stage, text: `${request.name}: somebody else changed the stack meanwhile; looking again` }
    return yield* applyTo(await stacks.describe(request.name), request, world, options)
  }
}

type Made =
  | { readonly at: 'made'; readonly changeSetArn: string; readonly stackId: string }
  /** The stack is not any more what it was. */
  | { readonly at: 'overtaken'; readonly state: StackState }

/** Named after its stack too: a policy can then let one app's sets alone (docs/bootstrap.md). */
async function makeChangeSet(request: StackRequest, type: ChangeSetType, { aws }: World, token: string): Promise<Made> {
  try {
    return { at: 'made', ...(await aws.stacks.createChangeSet(request, type, `${request.name}-${token}`)) }
  } catch (error) {
    if (!['STACK_BUSY', 'STACK_FAILED', 'NAME_TAKEN'].includes(asFailure(error).code)) throw error
    const state = await aws.stacks.describe(request.name)
    const next = stackAction(request, state)
    if (next.do === 'apply' && next.change === type) throw error
    return { at: 'overtaken', state }
  }
}

/** Removes the set, and the shell of a stack that it was to create. */
async function drop(changeSetArn: string, stackId: string, world: World): Promise<void> {
  const { stacks } = world.aws
  await stacks.deleteChangeSet(changeSetArn)
  const { at } = await stacks.describe(stackId)
  if (at === 'shell') await stacks.remove(stackId, tokenOf(world, 'remove'))
}

type Permit =
  | { readonly at: 'refused'; readonly failure: Failure }
  /** `warnings`: what is interrupted because that is allowed. */
  | { readonly at: 'allowed'; readonly warnings: readonly string[] }

/** Before anything is executed. */
function permit(request: StackRequest, changes: readonly ResourceChange[], options: StackOptions): Permit {
  const { serving, refuse } = options
  const refused = refuse?.(changes)
  if (refused) return { at: 'refused', failure: refused }
  if (!serving) return { at: 'allowed', warnings: [] }
  const found = interruptionsOf(changes, templateOf(request))
  const failure = refusalOf(found, { ...serving, unchanged: `Nothing in the stack ${request.name}` })
  if (failure) return { at: 'refused', failure }
  return { at: 'allowed', warnings: found.map(({ sentence }) => `Allowed: ${sentence}`) }
}
