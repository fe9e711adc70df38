import { access, constants } from 'node:fs/promises'
import { captureReader } from '../capture/capture-reader.ts'
import { beginsCapture, readByTshark, type CaptureFile } from '../capture/tshark.ts'
import { logDiagnostician, type LogDiagnostician } from '../diagnose/diagnose-logs.ts'
import type { LogDiagnosis } from '../diagnose/failure.ts'
import { rulesForFailure } from '../diagnose/rules-for-failure.ts'
import { linesOf } from '../encoding/text-lines.ts'
import { EnvironmentError, InputError } from '../errors.ts'
import { anyLog } from '../logs/read-log.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { cannotRead, refuse } from '../model/source/source.ts'
import { pathOf, type Surroundings } from './surroundings.ts'
import { bytesOf, isStandardInput, refuseOtherThanFile, shownName } from './input-bytes.ts'

/** How captures are read. */
export interface CaptureOptions {
  /** Every file is one, whatever its first bytes say. */
  capture?: true
  /** The file with the secrets of TLS sessions. */
  keylog?: string
}

/**
 * Reads files of whatever kind, and says what failed, with `hierarchy` also what clients should have done there by the rules. What
 * can be read is told, whatever is wrong with the other files. Throws an `InputError` where there is no file of secrets.
 */
export async function diagnoseFiles(
  files: readonly string[],
  { hierarchy, ...reading }: CaptureOptions & { hierarchy: Hierarchy | undefined },
  context: Surroundings,
): Promise<{ diagnosis: LogDiagnosis; wrong: readonly (InputError | EnvironmentError)[] }> {
  await checkKeyLog(reading, context)
  const diagnostician = logDiagnostician()
  const wrong: (InputError | EnvironmentError)[] = []
  for (const file of new Set(files)) {
    try {
      await readLog(file, diagnostician, reading, context)
    } catch (error) {
      if (!(error instanceof InputError || error instanceof EnvironmentError)) throw error
      wrong.push(error)
    }
  }
  const diagnosis = diagnostician.diagnosis()
  return { diagnosis: hierarchy ? withRules(diagnosis, hierarchy) : diagnosis, wrong }
}

/** tshark says nothing of a file of secrets that is not there. */
async function checkKeyLog({ keylog }: CaptureOptions, context: Surroundings): Promise<void> {
  if (keylog === undefined) return
  await refuseOtherThanFile(keylog, 'name the file that SSLKEYLOGFILE named', context)
  await access(pathOf(keylog, context), constants.R_OK).catch((error: unknown) => {
    throw cannotRead(keylog, error)
  })
}

function withRules({ failures, ...diagnosis }: LogDiagnosis, hierarchy: Hierarchy): LogDiagnosis {
  return {
    ...diagnosis,
    failures: failures.map((failure) => ({ ...failure, rules: rulesForFailure(hierarchy, failure) })),
  }
}

/** Reads a file of whatever kind. Throws an `InputError` where it is of none. */
async function readLog(
  file: string,
  diagnostician: LogDiagnostician,
  options: CaptureOptions,
  context: Surroundings,
): Promise<void> {
  await refuseOtherThanFile(file, 'name a file, or - for standard input', context)
  const isCapture = !isStandardInput(file) && (options.capture ?? (await beginsAsCapture(file, context)))
  return isCapture
    ? readCapture(file, diagnostician, options, context)
    : readText(file, diagnostician, context)
}

async function beginsAsCapture(file: string, context: Surroundings): Promise<boolean> {
  for await (const chunk of bytesOf(file, context)) return beginsCapture(chunk)
  return false
}

async function readText(
  file: string,
  { take, fileRead }: LogDiagnostician,
  context: Surroundings,
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
  context: Surroundings,
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
