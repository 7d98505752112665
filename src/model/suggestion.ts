// What somebody who mistyped a name most likely meant.
import leven from 'leven'

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

const letters = (name: string): string => Array.from(plain(name)).toSorted().join('')

/** Ends a sentence about a name that is not known; `otherwise`: when none is near enough to be meant. */
export function didYouMean(name: string, known: readonly string[], otherwise = ''): string {
  const meant = nearest(name, known)
  return meant === undefined ? otherwise : `; did you mean \`${meant}\`?`
}

/** The nearest known name, when it is near enough to be meant. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = plain(name)
  const meant = letters(name)
  // Two letters that changed places are two edits, which is too far in a short name.
  const turned = known.find((candidate) => letters(candidate) === meant)
  if (turned !== undefined) return turned
  const [best] = known
    .map((candidate) => ({ candidate, far: leven(wanted, plain(candidate)) }))
    .sort((a, b) => a.far - b.far)
  if (best && best.far <= Math.max(1, Math.min(3, Math.floor(wanted.length / 3)))) return best.candidate
  return known.find((candidate) => wanted.length >= 4 && plain(candidate).includes(wanted))
}
