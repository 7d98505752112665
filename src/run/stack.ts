// Takes a stack to what was asked for, through a change set, and says what happens on the way.
import { diagnoseChangeSet, diagnoseStack } from '../diagnose/stack.ts'
import { Failure } from '../model/failure.ts'
import { refusalOf } from '../model/interruption.ts'
import type { Stage, Step } from '../model/progress.ts'
import {
  stackAction,
  type ResourceChange,
  type StackAction,
  type StackEvent,
  type StackRequest,
  type StackState
} from '../model/stack.ts'
import { interruptionsOf } from '../template/interruption.ts'
import { poll } from './poll.ts'
import type { World } from './world.ts'

export interface StackOptions {
  readonly stage: Stage
  /** Given when something serves, which must not be interrupted unless that is allowed. */
  readonly serving?: { readonly allowReplacement: boolean }
  /** Why this change must not be made at all. */
  readonly refuse?: (changes: readonly ResourceChange[]) => Failure | undefined
  /** Looks at what the stack makes while it is made; a Failure means that waiting is of no use. */
  readonly beside?: () => Step<Failure | undefined>
  /** Told when an operation begins that goes on without us, and when it has ended. */
  readonly goesOn?: (goesOn: boolean) => void
}

export type Outputs = Readonly<Record<string, string>>

/** @returns the outputs afterwards. */
export async function* applyStack(action: StackAction, world: World, options: StackOptions): Step<Outputs> {
  const { stage } = options
  switch (action.do) {
    case 'nothing':
      throw new Error('There is nothing to apply')
    case 'refuse':
      throw stuck(action)
    case 'join': {
      yield {
        at: 'changed',
        stage,
        text: `${action.request.name}: an operation is already going on; waiting for its end`
      }
      const state = yield* settleStack(action.id, world, { stage })
      const next = stackAction(action.request, state)
      return next.do === 'nothing' ? outputsOf(state) : yield* applyStack(next, world, options)
    }
    case 'recreate':
      yield { at: 'changed', stage, text: `${action.request.name}: removing what a failed creation left` }
      yield* removeStack(action.remove, world, stage)
      return yield* applyStack({ do: 'apply', change: 'CREATE', request: action.request }, world, options)
    case 'apply':
      return yield* change(action.request, action.change, world, options)
  }
}

/** Deletes the stack and waits until it is gone. */
async function* removeStack(id: string, world: World, stage: Stage): Step<void> {
  await world.aws.stacks.remove(id, tokenOf(world, 'remove'))
  const state = yield* settleStack(id, world, { stage })
  if (state.at !== 'absent') throw stuck('status' in state ? state : { id, status: state.at })
}

async function* change(
  request: StackRequest,
  type: 'CREATE' | 'UPDATE',
  world: World,
  options: StackOptions
): Step<Outputs> {
  const { stacks } = world.aws
  const token = tokenOf(world, type.toLowerCase())
  // Named after its stack too: a policy can then let one app's sets alone (docs/bootstrap.md).
  const { changeSetArn, stackId } = await stacks.createChangeSet(request, type, `${request.name}-${token}`)
  const changes = yield* awaitChangeSet(request.name, changeSetArn, world, options)
  if (!changes) {
    await stacks.deleteChangeSet(changeSetArn)
    return outputsOf(await stacks.describe(stackId))
  }
  const { refusal, allowed } = judge(request.name, changes, options)
  if (refusal) {
    await stacks.deleteChangeSet(changeSetArn)
    throw refusal
  }
  for (const text of allowed) yield { at: 'warning', stage: options.stage, text }
  await stacks.executeChangeSet(changeSetArn, token)
  options.goesOn?.(true)
  const state = yield* settleStack(stackId, world, options, token)
  options.goesOn?.(false)
  if (state.at === 'settled' && state.outputs.Fingerprint === request.fingerprint) return state.outputs
  throw diagnoseStack(request.name, await stacks.failures(stackId, token))
}

