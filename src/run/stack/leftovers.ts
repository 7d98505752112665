// Change sets that runs which were killed have left on a stack: nobody would ever execute or remove them.
import type { ChangeSetSummary } from '../../aws/change-sets.ts'
import { asFailure } from '../../model/failure.ts'
import { changeSetPrefix } from '../../model/names.ts'
import type { Stage, Step } from '../../model/progress.ts'
import { isAbandoned } from '../abandoned.ts'
import type { World } from '../world.ts'

/**
 * What may not be removed is said, and left.
 * @param stack its name. @param kinds of sets that are removed: how their names go on behind the stack's.
 */
export async function* removeLeftovers(
  stack: string,
  world: World,
  { stage, kinds }: { readonly stage: Stage; readonly kinds: readonly ('slipway' | 'plan')[] }
): Step<void> {
  const { stacks } = world.aws
  try {
    for (const set of await stacks.listChangeSets(stack)) {
      const prefixes = kinds.map((kind) => changeSetPrefix(stack, kind))
      if (!prefixes.some((prefix) => set.name.startsWith(prefix) && isLeft(set, prefix, world))) continue
      await stacks.deleteChangeSet(set.arn)
      yield { at: 'changed', stage, text: `removed the change set ${set.name}, which an earlier run left` }
    }
  } catch (error) {
    const text = `Change sets that earlier runs may have left on ${stack} stay: ${asFailure(error).sentence}`
    yield { at: 'warning', stage, text }
  }
}

/** Of an earlier attempt of this run, or so old that no run is at work on it. */
function isLeft({ name, created }: ChangeSetSummary, prefix: string, world: World): boolean {
  const { run } = world
  const ofThisRun = name.startsWith(`${prefix}${run.id}-`) && !name.startsWith(`${prefix}${run.id}-${run.attempt}-`)
  return ofThisRun || isAbandoned(created, world)
}
