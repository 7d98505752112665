// What somebody who mistyped a name most likely meant.

function distance(a: string, b: string): number {
  const first = Array.from({ length: b.length + 1 }, (_, index) => index)
  const last = Array.from(a).reduce<readonly number[]>(
    (row, letter, index) =>
      Array.from(b).reduce<readonly number[]>(
        (next, other, column) => [
          ...next,
          Math.min((next[column] ?? 0) + 1, (row[column + 1] ?? 0) + 1, (row[column] ?? 0) + (letter === other ? 0 : 1))
        ],
        [index + 1]
      ),
    first
  )
  return last[b.length] ?? 0
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** The nearest known name, when it is near enough to be meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = plain(name)
  const [best] = known
    .map((candidate) => ({ candidate, far: distance(wanted, plain(candidate)) }))
    .sort((a, b) => a.far - b.far)
  if (best && best.far <= Math.max(1, Math.min(3, Math.floor(wanted.length / 3)))) return best.candidate
  return known.find((candidate) => wanted.length >= 4 && plain(candidate).includes(wanted))
}
