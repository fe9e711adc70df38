import { logDiagnostician } from '../../sim/diagnose/diagnose-logs.ts'
import type { LogDiagnosis } from '../../sim/diagnose/failure.ts'
import { anyLog } from '../../sim/logs/read-log.ts'

/** A file by its name, as its writers give it. */
export interface WrittenLog {
  path: string
  text: string
}

/** What `diagnose` makes of these files. */
export function diagnosed(
  files: readonly WrittenLog[],
  limits?: Parameters<typeof logDiagnostician>[0],
): LogDiagnosis {
  const { take, fileRead, diagnosis } = logDiagnostician(limits)
  for (const { path, text } of files) {
    const log = anyLog(path)
    text.split(/\r?\n/).forEach((line, index) => log.read({ text: line, number: index + 1 }).forEach(take))
    log.end().forEach(take)
    const kind = log.kind()
    if (kind === null) throw new Error(`${path} is no log`)
    fileRead({ file: path, kind, lines: log.lines() }, log.unread())
  }
  return diagnosis()
}

/** The candidates of each failure, by their ids. */
export function idsOf({ failures }: LogDiagnosis): string[][] {
  return failures.map(({ candidates }) => candidates.map(({ entry }) => entry.id))
}
