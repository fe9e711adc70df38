import type { Package } from '../../model/hierarchy.ts'
import { signatureFileName } from '../../wire/distribution-point/distribution-point.ts'
import { packageContent } from '../../wire/distribution-point/package-content.ts'
import { packageFiles, type PackageFile } from '../../wire/distribution-point/package-layout.ts'
import { blankHashes, signatureTar } from '../../wire/distribution-point/signature-tar.ts'
import type { Place } from '../web-server/role.ts'
import type { DirectoryNode, FileNode } from './directory-tree.ts'
import { packageHashes } from './package-hashes.ts'

/**
 * BITS starts anew when a date or tag changes between two requests of a job, so they follow from the package alone.
 * A later version has a later date.
 */
const firstModified = new Date('2007-08-22T00:00:00Z')

function modified({ version }: Package): Date {
  const date = new Date(firstModified.getTime() + (version - 1) * 1000)
  // Neither HTTP nor tar can write a date of the far future.
  return date.getUTCFullYear() < 2038 ? date : firstModified
}

function tag({ id, version, size }: Package): string {
  return `"${id}.${version}.${size}"`
}

/** Each package that a distribution point holds has a directory. */
export function packageTree(name: string, place: Place): DirectoryNode {
  return { name, lastModified: firstModified, entries: held(place).map(packageDirectory) }
}

/** Each package that a distribution point holds has a file of signatures. */
export function signatureTree(name: string, place: Place): DirectoryNode {
  return {
    name,
    lastModified: firstModified,
    entries: held(place).map((content) => signatureFile(content, place)),
  }
}

function held({ hierarchy, system }: Place): Package[] {
  const ids = new Set(system.packages)
  return hierarchy.packages.filter(({ id }) => ids.has(id))
}

function packageDirectory(content: Package): DirectoryNode {
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

function fileOf(content: Package, { path, offset, size }: PackageFile): FileNode {
  return {
    name: path[path.length - 1] ?? '',
    size,
    etag: tag(content),
    lastModified: modified(content),
    open: () =>
      Promise.resolve(({ first, last }) =>
        packageContent(content, { first: offset + first, last: offset + last }),
      ),
  }
}

/** Its length follows from the names of the files, so that a listing has not to wait for hashes. */
function signatureFile(content: Package, { database }: Place): FileNode {
  const lastModified = modified(content)
  const blank = packageFiles(content).map(({ path }) => ({ path: path.join('/'), ...blankHashes }))
  return {
    name: signatureFileName(content.id, content.version),
    size: signatureTar(blank, lastModified).length,
    etag: tag(content),
    lastModified,
    async open() {
      const { files } = await packageHashes(database, content)
      const tar = signatureTar(files, lastModified)
      return ({ first, last }) => [tar.subarray(first, last + 1)]
    },
  }
}
