import type { Readable } from 'node:stream'
import { parseByteRange, type ByteRange } from '../../wire/distribution-point/distribution-point.ts'
import { methodNotAllowed, type Answer, type ReceivedRequest } from './role.ts'

export interface SentFile {
  contentType: string
  /** Without its quotes. */
  etag: string
  lastModified?: Date
  /** Bytes. */
  size: number
  /** The bytes of a range of it. */
  read(range: ByteRange): Buffer | Readable
}

/**
 * A file for HEAD and GET, whole or one range of it, always with a length and never chunked: BITS asks for that ("HTTP
 * Requirements for BITS Downloads").
 */
export function sendFile(
  { method, header }: ReceivedRequest,
  { contentType, etag, lastModified, size, read }: SentFile,
): Answer {
  if (method !== 'GET' && method !== 'HEAD') return methodNotAllowed('GET', 'HEAD')
  const headers = {
    'Content-Type': contentType,
    'Accept-Ranges': 'bytes',
    ...(lastModified && { 'Last-Modified': lastModified.toUTCString() }),
    ETag: `"${etag}"`,
  }
  // RFC 9110, 13.1.5: a part of something else is of no use.
  const isSame = [undefined, headers.ETag, headers['Last-Modified'] ?? headers.ETag].includes(
    header('if-range'),
  )
  const range = isSame ? parseByteRange(header('range'), size) : undefined
  if (range === 'unsatisfiable')
    return { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}`, 'Content-Length': 0 } }
  const sent = range ?? { first: 0, last: size - 1 }
  return {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      'Content-Length': sent.last - sent.first + 1,
      ...(range && { 'Content-Range': `bytes ${sent.first}-${sent.last}/${size}` }),
    },
    ...(method === 'GET' && { body: read(sent) }),
  }
}
