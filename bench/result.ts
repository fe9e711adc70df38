/** One figure of `npm run bench -- --json`. */
export interface BenchResult {
  name: string
  value: number
  unit: 's' | 'MiB' | 'KiB' | '1/s'
  /** Of the runs that `value` is the median of: what the machine does when nothing else is busy on it. */
  best?: number
  /** What was measured beside it in the same run. */
  reference?: { name: string; value: number }
  /** Value by reference, the median of pairs measured one after the other. */
  ratio?: number
  /** What the project means to reach: at most this value or, where there is a ratio, at least this ratio. */
  target?: number
  note: string
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}

/** Between the quartiles, for people: how much the single measurements differ. */
export function middleHalf(values: readonly number[]): string {
  const sorted = [...values].sort((one, other) => one - other)
  const at = (part: number): number => round(sorted[Math.floor((sorted.length - 1) * part)] ?? NaN)
  return `${at(0.25)} to ${at(0.75)}`
}

export function best(values: readonly number[]): number {
  return Math.min(...values)
}

/** Four digits: more would only be noise. */
export function round(value: number): number {
  return Number(value.toPrecision(4))
}
