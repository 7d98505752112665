// Asks CloudFormation what it would do, by change sets that are read and removed, never executed.
import { diagnoseChangeSet } from '../diagnose/stack.ts'
import type { RegionPlan } from '../model/plan.ts'
import type { Answers } from '../model/preview.ts'
import type { Progress, Step } from '../model/progress.ts'
import type { ResourceChange, StackAction, StackRequest, StackState } from '../model/stack.ts'
import { nextService } from '../template/next.ts'
import { removeLeftovers } from './leftovers.ts'
import { poll } from './poll.ts'
import type { Asking } from './prepare.ts'
import { deletedByHand, refuseUnusable } from './region.ts'
import type { World } from './world.ts'

/** @throws Failure STACK_STUCK where a deployment could not do anything either. */
export async function* askChanges(regionPlan: RegionPlan, asking: Asking, world: World): Step<Answers> {
  const { config, current } = asking
  refuseUnusable(asking, regionPlan)
  if (current.serviceStack.at === 'settled' && !current.service) throw deletedByHand(config)
  const platform = yield* askStack(regionPlan.platform, current.platform, world)
  const isThere = current.platform.at === 'settled'
  const next = nextService(config, current, regionPlan.platform, platform ?? (isThere ? [] : undefined))
  const service = next.at === 'unknown' ? undefined : yield* askStack(next.action, current.serviceStack, world)
  return { ...(platform && { platform }), ...(service && { service }) }
}

/** @returns undefined when there is nothing to ask: it stays as it is, or its template says all. */
async function* askStack(
  action: StackAction,
  state: StackState,
  world: World
): Step<readonly ResourceChange[] | undefined> {
  if (state.at !== 'settled') return undefined
  const name = state.id.split('/')[1] ?? state.id
  // A deployment's own sets are its matter: the role of a plan may not touch them.
  yield* removeLeftovers(name, world, { stage: 'observe', kinds: ['plan'] })
  if (action.do !== 'apply' || action.change === 'CREATE') return undefined
  const first = yield* ask(action.request, world)
  // Another run took ours for a leftover, as we would take its. Twice in a row is something else.
  return first === 'overtaken' ? yield* askAgain(action.request, world) : first
}

async function* askAgain(request: StackRequest, world: World): Step<readonly ResourceChange[]> {
  const again = yield* ask(request, world)
  if (again === 'overtaken') throw diagnoseChangeSet(request.name, 'Other runs change the stack all the time.')
  return again
}

async function* ask(request: StackRequest, world: World): Step<readonly ResourceChange[] | 'overtaken'> {
  const { stacks } = world.aws
  const { name } = request
  const { changeSetArn } = await stacks.createChangeSet(request, 'UPDATE', nameOf(name, world))
  try {
    for await (const { status, reason, changes } of poll(() => stacks.describeChangeSet(changeSetArn), world)) {
      switch (status) {
        case 'going-on':
          yield told('waiting', `${name}: CloudFormation works out the changes`)
          break
        case 'no-changes':
          return []
        case 'ready':
          yield told('changed', `${name}: CloudFormation names ${changes.length} resources`)
          return changes
        case 'overtaken':
          return status
        case 'failed':
          throw diagnoseChangeSet(name, reason)
      }
    }
  } finally {
    await stacks.deleteChangeSet(changeSetArn)
  }
  throw new Error('unreachable')
}

/** Unlike those of a deployment, so that a role may be kept from touching them (docs/bootstrap.md); unique (F3.2). */
const nameOf = (stack: string, { run, clock }: World): string =>
  `${stack}-plan-${run.id}-${run.attempt}-${clock.now().toString(36)}`

const told = (at: 'changed' | 'waiting', text: string): Progress => ({ at, stage: 'observe', text })
