import { createHash, type Hash } from 'node:crypto'
import { contentRange } from '../../wire/distribution-point/ranges.ts'
import { packageDirectoryPath } from '../../wire/distribution-point/package.ts'
import { parseMultistatus, type Listed } from '../../wire/distribution-point/webdav.ts'
import { UnexpectedReplyError, type Conversation, type Reply, type Send } from '../transports/http.ts'
import { SmbFailure } from '../transports/smb/connection.ts'
import type { ReadFromShare, ShareConversation, SmbContent } from '../transports/smb/smb.ts'

/** The download of a package and its progress, from which it resumes after an interruption. */
export interface TransferJob {
  readonly packageId: string
  /** Paths of the package's directory, tried in this order until one lets the client in. */
  directories: readonly string[]
  /** Whether BITS transfers files in ranges; otherwise each file comes in one reply. */
  readonly byBits: boolean
  /** SHA-1 of all files one after the other, in the order of their paths; hexadecimal. */
  readonly sha1: string
  /** Bytes of `manifest` transferred so far. */
  transferred: number
  /** SHA-1 of these bytes. */
  hash: Hash
  /** The list of files that the bytes belong to; undefined before the first. */
  manifest: string | undefined
}

interface Transferred {
  /** The path of the directory that let the client in. */
  directory: string
  files: Manifest
  /** Bytes transferred in this conversation: less than the package's size after an interruption. */
  bytes: number
}

/** The package that was transferred is not the one that the management point announced. */
export class ContentHashError extends Error {
  override readonly name = 'ContentHashError'
  /** CRYPT_E_HASH_VALUE. */
  readonly code = '0x80091007'

  /** The hashes in hexadecimal. */
  constructor(packageId: string, actual: string, expected: string) {
    super(`package ${packageId} has the hash ${actual} instead of ${expected}`)
  }
}

/** Bytes per range. BITS sizes ranges by the bandwidth; a fixed size is our choice. */
const rangeSize = 1024 * 1024

/** The headers that BITS sends with each request; the version is that of Windows Vista. */
const bits = { Accept: '*/*', 'Accept-Encoding': 'identity', 'User-Agent': 'Microsoft BITS/7.0' }

export function createTransferJob(
  wanted: Pick<TransferJob, 'packageId' | 'byBits' | 'sha1'> & Partial<Pick<TransferJob, 'directories'>>,
): TransferJob {
  return {
    directories: [packageDirectoryPath(wanted.packageId)],
    ...wanted,
    transferred: 0,
    hash: createHash('sha1'),
    manifest: undefined,
  }
}

/**
 * Transfers a package as clients of the time do: lists its directory, asks for the size of each file, and gets the files
 * in ranges, like BITS. Rejects with an `UnexpectedReplyError`, a `ContentHashError`, or the error of the connection.
 */
export function transferContent(job: TransferJob): Conversation<Transferred> {
  return async (send) => {
    const { directory, files } = await openDirectory(send, job)
    const manifest = JSON.stringify(files)
    // The package has changed: start over.
    if (job.manifest !== manifest) restart(job, manifest)
    const before = job.transferred
    let end = 0
    for (const file of files) {
      end += file.size
      const missing = end - job.transferred
      if (missing > 0) await transferFile(send, directory, file, file.size - missing, job)
    }
    const sha1 = job.hash.copy().digest('hex')
    if (sha1 !== job.sha1.toLowerCase()) {
      restart(job, undefined)
      throw new ContentHashError(job.packageId, sha1, job.sha1)
    }
    return { directory, files, bytes: job.transferred - before }
  }
}

function restart(job: TransferJob, manifest: string | undefined): void {
  Object.assign(job, { transferred: 0, hash: createHash('sha1'), manifest })
}

async function openDirectory(send: Send, { packageId, directories }: TransferJob) {
  let refused: Reply | undefined
  for (const written of directories) {
    const directory = `${written.replace(/\/$/, '')}/`
    const files = await packageManifest(send, directory)
    if (!('refused' in files)) return { directory, files }
    refused = files.refused
  }
  if (!refused) throw new RangeError('a transfer needs a directory to try')
  throw new UnexpectedReplyError(
    refused,
    `none of ${directories.join(', ')} has package ${packageId}: the last replied with status ${refused.status}`,
  )
}

/** Transfers a file from an offset on; each range is hashed on arrival and discarded. */
async function transferFile(
  send: Send,
  root: string,
  { path, size, etag }: ManifestFile,
  from: number,
  job: TransferJob,
): Promise<void> {
  const target = requestPath(root + path)
  const head = await send({ method: 'HEAD', path: target, headers: bits })
  if (head.status !== 200 || head.headers['content-length'] !== String(size)) {
    const length = head.headers['content-length'] ?? 'no length'
    throw new UnexpectedReplyError(
      head,
      `${path} is listed with ${size} bytes, but HEAD returned status ${head.status} and ${length}`,
    )
  }
  if (!job.byBits) return transferWhole(send, target, size, from, job)
  for (let first = from; first < size; first += rangeSize) {
    const range = { first, last: Math.min(first + rangeSize, size) - 1 }
    const headers = {
      ...bits,
      Range: `bytes=${range.first}-${range.last}`,
      ...(etag !== undefined && { 'If-Match': etag }),
    }
    const part = await send({ method: 'GET', path: target, headers })
    const received = part.headers['content-range'] ?? 'no range'
    if (
      part.status !== 206 ||
      received !== contentRange(range, size) ||
      part.body.length !== range.last - range.first + 1
    ) {
      throw new UnexpectedReplyError(
        part,
        `requested ${contentRange(range, size)} of ${path}, received status ${part.status}, ${received}, ${part.body.length} bytes`,
      )
    }
    job.hash.update(part.body)
    job.transferred += part.body.length
  }
}

