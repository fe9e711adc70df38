import { constants, type Stats } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { InputError } from '../../errors.ts'
import { cannotRead, refuse, type NamedSource } from './source.ts'

/** Bytes. */
export const largestFile = 1024 * 1024
const typescriptExtensions = ['.ts', '.mts', '.js', '.mjs']

/**
 * Reads a YAML file, or the default export of a TypeScript file; throws an `InputError` if it cannot. `folder`: the
 * folder that a relative file name starts from; messages keep the name as written.
 */
export async function readSourceFile(file: string, folder = '.'): Promise<NamedSource> {
  const text = textOf(file, await readFile(file, folder))
  if (isModule(file)) {
    const { readTypeScript } = await import('./typescript-file.ts')
    return readTypeScript(file, folder)
  }
  const { readYaml } = await import('./yaml-file.ts')
  return readYaml(file, text)
}

/** Whether a file would be run to know what it describes. */
export function isModule(file: string): boolean {
  return typescriptExtensions.includes(extname(file).toLowerCase())
}

/** The same for YAML that comes from elsewhere than a file, under a name for it. */
export async function readSourceBytes(name: string, bytes: Buffer): Promise<NamedSource> {
  const text = textOf(name, bytes)
  const { readYaml } = await import('./yaml-file.ts')
  return readYaml(name, text)
}

async function readFile(file: string, folder: string): Promise<Buffer> {
  // An empty name would resolve to the folder itself.
  const path = file === '' ? file : resolve(folder, file)
  return readBytes(file, path).catch((error: unknown) => {
    throw error instanceof InputError ? error : cannotRead(file, error)
  })
}

function textOf(file: string, bytes: Buffer): string {
  if (isUtf16(bytes)) {
    const remedy =
      'save it as UTF-8: in Notepad, Save As with the encoding UTF-8; in PowerShell, Out-File -Encoding utf8'
    throw refuse(file, 'utf-16', 'the file is text in UTF-16', remedy)
  }
  if (bytes.includes(0)) throw notText(file)
  let text
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw notText(file)
  }
  if (text.trim() === '') {
    throw refuse(file, 'empty-file', 'the file is empty', 'describe at least one thing in it')
  }
  return text
}

/** What a name leads to that is no file, in words: a pipe may keep its reader waiting, and a device may never end. */
export function otherThanFile(stats: Stats): string | undefined {
  if (stats.isFile()) return undefined
  return stats.isDirectory() ? 'a directory' : 'a device, pipe or socket'
}

/** Checks kind and size before reading, so that neither a pipe nor a huge file keeps anyone waiting. */
async function readBytes(file: string, path: string): Promise<Buffer> {
  const stats = await stat(path)
  const other = otherThanFile(stats)
  if (other !== undefined) {
    throw refuse(file, 'not-a-file', `this is ${other}, not a file`, 'name a YAML or TypeScript file')
  }
  const { size } = stats
  if (size > largestFile) {
    const found = `the file has ${(size / largestFile).toFixed(1)} MiB`
    throw refuse(file, 'file-too-large', `${found}; at most 1 MiB is read`, 'name a smaller file')
  }
  // Non-blocking, in case a pipe has replaced the file in the meantime.
  await using handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  return await handle.readFile()
}

/** By its byte order mark, or by the zeros that every second byte of plain English has. */
function isUtf16(bytes: Buffer): boolean {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true
  const start = bytes.subarray(0, 64)
  const zerosAt = (parity: number) => start.every((byte, index) => (byte === 0) === (index % 2 === parity))
  return start.length > 1 && (zerosAt(0) || zerosAt(1))
}

function notText(file: string): InputError {
  return refuse(file, 'not-text', 'the file is not text in UTF-8', 'name a YAML or TypeScript file')
}
