import { createReadStream, statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { gunzipped } from '../encoding/byte-stream.ts'
import { otherThanFile } from '../model/source/source-file.ts'
import { cannotRead, refuse } from '../model/source/source.ts'
import { keysOf } from '../vocabulary/keys-of.ts'
import { pathOf, type Surroundings } from './surroundings.ts'

type Bytes = AsyncIterable<Uint8Array>

/** Whether standard input stands in place of a file. A file of that name is ./- */
export function isStandardInput(file: string): boolean {
  return file === '-'
}

/** What messages and reports call a file. */
export function shownName(file: string): string {
  return isStandardInput(file) ? 'standard input' : file
}

/** Lets standard input be opened once: there is no beginning to go back to. */
export function openedOnce(stdin: () => Bytes): () => Bytes {
  let isOpen = false
  return () => {
    if (isOpen) throw refuse(shownName('-'), 'standard-input-again', 'it is named twice', 'name - once')
    isOpen = true
    return stdin()
  }
}

/**
 * Refuses standard input where files are read again, by the same process or by others, or are written to. Throws an
 * `InputError`.
 */
export function checkReadOnce(files: readonly string[], again: Readonly<Record<string, boolean>>): void {
  const option = keysOf(again).find((name) => again[name])
  if (option === undefined || !files.some(isStandardInput)) return
  const message = `${option} needs a file: standard input cannot be read again`
  throw refuse(shownName('-'), 'standard-input-again', message, 'save it to a file, and name that')
}

/**
 * Refuses what is neither a file nor standard input, before it is opened. Whatever else is wrong with the name, its reader
 * tells. Throws an `InputError`.
 */
export async function refuseOtherThanFile(
  file: string,
  remedy: string,
  context: Surroundings,
): Promise<void> {
  if (isStandardInput(file)) return
  const stats = await stat(pathOf(file, context)).catch(() => undefined)
  const other = stats && otherThanFile(stats)
  if (other !== undefined) throw refuse(file, 'not-a-file', `this is ${other}, not a file`, remedy)
}

/**
 * The bytes of a file or of standard input, unpacked where gzip packed them. The part of a file that has been read is shown on
 * a terminal.
 */
export function bytesOf(file: string, context: Surroundings): Bytes {
  const chunks = isStandardInput(file) ? (context.stdin?.() ?? bytesIn('')) : shownAsRead(file, context)
  return unpacked(shownName(file), chunks)
}

// eslint-disable-next-line @typescript-eslint/require-await
export async function* bytesIn(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

async function* unpacked(name: string, chunks: Bytes): AsyncGenerator<Uint8Array> {
  try {
    yield* gunzipped(chunks)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // An error without a code of the operating system, or of zlib, is a defect of ours.
    if (code === undefined) throw error
    throw code.startsWith('Z_')
      ? refuse(name, 'damaged-file', `the gzip file is damaged (${code})`, 'compress it again')
      : cannotRead(name, error)
  }
}

const mebibyte = 1024 * 1024

async function* shownAsRead(file: string, context: Surroundings): AsyncGenerator<Uint8Array> {
  const path = pathOf(file, context)
  let read = 0
  let shown = 0
  try {
    for await (const chunk of createReadStream(path)) {
      const bytes = chunk as Uint8Array
      yield bytes
      read += bytes.length
      if (read - shown < mebibyte) continue
      shown = read
      const size = Math.max(read, statSync(path).size)
      context.stderr.progress(`${file}: ${Math.floor(read / mebibyte)} of ${Math.ceil(size / mebibyte)} MiB`)
    }
  } finally {
    if (shown > 0) context.stderr.progress('')
  }
}
