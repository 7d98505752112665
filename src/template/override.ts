// The values that no input names: what `overrides` says, merged last over what we generate.
import { Failure } from '../model/failure.ts'
import { isObject, mapOf, type Json, type JsonObject } from '../model/json.ts'
import { didYouMean } from '../model/suggestion.ts'
import type { Template } from './part.ts'
import { danglingReferences, type Dangling } from './dangling.ts'

/** The names by which the items of a list are told apart, when all of them have it. */
const keys = ['Name', 'name', 'Key'] as const

/** Maps merge, null removes, lists replace, except lists whose items all have a name, which merge by it. */
export function mergeOverrides(base: JsonObject, over: JsonObject | undefined): JsonObject {
  if (over === undefined) return base
  const changed = Object.entries(over).flatMap(([key, value]) =>
    value === null ? [] : [[key, mergeValue(base[key], value)] as const]
  )
  return {
    ...Object.fromEntries(Object.entries(base).filter(([key]) => over[key] !== null)),
    ...Object.fromEntries(changed)
  }
}

function mergeValue(base: Json | undefined, over: Json): Json {
  if (Array.isArray(over)) return mergeList(base, over as readonly Json[])
  if (!isObject(over)) return over
  return mergeOverrides(isObject(base) && !isFunction(base) && !isFunction(over) ? base : {}, over)
}

/** `Ref` and `Fn::...` stand for one value: two of them in one map would be none. */
const isFunction = (value: JsonObject): boolean => Object.keys(value).some((key) => /^(Ref$|Fn::)/.test(key))

function mergeList(base: Json | undefined, over: readonly Json[]): readonly Json[] {
  const items = over.filter((item) => item !== null)
  const earlier = Array.isArray(base) ? (base as readonly Json[]) : []
  const key = keys.find((name) =>
    [...earlier, ...items].every((item) => isObject(item) && typeof item[name] === 'string')
  )
  if (key === undefined || earlier.length === 0) return items.map((item) => mergeValue(undefined, item))
  const nameOf = (item: Json): Json | undefined => (isObject(item) ? item[key] : undefined)
  const kept = earlier.map((item) => {
    const change = items.find((other) => nameOf(other) === nameOf(item))
    return change === undefined ? item : mergeValue(item, change)
  })
  const added = items.filter((item) => !earlier.some((other) => nameOf(other) === nameOf(item)))
  return [...kept, ...added.map((item) => mergeValue(undefined, item))]
}

/**
 * A generated template with `overrides.platform` or `overrides.service` merged over it.
 * @throws Failure INPUT_INVALID for a resource that is neither there nor complete, a parameter without a value, or
 * something that is referred to and not there.
 */
export function overrideTemplate(
  template: Template,
  over: JsonObject | undefined,
  kind: 'platform' | 'service'
): Template {
  if (over === undefined) return template
  const mistakes = [...unknownResources(template, over), ...valuelessParameters(template, over)]
  if (mistakes.length > 0) throw invalid(kind, mistakes)
  const { Parameters = {}, Resources = {}, Outputs = {}, ...rest } = mergeOverrides({ ...template }, over)
  const merged = { ...rest, Parameters: mapOf(Parameters), Resources: mapOf(Resources), Outputs: mapOf(Outputs) }
  const dangling = danglingReferences(merged)
  if (dangling.length > 0) throw invalid(kind, dangling.map(missing))
  return merged
}

const invalid = (kind: string, mistakes: readonly string[]): Failure =>
  new Failure({
    code: 'INPUT_INVALID',
    sentence: `In \`overrides.${kind}\`: ${mistakes.join(' ')}`,
    remedy: 'Correct the names; the template as it is generated is printed by `npm run template`.',
    evidence: mistakes
  })

const missing = ({ from, to }: Dangling): string =>
  `\`${from}\` refers to \`${to}\`, which is not there; keep that, or change what refers to it.`

/** A resource that the template does not have must be a whole one; otherwise its name is mistyped. */
function unknownResources({ Resources }: Template, over: JsonObject): readonly string[] {
  const known = Object.keys(Resources)
  return Object.entries(mapOf(over.Resources)).flatMap(([name, value]) => {
    if (known.includes(name) || (isObject(value) && typeof value.Type === 'string')) return []
    return [
      `The template has no resource \`${name}\`, and a new one needs a \`Type\`` +
        didYouMean(name, known, `; it has ${known.toSorted().join(', ')}.`)
    ]
  })
}

/** We know values for the parameters of our own only. */
const valuelessParameters = ({ Parameters }: Template, over: JsonObject): readonly string[] =>
  Object.entries(mapOf(over.Parameters)).flatMap(([name, value]) =>
    value === null || name in Parameters || mapOf(value).Default !== undefined
      ? []
      : [`Parameter \`${name}\` has no \`Default\`, and nothing else gives it a value.`]
  )
