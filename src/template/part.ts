// The parts of the templates: plain CloudFormation files of one theme each, put together into one template.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { mapOf, type Json, type JsonObject } from '../model/json.ts'
import { withConstants, type Constants } from './constant.ts'

export interface Template {
  readonly Parameters: Readonly<Record<string, Json>>
  readonly Resources: Readonly<Record<string, Json>>
  readonly Outputs: Readonly<Record<string, Json>>
}

const read = new Map<string, JsonObject>()

/** Every path is written out where a part is chosen, or the bundler would not take the file along. */
export function readPart(path: URL): JsonObject {
  // In the bundle it is a text: a URL's own properties would be the same for every file.
  const key = String(path)
  const part = read.get(key) ?? (parse(readFileSync(path, 'utf8')) as JsonObject)
  read.set(key, part)
  return part
}

/**
 * One template of several parts. A parameter of a part is, in this order: a constant, a resource of
 * another part that bears its name, or a parameter of the whole template.
 */
export function joinParts(parts: readonly JsonObject[], constants: Constants): Template {
  const resources = union(parts, 'Resources')
  const isKnown = (name: string): boolean => Object.hasOwn(constants, name) || Object.hasOwn(resources, name)
  return {
    Parameters: Object.fromEntries(Object.entries(union(parts, 'Parameters')).filter(([name]) => !isKnown(name))),
    Resources: map(resources, (resource) => withConstants(withDependencies(resource, resources), constants)),
    Outputs: map(union(parts, 'Outputs'), (output) => withConstants(output, constants))
  }
}

const union = (parts: readonly JsonObject[], section: keyof Template): JsonObject =>
  Object.fromEntries(parts.flatMap((part) => Object.entries(mapOf(part[section]))))

const map = (values: JsonObject, change: (value: Json) => Json): JsonObject =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))

/**
 * A part must stand alone, so it says `Metadata: After` for resources of other parts; here that becomes DependsOn, for
 * those that are made at all.
 */
function withDependencies(resource: Json, resources: JsonObject): Json {
  const { Metadata, ...rest } = mapOf(resource)
  const { After } = mapOf(Metadata)
  if (!Array.isArray(After)) return resource
  const made = (After as readonly Json[]).filter((name) => typeof name === 'string' && Object.hasOwn(resources, name))
  return made.length === 0 ? rest : { ...rest, DependsOn: made }
}
