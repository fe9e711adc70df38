import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { relative } from 'node:path'
import type { Test } from 'tap'

/** A file that is written, without the ending that it has until it is whole. */
export interface Write {
  /** Its path below the folder, with slashes. */
  file: string
  /** The files written so far, with this one, in the order of their first writes. */
  files: readonly string[]
  /** How often this file has been written to, with this time. */
  times: number
}

export interface FilledDisk {
  /** Files in the order of their first writes. */
  files: string[]
  empty(): void
}

/**
 * Fills the disk at the first write below a folder for which `isFull` holds: half of it is written, and nothing afterwards.
 * It has room again once it is emptied, or the test ends.
 */
export function fillDisk(
  t: Pick<Test, 'teardown'>,
  folder: string,
  isFull: (write: Write) => boolean,
): FilledDisk {
  const files: string[] = []
  const times = new Map<string, number>()
  const opened = new Map<number, string>()
  let full = false

  /** How much of some bytes there is room for. */
  function roomFor(path: string, length: number): number {
    const file = relative(folder, path)
      .replaceAll('\\', '/')
      .replace(/\.part$/, '')
    if (file.startsWith('..')) return length
    if (full) return 0
    if (!files.includes(file)) files.push(file)
    times.set(file, (times.get(file) ?? 0) + 1)
    full = isFull({ file, files, times: times.get(file) ?? 0 })
    return full ? Math.floor(length / 2) : length
  }

  const { openSync, writeSync, writeFileSync } = fs
  const { writeFile } = fs.promises
  const noRoom = (): Error =>
    Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' })
  const pathOf = (file: unknown): string =>
    (typeof file === 'number' ? opened.get(file) : String(file)) ?? '..'
  Object.assign(fs, {
    openSync(...args: Parameters<typeof openSync>) {
      const descriptor = openSync(...args)
      opened.set(descriptor, String(args[0]))
      return descriptor
    },
    writeSync(file: number, bytes: Buffer, from = 0) {
      const room = roomFor(pathOf(file), bytes.length - from)
      if (room === 0) throw noRoom()
      return writeSync(file, bytes, from, room)
    },
    writeFileSync(file: string | number, text: string, options?: fs.WriteFileOptions) {
      const room = roomFor(pathOf(file), text.length)
      writeFileSync(file, text.slice(0, room), options)
      if (room < text.length) throw noRoom()
    },
  })
  Object.assign(fs.promises, {
    async writeFile(file: string, pieces: string | Iterable<string>, options?: fs.WriteFileOptions) {
      const text = typeof pieces === 'string' ? pieces : [...pieces].join('')
      const room = roomFor(file, text.length)
      await writeFile(file, text.slice(0, room), options)
      if (room < text.length) throw noRoom()
    },
  })
  syncBuiltinESMExports()

  function empty(): void {
    Object.assign(fs, { openSync, writeSync, writeFileSync })
    Object.assign(fs.promises, { writeFile })
    syncBuiltinESMExports()
  }
  t.teardown(empty)
  return { files, empty }
}
