// The shape of `overrides`: the three things that `npm run template` prints, with names that AWS knows. What AWS does
// not know, the SDK drops without a word, or CloudFormation refuses when much is made already.
import { isObject, mapOf, type Json, type JsonObject } from '../../model/json.ts'
import { definitionProblems } from './definition.ts'
import { reservedProblems } from './reserved.ts'
import { outputNames, propertyNames, resourceTypes } from './template-names.ts'
import { unknownNames } from './unknown.ts'

const documents = ['platform', 'service', 'taskDefinition'] as const
const ofTemplate = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Rules',
  'Transform',
  'Resources',
  'Outputs'
]
const ofResource = [
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

export const overridesProblems = (overrides: JsonObject): readonly string[] => [
  ...unknownNames(overrides, documents, 'it'),
  ...documents.flatMap((document) => {
    const value = overrides[document]
    if (value === undefined) return []
    if (!isObject(value)) return [`\`${document}\` in it must be a map`]
    return document === 'taskDefinition'
      ? definitionProblems(value, platformOutputNames(overrides.platform))
      : templateProblems(value, document)
  }),
  ...reservedProblems(overrides)
]

/** Those that somebody adds are outputs too. */
const platformOutputNames = (platform: Json | undefined): readonly string[] => [
  ...outputNames.platform,
  ...Object.keys(mapOf(mapOf(platform).Outputs))
]

const templateProblems = (template: JsonObject, stack: 'platform' | 'service'): readonly string[] => [
  ...unknownNames(template, ofTemplate, `\`${stack}\``),
  ...Object.entries(mapOf(template.Resources)).flatMap(([name, resource]) =>
    resourceProblems(resource, `${stack}.Resources.${name}`, resourceTypes[stack] as Readonly<Record<string, string>>)
  )
]

function resourceProblems(resource: Json, path: string, types: Readonly<Record<string, string>>): readonly string[] {
  if (resource === null) return []
  if (!isObject(resource)) return [`\`${path}\` must be a map`]
  const { Type = types[path.split('.').at(-1) ?? ''], Properties } = resource
  const known = typeof Type === 'string' ? propertyNames[Type] : undefined
  return [
    ...unknownNames(resource, ofResource, `\`${path}\``),
    ...(known === undefined || !isObject(Properties)
      ? []
      : unknownNames(Properties, known.split(' '), `\`${path}.Properties\``))
  ]
}
