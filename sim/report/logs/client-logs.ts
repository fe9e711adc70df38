import type { RecordedHierarchy } from '../../evidence/recording/recording.ts'
import { runFolder, safeName } from '../folders.ts'
import type { OutputFile } from '../output-file.ts'
import { attemptLines } from './attempt-lines.ts'
import { cmtraceLine, type LogLine } from './cmtrace.ts'

/** The logs of each client, by component, in CMTrace's format; times by the simulation's clock. */
export function clientLogs(hierarchy: RecordedHierarchy, index: number): OutputFile[] {
  const files = new Map<string, LogLine[]>()
  for (const line of hierarchy.attempts) {
    for (const written of attemptLines(line)) {
      const path = `${runFolder(hierarchy, index)}/clients/${safeName(line.attempt.client)}/${written.component}.log`
      files.set(path, [...(files.get(path) ?? []), written])
    }
  }
  return [...files].map(([path, lines]) => ({ path, text: `${lines.map(cmtraceLine).join('\r\n')}\r\n` }))
}
