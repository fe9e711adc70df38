import { getHeapStatistics } from 'node:v8'
import { LineTooLongError, wholeLines } from '../encoding/text-lines.ts'
import { createRecordingReader, RecordingError } from '../evidence/recording/recording-text.ts'
import type { Recording } from '../evidence/recording/recording.ts'
import { refuse } from '../model/source/source.ts'
import type { CommandContext } from './command-context.ts'
import { bytesOf, refuseOtherThanFile, shownName } from './input-bytes.ts'

/** Characters of a line; the longest of ours shows a hierarchy with its clients. */
const longestLine = 128 * 1024 * 1024
/** Lines between two looks at the memory. */
const together = 1000

/**
 * Reads a recording that a user named, line by line, so that it may be longer than any text in memory. Throws an `InputError`
 * or an `EnvironmentError`.
 */
export async function readRecordingFile(file: string, context: CommandContext): Promise<Recording> {
  await refuseOtherThanFile(file, remedy, context)
  return readRecording(bytesOf(file, context), shownName(file))
}

/** The same of its bytes, under a name for them. */
export async function readRecording(bytes: AsyncIterable<Uint8Array>, file: string): Promise<Recording> {
  const { take, recording } = createRecordingReader()
  let number = 0
  try {
    for await (const line of wholeLines(bytes, longestLine)) {
      take(line)
      number += 1
      if (number % together === 0) checkMemory(file, number)
    }
    return recording()
  } catch (error) {
    if (error instanceof RecordingError) {
      const { message, line, field } = error
      throw refuse(file, 'no-recording', message, remedy, { line, ...(field !== undefined && { field }) })
    }
    if (!(error instanceof LineTooLongError)) throw error
    throw refuse(file, 'no-recording', `this line is no JSON: it has ${error.message}`, remedy, {
      line: number + 1,
    })
  }
}

/** Of its limit, what V8 sets apart for objects that have just been made: three spaces of 16 MiB by default. */
const forNewObjects = 48 * 1024 * 1024

/** Node ends a process that has no memory left without a word, and before that does little but look for some. */
function checkMemory(file: string, line: number): void {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics()
  if (used < 0.6 * (limit - forNewObjects)) return
  const mebibytes = Math.round(limit / 1024 / 1024)
  throw refuse(
    file,
    'recording-too-large',
    `the ${mebibytes} MiB of memory that Node may use are full at this line`,
    `give it more: NODE_OPTIONS=--max-old-space-size=${2 * mebibytes}`,
    { line },
  )
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
