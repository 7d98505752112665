// What a rule about several settings may look at.
import { regionOfArn } from '../rules/reference.ts'
import type { Runner } from '../runner.ts'
import type { AllAsked } from '../settings/setting.ts'
import type { SettingName, Values } from '../settings/all.ts'

/** What of the runner decides about settings. */
export type Surroundings = Pick<Runner, 'repository' | 'runId' | 'region' | 'storedKeys'> &
  Partial<Pick<Runner, 'workspace'>>

export interface RuleContext {
  readonly asked: AllAsked
  /** What was read without a mistake, defaults included. */
  readonly values: Partial<Values>
  readonly surroundings: Surroundings
  /** The one that the values are for; absent: none is known. */
  readonly region?: string
}

/** Each mistake or warning is a whole sentence without its full stop. */
export type Rule = (context: RuleContext) => readonly string[]

/** A setting as a sentence names it, with where it was asked for. */
export const cite = ({ asked }: RuleContext, name: SettingName): string => asked[name]?.where ?? `\`${name}\``

/** What was asked for although nothing would come of it. */
export const idle = (context: RuleContext, names: readonly SettingName[], reason: string): readonly string[] =>
  names
    .filter((name) => context.asked[name] !== undefined)
    .map((name) => `${cite(context, name)} has a meaning only ${reason}; leave it out`)

/** A thing that is named by its ARN must be where it is used. `use` is followed by our region. */
export function elsewhere(context: RuleContext, name: SettingName, use: string): readonly string[] {
  const given = context.values[name]
  const { region } = context
  const its = typeof given === 'string' && given.startsWith('arn:') ? regionOfArn(given) : undefined
  if (its === undefined || region === undefined || its === region) return []
  return [`${cite(context, name)} is in ${its}, and ${use} ${region}; name one of that region`]
}
