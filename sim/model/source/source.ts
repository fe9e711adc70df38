import type { FindingCode } from '../../vocabulary/finding-codes.ts'
import { InputError, machineError, type EnvironmentError, type Problem } from '../../errors.ts'

/** The steps from a file's top to one of its fields. */
export type FieldPath = readonly (string | number)[]

/** A position counted from 1, as editors count. */
export interface Position {
  line: number
  column: number
}

/** An input value, and the position of each field in its file. */
export interface SourceFile {
  /** Absent when the value came from a program. */
  file?: string
  value: unknown
  /** The position of a field, or of its nearest parent in the file; undefined if positions are not known. */
  locate: (path: FieldPath, part?: 'key' | 'value') => Position | undefined
}

/** A value built by a program. */
export function sourceOfValue(value: unknown, file?: string): SourceFile {
  return { value, locate: () => undefined, ...(file === undefined ? {} : { file }) }
}

/** An error about a file as a whole, or about a place in it. */
export function refuse(
  file: string,
  code: FindingCode,
  message: string,
  remedy: string,
  at?: Partial<Position> & Pick<Problem, 'field'>,
): InputError {
  return new InputError([{ severity: 'error', code, message, remedy, file, ...at }])
}

/** The error of a file that the operating system does not let us read: the machine's fault, or the file's. */
export function cannotRead(file: string, error: unknown): EnvironmentError | InputError {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException
  return (
    machineError(`cannot read ${file}`, error) ??
    refuse(file, 'unreadable-file', `the file cannot be read (${code})`, 'check the path')
  )
}