/** Before anything is executed. */
function judge(name: string, changes: readonly ResourceChange[], { serving, refuse }: StackOptions): Judged {
  const refused = refuse?.(changes)
  if (refused) return { refusal: refused, allowed: [] }
  if (!serving) return { allowed: [] }
  const found = interruptionsOf(changes)
  const refusal = refusalOf(found, { ...serving, unchanged: `Nothing in the stack ${name}` })
  return refusal ? { refusal, allowed: [] } : { allowed: found.map(({ sentence }) => `Allowed: ${sentence}`) }
}

interface Judged {
  readonly refusal?: Failure
  /** What is interrupted because that is allowed. */
  readonly allowed: readonly string[]
}

/** @returns what executing it would do; undefined: nothing. */
async function* awaitChangeSet(
  name: string,
  arn: string,
  world: World,
  { stage }: StackOptions
): Step<readonly ResourceChange[] | undefined> {
  const { stacks } = world.aws
  for await (const { status, reason, changes } of poll(() => stacks.describeChangeSet(arn), world)) {
    switch (status) {
      case 'going-on':
        yield { at: 'waiting', stage, text: `${name}: CloudFormation works out the changes` }
        break
      case 'no-changes':
        return undefined
      case 'ready':
        yield { at: 'changed', stage, text: `${name}: ${changes.length} resources to change` }
        return changes
      case 'failed':
        await stacks.deleteChangeSet(arn)
        throw diagnoseChangeSet(name, reason)
    }
  }
  return undefined
}

/** Waits until nothing goes on in the stack any more. */
export async function* settleStack(id: string, world: World, options: StackOptions, token?: string): Step<StackState> {
  const { stage, beside } = options
  const seen = new Set<string>()
  const underWay = new Set<string>()
  for await (const { state, events } of poll(look, world)) {
    for (const event of events) {
      if (seen.has(event.id)) continue
      seen.add(event.id)
      if (event.type !== 'AWS::CloudFormation::Stack' && event.status.endsWith('_IN_PROGRESS')) {
        underWay.add(event.logicalId)
      } else underWay.delete(event.logicalId)
      const text = tell(event)
      if (text !== undefined) yield { at: 'changed', stage, text }
    }
    if (state.at !== 'busy') return state
    const failure = beside && (yield* beside())
    if (failure) throw failure
    const what = underWay.size === 0 ? '' : `, waiting for ${[...underWay].join(', ')}`
    yield { at: 'waiting', stage, text: `the stack is in ${state.status}${what}` }
  }
  throw new Error('unreachable')

  async function look(): Promise<{ readonly state: StackState; readonly events: readonly StackEvent[] }> {
    const { stacks } = world.aws
    // First the state: what happened until then is among the events.
    const state = await stacks.describe(id)
    return { state, events: token === undefined ? [] : await stacks.events(id, token) }
  }
}

/** One line for what is done or failed; what only began is no line. */
function tell({ logicalId, type, status, reason }: StackEvent): string | undefined {
  if (type === 'AWS::CloudFormation::Stack') return undefined
  if (status.endsWith('_FAILED')) return `${logicalId} ${status}: ${reason ?? 'no reason given'}`
  const done: Readonly<Record<string, string>> = {
    CREATE_COMPLETE: 'created',
    UPDATE_COMPLETE: 'updated',
    DELETE_COMPLETE: 'deleted',
    IMPORT_COMPLETE: 'adopted'
  }
  const word = done[status]
  return word && `${logicalId} ${word}`
}

export const outputsOf = (state: StackState): Outputs => ('outputs' in state ? state.outputs : {})

/** Also the change set's name: unique per run, attempt and operation (F3.2, F3.3). */
function tokenOf({ run, clock }: World, what: string): string {
  return `slipway-${run.id}-${run.attempt}-${what}-${clock.now().toString(36)}`
}

interface Stuck {
  readonly id: string
  readonly status: string
  readonly reason?: string
}

export function stuck({ id, status, reason }: Stuck): Failure {
  const name = id.split('/')[1] ?? id
  return new Failure({
    code: 'STACK_STUCK',
    sentence: `The stack ${name} is in ${status}${reason === undefined ? '' : ` (${reason})`} and accepts no change.`,
    remedy:
      status === 'UPDATE_ROLLBACK_FAILED'
        ? `Run \`aws cloudformation continue-update-rollback --stack-name ${name}\`, then this again.`
        : `Delete the stack ${name} (what holds data in it is kept), then run this again.`
  })
}
