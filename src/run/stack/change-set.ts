// What CloudFormation says that a change set would do, once it has worked that out.
import { takenIn } from '../../diagnose/stack-reason.ts'
import { diagnoseChangeSet } from '../../diagnose/stack.ts'
import type { Failure } from '../../model/failure.ts'
import type { Stage, Step } from '../../model/progress.ts'
import type { ResourceChange } from '../../model/stack.ts'
import { poll } from '../poll.ts'
import type { World } from '../world.ts'

export type ChangeSet =
  /** What executing it would do. */
  | { readonly at: 'ready'; readonly changes: readonly ResourceChange[] }
  | { readonly at: 'none' | 'overtaken' }
  | { readonly at: 'refused'; readonly failure: Failure }

export async function* awaitChangeSet(name: string, arn: string, world: World, stage: Stage): Step<ChangeSet> {
  const looks = poll(() => world.aws.stacks.describeChangeSet(arn), world)
  for (;;) {
    const { status, reason, changes } = (await looks.next()).value
    switch (status) {
      case 'going-on':
        yield { at: 'waiting', stage, text: `${name}: CloudFormation works out the changes` }
        break
      case 'no-changes':
        return { at: 'none' }
      case 'ready':
        yield { at: 'changed', stage, text: `${name}: ${countOf(changes)} to change` }
        return { at: 'ready', changes }
      case 'overtaken':
        return { at: 'overtaken' }
      case 'failed': {
        const taken = takenIn(reason)
        const owner = taken === undefined ? undefined : await world.aws.stacks.ownerOf(taken)
        return { at: 'refused', failure: diagnoseChangeSet(name, reason, owner) }
      }
    }
  }
}

/** `1 resource`. */
const countOf = ({ length }: readonly ResourceChange[]): string => `${length} resource${length === 1 ? '' : 's'}`
