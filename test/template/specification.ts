// What CloudFormation's own description of its resource types says of a template (npm @aws-cdk/aws-service-spec).
import type { PropertyType, ResourceProperties } from '@aws-cdk/service-spec-types'
import { isObject, listOf, mapOf, type Json, type JsonObject } from '../../src/model/json.ts'
import { functionOf } from './function.ts'
import { referenceProblems } from './reference.ts'
import { shapeOf, shapeWanted } from './shape.ts'
import { definitionOf, resourceType } from './type.ts'

/** One line for each mistake, none when there is none. */
export const templateProblems = (template: JsonObject): readonly string[] => [
  ...unknown(template, sections, ''),
  ...Object.entries(mapOf(template.Resources)).flatMap(([name, resource]) =>
    resourceProblems(name, mapOf(resource), template)
  ),
  ...referenceProblems(template, (type) => resourceType(type)?.attributes)
]

/** RegisterTaskDefinition has the words of AWS::ECS::TaskDefinition, with small first letters. */
export const taskDefinitionProblems = (definition: JsonObject): readonly string[] =>
  resourceProblems('', { Type: 'AWS::ECS::TaskDefinition', Properties: withCapitals(definition) }, {})

function withCapitals(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withCapitals)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.slice(0, 1).toUpperCase() + key.slice(1), withCapitals(inner)])
  )
}

const sections = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Rules',
  'Resources',
  'Outputs'
]

const attributes = [
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'Metadata',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'CreationPolicy',
  'UpdatePolicy'
]

const unknown = (map: JsonObject, names: readonly string[], path: string): readonly string[] =>
  Object.keys(map)
    .filter((name) => !names.includes(name))
    .map((name) => `${join(path, name)}: there is no such thing`)

const join = (...path: readonly string[]): string => path.filter((step) => step !== '').join('.')

function resourceProblems(name: string, resource: JsonObject, template: JsonObject): readonly string[] {
  const type = typeof resource.Type === 'string' ? resourceType(resource.Type) : undefined
  const strange = unknown(resource, attributes, name)
  if (type === undefined) return [...strange, `${name}: unknown type ${JSON.stringify(resource.Type)}`]
  return [...strange, ...objectProblems(resource.Properties ?? {}, type.properties, { path: name, template })]
}

interface Place {
  readonly path: string
  readonly template: JsonObject
}

const within = (place: Place, step: string | number): Place => ({ ...place, path: join(place.path, String(step)) })

function objectProblems(value: Json, properties: ResourceProperties, place: Place): readonly string[] {
  if (!isObject(value)) return [`${place.path}: a map is wanted, not ${JSON.stringify(value)}`]
  const missing = Object.entries(properties)
    .filter(([name, property]) => property.required === true && value[name] === undefined)
    .map(([name]) => `${join(place.path, name)}: missing`)
  const present = Object.entries(value).flatMap(([name, inner]) => {
    const property = properties[name]
    const there = within(place, name)
    return property === undefined ? [`${there.path}: no such property`] : valueProblems(inner, property.type, there)
  })
  return [...missing, ...present]
}

function valueProblems(value: Json, type: PropertyType, place: Place): readonly string[] {
  const called = functionOf(value)
  if (called?.name === 'Fn::If') {
    const [, ...either] = listOf(called.argument)
    return either.flatMap((one) => valueProblems(one, type, place))
  }
  if (called !== undefined) {
    const given = shapeOf(called, place.template)
    const asked = shapeWanted(type)
    const fits = given === 'any' || asked === 'any' || given === asked
    return fits ? [] : [`${place.path}: ${called.name} gives a ${given}, and a ${asked} is wanted`]
  }
  return literalProblems(value, type, place)
}

function literalProblems(value: Json, type: PropertyType, place: Place): readonly string[] {
  const wanted = (fits: boolean, words: string = type.type): readonly string[] =>
    fits ? [] : [`${place.path}: ${words} is wanted, not ${JSON.stringify(value)}`]
  switch (type.type) {
    case 'string':
      return typeof value === 'string' && type.allowedValues !== undefined
        ? wanted(type.allowedValues.includes(value), type.allowedValues.join(' or '))
        : wanted(typeof value === 'string')
    case 'integer':
      return wanted(Number.isInteger(value) && (type.allowedValues?.includes(value as number) ?? true))
    case 'number':
      return wanted(typeof value === 'number')
    case 'boolean':
      return wanted(typeof value === 'boolean')
    case 'date-time':
      return wanted(typeof value === 'string')
    case 'null':
      return wanted(value === null)
    case 'json':
      return wanted(isObject(value))
    case 'tag':
      return wanted(isTag(value))
    case 'array':
      return Array.isArray(value)
        ? (value as readonly Json[]).flatMap((item, index) => valueProblems(item, type.element, within(place, index)))
        : wanted(false, 'a list')
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([key, inner]) => valueProblems(inner, type.element, within(place, key)))
        : wanted(false, 'a map')
    case 'union':
      return type.types.map((one) => valueProblems(value, one, place)).toSorted((a, b) => a.length - b.length)[0] ?? []
    case 'ref':
      return objectProblems(value, definitionOf(type).properties, place)
  }
}

const isTag = (value: Json): boolean =>
  isObject(value) &&
  typeof value.Key === 'string' &&
  value.Value !== undefined &&
  (typeof value.Value === 'string' || functionOf(value.Value) !== undefined) &&
  Object.keys(value).length === 2
