// JSON as a type, and its canonical text: equal content gives equal text, whatever the order of keys.

export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

/** Undefined: the text is no JSON. */
export function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Itself; anything else is an empty one. */
export const mapOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})

/** Its items; anything else has none. */
export const listOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : []

/** The maps among its items. */
export const mapsIn = (value: Json | undefined): readonly JsonObject[] => listOf(value).filter(isObject)

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sortKeys)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)])
  )
}

export const canonicalText = (value: Json): string => JSON.stringify(sortKeys(value))
