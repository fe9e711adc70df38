import type { BenchResult } from './result.ts'

/** A table for people: each figure beside its target, and below it what each figure counts. */
export function resultTable(results: readonly BenchResult[]): string {
  const rows = [['figure', 'measured', 'best', 'target', 'reached'], ...results.map(rowOf)]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return [...table, '', ...results.map(({ name, note }) => `${name}: ${note}`)].join('\n')
}

function rowOf({ name, value, unit, best, reference, ratio, target }: BenchResult): string[] {
  const beside = reference ? ` (${ratio} of ${reference.value})` : ''
  return [
    name,
    `${value} ${unit}${beside}`,
    best === undefined ? '' : `${best} ${unit}`,
    target === undefined ? '' : ratio === undefined ? `<= ${target} ${unit}` : `ratio >= ${target}`,
    target === undefined ? '' : (ratio === undefined ? value <= target : ratio >= target) ? 'yes' : 'no',
  ]
}
