// What makes one document of another, as a JSON merge patch (RFC 7396): maps merge, null removes, lists replace.
import { isDeepStrictEqual } from 'node:util'
import { isObject, type Json, type JsonObject } from '../../src/model/json.ts'

/** Neither may hold a null. */
export function difference(from: JsonObject, to: JsonObject): JsonObject {
  const removed = Object.keys(from).filter((key) => !(key in to))
  const changed = Object.entries(to).filter(([key, value]) => !isDeepStrictEqual(from[key], value))
  return Object.fromEntries([
    ...changed.map(([key, value]): [string, Json] => {
      const before = from[key]
      return [key, isObject(before) && isObject(value) ? difference(before, value) : value]
    }),
    ...removed.map((key): [string, Json] => [key, null])
  ])
}
