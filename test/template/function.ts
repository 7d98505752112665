// CloudFormation's functions, as they stand in a template: `{ "Ref": "Vpc" }`, `{ "Fn::Sub": "${Vpc}" }`.
import { isObject, listOf, type Json } from '../../src/model/json.ts'

export interface Called {
  readonly name: string
  readonly argument: Json
}

export function functionOf(value: Json): Called | undefined {
  if (!isObject(value)) return undefined
  const [only, ...others] = Object.entries(value)
  if (only === undefined || others.length > 0 || !/^(Ref$|Fn::)/.test(only[0])) return undefined
  return { name: only[0], argument: only[1] }
}

/** A list that may be written as its one item. */
export const oneOrMore = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : value === undefined ? [] : [value]

export const wordOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null)

/** `Fn::GetAtt` has two forms. */
export function attributeNamed(argument: Json): { readonly resource: string; readonly attribute: string } {
  const [resource = '', ...attribute] =
    typeof argument === 'string' ? argument.split('.') : listOf(argument).map(wordOf)
  return { resource, attribute: attribute.join('.') }
}
