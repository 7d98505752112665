// What settings say of each other: combinations that cannot be, and those that are better said than found out.
import { command } from './agreements/command.ts'
import { door, doorWarnings } from './agreements/door.ts'
import { identity, identityWarnings } from './agreements/identity.ts'
import { image } from './agreements/image.ts'
import { network, networkWarnings } from './agreements/network.ts'
import { rollout, rolloutWarnings } from './agreements/rollout.ts'
import { task, taskWarnings } from './agreements/task.ts'
import { timing, timingWarnings } from './agreements/timing.ts'
import type { Context, Rule } from './context.ts'

export interface Agreement {
  readonly mistakes: readonly string[]
  readonly warnings: readonly string[]
}

const rules: readonly Rule[] = [command, identity, image, task, rollout, timing, network, door]
const warnings: readonly Rule[] = [
  identityWarnings,
  taskWarnings,
  timingWarnings,
  rolloutWarnings,
  networkWarnings,
  doorWarnings
]

export const agree = (context: Context): Agreement => ({
  mistakes: rules.flatMap((rule) => rule(context)),
  warnings: warnings.flatMap((rule) => rule(context))
})
