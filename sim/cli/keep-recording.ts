import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { recordingFormat, type Journal, type RecordedLine } from '../evidence/recording/event.ts'
import { numbered, lineText } from '../evidence/recording/recording-text.ts'
import { emptyRecording, follow, type Recording } from '../evidence/recording/recording.ts'
import { cannotWrite } from './cannot-write.ts'
import { openFile } from './open-file.ts'
import { version } from './version.ts'

/** Name of the recording in the folder that `--out` names. */
const recordingName = 'recording.ndjson'

export interface KeptRecording {
  journal: Journal
  recording: Recording
  /** Ends the recording; with a folder, the reports are written beside it. */
  end(): Promise<void>
}

/**
 * Records what a command does: for its own use, and with `folder` line by line on disk, so that whatever ends the
 * process, all lines up to then are there.
 */
export function keepRecording(folder?: string): KeptRecording {
  const recording = emptyRecording()
  const keep = follow(recording)
  const write = folder === undefined ? () => undefined : linesOf(folder)
  const journal = numbered(randomBytes(4).toString('hex'), (line) => {
    write(line)
    keep(line)
  })
  journal({
    type: 'run',
    format: recordingFormat,
    command: process.argv.slice(2),
    startedAt: new Date().toISOString(),
    versions: { sitemode: version, node: process.version, openssl: process.versions.openssl },
  })
  return {
    journal,
    recording,
    async end() {
      journal({ type: 'ended', durationMs: Math.round(recording.durationMs) })
      if (folder !== undefined) {
        // Only for who wants reports: whoever wants none does not wait for them to load.
        const { writeOutput } = await import('./write-output.ts')
        await writeOutput(folder, recording)
      }
      await summarizeJob(recording)
    },
  }
}

/** Each line is in the kernel's hands before the next thing happens. */
function linesOf(folder: string): (line: RecordedLine) => void {
  const file = join(folder, recordingName)
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    cannotWrite(file)(error)
  }
  const append = openFile(file, 'w', 0o666)
  return (line) => append(lineText(line))
}

/** GitHub shows what a job appends to this file. That it cannot be written is no reason to fail. */
async function summarizeJob(recording: Recording): Promise<void> {
  const { GITHUB_STEP_SUMMARY: file = '' } = process.env
  if (file === '') return
  try {
    const { jobSummary } = await import('../report/job-summary.ts')
    await appendFile(file, jobSummary(recording))
  } catch (error) {
    process.stderr.write(`sitemode: no job summary: ${(error as Error).message}\n`)
  }
}
