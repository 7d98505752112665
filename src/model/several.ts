// A list of at least one: of the regions of a run, in the order in which they were named.
export type Several<T> = readonly [T, ...T[]]

export const mapSeveral = <A, B>([first, ...others]: Several<A>, map: (one: A, index: number) => B): Several<B> => [
  map(first, 0),
  ...others.map((one, index) => map(one, index + 1))
]
