// What CloudFormation makes of one template after another, by its own description of each property: what is replaced,
// what is removed. Its words are those of a change set (F3.2).
import { isDeepStrictEqual } from 'node:util'
import { isObject, mapOf, type Json, type JsonObject } from '../../src/model/json.ts'
import type { ChangeDetail, ResourceChange, StackRequest } from '../../src/model/stack.ts'
import { attributeNamed, functionOf, wordOf } from './function.ts'
import { identifiers, recreations } from './recreations.ts'

export interface Compared {
  readonly changes: readonly ResourceChange[]
  readonly before: Readonly<Record<string, string>>
  readonly after: Readonly<Record<string, string>>
}

/** @returns the changes, and the outputs of both; an id says whether its resource is another one. */
export function compare(from: StackRequest, to: StackRequest): Compared {
  const [old, young] = [readStack(from), readStack(to)]
  let replaced: readonly string[] = []
  for (;;) {
    const changes = changesOf(old, young, replaced)
    const now = changes.filter(({ replacement }) => replacement !== 'no').map(({ logicalId }) => logicalId)
    if (isDeepStrictEqual(now, replaced))
      return { changes, before: outputsOf(old, []), after: outputsOf(young, replaced) }
    replaced = now
  }
}

interface Stack {
  readonly resources: JsonObject
  readonly outputs: JsonObject
  readonly parameters: JsonObject
}

function readStack({ body, parameters }: StackRequest): Stack {
  const { Resources, Outputs } = JSON.parse(body) as JsonObject
  return { resources: mapOf(Resources), outputs: mapOf(Outputs), parameters }
}

const changesOf = (old: Stack, young: Stack, replaced: readonly string[]): readonly ResourceChange[] => [
  ...Object.entries(old.resources).flatMap(([id, resource]) =>
    id in young.resources ? modified(id, old, young, replaced) : [removed(id, mapOf(resource))]
  ),
  ...Object.entries(young.resources)
    .filter(([id]) => !(id in old.resources))
    .map(([logicalId, resource]) => ({ ...unchanged(logicalId, mapOf(resource)), action: 'Add' }))
]

const unchanged = (logicalId: string, { Type }: JsonObject) =>
  ({ logicalId, type: wordOf(Type), replacement: 'no', retained: false, details: [] }) as const

const removed = (id: string, resource: JsonObject): ResourceChange => ({
  ...unchanged(id, resource),
  action: 'Remove',
  retained: resource.DeletionPolicy === 'Retain'
})

function modified(id: string, old: Stack, young: Stack, replaced: readonly string[]): readonly ResourceChange[] {
  const [from, to] = [mapOf(old.resources[id]), mapOf(young.resources[id])]
  const [was, is] = [mapOf(resolve(from.Properties, old, [])), mapOf(resolve(to.Properties, young, replaced))]
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (name) => !isDeepStrictEqual(was[name], is[name])
  )
  if (names.length === 0) return []
  const details = names.map((property) => ({ property, recreation: recreationOf(wordOf(to.Type), property) }))
  const replacement = details.some(({ recreation }) => recreation === 'always')
    ? 'yes'
    : details.some(({ recreation }) => recreation === 'maybe')
      ? 'maybe'
      : 'no'
  return [
    { ...unchanged(id, to), action: 'Modify', replacement, retained: to.UpdateReplacePolicy === 'Retain', details }
  ]
}

const recreationOf = (type: string, property: string): ChangeDetail['recreation'] =>
  recreations[type]?.[property] ?? 'never'

const outputsOf = (stack: Stack, replaced: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(stack.outputs).map(([name, output]) => [name, wordOf(resolve(mapOf(output).Value, stack, replaced))])
  )

/** As the resources see it; of functions only those that may carry another's identity. */
function resolve(value: Json | undefined, stack: Stack, replaced: readonly string[]): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => resolve(item, stack, replaced))
  if (value === undefined || !isObject(value)) return value ?? null
  const called = functionOf(value)
  switch (called?.name) {
    case 'Ref':
      return referenced(wordOf(called.argument), stack, replaced)
    case 'Fn::GetAtt': {
      const { resource, attribute } = attributeNamed(called.argument)
      return `${wordOf(referenced(resource, stack, replaced))}.${attribute}`
    }
    case 'Fn::Join': {
      const [by, parts] = resolve(called.argument, stack, replaced) as readonly [string, readonly string[]]
      return parts.join(by)
    }
    case 'Fn::Sub':
      return wordOf(called.argument).replaceAll(/\$\{(\w+)\}/g, (_, name: string) =>
        wordOf(referenced(name, stack, replaced))
      )
    default:
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner, stack, replaced)]))
  }
}

/** A parameter's value, a resource's name of its own, or an id that is another one when the resource is. */
function referenced(name: string, stack: Stack, replaced: readonly string[]): Json {
  const resource = stack.resources[name]
  if (resource === undefined) return stack.parameters[name] ?? name
  const { Type, Properties } = mapOf(resource)
  const [identifier = ''] = identifiers[wordOf(Type)] ?? []
  const own = mapOf(Properties)[identifier]
  return typeof own === 'string' ? own : replaced.includes(name) ? `${name}-2` : `${name}-1`
}
