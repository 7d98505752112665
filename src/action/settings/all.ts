// Every setting that works today: the one place that action.yml, the README, the JSON schema and the parser come from.
import type { z } from 'zod'
import type { Setting } from './setting.ts'
import { commandSettings } from './command.ts'
import { doorSettings } from './door.ts'
import { githubSettings } from './github.ts'
import { imageSettings } from './image.ts'
import { networkSettings } from './network.ts'
import { rolloutSettings } from './rollout.ts'
import { taskSettings } from './task.ts'

export const settings = {
  ...commandSettings,
  ...imageSettings,
  ...taskSettings,
  ...rolloutSettings,
  ...networkSettings,
  ...doorSettings,
  ...githubSettings
} as const

export type SettingName = keyof typeof settings

export const settingNames: readonly string[] = Object.keys(settings)

/** In the order of the tables, with what only some settings have made readable. */
export const settingList: readonly (readonly [SettingName, Setting])[] = Object.entries(settings) as readonly [
  SettingName,
  Setting
][]

/** A run has one of each; every other setting may be another in a region (docs/regions.md). */
export const isOfTheRun = (name: string): boolean => {
  const setting = settingList.find(([each]) => each === name)?.[1]
  if (setting === undefined || name === 'overrides' || name === 'tags') return false
  return (
    ['what to do', 'who we are', 'image', 'on GitHub'].includes(setting.group) ||
    ['waves', 'on-region-failure'].includes(name)
  )
}

type Output<S> = S extends { readonly schema: infer T extends z.ZodType } ? z.output<T> : never

/** What the schemas make of them; absent only where nothing was asked for and there is no default. */
export type Values = {
  readonly [N in SettingName as (typeof settings)[N] extends { readonly default: string } ? N : never]: Output<
    (typeof settings)[N]
  >
} & {
  readonly [N in SettingName as (typeof settings)[N] extends { readonly default: string } ? never : N]?: Output<
    (typeof settings)[N]
  >
}
