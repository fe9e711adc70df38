import { Readable } from 'node:stream'
import {
  contentRange,
  failedPrecondition,
  multipartEnd,
  multipartType,
  parseByteRanges,
  partHead,
  rangeCounts,
  type ByteRange,
  type Validators,
} from '../../wire/distribution-point/ranges.ts'
import { packageContent, type PackageIdentity } from '../../wire/distribution-point/package.ts'
import { methodNotAllowed, type Answer, type ReceivedRequest } from './virtual-directory.ts'

/** The date of whatever never changes, so that it is the same at every request and in every run. */
export const firstModified = new Date('2007-08-22T00:00:00Z')

export interface SentFile extends Validators {
  /** `application/octet-stream` unless told. */
  type?: string
  /** Bytes. */
  size: number
  /** The bytes of a range, in pieces. */
  read(range: ByteRange): Iterable<Buffer> | AsyncIterable<Buffer>
}

export const fileType = 'application/octet-stream'

/**
 * Answers GET and HEAD of a file: whole, a range, or several. Always with a length, never chunked or compressed: BITS
 * asks for that ("HTTP Requirements for BITS Downloads").
 */
export function sendFile({ method, header }: ReceivedRequest, file: SentFile): Answer {
  const { type = fileType, size, etag, lastModified } = file
  const state = { ETag: etag, 'Last-Modified': lastModified.toUTCString() }
  const failed = failedPrecondition(header, file)
  // No body, but the length that it would have (RFC 9110, section 8.6).
  if (failed === 304) return { status: 304, headers: { ...state, 'Content-Length': size } }
  if (failed === 412) return { status: 412, reason: 'The file is not in the state that was asked for.' }
  const headers = { ...state, 'Accept-Ranges': 'bytes', 'Content-Type': type }
  // A range is for GET alone (RFC 9110, section 14.2).
  if (method === 'HEAD') return { status: 200, headers: { ...headers, 'Content-Length': size } }
  const ranges = rangeCounts(header, file) ? parseByteRanges(header('range'), size) : undefined
  if (ranges === 'unsatisfiable') {
    return { status: 416, headers: { ...headers, 'Content-Range': contentRange(undefined, size) } }
  }
  const [only, second] = ranges ?? [{ first: 0, last: size - 1 }]
  if (ranges && second) {
    return {
      status: 206,
      headers: {
        ...headers,
        'Content-Type': multipartType,
        'Content-Length': multipartLength(ranges, size, type),
      },
      body: Readable.from(multipart(ranges, file)),
    }
  }
  const range = only ?? { first: 0, last: -1 }
  return {
    status: ranges ? 206 : 200,
    headers: {
      ...headers,
      'Content-Length': range.last - range.first + 1,
      ...(ranges && { 'Content-Range': contentRange(range, size) }),
    },
    body: Readable.from(file.read(range)),
  }
}

async function* multipart(
  ranges: readonly ByteRange[],
  { type = fileType, size, read }: SentFile,
): AsyncGenerator<Buffer> {
  for (const range of ranges) {
    yield partHead(range, size, type, range === ranges[0])
    yield* read(range)
  }
  yield multipartEnd
}

function multipartLength(ranges: readonly ByteRange[], size: number, type: string): number {
  const parts = ranges.map(
    (range) => partHead(range, size, type, range === ranges[0]).length + range.last - range.first + 1,
  )
  return parts.reduce((sum, length) => sum + length, multipartEnd.length)
}

/** A file whose bytes follow from its id and version, for HEAD and GET. */
export function sendGeneratedFile(
  request: ReceivedRequest,
  { id, version, size }: PackageIdentity & { size: number },
): Answer {
  if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed('GET', 'HEAD')
  return sendFile(request, {
    etag: `"${id}.${version}"`,
    lastModified: firstModified,
    size,
    read: (range) => packageContent({ id, version }, range),
  })
}
