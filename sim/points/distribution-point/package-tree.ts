import { createHash, type Hash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Hierarchy, Package, PackageSource, SiteSystem, Update } from '../../model/hierarchy.ts'
import {
  packageContent,
  packageFiles,
  signatureFileName,
  type HeldContent,
  type PackageFile,
} from '../../wire/distribution-point/package.ts'
import type { ByteRange } from '../../wire/distribution-point/ranges.ts'
import {
  blankHashes,
  signatureTar,
  type HashedFile,
  type Hashes,
} from '../../wire/distribution-point/signature-tar.ts'
import type { SiteDatabase } from '../site-database.ts'
import { firstModified, type SentFile } from '../web-server/web-server.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** Hashes of all files of a package together, in the order of their names, and of each. */
interface PackageHashes extends Hashes {
  files: readonly HashedFile[]
}

/** Bytes to hash before other work gets a turn. */
const atOnce = 1024 * 1024

/** By package: two packages never have the same id, and a package never changes while a hierarchy runs. */
function createPackageHashes(): Map<PackageSource, Promise<PackageHashes>> {
  return new Map()
}

/**
 * The hashes of a package, worked out once for a site. What exactly the product hashes is not documented; our choice is
 * the bytes of the files one after the other.
 */
export function packageHashes(database: SiteDatabase, content: PackageSource): Promise<PackageHashes> {
  const known = database.table(createPackageHashes)
  const hashes = known.get(content) ?? hash(content)
  known.set(content, hashes)
  return hashes
}

async function hash(content: PackageSource): Promise<PackageHashes> {
  const whole = start()
  const files: HashedFile[] = []
  for (const { path, offset, size } of packageFiles(content)) {
    const file = start()
    const end = offset + size
    for (let first = offset; first < end; first += atOnce) {
      for (const piece of packageContent(content, { first, last: Math.min(first + atOnce, end) - 1 })) {
        for (const one of [...whole, ...file]) one.update(piece)
      }
      // Let the server answer others meanwhile. A timer, unlike an immediate, can be unreferenced and still fires.
      await setTimeout(0, undefined, { ref: false })
    }
    files.push({ path: path.join('/'), ...digests(file) })
  }
  return { ...digests(whole), files }
}

function start(): [sha1: Hash, sha256: Hash] {
  return [createHash('sha1'), createHash('sha256')]
}

function digests([sha1, sha256]: [sha1: Hash, sha256: Hash]): Hashes {
  return { sha1: sha1.digest('hex'), sha256: sha256.digest('hex') }
}

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

/** A file whose bytes are generated on demand. */
export interface PackageFileNode extends FileNode {
  read(range: ByteRange): Iterable<Buffer>
}

/** Each package that a distribution point holds has a directory; that of a deployment package has one for each update. */
export function packageTree(name: string, contents: readonly HeldContent[]): DirectoryNode<PackageFileNode> {
  const lastModified = firstModified
  const packages = contents.filter((content) => content.package === undefined)
  const deploymentPackages = new Set(contents.flatMap((content) => content.package ?? []))
  const ofUpdates = [...deploymentPackages].map((id) => ({
    name: id,
    lastModified,
    entries: contents.filter((content) => content.package === id).map(packageDirectory),
  }))
  return { name, lastModified, entries: [...packages.map(packageDirectory), ...ofUpdates] }
}

/** Each package and update that a distribution point holds has a file of signatures. */
export function signatureTree(
  name: string,
  contents: readonly HeldContent[],
  database: SiteDatabase,
): DirectoryNode {
  const entries = contents.map((content) => signatureFile(content, database))
  return { name, lastModified: firstModified, entries }
}

/** The packages that a system holds, and the updates in its deployment packages. */
export function contentOn(system: SiteSystem, { packages, updates }: Hierarchy): (Package | Update)[] {
  const ids = new Set(system.packages)
  return [
    ...packages.filter(({ id }) => ids.has(id)),
    ...updates.filter(({ package: id }) => id !== undefined && ids.has(id)),
  ]
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

/** Its length follows from the names of the files, so that a listing need not wait for hashes. */
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

/** A file that a distribution point gives out. */
interface FileNode extends SentFile {
  name: string
}

export interface DirectoryNode<File extends FileNode = FileNode> {
  /** Name in its directory; for a virtual directory, its path without the slash at the end. */
  name: string
  lastModified: Date
  entries: readonly TreeNode<File>[]
}

export type TreeNode<File extends FileNode = FileNode> = File | DirectoryNode<File>

export function isDirectory<File extends FileNode>(node: TreeNode<File>): node is DirectoryNode<File> {
  return 'entries' in node
}

export interface Found<File extends FileNode = FileNode> {
  node: TreeNode<File>
  /** Path in the tree's own case, whatever the request's; a directory's ends with a slash. */
  path: string
}

/**
 * The node at a path below a directory. Each part has to be the name of something there, so no path leads out: dots,
 * backslashes and streams are in no name. Names are not case-sensitive.
 */
export function find<File extends FileNode>(
  root: DirectoryNode<File>,
  pathBelow: string,
): Found<File> | undefined {
  const names = pathBelow.split('/').slice(1)
  // A slash at the end asks for a directory.
  const wantsDirectory = names.at(-1) === ''
  if (wantsDirectory) names.pop()
  let found: Found<File> = { node: root, path: `${root.name}/` }
  for (const name of names) {
    const { node } = found
    const entries: readonly TreeNode<File>[] = isDirectory(node) ? node.entries : []
    const next = entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase())
    if (!next) return undefined
    found = { node: next, path: pathOf(found.path, next) }
  }
  return wantsDirectory && !isDirectory(found.node) ? undefined : found
}

/** A node and, so many levels down, the nodes below it. */
export function* below<File extends FileNode>(
  { node, path }: Found<File>,
  levels: number,
): Generator<Found<File>> {
  yield { node, path }
  if (levels === 0 || !isDirectory(node)) return
  for (const entry of node.entries) yield* below({ node: entry, path: pathOf(path, entry) }, levels - 1)
}

function pathOf(directory: string, node: TreeNode): string {
  return `${directory}${node.name}${isDirectory(node) ? '/' : ''}`
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: "the names of a package's files, and the bytes that its hash covers",
  },
]
