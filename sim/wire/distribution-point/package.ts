import { createCipheriv, createHash } from 'node:crypto'
import type { ByteRange } from './ranges.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** The share of the packages on drive C: ("About BITS-Enabled Distribution Points", bb932208). */
export const packageShare = 'SMSPKGC$'

/** The virtual directories of a distribution point: its packages, and signatures (bb932208). */
export const distributionPointDirectory = `/SMS_DP_${packageShare}`
export const signatureDirectory = '/SMS_DP_SMSSIG$'

/**
 * In native mode packages are also in a directory that asks for no client certificate; a client picks one of the two at
 * random and tries the other when it is refused. Its prefix, NOCERT_SMS_DP_, is in the product's help on package
 * access; what follows the prefix is our choice.
 */
export const withoutCertificateDirectory = withoutCertificatePath(distributionPointDirectory)

/** The same path in the directory without client certificates. */
export function withoutCertificatePath(path: string): string {
  return path.replace(/^\//, '/NOCERT_')
}

export function packageDirectoryPath(packageId: string, directory = distributionPointDirectory): string {
  return `${directory}/${packageId}/`
}

/**
 * The folder of content, from that of all packages down. An update has one of its own in its deployment package, named by
 * its id: not documented; our choice.
 */
export function contentFolder({
  id,
  package: deploymentPackage,
}: Pick<HeldContent, 'id' | 'package'>): readonly string[] {
  return deploymentPackage === undefined ? [id] : [deploymentPackage, id]
}

/** A package's main file. Not documented, as administrators choose the content of packages; our choice. */
function packageFileName(packageId: string): string {
  return `${packageId}.bin`
}

/** Package and version, as bb932208 says of the directory's files. */
export function signatureFileName(packageId: string, version: number): string {
  return `${packageId}.${version}.tar`
}

/** Determines a package's bytes: they are generated on the way out and never stored. */
export interface PackageIdentity {
  id: string
  version: number
}

/** Content in the folders of a distribution point: a package, or an update in its deployment package. */
export interface HeldContent extends PackageIdentity {
  /** Bytes. */
  size: number
  /** Id of the deployment package of an update. */
  package?: string
}

const blockSize = 64 * 1024

/** The bytes of a range of a package, in pieces of at most 64 KiB. */
export function* packageContent(identity: PackageIdentity, range: ByteRange): Generator<Buffer> {
  let position = range.first
  while (position <= range.last) {
    const index = Math.floor(position / blockSize)
    const start = position - index * blockSize
    const end = Math.min(blockSize, range.last + 1 - index * blockSize)
    yield block(identity, index, end).subarray(start)
    position += end - start
  }
}

const zeros = Buffer.alloc(blockSize)
const firstCounter = Buffer.alloc(16)

/**
 * The first bytes of a block, as many as `length` says. Each block has its own key stream, so that a piece from the wrong
 * place or package differs.
 */
function block({ id, version }: PackageIdentity, index: number, length: number): Buffer {
  const key = createHash('sha256').update(`${id}.${version}.${index}`).digest()
  return createCipheriv('aes-256-ctr', key, firstCounter).update(zeros.subarray(0, length))
}

/** A file of a package: a slice of the package's bytes. */
export interface PackageFile {
  /** Below the package's directory: its own name, or a subdirectory's and its own. */
  path: readonly [name: string] | readonly [subdirectory: string, name: string]
  /** Offset in the package. */
  offset: number
  /** Bytes. */
  size: number
}

/** Packages up to this many bytes are one file. */
const oneFile = 1024 * 1024

/**
 * The files of a package, in the order of their names and bytes. A long package has two files in a
 * subdirectory, so that a listing has a level to descend into. Not documented; our choice.
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

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the way a client picks one of two virtual directories',
  },
  {
    certainty: 'our choice',
    about: 'the folder of an update in its deployment package, which has the name of its unique id',
  },
]
