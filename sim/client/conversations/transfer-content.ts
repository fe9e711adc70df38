import { createHash, type Hash } from 'node:crypto'
import { contentRange } from '../../wire/distribution-point/ranges.ts'
import { distributionPointDirectory, packageDirectoryPath } from '../../wire/distribution-point/package.ts'
import { UnexpectedReplyError, type Conversation, type Reply, type Said } from '../conversation.ts'
import { packageManifest, requestPath, type Manifest, type ManifestFile } from './package-manifest.ts'

/** A package that a client is to have, and how far it has come: broken off, it goes on from there. */
export interface TransferJob {
  readonly packageId: string
  /** Virtual directories, tried in this order until one lets the client in. */
  directories: readonly string[]
  /** By BITS: in ranges. Otherwise each file in one answer. */
  readonly byBits: boolean
  /** Of all files one after the other, in the order of their paths; hexadecimal. */
  readonly sha1: string
  /** Bytes that have come. */
  transferred: number
  /** Of these bytes. */
  hash: Hash
  /** What they are bytes of; undefined before the first. */
  manifest: string | undefined
}

export interface Transferred {
  /** The virtual directory that let the client in. */
  directory: string
  files: Manifest
  /** That came in this conversation; less than the files where an earlier one was broken off. */
  bytes: number
}

/** The package that came is not the one that the management point told of. */
export class ContentHashError extends Error {
  override readonly name = 'ContentHashError'
  /** CRYPT_E_HASH_VALUE. */
  readonly code = '0x80091007'
}

/** Bytes of one range: a body is never longer. BITS sizes ranges by the bandwidth; our choice. */
const rangeSize = 1024 * 1024

/** What BITS says with each request; its version is that of Windows Vista. */
const bits = { Accept: '*/*', 'Accept-Encoding': 'identity', 'User-Agent': 'Microsoft BITS/7.0' }

export function createTransferJob(
  wanted: Pick<TransferJob, 'packageId' | 'byBits' | 'sha1'> & Partial<Pick<TransferJob, 'directories'>>,
): TransferJob {
  return {
    directories: [distributionPointDirectory],
    ...wanted,
    transferred: 0,
    hash: createHash('sha1'),
    manifest: undefined,
  }
}

/**
 * Transfers a package as a client of that age does: lists its directory, asks the size of each file, and has the files by
 * ranges, as BITS. Rejects with an `UnexpectedReplyError`, a `ContentHashError`, or what the connection failed with.
 */
export function transferContent(job: TransferJob): Conversation<Transferred> {
  return async (say) => {
    const { directory, root, files } = await openDirectory(say, job)
    const manifest = JSON.stringify(files)
    // Of another manifest: what has come is of no use.
    if (job.manifest !== manifest) restart(job, manifest)
    const before = job.transferred
    let end = 0
    for (const file of files) {
      end += file.size
      const missing = end - job.transferred
      if (missing > 0) await transferFile(say, root, file, file.size - missing, job)
    }
    const sha1 = job.hash.copy().digest('hex')
    if (sha1 !== job.sha1.toLowerCase()) {
      restart(job, undefined)
      throw new ContentHashError(`package ${job.packageId} has the hash ${sha1} instead of ${job.sha1}`)
    }
    return { directory, files, bytes: job.transferred - before }
  }
}

type Say = (said: Said) => Promise<Reply>

function restart(job: TransferJob, manifest: string | undefined): void {
  Object.assign(job, { transferred: 0, hash: createHash('sha1'), manifest })
}

async function openDirectory(say: Say, { packageId, directories }: TransferJob) {
  let refused: Reply | undefined
  for (const directory of directories) {
    const root = packageDirectoryPath(packageId, directory)
    const files = await packageManifest(say, root)
    if (!('refused' in files)) return { directory, root, files }
    refused = files.refused
  }
  if (!refused) throw new RangeError('a transfer needs a directory to try')
  throw new UnexpectedReplyError(
    refused,
    `package ${packageId} is in none of ${directories.join(', ')}: the last answered ${refused.status}`,
  )
}

/** From an offset on; each range is hashed as it comes, and forgotten. */
async function transferFile(
  say: Say,
  root: string,
  { path, size, etag }: ManifestFile,
  from: number,
  job: TransferJob,
): Promise<void> {
  const target = requestPath(root + path)
  const head = await say({ method: 'HEAD', path: target, headers: bits })
  if (head.status !== 200 || head.headers['content-length'] !== String(size)) {
    const length = head.headers['content-length'] ?? 'no length'
    throw new UnexpectedReplyError(
      head,
      `${path} is listed with ${size} bytes, and HEAD told ${head.status} and ${length}`,
    )
  }
  if (!job.byBits) return transferWhole(say, target, size, from, job)
  for (let first = from; first < size; first += rangeSize) {
    const range = { first, last: Math.min(first + rangeSize, size) - 1 }
    const headers = {
      ...bits,
      Range: `bytes=${range.first}-${range.last}`,
      ...(etag !== undefined && { 'If-Match': etag }),
    }
    const part = await say({ method: 'GET', path: target, headers })
    const told = part.headers['content-range'] ?? 'no range'
    if (
      part.status !== 206 ||
      told !== contentRange(range, size) ||
      part.body.length !== range.last - range.first + 1
    ) {
      throw new UnexpectedReplyError(
        part,
        `asked for ${contentRange(range, size)} of ${path}: came ${part.status}, ${told}, ${part.body.length} bytes`,
      )
    }
    job.hash.update(part.body)
    job.transferred += part.body.length
  }
}

/** What of it has come before comes again. */
async function transferWhole(
  say: Say,
  target: string,
  size: number,
  from: number,
  job: TransferJob,
): Promise<void> {
  const whole = await say({ method: 'GET', path: target })
  if (whole.status !== 200 || whole.body.length !== size) {
    throw new UnexpectedReplyError(
      whole,
      `asked for ${target} of ${size} bytes: came ${whole.status}, ${whole.body.length} bytes`,
    )
  }
  job.hash.update(whole.body.subarray(from))
  job.transferred += size - from
}
