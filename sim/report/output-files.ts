import type { Recording } from '../evidence/recording/recording.ts'
import { httpArchives } from './har.ts'
import { reportPage } from './html/report-page.ts'
import { jobSummary } from './job-summary.ts'
import { clientLogs } from './logs/client-logs.ts'
import { webServerLogs } from './logs/web-server-log.ts'
import { jsonPieces, later, type OutputFile } from './output-file.ts'
import { runJunit } from './run-junit.ts'
import { runResultOf } from './run-result.ts'
import { runTap } from './run-tap.ts'
import { mermaidSequences } from './sequence-mermaid.ts'

/** Every report of a recording, for `--out` and `sitemode report`; the long ones are made when they are written. */
export function outputFiles(recording: Recording): OutputFile[] {
  return [
    { path: 'report.html', text: later(() => reportPage(recording)) },
    { path: 'summary.md', text: jobSummary(recording) },
    ...ofFleet(recording),
    ...ofScenarios(recording),
    ...recording.hierarchies.flatMap((hierarchy, index) => [
      ...clientLogs(hierarchy, index),
      ...httpArchives(hierarchy, index, recording),
      ...mermaidSequences(hierarchy, index),
      ...webServerLogs(hierarchy, index),
    ]),
  ]
}

function ofFleet({ fleet }: Recording): OutputFile[] {
  return fleet ? [{ path: 'fleet.json', text: `${JSON.stringify(fleet, null, 2)}\n` }] : []
}

function ofScenarios(recording: Recording): OutputFile[] {
  if (recording.hierarchies.every(({ scenario }) => scenario === null)) return []
  const result = runResultOf(recording)
  return [
    { path: 'run.json', text: later(() => jsonPieces({ ...result })) },
    { path: 'run.tap', text: runTap(result) },
    { path: 'junit.xml', text: runJunit(recording) },
  ]
}
