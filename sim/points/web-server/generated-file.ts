import { Readable } from 'node:stream'
import { packageContent, type PackageIdentity } from '../../wire/distribution-point/package-content.ts'
import { sendFile } from './file-answer.ts'
import type { Answer, ReceivedRequest } from './role.ts'

/** BITS starts anew when this changes between two requests of a job, so it is always the same. */
export const lastModified = new Date('2007-08-22T00:00:00Z')

/** A file whose bytes follow from its id and version. */
export function sendGeneratedFile(
  request: ReceivedRequest,
  { id, version, size }: PackageIdentity & { size: number },
): Answer {
  return sendFile(request, {
    contentType: 'application/octet-stream',
    etag: `${id}.${version}`,
    lastModified,
    size,
    read: (range) => Readable.from(packageContent({ id, version }, range)),
  })
}
