// What there is of a service when its turn comes.
import { diagnoseUnusable } from '../../diagnose/stack-state.ts'
import type { Config } from '../../model/config.ts'
import { namesOf } from '../../model/names.ts'
import { copyAction, type RegionPlan, type Situation } from '../../model/plan.ts'
import type { Step } from '../../model/progress.ts'
import type { StackState } from '../../model/stack.ts'
import type { Ledger } from '../revision/ledger.ts'
import { lookAt, type Live } from './live.ts'
import { answered } from '../poll.ts'
import { restStack } from '../stack/settle.ts'
import type { World } from '../world.ts'

export interface Found extends FoundService {
  readonly stack: StackState
}

interface FoundService extends Pick<RegionPlan, 'copy'> {
  /** Only of a stack that stands: what a failed creation left is removed with it. */
  readonly live?: Live
}

/** A build or an earlier wave takes minutes, in which somebody else may deploy. */
const freshMs = 30_000

/**
 * What is there once nobody's operation goes on in the service stack any more.
 * @param seen when `current` was, in milliseconds since 1970; what is older than 30 s is looked at again.
 */
export async function* findService(
  { config, current }: Situation,
  { copy }: Pick<RegionPlan, 'copy'>,
  world: World,
  ledger: Ledger,
  seen: number
): Step<Found> {
  const { service, running, serviceStack } = current
  const known = { stack: serviceStack, copy, ...(service && running && { live: { service, running } }) }
  const { stack, ...found } = world.clock.now() - seen < freshMs ? known : await lookAgain(world, config)
  if (stack.at === 'stuck' || stack.at === 'foreign') throw diagnoseUnusable(stack)
  if (stack.at === 'settled') return { stack, ...found }
  if (stack.at !== 'busy' && stack.at !== 'half-undone') return { stack, copy: found.copy }
  yield { at: 'started', stage: 'service', title: 'The stack of the service is brought to rest first' }
  // Undoing sends the family again, which is its newest ACTIVE revision (F1.14).
  if (stack.at === 'half-undone' && found.copy.do === 'copy') yield* ledger.copy(found.copy.of)
  const rested = yield* restStack(stack, world, 'service')
  yield { at: 'finished', stage: 'service', text: 'it has ended' }
  if (rested.at === 'stuck' || rested.at === 'foreign') throw diagnoseUnusable(rested)
  return {
    stack: rested,
    ...(rested.at === 'settled' ? await lookAtService(world, config) : { copy: { do: 'nothing' } })
  }
}

async function lookAgain(world: World, config: Config): Promise<Found> {
  const { serviceStack } = namesOf(config)
  const [stack, service] = await Promise.all([
    answered(() => world.aws.stacks.describe(serviceStack), world),
    lookAtService(world, config)
  ])
  return { stack, ...service }
}

async function lookAtService(world: World, config: Config): Promise<FoundService> {
  const live = await lookAt(world, config)
  if (!live) return { copy: { do: 'nothing' } }
  const newest = await answered(() => world.aws.revisions.newest(namesOf(config).family), world)
  return { live, copy: copyAction(live.running, newest) }
}
