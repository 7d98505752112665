// What settings say of each other: combinations that cannot be, and those that are better said than found out.
import { command } from './command.ts'
import { door, doorWarnings } from './door.ts'
import { identityWarnings } from './identity.ts'
import { image } from './image.ts'
import { network, networkWarnings } from './network.ts'
import { rollout, rolloutWarnings } from './rollout.ts'
import { scaling } from './scaling.ts'
import { task, taskWarnings } from './task.ts'
import { timing, timingWarnings } from './timing.ts'
import type { RuleContext, Rule } from './rule.ts'

export interface Agreement {
  readonly mistakes: readonly string[]
  readonly warnings: readonly string[]
}

const rules: readonly Rule[] = [command, image, task, rollout, scaling, timing, network, door]
const warnings: readonly Rule[] = [
  identityWarnings,
  taskWarnings,
  timingWarnings,
  rolloutWarnings,
  networkWarnings,
  doorWarnings
]

export const agree = (context: RuleContext): Agreement => ({
  mistakes: rules.flatMap((rule) => rule(context)),
  warnings: warnings.flatMap((rule) => rule(context))
})
