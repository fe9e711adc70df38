import { packageContent, type PackageIdentity } from '../../wire/distribution-point/package.ts'
import { firstModified } from '../first-modified.ts'
import { methodNotAllowed, type Answer, type ReceivedRequest } from './role.ts'
import { sendFile } from './send-file.ts'

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
