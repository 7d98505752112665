// templates/bootstrap.yml as CloudFormation reads it: with parameters given, and its functions worked out.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { isObject, type Json, type JsonObject } from '../../src/model/json.ts'

export const source = readFileSync(new URL('../../templates/bootstrap.yml', import.meta.url), 'utf8')
const template = parse(source) as JsonObject
const account = '123456789012'
const pseudo: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::AccountId': account,
  'AWS::Region': 'eu-west-1'
}

export interface Statement {
  readonly Sid: string
  readonly Effect: string
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
  readonly Principal?: Json
  readonly Condition: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
}

export interface Bootstrap {
  readonly resources: Readonly<Record<string, JsonObject>>
  /** What the role, user or policy of this logical id allows. */
  readonly policiesOf: (logicalId: string) => readonly Statement[]
  readonly trustOf: (role: string) => Statement
  /** Each policy document as IAM keeps it, by the id of what holds it; a role's own ones together. */
  readonly documents: Readonly<Record<string, string>>
}

export const wholeTemplate = (): JsonObject => template

/** @param given parameters; `Repository` is acme/shop and `Name` is shop unless they say otherwise. */
export function bootstrap(given: Readonly<Record<string, string>> = {}): Bootstrap {
  const parameters = Object.fromEntries(
    Object.entries(object(template.Parameters)).map(([name, declared]) => {
      const { Default = '', Type } = object(declared)
      const text = given[name] ?? { Repository: 'acme/shop', Name: 'shop' }[name] ?? word(Default)
      return [name, Type === 'CommaDelimitedList' ? text.split(',') : text] as const
    })
  )
  const conditions = object(template.Conditions)
  const holds = (name: string): boolean => resolve(conditions[name] ?? null) === true

  const functions: Readonly<Record<string, (value: Json) => Json | undefined>> = {
    Ref: (name) => reference(word(name)),
    Condition: (name) => holds(word(name)),
    'Fn::If': (value) => {
      const [name, yes, no] = list(value)
      return resolve((holds(word(name)) ? yes : no) ?? null)
    },
    'Fn::Equals': (value) => new Set(list(resolve(value))).size === 1,
    'Fn::Not': (value) => list(resolve(value))[0] !== true,
    'Fn::And': (value) => list(resolve(value)).every((one) => one === true),
    'Fn::Join': (value) => {
      const [between, parts] = list(resolve(value))
      return list(parts).map(word).join(word(between))
    },
    'Fn::Split': (value) => {
      const [between, text] = list(resolve(value))
      return word(text).split(word(between))
    },
    'Fn::Select': (value) => {
      const [index, from] = list(resolve(value))
      return list(from ?? null)[Number(index)]
    },
    'Fn::GetAtt': (value) => `arn:aws:iam::${account}:role/${list(value).map(word).join('.')}`,
    'Fn::Sub': (value) => {
      const [text, values] = typeof value === 'string' ? [value, {}] : list(value)
      const local = object(resolve(values ?? {}) ?? {})
      return word(text).replace(/\$\{([\w:.]+)\}/g, (_, name: string) => word(local[name] ?? reference(name)))
    }
  }
  function reference(name: string): Json | undefined {
    return name === 'AWS::NoValue' ? undefined : (parameters[name] ?? pseudo[name] ?? name)
  }
  /** @returns undefined for what AWS::NoValue takes away. */
  function resolve(value: Json): Json | undefined {
    if (Array.isArray(value)) {
      return list(value).flatMap((one) => {
        const resolved = resolve(one)
        return resolved === undefined ? [] : [resolved]
      })
    }
    if (!isObject(value)) return value
    const [first, ...others] = Object.entries(value)
    const work = first && others.length === 0 ? functions[first[0]] : undefined
    if (first && work) return work(first[1] ?? null)
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, one]) => {
        const resolved = resolve(one ?? null)
        return resolved === undefined ? [] : [[key, resolved]]
      })
    )
  }

  const resources = Object.fromEntries(
    Object.entries(object(template.Resources)).flatMap(([id, declared]) => {
      const resource = object(declared)
      if (resource.Condition !== undefined && !holds(word(resource.Condition))) return []
      return [[id, { ...object(resolve({ ...resource, Condition: null })) }]]
    })
  )
  const properties = (id: string): JsonObject => object(resources[id]?.Properties)
  const own = (id: string): readonly Json[] =>
    list(properties(id).Policies ?? []).map((policy) => object(policy).PolicyDocument ?? null)
  const documentsOf = (id: string): readonly Json[] => [
    ...own(id),
    ...(properties(id).PolicyDocument === undefined ? [] : [properties(id).PolicyDocument ?? null]),
    ...list(properties(id).ManagedPolicyArns ?? []).flatMap((managed) => properties(word(managed)).PolicyDocument ?? [])
  ]
  return {
    resources,
    policiesOf: (id) => documentsOf(id).flatMap(statements),
    trustOf: (id) => {
      const [statement] = statements(properties(id).AssumeRolePolicyDocument ?? null)
      if (!statement) throw new Error(`${id} trusts nobody`)
      return statement
    },
    documents: Object.fromEntries(
      Object.keys(resources).flatMap((id) => {
        const managed = properties(id).PolicyDocument
        const text = [...own(id), ...(managed === undefined ? [] : [managed])]
        return text.length === 0 ? [] : [[id, text.map((document) => JSON.stringify(document)).join('')]]
      })
    )
  }
}

function statements(document: Json): readonly Statement[] {
  return list(object(document).Statement ?? []).map((statement) => {
    const { Sid, Effect, Action, Resource, Condition = {}, ...rest } = object(statement)
    return {
      ...rest,
      Sid: word(Sid),
      Effect: word(Effect),
      Action: strings(Action),
      Resource: strings(Resource),
      Condition: Object.fromEntries(
        Object.entries(object(Condition)).map(([operator, keys]) => [
          operator,
          Object.fromEntries(Object.entries(object(keys)).map(([key, values]) => [key, strings(values)]))
        ])
      )
    }
  })
}

const object = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})
const list = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : value === undefined || value === null ? [] : [value]
const strings = (value: Json | undefined): readonly string[] => list(value).map(word)
const word = (value: Json | undefined): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
