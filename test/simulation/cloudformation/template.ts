// A template as CloudFormation reads it: which resource waits for which, and what its functions come to.
import { isObject, listOf, mapOf, type Json, type JsonObject } from '../../../src/model/json.ts'
import { attributeNamed, functionOf, oneOrMore, wordOf } from '../../template/function.ts'

export interface Resource {
  readonly logicalId: string
  readonly type: string
  readonly properties: JsonObject
  /** By Ref, GetAtt, Sub and DependsOn. */
  readonly after: readonly string[]
  /** Stays in the account when it leaves the stack. */
  readonly retained: boolean
}

export interface Template {
  readonly resources: ReadonlyMap<string, Resource>
  readonly outputs: Readonly<Record<string, Json>>
}

export function readTemplate(body: string): Template {
  const { Resources, Outputs } = JSON.parse(body) as JsonObject
  const all = mapOf(Resources)
  const resources = Object.entries(all).map(([logicalId, given]) => {
    const { Type, Properties, DependsOn, DeletionPolicy } = mapOf(given)
    const named = [...oneOrMore(DependsOn).map(wordOf), ...namedIn(Properties ?? {})]
    const resource: Resource = {
      logicalId,
      type: wordOf(Type),
      properties: mapOf(Properties),
      after: [...new Set(named)].filter((name) => name in all),
      retained: DeletionPolicy === 'Retain'
    }
    return [logicalId, resource] as const
  })
  const outputs = Object.entries(mapOf(Outputs)).map(([name, output]) => [name, mapOf(output).Value ?? null] as const)
  return { resources: new Map(resources), outputs: Object.fromEntries(outputs) }
}

const inSub = /\$\{([^!}][^}]*)\}/g

function namedIn(value: Json): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(namedIn)
  if (!isObject(value)) return []
  const called = functionOf(value)
  switch (called?.name) {
    case 'Ref':
      return [wordOf(called.argument)]
    case 'Fn::GetAtt':
      return [attributeNamed(called.argument).resource]
    case 'Fn::Sub':
      return [...wordOf(oneOrMore(called.argument)[0]).matchAll(inSub)].map(([, name = '']) => name.split('.')[0] ?? '')
    default:
      return Object.values(value).flatMap(namedIn)
  }
}

export interface Known {
  /** A parameter, a pseudo parameter, or a resource's id. */
  readonly ref: (name: string) => Json
  readonly attribute: (resource: string, name: string) => Json
}

const pseudo: Readonly<Record<string, string>> = {
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '123456789012',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com'
}

/** What stands there once everything that it names is known. `AWS::NoValue` takes the property away. */
export function resolve(value: Json, known: Known): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => resolve(item, known))
  if (!isObject(value)) return value
  const called = functionOf(value)
  if (!called) {
    const present = Object.entries(value).filter(([, inner]) => !(isObject(inner) && inner.Ref === 'AWS::NoValue'))
    return Object.fromEntries(present.map(([key, inner]) => [key, resolve(inner, known)]))
  }
  const ref = (name: string): Json => pseudo[name] ?? known.ref(name)
  switch (called.name) {
    case 'Ref':
      return ref(wordOf(called.argument))
    case 'Fn::GetAtt': {
      const { resource, attribute } = attributeNamed(called.argument)
      return known.attribute(resource, attribute)
    }
    case 'Fn::Sub':
      return wordOf(oneOrMore(called.argument)[0]).replaceAll(inSub, (_, name: string) => {
        const [resource = '', ...attribute] = name.includes('::') ? [name] : name.split('.')
        return wordOf(attribute.length === 0 ? ref(resource) : known.attribute(resource, attribute.join('.')))
      })
    case 'Fn::Join': {
      const [by, parts] = listOf(called.argument)
      return listOf(resolve(parts ?? [], known))
        .map(wordOf)
        .join(wordOf(by))
    }
    default:
      throw new Error(`This region does not know ${called.name}`)
  }
}
