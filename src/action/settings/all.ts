// Every setting: the one place that action.yml, the README, the JSON schema and the parser come from.
import type { z } from 'zod'
import { command } from './command.ts'
import { destroy } from './destroy.ts'
import { door } from './door.ts'
import { github } from './github.ts'
import { health } from './health.ts'
import { identity } from './identity.ts'
import { image } from './image.ts'
import { logs } from './logs.ts'
import { network } from './network.ts'
import { rollout } from './rollout.ts'
import { scaling } from './scaling.ts'
import type { Setting } from './setting.ts'
import { task } from './task.ts'

/** By what they are about, in the order of the README's tables. */
export const groups = {
  'what to do': command,
  'who we are': identity,
  image,
  task,
  health,
  rollout,
  scaling,
  network,
  'front door': door,
  logs,
  destroy,
  'on GitHub': github
} as const

type Group = (typeof groups)[keyof typeof groups]
type NameIn<G> = G extends Group ? keyof G : never
export type SettingName = NameIn<Group>

type Settings = Readonly<Record<string, Setting>>
const everyGroup: readonly Settings[] = Object.values(groups)

/** Each as a `Setting`, so that also what only some of them have can be read. */
export const settingList = everyGroup.flatMap(Object.entries<Setting>) as readonly (readonly [SettingName, Setting])[]

export const settingNames: readonly string[] = settingList.map(([name]) => name)

const groupsOfTheRun: readonly Settings[] = [command, identity, image, github]
/** A run has one of each; every other setting may be another in a region (docs/regions.md). */
export const namesOfTheRun: readonly string[] = everyGroup.flatMap((group) =>
  Object.entries(group)
    .filter(([, { ofTheRun = groupsOfTheRun.includes(group) }]) => ofTheRun)
    .map(([name]) => name)
)

type SettingOf<N extends string> = Extract<Group, Readonly<Record<N, unknown>>>[N]
type Output<S> = S extends { readonly schema: infer T extends z.ZodType } ? z.output<T> : never
type Defaulted<N extends SettingName> = SettingOf<N> extends { readonly default: string } ? N : never

/** What the schemas make of them; absent only where nothing was asked for and there is no default. */
export type Values = { readonly [N in SettingName as Defaulted<N>]: Output<SettingOf<N>> } & {
  readonly [N in SettingName as Exclude<N, Defaulted<N>>]?: Output<SettingOf<N>>
}
