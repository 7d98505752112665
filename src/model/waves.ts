// Which regions are rolled out to at once. Pure.
import type { Waves } from './config.ts'

/** Indexes in the list of regions, wave after wave; each region is in one. */
export function wavesOf(waves: Waves, regions: readonly unknown[]): readonly (readonly number[])[] {
  const all = regions.map((_, index) => index)
  switch (waves) {
    case 'parallel':
      return [all]
    case 'serial':
      return all.map((index) => [index])
    case 'first-then-rest':
      return [all.slice(0, 1), all.slice(1)].filter((wave) => wave.length > 0)
  }
}
