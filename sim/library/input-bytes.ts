import { createReadStream, statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { gunzipped } from '../encoding/byte-stream.ts'
import { otherThanFile } from '../model/source/source-file.ts'
import { cannotRead, refuse } from '../model/source/source.ts'
import { pathOf, type Surroundings } from './surroundings.ts'

type Bytes = AsyncIterable<Uint8Array>

/**
 * Refuses what is no file, before it is opened. Whatever else is wrong with the name, its reader tells. Throws an
 * `InputError`.
 */
export async function refuseOtherThanFile(
  file: string,
  remedy: string,
  context: Surroundings,
): Promise<void> {
  const stats = await stat(pathOf(file, context)).catch(() => undefined)
  const other = stats && otherThanFile(stats)
  if (other !== undefined) throw refuse(file, 'not-a-file', `this is ${other}, not a file`, remedy)
}

/** The bytes of a file, unpacked where it is a gzip file, with the part that has been read shown on a terminal. */
export function bytesOf(file: string, context: Surroundings): Bytes {
  return unpacked(file, shownAsRead(file, context))
}

/** The bytes of standard input, unpacked likewise; none where there is no standard input. */
export function standardInput({ stdin }: Surroundings): Bytes {
  return unpacked('standard input', stdin?.() ?? bytesIn(''))
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
