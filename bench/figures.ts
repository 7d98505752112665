// Figures of many measurements, to one decimal.

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

/** Of a table of figures. */
export const row = (...cells: readonly (string | number)[]): string =>
  cells.map((cell) => String(cell).padStart(11)).join(' ')

export const hundredths = (value: number): number => Math.round(value * 100) / 100
