import { constants } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { InputError } from './problem.ts'

export type FieldPath = readonly (string | number)[]

/** From 1, as editors count. */
export interface Position {
  line: number
  column: number
}

/** What somebody wrote, and where each field of it stands. */
export interface SourceFile {
  /** Absent when the value came from a program. */
  file?: string
  value: unknown
  /** Where a field stands, or its nearest parent that does; undefined where positions are not known. */
  locate: (path: FieldPath, part?: 'key' | 'value') => Position | undefined
}

const largestFile = 1024 * 1024
const typescriptExtensions = ['.ts', '.mts', '.js', '.mjs']

/** Reads a YAML file, or the default export of a TypeScript file; throws an `InputError` where it cannot. */
export async function readSourceFile(file: string): Promise<SourceFile> {
  const text = await readText(file)
  if (typescriptExtensions.includes(extname(file).toLowerCase())) {
    const { readTypeScript } = await import('./typescript-file.ts')
    return readTypeScript(file)
  }
  const { readYaml } = await import('./yaml-file.ts')
  return readYaml(file, text)
}

/** A value that a program made. */
export function sourceOfValue(value: unknown, file?: string): SourceFile {
  return { value, locate: () => undefined, ...(file === undefined ? {} : { file }) }
}

/** Refuses by kind and size before it reads, so that neither a pipe nor 50 MiB keeps anyone waiting. */
async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file).catch((error: unknown) => {
    throw error instanceof InputError ? error : unreadable(file, error)
  })
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

async function readBytes(file: string): Promise<Buffer> {
  const { size } = await stat(file).then((stats) => {
    if (stats.isFile()) return stats
    const kind = stats.isDirectory() ? 'a directory' : 'a device, pipe or socket'
    throw refuse(file, 'not-a-file', `this is ${kind}, not a file`, 'name a YAML or TypeScript file')
  })
  if (size > largestFile) {
    const found = `the file has ${(size / largestFile).toFixed(1)} MiB`
    throw refuse(file, 'file-too-large', `${found}; at most 1 MiB is read`, 'name a smaller file')
  }
  // Non-blocking, in case a pipe has taken the file's place since.
  await using handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK)
  return await handle.readFile()
}

function unreadable(file: string, error: unknown): InputError {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return refuse(file, 'file-not-found', 'there is no such file', 'check the path')
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return refuse(file, 'no-permission', 'you may not read this file', 'change its permissions')
  }
  return refuse(file, 'unreadable-file', `the file cannot be read (${code})`, 'check the path')
}

function notText(file: string): InputError {
  return refuse(file, 'not-text', 'the file is not text in UTF-8', 'name a YAML or TypeScript file')
}

export function refuse(
  file: string,
  code: string,
  message: string,
  remedy: string,
  at?: Partial<Position>,
): InputError {
  return new InputError([{ severity: 'error', code, message, remedy, file, ...at }])
}
