import { open, readFile, stat } from 'node:fs/promises'
import type { InputError } from '../errors.ts'
import type { Recording } from '../evidence/recording/recording.ts'
import { cannotRead, refuse } from '../model/source/source.ts'
import { checkedPlan } from '../report/plan-schemas.ts'
import type { PlanResult } from '../report/plan-result.ts'
import { pathOf, type CommandContext } from './command-context.ts'
import { refuseOtherThanFile } from './input-bytes.ts'
import { readRecordingFile } from './read-recording.ts'

export type RecordingOrPlan = { kind: 'recording'; recording: Recording } | { kind: 'plan'; plan: PlanResult }

/** Reads either of the two, whichever a user named. Throws an `InputError` or an `EnvironmentError`. */
export async function readRecordingOrPlan(file: string, context: CommandContext): Promise<RecordingOrPlan> {
  await refuseOtherThanFile(file, remedy, context)
  const path = pathOf(file, context)
  const cannot = (error: unknown): never => {
    throw cannotRead(file, error)
  }
  if (await isRecording(path).catch(cannot))
    return { kind: 'recording', recording: await readRecordingFile(file, context) }
  const { size } = await stat(path).catch(cannot)
  if (size > largestPlan) throw tooLarge(file, size)
  return { kind: 'plan', plan: planIn(file, await readFile(path).catch(cannot)) }
}

/** The first line of a recording has the command of its run, and every line is a document with its type; a plan has none. */
async function isRecording(path: string): Promise<boolean> {
  await using opened = await open(path)
  const { buffer, bytesRead } = await opened.read(Buffer.alloc(longestHead), 0, longestHead, 0)
  const [head = ''] = buffer.subarray(0, bytesRead).toString().split('\n', 1)
  const first = parsed(head)
  return typeof first === 'object' && first !== null && 'type' in first
}

const mebibyte = 1024 * 1024
const longestHead = 4 * mebibyte
const largestPlan = 128 * mebibyte

function tooLarge(file: string, size: number): InputError {
  const found = `the file has ${(size / mebibyte).toFixed(1)} MiB`
  return refuse(file, 'file-too-large', `${found}; of a plan at most 128 MiB are read`, 'name a smaller file')
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
