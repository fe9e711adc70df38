import { packageFileName } from './distribution-point.ts'
import type { PackageIdentity } from './package-content.ts'

/** A file of a package: a slice of the package's bytes. */
export interface PackageFile {
  /** Below the package's directory: its own name, or a subdirectory's and its own. */
  path: readonly [name: string] | readonly [subdirectory: string, name: string]
  /** Where it begins in the package. */
  offset: number
  /** Bytes. */
  size: number
}

/** Packages up to this many bytes are one file. */
const oneFile = 1024 * 1024

/**
 * The files of a package, in the order of their names, which is that of their bytes. A long one has two files in a
 * subdirectory, so that a listing has something to go down into. Not documented; our choice.
 */
export function packageFiles({ id, size }: PackageIdentity & { size: number }): readonly PackageFile[] {
  const main = packageFileName(id)
  if (size <= oneFile) return [{ path: [main], offset: 0, size }]
  const part = Math.floor(size / 8)
  return [
    { path: [main], offset: 0, size: size - 2 * part },
    { path: [`${id}.files`, '1.bin'], offset: size - 2 * part, size: part },
    { path: [`${id}.files`, '2.bin'], offset: size - part, size: part },
  ]
}
