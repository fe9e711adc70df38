import { Readable } from 'node:stream'
import type { Package } from '../../model/hierarchy.ts'
import {
  distributionPointDirectory,
  multistatus,
  packageDirectoryPath,
  packageFileName,
  parseByteRange,
  type Resource,
} from '../../wire/distribution-point/distribution-point.ts'
import { packageContent } from '../../wire/distribution-point/package-content.ts'
import {
  methodNotAllowed,
  notFound,
  protocolBySiteMode,
  type Answer,
  type Place,
  type Role,
  type VirtualDirectory,
  type ReceivedRequest,
} from '../web-server/role.ts'

/** BITS starts anew when this changes between two requests of a job, so it follows from the package alone. */
const lastModified = new Date('2007-08-22T00:00:00Z')

/** Read-only WebDAV: HEAD, GET with one range, PROPFIND (bb932208). Always a length, never chunked: BITS asks for that. */
const directory: VirtualDirectory = {
  path: distributionPointDirectory,
  protocol: protocolBySiteMode,
  answer(request, place) {
    const [packageId = '', file = '', ...deeper] = request.path
      .slice(distributionPointDirectory.length)
      .split('/')
      .filter((part) => part !== '')
    const content = packageId === '' ? undefined : packageOf(place, packageId)
    const known =
      packageId === '' ||
      (content && (file === '' || file.toLowerCase() === packageFileName(content.id).toLowerCase()))
    if (!known || deeper.length > 0) return notFound()
    if (request.method === 'PROPFIND') return list(request, place, content, file !== '')
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return methodNotAllowed('GET', 'HEAD', 'PROPFIND')
    if (!content || file === '') return { status: 403, substatus: 14, reason: 'Directory listing denied.' }
    return send(request, content)
  },
}

export const standardDistributionPoint: Role = {
  role: 'standard-distribution-point',
  directories: [directory],
}

function packageOf({ hierarchy, system }: Place, id: string): Package | undefined {
  const held = system.packages.find((name) => name.toLowerCase() === id.toLowerCase())
  return hierarchy.packages.find((content) => content.id === held)
}

function send({ method, header }: ReceivedRequest, content: Package): Answer {
  const range = parseByteRange(header('range'), content.size)
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Accept-Ranges': 'bytes',
    'Last-Modified': lastModified.toUTCString(),
    ETag: `"${content.id}.${content.version}"`,
  }
  if (range === 'unsatisfiable') {
    return {
      status: 416,
      headers: { ...headers, 'Content-Range': `bytes */${content.size}`, 'Content-Length': 0 },
    }
  }
  const { first, last } = range ?? { first: 0, last: content.size - 1 }
  return {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      'Content-Length': last - first + 1,
      ...(range && { 'Content-Range': `bytes ${first}-${last}/${content.size}` }),
    },
    ...(method === 'GET' && { body: Readable.from(packageContent(content, { first, last })) }),
  }
}

/** Depth 0 tells of the resource alone, anything else of what is in it as well; nothing here is deeper than that. */
function list(
  { header }: ReceivedRequest,
  place: Place,
  content: Package | undefined,
  isFile: boolean,
): Answer {
  const inDirectory = content
    ? [fileResource(content)]
    : place.system.packages.map((id) => ({ path: packageDirectoryPath(id), lastModified }))
  const directory = content ? packageDirectoryPath(content.id) : `${distributionPointDirectory}/`
  const resources: Resource[] = isFile
    ? inDirectory
    : [{ path: directory, lastModified }, ...(header('depth') === '0' ? [] : inDirectory)]
  return { status: 207, headers: { 'Content-Type': 'text/xml' }, body: multistatus(resources) }
}

function fileResource(content: Package): Resource {
  return {
    path: packageDirectoryPath(content.id) + packageFileName(content.id),
    size: content.size,
    lastModified,
  }
}
