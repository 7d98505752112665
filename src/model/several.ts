// A list of at least one: of the regions of a run, in the order in which they were named.
export type Several<T> = readonly [T, ...T[]]

export const mapSeveral = <A, B>([first, ...others]: Several<A>, map: (one: A, index: number) => B): Several<B> => [
  map(first, 0),
  ...others.map((one, index) => map(one, index + 1))
]

/** What belongs to the same region. */
export function pairSeveral<A, B>(first: Several<A>, second: Several<B>): Several<readonly [A, B]> {
  return mapSeveral(first, (one, index) => {
    const other = second[index]
    if (other === undefined || first.length !== second.length)
      throw new Error('These lists are not of the same regions')
    return [one, other] as const
  })
}
