// The stacks' protection against deletion: a call of its own, once they stand (F3.1).
import { namesOf, type Config } from '../model/config.ts'
import type { Current } from '../model/plan.ts'
import type { Step } from '../model/progress.ts'
import type { StackState } from '../model/stack.ts'
import type { World } from './world.ts'

/** @returns whether anything was changed. */
export async function* protectStacks(
  world: World,
  config: Config,
  { platform, serviceStack }: Pick<Current, 'platform' | 'serviceStack'>
): Step<boolean> {
  const { terminationProtection: wanted } = config
  const names = namesOf(config)
  const found: readonly (readonly [string, StackState])[] = [
    [names.platformStack, platform],
    [names.serviceStack, serviceStack]
  ]
  const differing = found.filter(([, state]) => isProtected(state) !== wanted)
  for (const [name] of differing) {
    await world.aws.stacks.protect(name, wanted)
    const text = wanted ? 'protected against deletion' : 'not protected against deletion any more'
    yield { at: 'changed', stage: 'service', text: `${name}: ${text}` }
  }
  return differing.length > 0
}

/** One that was just made is not. */
const isProtected = (state: StackState): boolean => state.at === 'settled' && state.isProtected === true
