import type { Package } from '../../model/hierarchy.ts'
import {
  distributionPointDirectory,
  multistatus,
  packageDirectoryPath,
  packageFileName,
  type Resource,
} from '../../wire/distribution-point/distribution-point.ts'
import { lastModified, sendGeneratedFile } from '../web-server/generated-file.ts'
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
    return sendGeneratedFile(request, content)
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
