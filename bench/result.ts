/** One figure of `npm run bench -- --json`. */
export interface BenchResult {
  name: string
  value: number
  unit: 's' | 'MiB' | 'KiB' | '1/s'
  /** What was measured beside it in the same run. */
  reference?: { name: string; value: number }
  /** Value by reference, the median of pairs measured one after the other. */
  ratio?: number
  /** What the project means to reach: at most, or for rates and ratios at least. */
  target?: number
  note: string
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}

export function round(value: number): number {
  return Number(value.toPrecision(4))
}
