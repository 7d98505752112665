// What a template refers to: resources, parameters, attributes, conditions. Each must be there, and nothing may wait for
// itself.
import { isObject, listOf, mapOf, type Json, type JsonObject } from '../../src/model/json.ts'
import { attributeNamed, functionOf, oneOrMore, wordOf } from './function.ts'

interface Reference {
  readonly to: 'value' | 'attribute' | 'condition'
  readonly name: string
  readonly attribute?: string
}

/** By their names. */
type Attributes = (type: string) => Readonly<Record<string, unknown>> | undefined

export function referenceProblems(template: JsonObject, attributesOf: Attributes): readonly string[] {
  const resources = mapOf(template.Resources)
  const places = { ...sectionOf(template, 'Conditions'), ...resources, ...sectionOf(template, 'Outputs') }
  const dangling = Object.entries(places).flatMap(([place, value]) => [
    ...referencesIn(value).flatMap((reference) => problemOf(reference, place)),
    ...oneOrMore(mapOf(value).DependsOn)
      .filter((name) => typeof name !== 'string' || resources[name] === undefined)
      .map((name) => `${place}: depends on ${JSON.stringify(name)}, which is not there`)
  ])
  return [...dangling, ...cycles(resources)]

  function problemOf({ to, name, attribute }: Reference, place: string): readonly string[] {
    switch (to) {
      case 'value':
        return isThere(name) ? [] : [`${place}: refers to ${name}, which is not there`]
      case 'condition':
        return mapOf(template.Conditions)[name] === undefined ? [`${place}: there is no condition ${name}`] : []
      case 'attribute': {
        const type = mapOf(resources[name]).Type
        if (typeof type !== 'string') return [`${place}: refers to ${name}, which is not there`]
        return attributesOf(type)?.[attribute ?? ''] === undefined
          ? [`${place}: ${name}, an ${type}, has no attribute ${attribute}`]
          : []
      }
    }
  }

  function isThere(name: string): boolean {
    return name in resources || name in mapOf(template.Parameters) || pseudoParameters.includes(name)
  }
}

const pseudoParameters = ['AccountId', 'NoValue', 'NotificationARNs', 'Partition', 'Region', 'StackId', 'StackName']
  .map((name) => `AWS::${name}`)
  .concat('AWS::URLSuffix')

const sectionOf = (template: JsonObject, section: string): JsonObject =>
  Object.fromEntries(Object.entries(mapOf(template[section])).map(([name, value]) => [`${section}.${name}`, value]))

function referencesIn(value: Json): readonly Reference[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(referencesIn)
  if (!isObject(value)) return []
  const called = functionOf(value)
  // A condition of a resource or an output, or one that another is made of; IAM's have maps there.
  if (called === undefined)
    return Object.entries(value).flatMap(([key, inner]) =>
      key === 'Condition' && typeof inner === 'string' ? [{ to: 'condition', name: inner }] : referencesIn(inner)
    )
  const { name, argument } = called
  switch (name) {
    case 'Ref':
      return [{ to: 'value', name: wordOf(argument) }]
    case 'Fn::GetAtt':
      return [attributeOf(argument)]
    case 'Fn::Sub':
      return substituted(argument)
    case 'Fn::If': {
      const [condition, ...either] = listOf(argument)
      return [{ to: 'condition', name: wordOf(condition) }, ...either.flatMap(referencesIn)]
    }
    default:
      return referencesIn(argument)
  }
}

function attributeOf(argument: Json): Reference {
  const { resource, attribute } = attributeNamed(argument)
  return { to: 'attribute', name: resource, attribute }
}

/** `${Name}`, `${Name.Attribute}`; `${!Literal}` is none, and a map beside the text names values of its own. */
function substituted(argument: Json): readonly Reference[] {
  const [text, given] = typeof argument === 'string' ? [argument] : listOf(argument)
  const names = [...wordOf(text).matchAll(/\$\{([^!}][^}]*)\}/g)].flatMap(([, name = '']) => name)
  return [
    ...names
      .filter((name) => !(name in mapOf(given)))
      .map((name): Reference => (name.includes('.') ? attributeOf(name) : { to: 'value', name })),
    ...referencesIn(given ?? null)
  ]
}

function cycles(resources: JsonObject): readonly string[] {
  const done = new Set<string>()
  return Object.keys(resources).flatMap((name) => cycleFrom(name, []))

  function cycleFrom(name: string, path: readonly string[]): readonly string[] {
    if (path.includes(name))
      return [`${[...path.slice(path.indexOf(name)), name].join(' -> ')}: each waits for the next`]
    if (done.has(name)) return []
    const found = waitsFor(resources, name).flatMap((next) => cycleFrom(next, [...path, name]))
    done.add(name)
    return found
  }
}

/** The resources that must be made first. */
export const waitsFor = (resources: JsonObject, name: string): readonly string[] =>
  [
    ...referencesIn(resources[name] ?? null).flatMap((reference) =>
      reference.to === 'condition' ? [] : reference.name
    ),
    ...oneOrMore(mapOf(resources[name]).DependsOn).map(wordOf)
  ].filter((other) => other in resources)
