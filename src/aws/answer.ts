// What AWS answers, narrowed at the edge: what must be there and is not becomes an error with the field's name.
import { Failure } from '../model/failure.ts'
import { present } from '../model/present.ts'

/** @param from the call and the field, as in `ecs:DescribeServices services[].serviceArn`. */
export function required<T>(value: T | undefined, from: string): T {
  if (value !== undefined) return value
  throw new Failure({
    code: 'AWS_UNAVAILABLE',
    sentence: `AWS answered without ${from}.`,
    remedy: 'Run it again; when it stays so, report it: the API has changed.'
  })
}

/** What is told; an empty text of AWS tells nothing. */
export const given = <T extends object>(all: T) =>
  present(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')) as T)

/** Of names and values; a pair that lacks one of them is left out. */
export const textsByName = (
  pairs: readonly (readonly [name: string | undefined, value: string | undefined])[]
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    pairs.flatMap(([name, value]) => (name === undefined || value === undefined ? [] : [[name, value]]))
  )

/** What a call gives for all of these, when it takes only so many at once. */
export async function inParts<T, R>(
  all: readonly T[],
  most: number,
  read: (part: T[]) => Promise<readonly R[]>
): Promise<readonly R[]> {
  const parts = Array.from({ length: Math.ceil(all.length / most) }, (_, index) =>
    all.slice(index * most, (index + 1) * most)
  )
  return (await Promise.all(parts.map(read))).flat()
}
