// Why a stack operation failed, once it has ended.
import { hasCause } from '../../diagnose/stack.ts'
import type { StackEvent } from '../../model/stack.ts'
import { firstOf, poll } from '../poll.ts'
import type { World } from '../world.ts'

/** An event can be read some seconds after it happened, and a stack that had little to undo has ended by then. */
const lateMs = 15_000

/** Its failed events, oldest first. @param token of the operation. */
export function awaitCause(stackId: string, token: string, world: World): Promise<readonly StackEvent[]> {
  const until = world.clock.now() + lateMs
  return firstOf(
    poll(() => world.aws.stacks.failures(stackId, token), world),
    (events) => hasCause(events) || world.clock.now() >= until
  )
}
