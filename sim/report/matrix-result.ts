import type { Attempt } from '../evidence/attempt.ts'
import type { TableResult } from '../evidence/results.ts'

/** The tables of the source text with what sockets showed beside each cell; `matrix --json` prints this. */
export interface MatrixResult {
  /** The hierarchy's file. */
  hierarchy: string
  tables: TableResult[]
  attempts: readonly Attempt[]
  summary: { cells: number; agree: number; disagree: number; skipped: number }
}
