import type { RecordedHierarchy } from '../../evidence/recording/recording.ts'
import { runFolder, safeName } from '../folders.ts'
import { grouped } from '../grouped.ts'
import type { OutputFile } from '../output-file.ts'
import { attemptLines } from './attempt-lines.ts'
import { cmtraceLine } from './cmtrace.ts'

/** The logs of each client, by component, in CMTrace's format; times by the simulation's clock. */
export function clientLogs(hierarchy: RecordedHierarchy, index: number): OutputFile[] {
  const lines = hierarchy.attempts.flatMap((line) =>
    attemptLines(line).map((written) => ({ written, client: line.attempt.client })),
  )
  const clients = `${runFolder(hierarchy, index)}/clients`
  const files = grouped(
    lines,
    ({ written, client }) => `${clients}/${safeName(client)}/${written.component}.log`,
  )
  return [...files].map(([path, within]) => ({
    path,
    text: `${within.map(({ written }) => cmtraceLine(written)).join('\r\n')}\r\n`,
  }))
}