/** Transfers the whole file, and passes over what an earlier conversation has transferred. */
async function transferWhole(
  send: Send,
  target: string,
  size: number,
  from: number,
  job: TransferJob,
): Promise<void> {
  const whole = await send({ method: 'GET', path: target })
  if (whole.status !== 200 || whole.body.length !== size) {
    throw new UnexpectedReplyError(
      whole,
      `requested ${target} of ${size} bytes, received status ${whole.status}, ${whole.body.length} bytes`,
    )
  }
  job.hash.update(whole.body.subarray(from))
  job.transferred += size - from
}

/** The files of a package, as a distribution point lists them. */
type Manifest = readonly ManifestFile[]

interface ManifestFile {
  /** Relative to the package's directory. */
  path: string
  /** Bytes. */
  size: number
  etag: string | undefined
}

/** Limits far above any package; the client gives up a distribution point that lists more. */
const mostDirectories = 1000
const mostFiles = 100_000

/** Lists a package's directory and those below it, in the order of the paths. `root` ends with a slash. */
async function packageManifest(send: Send, root: string): Promise<Manifest | Refused> {
  const files: ManifestFile[] = []
  const directories = [root]
  // The loop adds to the list that it reads.
  for (const [index, directory] of directories.entries()) {
    const reply = await send({ method: 'PROPFIND', path: requestPath(directory), headers: { Depth: '1' } })
    if (index === 0 && notLetIn.includes(reply.status)) return { refused: reply }
    for (const { path, size, etag } of listing(reply, directory)) {
      if (size === undefined) directories.push(path.endsWith('/') ? path : `${path}/`)
      else files.push({ path: path.slice(root.length), size, etag })
    }
    if (directories.length > mostDirectories || files.length > mostFiles) {
      throw new UnexpectedReplyError(reply, `${root} lists more files than a package has`)
    }
  }
  return files.sort((one, other) => (one.path < other.path ? -1 : 1))
}

/** The directory does not exist or does not let this client in; another may. */
interface Refused {
  refused: Reply
}

const notLetIn = [401, 403, 404]

/** The entries of a directory, without the directory itself. */
function listing(reply: Reply, directory: string): Listed[] {
  const listed = reply.status === 207 ? parseMultistatus(reply.body.toString()) : undefined
  if (!listed) {
    throw new UnexpectedReplyError(
      reply,
      `error retrieving the manifest: ${directory} answered a PROPFIND with ${reply.status} and no listing`,
    )
  }
  const inside = listed.filter(({ path }) => withoutSlash(path) !== withoutSlash(directory))
  const stray = inside.find(({ path }) => !isIn(path, directory))
  if (stray) throw new UnexpectedReplyError(reply, `${directory} lists ${stray.path}, which is not in it`)
  return inside
}

function withoutSlash(path: string): string {
  return path.replace(/\/$/, '').toLowerCase()
}

/** Takes only names that a file of Windows can have, so that a path from outside never leads out of the directory. */
function isIn(path: string, directory: string): boolean {
  const name = withoutSlash(path.slice(directory.length))
  return (
    path.toLowerCase().startsWith(directory.toLowerCase()) &&
    /^[^/\\:*?"<>|\p{Cc}]+$/u.test(name) &&
    !/^\.+$/.test(name)
  )
}

function requestPath(path: string): string {
  return encodeURI(path).replaceAll('#', '%23').replaceAll('?', '%3F')
}

/**
 * Copies a package from its folder in the share of a distribution point, all of it from the start, and checks its hash. Throws an
 * `SmbFailure`.
 */
export function copyContent(
  { packageId, sha1 }: Pick<TransferJob, 'packageId' | 'sha1'>,
  folder: string = packageId,
): ShareConversation<{ bytes: number }> {
  return async (read) => {
    const hash = createHash('sha1')
    const bytes = await readAll(read, folder, (piece) => hash.update(piece))
    const copied = hash.digest('hex')
    if (copied === sha1.toLowerCase()) return { bytes }
    const { code, message } = new ContentHashError(packageId, copied, sha1)
    throw new SmbFailure('smb', code, message)
  }
}

/** Bytes: enough to see that a file can be read, however long it is. */
const beginning = 65_536

/** Goes down from a folder of the share to the first file, and reads its beginning; an empty folder is listed. */
export function readFirstFile(folder: string): ShareConversation<SmbContent> {
  return async (read) => {
    let path = folder
    for (;;) {
      const content = await read(path, undefined, beginning)
      const [first] = content.kind === 'directory' ? [...content.names].sort() : []
      if (first === undefined) return content
      path = path === '' ? first : `${path}\\${first}`
    }
  }
}

/** Reads files in the order of their names, as their hash takes them; packages have one level of subdirectories. */
async function readAll(read: ReadFromShare, path: string, take: (bytes: Buffer) => void): Promise<number> {
  const content = await read(path, take)
  if (content.kind === 'file') return content.length
  let bytes = 0
  for (const name of [...content.names].sort()) bytes += await readAll(read, `${path}\\${name}`, take)
  return bytes
}
