import type { ReadFile, LogDiagnosis } from './failure.ts'
import type { Statement } from '../logs/statement.ts'

/** Takes statements as they are read, from several files one after the other, and keeps distinct failures only. */
export interface LogDiagnostician {
  take(statement: Statement): void
  /** A file has been read to its end. */
  fileRead(file: ReadFile, unread: number): void
  diagnosis(): LogDiagnosis
}
