// The tables that `overrides` are checked against: what RegisterTaskDefinition takes, from the SDK's own schema; what
// is in the templates; and what CloudFormation takes for the types of it.
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec'
import type { Resource } from '@aws-cdk/service-spec-types'
import { RegisterTaskDefinitionRequest$ } from '@aws-sdk/client-ecs'
import { NormalizedSchema } from '@smithy/core/schema'
import { readdirSync } from 'node:fs'
import { mapOf, type Json, type JsonObject } from '../src/model/json.ts'
import { readPart } from '../src/template/part.ts'

type Fields = Readonly<Record<string, string>>

const head = (what: string): string => `// Written by \`npm run generate\`: ${what}\n`

export function definitionFields(): string {
  const shapes = new Map<string, Fields>()
  const root = shapeOf(NormalizedSchema.of(RegisterTaskDefinitionRequest$), shapes)
  return (
    head('what RegisterTaskDefinition takes, from the schema of the AWS SDK.') +
    '// A field is a `text`, a `number`, a `boolean`, or of another shape; `[]`: a list of them; `{}`: a map.\n\n' +
    `export const wholeDefinition = '${root}'\n\n` +
    `export const definitionFields: Readonly<Record<string, Readonly<Record<string, string>>>> = ` +
    JSON.stringify(Object.fromEntries([...shapes].toSorted(([a], [b]) => (a < b ? -1 : 1))))
  )
}

function shapeOf(schema: NormalizedSchema, shapes: Map<string, Fields>): string {
  if (schema.isListSchema()) return `${shapeOf(schema.getValueSchema(), shapes)}[]`
  if (schema.isMapSchema()) return `${shapeOf(schema.getValueSchema(), shapes)}{}`
  if (schema.isStringSchema()) return 'text'
  if (schema.isNumericSchema()) return 'number'
  if (schema.isBooleanSchema()) return 'boolean'
  const name = schema.getName()
  if (!schema.isStructSchema() || name === undefined) throw new Error(`A schema that is not known: ${name ?? '?'}`)
  if (!shapes.has(name)) {
    // Before its fields: a shape may be within itself.
    shapes.set(name, {})
    shapes.set(
      name,
      Object.fromEntries([...schema.structIterator()].map(([field, inner]) => [field, shapeOf(inner, shapes)]))
    )
  }
  return name
}

/** Once: it takes a second to read. */
const specification = loadAwsServiceSpecSync()
const folder = new URL('../templates/', import.meta.url)

/** The files of templates/ that a stack is made of. */
export const partsOf = (stack: string): readonly JsonObject[] =>
  readdirSync(new URL(`${stack}/`, folder))
    .toSorted()
    .map((file) => readPart(new URL(`${stack}/${file}`, folder)))

const entriesOf = (parts: readonly JsonObject[], section: string): readonly (readonly [string, Json])[] =>
  parts.flatMap((part) => Object.entries(mapOf(part[section])))

const typeOf = (resource: Json): string => {
  const { Type } = mapOf(resource)
  return typeof Type === 'string' ? Type : ''
}

const stacks = { platform: partsOf('platform'), service: partsOf('service') }

/** The types of the resources in the templates. */
const types: readonly string[] = [
  ...new Set(Object.values(stacks).flatMap((parts) => entriesOf(parts, 'Resources').map(([, it]) => typeOf(it))))
].toSorted()

export function templateNames(): string {
  const each = (names: (parts: readonly JsonObject[]) => object): string =>
    JSON.stringify(Object.fromEntries(Object.entries(stacks).map(([stack, parts]) => [stack, names(parts)])))
  return (
    head('what is in the templates, and what CloudFormation takes for it.') +
    '\n/** Name -> type. */\n' +
    `export const resourceTypes = ${each((parts) =>
      Object.fromEntries(entriesOf(parts, 'Resources').map(([name, resource]) => [name, typeOf(resource)]))
    )} as const\n\n` +
    `export const outputNames = ${each((parts) => [...new Set(entriesOf(parts, 'Outputs').map(([name]) => name))].toSorted())} as const\n\n` +
    '/** Type -> the names of its properties. */\n' +
    `export const propertyNames: Readonly<Record<string, string>> = ` +
    JSON.stringify(Object.fromEntries(types.map((type) => [type, propertiesOf(type)])))
  )
}

const propertiesOf = (type: string): string => Object.keys(specificationOf(type).properties).toSorted().join(' ')

/** For tests that play CloudFormation: to load all of its description takes each of them a second. */
export function recreations(): string {
  const table = (of: (type: string) => object): string =>
    JSON.stringify(Object.fromEntries(types.map((type) => [type, of(type)])))
  return (
    head('what CloudFormation makes anew for a change, and what a resource is known by.') +
    '\n/** Type -> property -> whether a change of it makes another resource; what is not named never does. */\n' +
    `export const recreations: Readonly<Record<string, Readonly<Record<string, 'always' | 'maybe'>>>> = ${table(
      (type) =>
        Object.fromEntries(
          Object.entries(specificationOf(type).properties).flatMap(([name, { causesReplacement = 'no' }]) =>
            causesReplacement === 'no' ? [] : [[name, causesReplacement === 'yes' ? 'always' : 'maybe']]
          )
        )
    )}\n\n` +
    '/** Type -> the properties that name a resource. */\n' +
    `export const identifiers: Readonly<Record<string, readonly string[]>> = ${table(
      (type) => specificationOf(type).primaryIdentifier ?? []
    )}`
  )
}

function specificationOf(type: string): Resource {
  const [resource] = specification.lookup('resource', 'cloudFormationType', 'equals', type)
  if (!resource) throw new Error(`CloudFormation has no ${type}`)
  return resource
}
