import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { getHeapStatistics } from 'node:v8'
import { withHead, wholeUpTo } from '../encoding/byte-stream.ts'
import { LineTooLongError, wholeLines } from '../encoding/text-lines.ts'
import type { InputError } from '../errors.ts'
import { createRecordingReader, RecordingError } from '../evidence/recording/recording-text.ts'
import type { Recording } from '../evidence/recording/recording.ts'
import { cannotRead, jsonIn, refuse } from '../model/source/source.ts'
import type { NamedPlan, NamedRecording } from '../report/diff/compare.ts'
import type { PlanResult } from '../report/plan-result.ts'
import { bytesOf, isStandardInput, refuseOtherThanFile, shownName } from './input-bytes.ts'
import { pathOf, type Surroundings } from './surroundings.ts'

/** Name of the recording in the folder that `--out` names. */
export const recordingName = 'recording.ndjson'

/** Characters of a line; the longest of ours shows a hierarchy with its clients. */
const longestLine = 128 * 1024 * 1024
/** Lines between two looks at the memory. */
const together = 1000

/**
 * Reads a recording that a user named, line by line, so that it may be longer than any text in memory. Throws an `InputError`
 * or an `EnvironmentError`.
 */
export async function readRecordingFile(file: string, context: Surroundings): Promise<Recording> {
  await refuseOtherThanFile(file, ofRecording, context)
  return recordingIn(bytesOf(file, context), shownName(file))
}

/** The same of its bytes, under a name for them. */
async function recordingIn(bytes: AsyncIterable<Uint8Array>, file: string): Promise<Recording> {
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
      throw refuse(file, 'no-recording', message, ofRecording, {
        line,
        ...(field !== undefined && { field }),
      })
    }
    if (!(error instanceof LineTooLongError)) throw error
    throw refuse(file, 'no-recording', `this line is no JSON: it has ${error.message}`, ofRecording, {
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

const ofRecording = 'name a recording.ndjson that --out wrote'

/** What can be compared with another of its kind, and what it is called. */
export type Compared = ({ kind: 'recording' } & NamedRecording) | ({ kind: 'plan' } & NamedPlan)

/** Reads the recording of a folder, or a recording or a plan in a file. Throws an `InputError` or an `EnvironmentError`. */
export async function readCompared(given: string, context: Surroundings): Promise<Compared> {
  const isFolder =
    !isStandardInput(given) && (await stat(pathOf(given, context)).catch(() => undefined))?.isDirectory()
  const file = isFolder ? join(given, recordingName) : given
  return { name: shownName(given), ...(await readRecordingOrPlan(file, context)) }
}

type RecordingOrPlan = { kind: 'recording'; recording: Recording } | { kind: 'plan'; plan: PlanResult }

async function readRecordingOrPlan(file: string, context: Surroundings): Promise<RecordingOrPlan> {
  await refuseOtherThanFile(file, ofEither, context)
  const name = shownName(file)
  const { head, bytes } = await withHead(bytesOf(file, context), longestHead)
  if (isRecording(head)) return { kind: 'recording', recording: await recordingIn(bytes, name) }
  const whole = await wholeUpTo(bytes, largestPlan)
  if (!whole) throw tooLarge(name)
  return { kind: 'plan', plan: await planIn(name, whole) }
}

/** The first line of a recording has the command of its run, and every line is a document with its type; a plan has none. */
function isRecording(head: Uint8Array): boolean {
  const [line = ''] = Buffer.from(head).toString().split('\n', 1)
  const first = jsonIn(line)
  return typeof first === 'object' && first !== null && 'type' in first
}

const mebibyte = 1024 * 1024
const longestHead = 4 * mebibyte
const largestPlan = 128 * mebibyte

function tooLarge(file: string): InputError {
  const message = 'of a plan at most 128 MiB are read, and the file has more'
  return refuse(file, 'file-too-large', message, 'name a smaller file')
}

async function planIn(file: string, bytes: Buffer): Promise<PlanResult> {
  const value = jsonIn(textOf(file, bytes))
  if (value === undefined) {
    throw refuse(
      file,
      'neither-recording-nor-plan',
      'this is neither a recording nor JSON as a whole',
      ofEither,
    )
  }
  // Only for a plan: a recording is read without it.
  const { checkedPlan } = await import('../report/plan-schemas.ts')
  const checked = checkedPlan(value)
  if ('plan' in checked) return checked.plan
  const { wrong, field } = checked
  throw refuse(file, 'no-plan', wrong, ofEither, field === undefined ? {} : { field })
}

/** In UTF-8, or in UTF-16 as PowerShell writes what a command prints. */
function textOf(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes)
  } catch (error) {
    throw cannotRead(file, error)
  }
}

const ofEither = 'name a recording.ndjson that --out wrote, or what plan --json printed'
