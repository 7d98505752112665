// What a rule about several settings may look at.
import type { Runner } from '../runner.ts'
import type { Asked } from '../settings/setting.ts'
import type { SettingName, Values } from '../settings/all.ts'

/** What of the runner decides about settings. */
export type Surroundings = Pick<Runner, 'repository' | 'runId' | 'region' | 'storedKeys'>

export interface Context {
  readonly asked: Readonly<Partial<Record<string, Asked>>>
  /** What was read without a mistake, defaults included. */
  readonly values: Partial<Values>
  readonly surroundings: Surroundings
  /** The one that the values are for; absent: none is known. */
  readonly region?: string
}

/** Each answer completes nothing: it is a whole sentence without its full stop. */
export type Rule = (context: Context) => readonly string[]

export const placeOf = ({ asked }: Context, name: SettingName): string =>
  asked[name]?.place.replace(/,$/, '') ?? `\`${name}\``

/** What was asked for although nothing would come of it. */
export const idle = (context: Context, names: readonly SettingName[], reason: string): readonly string[] =>
  names
    .filter((name) => context.asked[name] !== undefined)
    .map((name) => `${placeOf(context, name)} has a meaning only ${reason}; leave it out`)
