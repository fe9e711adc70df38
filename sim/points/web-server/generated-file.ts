import { Readable } from 'node:stream'
import { parseByteRange } from '../../wire/distribution-point/distribution-point.ts'
import { packageContent, type PackageIdentity } from '../../wire/distribution-point/package-content.ts'
import { methodNotAllowed, type Answer, type ReceivedRequest } from './role.ts'

/** BITS starts anew when this changes between two requests of a job, so it is always the same. */
export const lastModified = new Date('2007-08-22T00:00:00Z')

/**
 * A file for HEAD and GET, whole or one range of it; its bytes follow from its id and version. Always with a length and
 * never chunked: BITS asks for that ("HTTP Requirements for BITS Downloads").
 */
export function sendGeneratedFile(
  { method, header }: ReceivedRequest,
  { id, version, size }: PackageIdentity & { size: number },
): Answer {
  if (method !== 'GET' && method !== 'HEAD') return methodNotAllowed('GET', 'HEAD')
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Accept-Ranges': 'bytes',
    'Last-Modified': lastModified.toUTCString(),
    ETag: `"${id}.${version}"`,
  }
  // RFC 9110, 13.1.5: a part of something else is of no use.
  const isSame = [undefined, headers.ETag, headers['Last-Modified']].includes(header('if-range'))
  const range = isSame ? parseByteRange(header('range'), size) : undefined
  if (range === 'unsatisfiable')
    return { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}`, 'Content-Length': 0 } }
  const { first, last } = range ?? { first: 0, last: size - 1 }
  return {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      'Content-Length': last - first + 1,
      ...(range && { 'Content-Range': `bytes ${first}-${last}/${size}` }),
    },
    ...(method === 'GET' && { body: Readable.from(packageContent({ id, version }, { first, last })) }),
  }
}
