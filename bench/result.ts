/** One figure of `npm run bench -- --json`. */
export interface BenchResult {
  name: string
  value: number
  unit: 's' | 'MiB' | 'KiB' | 'bytes' | '1/s'
  /** Best of the runs that `value` is the median of: the machine without other load. */
  best?: number
  /** Reference value measured in the same run. */
  reference?: { name: string; value: number }
  /** Value divided by reference: the median of pairs measured one after the other. */
  ratio?: number
  /** Goal of the project: at most this value or, with a ratio, at least this ratio. */
  target?: number
  note: string
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}

/** The range between the quartiles, for people. */
export function middleHalf(values: readonly number[]): string {
  const sorted = [...values].sort((one, other) => one - other)
  const at = (part: number): number => round(sorted[Math.floor((sorted.length - 1) * part)] ?? NaN)
  return `${at(0.25)} to ${at(0.75)}`
}

export function best(values: readonly number[]): number {
  return Math.min(...values)
}

/** Rounds to four digits; more would be noise. */
export function round(value: number): number {
  return Number(value.toPrecision(4))
}
