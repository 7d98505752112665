// Values that we know when a template is made. They are written into it; what is left to CloudFormation are the
// parameters that only an account can fill.
import { isObject, type Json } from '../model/json.ts'

/** By the parameter's name in the parts; undefined takes away the property that refers to it. */
export type Constants = Readonly<Record<string, Json | undefined>>

/** The value with each reference to a constant replaced by its value. */
export const withConstants = (value: Json, constants: Constants): Json => replace(value, constants) ?? {}

function replace(value: Json, constants: Constants): Json | undefined {
  if (Array.isArray(value))
    return (value as readonly Json[]).map((item) => replace(item, constants)).filter((item) => item !== undefined)
  if (!isObject(value)) return value
  const { Ref: name, 'Fn::Sub': text } = value
  if (typeof name === 'string') return Object.hasOwn(constants, name) ? constants[name] : value
  if (typeof text === 'string') return substitute(text, constants)
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const replaced = replace(inner, constants)
      return replaced === undefined ? [] : [[key, replaced]]
    })
  )
}

/** Plain text when nothing in it is left to CloudFormation. */
function substitute(text: string, constants: Constants): Json {
  const known = text.replaceAll(/\$\{(\w+)\}/g, (reference, name: string) => {
    const constant = constants[name]
    return typeof constant === 'string' ? constant : reference
  })
  return known.includes('${') ? { 'Fn::Sub': known } : known
}
