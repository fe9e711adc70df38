import type { TextLine } from '../encoding/text-lines.ts'
import { clientLogFormat } from './client-log.ts'
import { httpErrorLogFormat } from './http-error-log.ts'
import type { LogFormat, LogKind, LogReader } from './log-reader.ts'
import { recordingFormat } from './own-recording.ts'
import type { Statement } from './statement.ts'
import { webServerLogFormat } from './web-server-log.ts'

/** Every kind of file with text lines, the more certain to know first. */
const formats: readonly LogFormat[] = [
  httpErrorLogFormat,
  webServerLogFormat,
  recordingFormat,
  clientLogFormat,
]

/** A file that is being read, of whatever kind it turns out to be. */
export interface AnyLog extends LogReader {
  /** null as long as no line has shown it. */
  kind(): LogKind | null
  /** Lines that were read. */
  lines(): number
}

/** Lines before the first that shows the kind; of more, the last are kept: an entry may have begun in them. */
const keptBefore = 200

export function anyLog(file: string): AnyLog {
  let known: { kind: LogKind; reader: LogReader } | undefined
  let before: TextLine[] = []
  let lines = 0
  let passedOver = 0
  return {
    read(line) {
      lines = line.number
      if (known) return known.reader.read(line)
      before.push(line)
      const format = formats.find(({ knows }) => knows(line.text))
      if (!format) {
        passedOver += before.length > keptBefore && before.shift() ? 1 : 0
        return []
      }
      const { kind, open } = format
      const reader = open(file)
      known = { kind, reader }
      const statements = before.flatMap((one) => reader.read(one))
      before = []
      return statements
    },
    end: (): readonly Statement[] => known?.reader.end() ?? [],
    unread: () => passedOver + before.length + (known?.reader.unread() ?? 0),
    kind: () => known?.kind ?? null,
    lines: () => lines,
  }
}
