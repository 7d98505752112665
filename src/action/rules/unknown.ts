// Keys of a map that its owner does not have, each with the one that was meant.
import type { JsonObject } from '../../model/json.ts'
import { nearest } from '../../model/suggestion.ts'

/** @param owner begins the sentence. */
export const unknownNames = (map: JsonObject, known: readonly string[], owner: string): readonly string[] =>
  Object.keys(map)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const meant = nearest(key, known)
      return (
        `${owner} has no \`${key}\`` +
        (meant === undefined ? `; what it may have is ${known.join(', ')}` : `; did you mean \`${meant}\`?`)
      )
    })
