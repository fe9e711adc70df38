import { readFile } from 'node:fs/promises'
import type { Recording } from '../evidence/recording/recording.ts'
import { cannotRead, refuse } from '../model/source/source.ts'
import { checkedPlan } from '../report/plan-schemas.ts'
import type { PlanResult } from '../report/plan-result.ts'
import { pathOf, type CommandContext } from './command-context.ts'
import { refuseOtherThanFile } from './input-bytes.ts'
import { recordingIn } from './read-recording.ts'

export type RecordingOrPlan = { kind: 'recording'; recording: Recording } | { kind: 'plan'; plan: PlanResult }

/** Reads either of the two, whichever a user named. Throws an `InputError` or an `EnvironmentError`. */
export async function readRecordingOrPlan(file: string, context: CommandContext): Promise<RecordingOrPlan> {
  await refuseOtherThanFile(file, remedy, context)
  const bytes = await readFile(pathOf(file, context)).catch((error: unknown) => {
    throw cannotRead(file, error)
  })
  return isRecording(bytes)
    ? { kind: 'recording', recording: recordingIn(file, textOf(file, bytes)) }
    : { kind: 'plan', plan: planIn(file, bytes) }
}

/** Every line of a recording is a document with its type; a plan has none. */
function isRecording(bytes: Buffer): boolean {
  const end = bytes.indexOf('\n')
  const head = bytes.subarray(0, Math.min(end === -1 ? bytes.length : end, longestHead))
  const first = parsed(head.toString())
  return typeof first === 'object' && first !== null && 'type' in first
}

/** The first line of a recording has the command of its run. */
const longestHead = 4 * 1024 * 1024

const mebibyte = 1024 * 1024
const largestPlan = 128 * mebibyte

function planIn(file: string, bytes: Buffer): PlanResult {
  if (bytes.length > largestPlan) {
    const found = `the file has ${(bytes.length / mebibyte).toFixed(1)} MiB`
    throw refuse(
      file,
      'file-too-large',
      `${found}; of a plan at most 128 MiB are read`,
      'name a smaller file',
    )
  }
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
