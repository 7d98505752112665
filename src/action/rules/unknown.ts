// Keys of a map that its owner does not have, each with the one that was meant.
import type { JsonObject } from '../../model/json.ts'
import { didYouMean } from '../../model/suggestion.ts'

/** @param owner begins the sentence. @param words before the list of what is known. */
export const unknownNames = (
  map: JsonObject,
  known: readonly string[],
  owner: string,
  words = 'what it may have is'
): readonly string[] =>
  Object.keys(map)
    .filter((key) => !known.includes(key))
    .map((key) => `${owner} has no \`${key}\`${didYouMean(key, known, `; ${words} ${known.join(', ')}`)}`)
