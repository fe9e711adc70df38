import { withHead, wholeUpTo } from '../encoding/byte-stream.ts'
import type { InputError } from '../errors.ts'
import type { Recording } from '../evidence/recording/recording.ts'
import { cannotRead, refuse } from '../model/source/source.ts'
import { checkedPlan } from '../report/plan-schemas.ts'
import type { PlanResult } from '../report/plan-result.ts'
import type { CommandContext } from './command-context.ts'
import { bytesOf, refuseOtherThanFile, shownName } from './input-bytes.ts'
import { readRecording } from './read-recording.ts'

export type RecordingOrPlan = { kind: 'recording'; recording: Recording } | { kind: 'plan'; plan: PlanResult }

/** Reads either of the two, whichever a user named. Throws an `InputError` or an `EnvironmentError`. */
export async function readRecordingOrPlan(file: string, context: CommandContext): Promise<RecordingOrPlan> {
  await refuseOtherThanFile(file, remedy, context)
  const name = shownName(file)
  const { head, bytes } = await withHead(bytesOf(file, context), longestHead)
  if (isRecording(head)) return { kind: 'recording', recording: await readRecording(bytes, name) }
  const whole = await wholeUpTo(bytes, largestPlan)
  if (!whole) throw tooLarge(name)
  return { kind: 'plan', plan: planIn(name, whole) }
}

/** The first line of a recording has the command of its run, and every line is a document with its type; a plan has none. */
function isRecording(head: Uint8Array): boolean {
  const [line = ''] = Buffer.from(head).toString().split('\n', 1)
  const first = parsed(line)
  return typeof first === 'object' && first !== null && 'type' in first
}

const mebibyte = 1024 * 1024
const longestHead = 4 * mebibyte
const largestPlan = 128 * mebibyte

function tooLarge(file: string): InputError {
  const message = 'of a plan at most 128 MiB are read, and the file has more'
  return refuse(file, 'file-too-large', message, 'name a smaller file')
}

function planIn(file: string, bytes: Buffer): PlanResult {
  const value = parsed(textOf(file, bytes))
  if (value === undefined) {
    throw refuse(
      file,
      'neither-recording-nor-plan',
      'this is neither a recording nor JSON as a whole',
      remedy,
    )
  }
  const checked = checkedPlan(value)
  if ('plan' in checked) return checked.plan
  const { wrong, field } = checked
  throw refuse(file, 'no-plan', wrong, remedy, field === undefined ? {} : { field })
}

/** In UTF-8, or in UTF-16 as PowerShell writes what a command prints. */
function textOf(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes)
  } catch (error) {
    throw cannotRead(file, error)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

const remedy = 'name a recording.ndjson that --out wrote, or what plan --json printed'
