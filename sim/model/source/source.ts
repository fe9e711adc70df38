import type { FindingCode } from '../../vocabulary/finding-codes.ts'
import { InputError, machineError, whyUnreadable, type EnvironmentError, type Problem } from '../../errors.ts'

/** The steps from a file's top to one of its fields. */
export type FieldPath = readonly (string | number)[]

/** A position counted from 1, as editors count. */
export interface Position {
  line: number
  column: number
}

/** A part of a file, from its first character to before its last. */
export interface Span extends Position {
  endLine: number
  endColumn: number
}

/** A mend that is certain: it changes no meaning, or the writer can have meant nothing else. */
export type Fix = { kind: 'replace'; value: FlowValue } | { kind: 'remove' }

/** A text, or fields with texts: what a mend may put into a file. */
export type FlowValue = string | Readonly<Record<string, string>>

/** What stands in a file instead of a part of it. */
export interface Edit extends Span {
  text: string
}

/** An input value, and the position of each field in its file. */
export interface SourceFile {
  /** Absent when the value came from a program. */
  file?: string
  value: unknown
  /** The path of the value in its file, where it is a part of it. */
  at?: FieldPath
  /** The position of a field, or of its nearest parent in the file; undefined if positions are not known. */
  locate: (path: FieldPath, part?: 'key' | 'value') => Span | undefined
  /** The text in which mends are made, without a byte order mark. */
  text?: string
  /** How a mend at a field is made in the text; undefined where it cannot be made safely. */
  edit?: (path: FieldPath, fix: Fix) => Edit | undefined
}

/** What was read from a file, or from what has a name like one. */
export interface NamedSource extends SourceFile {
  file: string
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
  at?: Partial<Span> & Pick<Problem, 'field'>,
): InputError {
  return new InputError([{ severity: 'error', code, message, remedy, file, ...at }])
}

/** The error of a file or a folder that the operating system does not let us read: the machine's fault, or the input's. */
export function cannotRead(
  name: string,
  error: unknown,
  what?: 'file' | 'folder',
): EnvironmentError | InputError {
  const { code, message, remedy } = whyUnreadable(error, what)
  return machineError(`cannot read ${name}`, error) ?? refuse(name, code, message, remedy)
}

/** What a text says as JSON; undefined where it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
