import { readFile } from 'node:fs/promises'
import { readRecording, RecordingError } from '../evidence/recording/recording-text.ts'
import type { Recording } from '../evidence/recording/recording.ts'
import { cannotRead, refuse } from '../model/source/source.ts'
import { pathOf, type CommandContext } from './command-context.ts'
import { refuseOtherThanFile } from './input-bytes.ts'

/** Reads a recording that a user named. Throws an `InputError` or an `EnvironmentError`. */
export async function readRecordingFile(file: string, context: CommandContext): Promise<Recording> {
  await refuseOtherThanFile(file, remedy, context)
  const text = await readFile(pathOf(file, context), 'utf8').catch((error: unknown) => {
    throw cannotRead(file, error)
  })
  return recordingIn(file, text)
}

/** The recording that a file's text is. Throws an `InputError`. */
export function recordingIn(file: string, text: string): Recording {
  try {
    return readRecording(text)
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error
    throw refuse(file, 'no-recording', error.message, remedy, {
      line: error.line,
      ...(error.field !== undefined && { field: error.field }),
    })
  }
}

/** Says of a run that was cut short that it was. */
export function warnOfCutShort(
  file: string,
  { ended, durationMs }: Recording,
  { stderr }: CommandContext,
): void {
  if (!ended) stderr.say`${file}: the run was cut short after ${Math.round(durationMs)} ms\n`
}

const remedy = 'name a recording.ndjson that --out wrote'
