// What is made of a configuration without an account, with the stacks' tags (no template prints those), and what differs between two of them.
import type { Config } from '../../src/model/config.ts'
import { isObject, type Json, type JsonObject } from '../../src/model/json.ts'
import { namesOf } from '../../src/model/names.ts'
import { stackTags } from '../../src/template/stack.ts'
import { standalone } from '../../src/template/standalone.ts'

export function printed(config: Config) {
  const names = namesOf(config)
  return {
    ...standalone(config),
    tags: { platform: stackTags(config, names.platformStack), service: stackTags(config, names.serviceStack) }
  }
}

/** `platform.Resources.Vpc.Properties.CidrBlock`. */
export const valueAt = (document: JsonObject, path: string): Json | undefined =>
  path.split('.').reduce<Json | undefined>((value, step) => stepsOf(value)?.[step], document)

/** The shortest paths at which they differ. */
export function changedPaths(before: Json, after: Json, path = ''): readonly string[] {
  const [one, other] = [stepsOf(before), stepsOf(after)]
  if (!one || !other) return before === after ? [] : [path]
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((step) => {
    const at = path === '' ? step : `${path}.${step}`
    const [was, is] = [one[step], other[step]]
    return was === undefined || is === undefined ? [at] : changedPaths(was, is, at)
  })
}

const stepsOf = (value: Json | undefined): JsonObject | undefined =>
  Array.isArray(value)
    ? Object.fromEntries(Object.entries(value as readonly Json[]))
    : isObject(value)
      ? value
      : undefined
