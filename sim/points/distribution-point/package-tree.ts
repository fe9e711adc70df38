import type { Hierarchy, PackageSource, SiteSystem } from '../../model/hierarchy.ts'
import type { ByteRange } from '../../wire/distribution-point/ranges.ts'
import {
  packageContent,
  packageFiles,
  signatureFileName,
  type PackageFile,
} from '../../wire/distribution-point/package.ts'
import { blankHashes, signatureTar } from '../../wire/distribution-point/signature-tar.ts'
import { firstModified } from '../web-server/send-file.ts'
import type { SiteDatabase } from '../site-database.ts'
import type { DirectoryNode, FileNode } from './directory-tree.ts'
import { packageHashes } from './package-hashes.ts'

/**
 * BITS starts anew when a date or tag changes between two requests of a job, so they follow from the package alone.
 * A later version has a later date.
 */
function modified({ version }: PackageSource): Date {
  const date = new Date(firstModified.getTime() + (version - 1) * 1000)
  // Neither HTTP nor tar can write a date of the far future.
  return date.getUTCFullYear() < 2038 ? date : firstModified
}

function tag({ id, version, size }: PackageSource): string {
  return `"${id}.${version}.${size}"`
}

/** A file whose bytes are made when they are asked for. */
export interface PackageFileNode extends FileNode {
  read(range: ByteRange): Iterable<Buffer>
}

/** Each package that a distribution point holds has a directory. */
export function packageTree(
  name: string,
  packages: readonly PackageSource[],
): DirectoryNode<PackageFileNode> {
  return { name, lastModified: firstModified, entries: packages.map(packageDirectory) }
}

/** Each package that a distribution point holds has a file of signatures. */
export function signatureTree(
  name: string,
  packages: readonly PackageSource[],
  database: SiteDatabase,
): DirectoryNode {
  const entries = packages.map((content) => signatureFile(content, database))
  return { name, lastModified: firstModified, entries }
}

/** The packages that a system holds. */
export function packagesOn(system: SiteSystem, hierarchy: Hierarchy): PackageSource[] {
  const ids = new Set(system.packages)
  return hierarchy.packages.filter(({ id }) => ids.has(id))
}

function packageDirectory(content: PackageSource): DirectoryNode<PackageFileNode> {
  const lastModified = modified(content)
  const files = packageFiles(content)
  const own = files.filter(({ path }) => path.length === 1).map((file) => fileOf(content, file))
  const subdirectories = new Set(
    files.flatMap(({ path: [first, name] }) => (name === undefined ? [] : [first])),
  )
  const deeper = [...subdirectories].map((name) => ({
    name,
    lastModified,
    entries: files
      .filter(({ path }) => path.length === 2 && path[0] === name)
      .map((file) => fileOf(content, file)),
  }))
  return { name: content.id, lastModified, entries: [...own, ...deeper] }
}

function fileOf(content: PackageSource, { path, offset, size }: PackageFile): PackageFileNode {
  return {
    name: path[path.length - 1] ?? '',
    size,
    etag: tag(content),
    lastModified: modified(content),
    read: ({ first, last }) => packageContent(content, { first: offset + first, last: offset + last }),
  }
}

/** Its length follows from the names of the files, so that a listing has not to wait for hashes. */
function signatureFile(content: PackageSource, database: SiteDatabase): FileNode {
  const lastModified = modified(content)
  const blank = packageFiles(content).map(({ path }) => ({ path: path.join('/'), ...blankHashes }))
  return {
    name: signatureFileName(content.id, content.version),
    size: signatureTar(blank, lastModified).length,
    etag: tag(content),
    lastModified,
    async *read({ first, last }) {
      const { files } = await packageHashes(database, content)
      yield signatureTar(files, lastModified).subarray(first, last + 1)
    },
  }
}
