import { captureReader } from '../capture/capture-reader.ts'
import { beginsCapture, readByTshark, type CaptureFile } from '../capture/tshark.ts'
import type { LogDiagnostician } from '../diagnose/diagnose-logs.ts'
import { linesOf } from '../encoding/text-lines.ts'
import type { InputError } from '../errors.ts'
import { anyLog } from '../logs/read-log.ts'
import { refuse } from '../model/source/source.ts'
import { pathOf, type CommandContext } from './command-context.ts'
import { bytesOf, isStandardInput, refuseOtherThanFile, shownName } from './input-bytes.ts'

/** How captures are read. */
export interface CaptureOptions {
  /** Every file is one, whatever its first bytes say. */
  capture?: true
  /** The file with the secrets of TLS sessions. */
  keylog?: string
}

/** Reads a file of whatever kind. Throws an `InputError` where it is of none. */
export async function readLog(
  file: string,
  diagnostician: LogDiagnostician,
  options: CaptureOptions,
  context: CommandContext,
): Promise<void> {
  await refuseOtherThanFile(file, 'name a file, or - for standard input', context)
  const isCapture = !isStandardInput(file) && (options.capture ?? (await beginsAsCapture(file, context)))
  return isCapture
    ? readCapture(file, diagnostician, options, context)
    : readText(file, diagnostician, context)
}

async function beginsAsCapture(file: string, context: CommandContext): Promise<boolean> {
  for await (const chunk of bytesOf(file, context)) return beginsCapture(chunk)
  return false
}

async function readText(
  file: string,
  { take, fileRead }: LogDiagnostician,
  context: CommandContext,
): Promise<void> {
  const log = anyLog(file)
  for await (const line of linesOf(bytesOf(file, context))) log.read(line).forEach(take)
  log.end().forEach(take)
  const kind = log.kind()
  if (kind === null) throw noLog(file)
  fileRead({ file, kind, lines: log.lines() }, log.unread())
}

/** Packets after which there is a sign of life. */
const packetsShown = 10_000

async function readCapture(
  file: string,
  { take, fileRead }: LogDiagnostician,
  { keylog }: CaptureOptions,
  context: CommandContext,
): Promise<void> {
  const reader = captureReader(file)
  const capture: CaptureFile = {
    name: file,
    path: pathOf(file, context),
    keyLog: keylog === undefined ? undefined : pathOf(keylog, context),
    env: context.env,
  }
  let lines = 0
  try {
    for await (const line of linesOf(readByTshark(capture))) {
      reader.read(line).forEach(take)
      lines = line.number
      if (lines % packetsShown === 0) context.stderr.progress(`${file}: ${lines} packets`)
    }
  } finally {
    context.stderr.progress('')
  }
  reader.end().forEach(take)
  // The first line names the fields.
  fileRead({ file, kind: 'capture', lines: Math.max(0, lines - 1) }, reader.unread())
}

function noLog(file: string): InputError {
  return refuse(
    shownName(file),
    'no-log',
    "it is neither a client's log nor a web server's log nor a recording nor a capture",
    'name a file in the format of CMTrace, in W3C format with its #Fields, a recording.ndjson or a pcapng',
  )
}
