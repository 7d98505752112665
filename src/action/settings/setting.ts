// What is known of one setting: enough to read it, to check it, and to write action.yml, the README and the JSON schema.
import type { z } from 'zod'
import type { JsonObject } from '../../model/json.ts'

export interface Setting {
  /** In words, for the tables. */
  readonly type: string
  readonly schema: z.ZodType
  /** As somebody would write it; read by the same schema, so it is stated once. */
  readonly default?: string
  /** What holds when it is not given and no constant does. */
  readonly otherwise?: string
  readonly description: string
  /** All that its check takes, for the JSON schema. */
  readonly values?: readonly (string | number)[]
  /** The value may be a secret: no message shows it. */
  readonly secret?: boolean
  /** Not in the config file. */
  readonly inputOnly?: boolean
  /** Whether all regions have the same; absent: as its group has it. */
  readonly ofTheRun?: boolean
  /** What action.yml gives it when the workflow does not. */
  readonly given?: string
  /** In the config file it is a map of any depth, whose values keep their types; elsewhere every value is a text. */
  readonly nested?: boolean
}

/** As it was written: an input's text, or in the config file also a list of texts or a map. */
export type Raw = string | readonly string[] | JsonObject

export interface AskedValue {
  readonly raw: Raw
  /** In words: "Input `cpu`" or "`cpu` (.github/slipway.yml, line 3)". */
  readonly where: string
}

/** By the names of the settings, known or not. */
export type AllAsked = Readonly<Partial<Record<string, AskedValue>>>
