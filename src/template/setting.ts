// Values that we know when a template is made. They are written into it; what is left to CloudFormation are the
// parameters that only an account can fill.
import { isObject, type Json } from '../model/json.ts'

/** By the parameter's name in the parts; undefined takes away the property that refers to it. */
export type Settings = Readonly<Record<string, Json | undefined>>

/** The value with each reference to a setting replaced by what is set. */
export const withSettings = (value: Json, settings: Settings): Json => replace(value, settings) ?? {}

function replace(value: Json, settings: Settings): Json | undefined {
  if (Array.isArray(value))
    return (value as readonly Json[]).map((item) => replace(item, settings)).filter((item) => item !== undefined)
  if (!isObject(value)) return value
  const { Ref: name, 'Fn::Sub': text } = value
  if (typeof name === 'string') return Object.hasOwn(settings, name) ? settings[name] : value
  if (typeof text === 'string') return substitute(text, settings)
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const replaced = replace(inner, settings)
      return replaced === undefined ? [] : [[key, replaced]]
    })
  )
}

/** Plain text when nothing in it is left to CloudFormation. */
function substitute(text: string, settings: Settings): Json {
  const known = text.replaceAll(/\$\{(\w+)\}/g, (reference, name: string) => {
    const setting = settings[name]
    return typeof setting === 'string' ? setting : reference
  })
  return known.includes('${') ? { 'Fn::Sub': known } : known
}
