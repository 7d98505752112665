// Takes the stack of a live service to what was asked for. With two target groups, ECS moves the rule that visitors go
// through, and the stack must never move it back under them (docs/decisions/0011).
import type { Config } from '../../model/config.ts'
import { asFailure, Failure } from '../../model/failure.ts'
import { namesOf } from '../../model/names.ts'
import type { Current } from '../../model/plan.ts'
import { present } from '../../model/present.ts'
import type { Step } from '../../model/progress.ts'
import type { Weight } from '../../model/service.ts'
import { outputsOf, type ResourceChange, type StackAction, type StackRequest } from '../../model/stack.ts'
import { servesAlone, strategyMove } from '../../model/strategy.ts'
import { collectEvidence } from '../evidence/evidence.ts'
import { applyStack } from '../stack/stack.ts'
import { watchedOf } from '../rollout/watched.ts'
import type { World } from '../world.ts'

export interface ServiceChange {
  readonly config: Config
  /** To what was asked for. */
  readonly action: StackAction
  /** To what lies between rolling and another strategy. */
  readonly between: StackRequest
  readonly underWay: (isUnderWay: boolean) => void
}

/** @throws Failure INPUT_INVALID when it would take visitors to a group without tasks; nothing is changed then. */
export async function* changeService(world: World, change: ServiceChange): Step<void> {
  const since = new Date(world.clock.now())
  try {
    yield* applyChange(world, change)
  } catch (error) {
    const collector = collectEvidence(world, {
      ...watchedOf(change.config, { since, stage: 'service' }),
      isOurs: ({ createdAt }) => createdAt === undefined || createdAt >= since
    })
    throw yield* collector.causeBehind(asFailure(error))
  }
}

async function* applyChange(world: World, { config, action, between, underWay }: ServiceChange): Step<void> {
  const { services, stacks, targets } = world.aws
  const { cluster, service: name, serviceStack } = namesOf(config)
  const options = { stage: 'service', serving: config, underWay } as const
  const service = await services.describe(cluster, name)
  const wanted = config.rollout.strategy.kind
  if (!service?.secondGroup && wanted === 'rolling') {
    yield* applyStack(action, world, options)
    return
  }
  const rule = service?.secondGroup?.productionRuleArn
  const weights = rule === undefined ? [] : await targets.weights(rule)
  const firstGroup = outputsOf(await stacks.describe(serviceStack)).TargetGroupArn
  const known = { ...present({ firstGroup }), weights, movesPort: false }
  const move = service ? strategyMove({ service, wanted, ...known }) : ({ at: 'fine' } as const)
  switch (move.at) {
    case 'refused': {
      const { sentence, remedy } = move
      throw new Failure({ code: 'INPUT_INVALID', sentence, remedy })
    }
    case 'by-two-groups':
      yield { at: 'changed', stage: 'service', text: 'the strategy changes: first to rolling over two target groups' }
      yield* applyStack({ do: 'apply', change: 'UPDATE', request: between }, world, options)
      break
    case 'fine':
      break
  }
  yield* applyStack(action, world, { ...options, refuse: (changes) => refuseRule(changes, firstGroup, weights) })
}

/** The same of a change set that is only read. */
export async function ruleRefusal(
  changes: readonly ResourceChange[],
  { service, serviceStack }: Pick<Current, 'service' | 'serviceStack'>,
  { aws }: World
): Promise<Failure | undefined> {
  const rule = service?.secondGroup?.productionRuleArn
  if (rule === undefined || !changes.some(touchesRule)) return undefined
  return refuseRule(changes, outputsOf(serviceStack).TargetGroupArn, await aws.targets.weights(rule))
}

/** The rule's text says where visitors began; sent again, it takes them back there (F1.14). */
function refuseRule(
  changes: readonly ResourceChange[],
  firstGroup: string | undefined,
  weights: readonly Weight[]
): Failure | undefined {
  if (weights.length === 0 || servesAlone(firstGroup, weights)) return undefined
  if (!changes.some(touchesRule)) return undefined
  return new Failure({
    code: 'INPUT_INVALID',
    sentence:
      'What was changed touches the rule of the load balancer, and visitors are served from the second target group: ' +
      'CloudFormation would send them to the first one, where no task runs.',
    remedy:
      'Put `tags` and `overrides` back, run once with `force-new-deployment: true`, which takes visitors to the first ' +
      'group, and change them then. The service was not changed.'
  })
}

/** What only follows a resource that stays keeps its text. */
const touchesRule = ({ logicalId, details }: ResourceChange): boolean =>
  logicalId === 'ListenerRule' && (details.length === 0 || details.some(({ follows }) => follows === undefined))
