// Figures of many measurements.

/** To one decimal, as all of these. */
export interface Spread {
  readonly mean: number
  readonly p90: number
  readonly max: number
}

export const round = (value: number): number => Math.round(value * 10) / 10

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  return {
    mean: round(sorted.reduce((sum, value) => sum + value, 0) / Math.max(1, sorted.length)),
    p90: round(sorted[Math.floor((sorted.length - 1) * 0.9)] ?? 0),
    max: round(sorted.at(-1) ?? 0)
  }
}

export interface Range {
  readonly min: number
  readonly median: number
  readonly max: number
}

export function range(values: readonly number[]): Range {
  const sorted = values.toSorted((a, b) => a - b)
  return { min: round(sorted[0] ?? NaN), median: round(median(values)), max: round(sorted.at(-1) ?? NaN) }
}

/** Of an even number of values the lower one of the two in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? NaN
}

/** Of a table of figures. */
export const row = (...cells: readonly (string | number)[]): string =>
  cells.map((cell) => String(cell).padStart(11)).join(' ')

export const hundredths = (value: number): number => Math.round(value * 100) / 100
