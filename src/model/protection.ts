// Which stacks are not yet protected against deletion as they are wanted to be: a call of its own (F3.1).
import type { Config } from './config.ts'
import { namesOf } from './names.ts'
import type { Current } from './plan.ts'
import type { StackState } from './stack.ts'

/** @returns their names. */
export function unlikeProtected(
  config: Config,
  { platform, serviceStack }: Pick<Current, 'platform' | 'serviceStack'>
): readonly string[] {
  const names = namesOf(config)
  const found: readonly (readonly [string, StackState])[] = [
    [names.platformStack, platform],
    [names.serviceStack, serviceStack]
  ]
  return found.filter(([, state]) => isProtected(state) !== config.terminationProtection).map(([name]) => name)
}

/** One that was just made is not. */
export const isProtected = (state: StackState): boolean => 'isProtected' in state
