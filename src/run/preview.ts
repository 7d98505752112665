// Asks CloudFormation what it would do, by change sets that are read and removed, never executed.
import { diagnoseChangeSet } from '../diagnose/stack.ts'
import type { Failure } from '../model/failure.ts'
import { changeSetPrefix } from '../model/names.ts'
import type { RegionPlan, Situation } from '../model/plan.ts'
import type { Answers } from '../model/preview.ts'
import type { Step } from '../model/progress.ts'
import { stackName, type ResourceChange, type StackAction, type StackRequest, type StackState } from '../model/stack.ts'
import { nextService } from '../template/next.ts'
import { ruleRefusal } from './service/change.ts'
import { removeLeftovers } from './stack/leftovers.ts'
import { obstacleOf } from './obstacle.ts'
import { awaitChangeSet } from './stack/change-set.ts'
import { dataIn } from './stack/settle.ts'
import type { World } from './world.ts'

/** What a deployment would be told, and why it would be refused where only AWS can tell. */
export async function* askChanges(regionPlan: RegionPlan, asking: Situation, world: World): Step<Answers> {
  const { config, current } = asking
  const obstacle = obstacleOf(asking, regionPlan.platform)
  if (obstacle) return refusing(obstacle)
  const platform = yield* askStack(regionPlan.platform, current.platform, world)
  if (platform.failure) return refusing(platform.failure)
  const next = nextService(config, current, regionPlan.platform, platform.changes)
  const known: Answers = platform.changes ? { platform: platform.changes } : {}
  if (next.at === 'unknown') return known
  const { changes, failure } = yield* askStack(next.action, current.serviceStack, world)
  if (failure) return { ...known, ...refusing(failure) }
  if (!changes) return known
  const refusal = await ruleRefusal(changes, current, world)
  return { ...known, service: changes, ...(refusal && refusing(refusal)) }
}

const refusing = ({ sentence, remedy }: Failure): Pick<Answers, 'refused'> => ({ refused: { sentence, remedy } })

interface Told {
  /** Absent: it stays as it is, or its template says all. */
  readonly changes?: readonly ResourceChange[]
  /** Why it would be refused. */
  readonly failure?: Failure
}

async function* askStack(action: StackAction, state: StackState, world: World): Step<Told> {
  if (action.do === 'recreate') {
    const failure = await dataIn(action.remove, world)
    return failure ? { failure } : {}
  }
  if (state.at !== 'settled') return {}
  const name = stackName(state.id)
  const asks = action.do === 'apply' && action.change === 'UPDATE'
  // A deployment's own sets are its matter: the role of a plan may not touch them. What is not asked for had none, unless an
  // earlier attempt saw it otherwise.
  if (asks || world.run.attempt !== '1') yield* removeLeftovers(name, world, { stage: 'observe', kinds: ['plan'] })
  if (!asks) return {}
  const first = yield* askChangeSet(action.request, world)
  // Another run took ours for a leftover, as we would take its. Twice in a row is something else.
  const found = first === 'overtaken' ? yield* askChangeSet(action.request, world) : first
  if (found === 'overtaken') throw diagnoseChangeSet(name, 'Other runs change the stack all the time.')
  return found
}

async function* askChangeSet(request: StackRequest, world: World): Step<Told | 'overtaken'> {
  const { stacks } = world.aws
  const { name } = request
  const { changeSetArn } = await stacks.createChangeSet(request, 'UPDATE', changeSetName(name, world))
  try {
    const found = yield* awaitChangeSet(name, changeSetArn, world, 'observe')
    switch (found.at) {
      case 'none':
        return { changes: [] }
      case 'ready':
        return { changes: found.changes }
      case 'overtaken':
        return 'overtaken'
      case 'refused':
        return { failure: found.failure }
    }
  } finally {
    await stacks.deleteChangeSet(changeSetArn)
  }
}

/** Unlike those of a deployment, so that a role may be kept from touching them (docs/bootstrap.md); unique (F3.2). */
const changeSetName = (stack: string, { run, clock }: World): string =>
  `${changeSetPrefix(stack, 'plan')}${run.id}-${run.attempt}-${clock.now().toString(36)}`
