import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { recordingFormat, type Journal } from '../evidence/recording/event.ts'
import { numbered, lineText } from '../evidence/recording/recording-text.ts'
import { emptyRecording, follow, type Recording } from '../evidence/recording/recording.ts'
import { packageVersion } from '../shipped.ts'
import { pathOf, type CommandContext } from './command-context.ts'
import { cannotWrite, openFile, writeOutput, type GrowingFile } from './write-files.ts'

/** Name of the recording in the folder that `--out` names. */
const recordingName = 'recording.ndjson'

/** Is to be declared with `using`, which closes its file. */
export interface KeptRecording extends Disposable {
  journal: Journal
  recording: Recording
  /** Ends the recording; with a folder, the reports are written beside it. */
  end(): Promise<void>
}

/**
 * Records what a command does: for its own use, and with `folder` line by line on disk, so that whatever ends the
 * process, all lines up to then are there.
 */
export function keepRecording(folder: string | undefined, context: CommandContext): KeptRecording {
  const recording = emptyRecording()
  const keep = follow(recording)
  const directory = folder === undefined ? undefined : pathOf(folder, context)
  const file = directory === undefined ? undefined : openRecording(directory)
  const journal = numbered(randomBytes(4).toString('hex'), (line) => {
    file?.add(lineText(line))
    keep(line)
  })
  journal({
    type: 'run',
    format: recordingFormat,
    command: [...context.argv],
    startedAt: new Date().toISOString(),
    versions: { sitemode: packageVersion(), node: process.version, openssl: process.versions.openssl },
  })
  return {
    journal,
    recording,
    async end() {
      journal({ type: 'ended', durationMs: Math.round(recording.durationMs) })
      if (directory !== undefined) await writeOutput(directory, recording)
      await summarizeJob(recording, context)
    },
    [Symbol.dispose]() {
      file?.close()
    },
  }
}

/** Each line is in the kernel's hands before the next thing happens. */
function openRecording(folder: string): GrowingFile {
  const file = join(folder, recordingName)
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    cannotWrite(file)(error)
  }
  return openFile(file)
}

/** GitHub shows what a job appends to this file. That it cannot be written is no reason to fail. */
async function summarizeJob(recording: Recording, context: CommandContext): Promise<void> {
  const { GITHUB_STEP_SUMMARY: file = '' } = context.env
  if (file === '') return
  try {
    const { jobSummary } = await import('../report/job-summary.ts')
    await appendFile(pathOf(file, context), jobSummary(recording))
  } catch (error) {
    context.stderr.write(`sitemode: no job summary: ${(error as Error).message}\n`)
  }
}
