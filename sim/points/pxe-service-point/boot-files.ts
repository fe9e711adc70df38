import { packageContent } from '../../wire/distribution-point/package.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** A file that firmware or a boot program fetches. */
export interface BootFile {
  /** Below the root of TFTP, with backslashes: `smsboot\x86\wdsnbp.com`. */
  path: string
  /** Bytes. */
  size: number
  /** Generated from path and size if absent: downloadable, but not a program. */
  content?: Buffer
}

/** The boot program that the point names, and the one for a computer that should not boot from the network. */
export const bootPrograms = {
  boot: 'smsboot\\x86\\wdsnbp.com',
  abort: 'smsboot\\x86\\abortpxe.com',
} as const

/** The paths are the product's; the sizes are not documented, our choice. */
export const defaultBootFiles: readonly BootFile[] = [
  { path: bootPrograms.boot, size: 31_000 },
  { path: 'smsboot\\x86\\pxeboot.com', size: 25_000 },
  { path: bootPrograms.abort, size: 80 },
]

/** Finds a file's bytes by the path in a request: upper or lower case, with either slash. Nothing else can be reached. */
export function openBootFiles(files: readonly BootFile[]): (path: string) => Buffer | undefined {
  const contents = new Map(files.map((file) => [nameOf(file.path), contentOf(file)]))
  return (path) => contents.get(nameOf(path))
}

function nameOf(path: string): string {
  return path.replaceAll('/', '\\').replace(/^\\+/, '').toLowerCase()
}

function contentOf({ path, size, content }: BootFile): Buffer {
  if (content) return content
  return Buffer.concat([...packageContent({ id: path, version: 0 }, { first: 0, last: size - 1 })])
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the sizes of boot files, and the time limits of a PXE boot',
  },
]
