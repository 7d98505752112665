// The stacks' protection against deletion, once they stand.
import type { Config } from '../../model/config.ts'
import type { Current } from '../../model/plan.ts'
import type { Step } from '../../model/progress.ts'
import { unlikeProtected } from '../../model/protection.ts'
import type { World } from '../world.ts'

/** @returns whether anything was changed. */
export async function* protectStacks(
  world: World,
  config: Config,
  current: Pick<Current, 'platform' | 'serviceStack'>
): Step<boolean> {
  const { terminationProtection: wanted } = config
  const differing = unlikeProtected(config, current)
  for (const name of differing) {
    await world.aws.stacks.protect(name, wanted)
    const text = wanted ? 'protected against deletion' : 'not protected against deletion any more'
    yield { at: 'changed', stage: 'service', text: `${name}: ${text}` }
  }
  return differing.length > 0
}
