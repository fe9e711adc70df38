import type { TextLine } from '../encoding/text-lines.ts'
import type { Statement } from './statement.ts'

/** The kinds of file that can be read. */
export type LogKind = 'client-log' | 'web-server-log' | 'http-error-log' | 'recording' | 'capture'

/** Reads one file, line by line, in bounded memory. */
export interface LogReader {
  /** The statements that are complete with this line; an entry of several lines is complete with its last. */
  read(line: TextLine): readonly Statement[]
  /** What the end of the file completes; a last line that is torn is left out, and counted as unread. */
  end(): readonly Statement[]
  /** Lines that are none of this kind of log. */
  unread(): number
}

/** A kind of log: how to know one, and how to read it. */
export interface LogFormat {
  kind: LogKind
  /** Whether a line can only be one of this kind. Asked of the first lines of a file, until one kind knows them. */
  knows(line: string): boolean
  open(file: string): LogReader
}
