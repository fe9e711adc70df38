import { Readable } from 'node:stream'
import type { Site, SiteSystem } from '../../model/hierarchy.ts'
import { siteModes } from '../../vocabulary/site-mode.ts'
import {
  distributionPointDirectory,
  signatureDirectory,
  withoutCertificateDirectory,
} from '../../wire/distribution-point/package.ts'
import {
  longestPropfind,
  multistatus,
  parseDepth,
  parsePropfind,
  type Resource,
} from '../../wire/distribution-point/webdav.ts'
import type { WebServerError } from '../../wire/error-page.ts'
import type { Point } from '../point.ts'
import {
  badRequest,
  methodNotAllowed,
  notFound,
  protocolBySiteMode,
  type Answer,
  type Answered,
  type ReceivedRequest,
  type VirtualDirectory,
} from '../web-server/virtual-directory.ts'
import { fileType, sendFile } from '../web-server/web-server.ts'
import { admitsAnonymous, openShare } from './content-share.ts'
import {
  below,
  contentOn,
  find,
  isDirectory,
  packageTree,
  signatureTree,
  type DirectoryNode,
  type Found,
} from './package-tree.ts'
import type { Basis } from '../../vocabulary/basis.ts'

const packages: VirtualDirectory = {
  path: distributionPointDirectory,
  protocol: protocolBySiteMode,
  signsIn: signsInWithoutCertificate,
  answer: (request, { hierarchy, system }) =>
    answerFrom(packageTree(distributionPointDirectory, contentOn(system, hierarchy)), request),
}

/** In mixed mode there is no need for it, and bb932208 lists none. A Windows account stands in for the certificate. */
const withoutCertificate: VirtualDirectory = {
  path: withoutCertificateDirectory,
  protocol: protocolBySiteMode,
  withoutClientCertificate: true,
  signsIn: hasDirectoryWithoutCertificate,
  answer: (request, { hierarchy, site, system }) =>
    hasDirectoryWithoutCertificate(site)
      ? answerFrom(packageTree(withoutCertificateDirectory, contentOn(system, hierarchy)), request)
      : notFound(),
}

function hasDirectoryWithoutCertificate({ mode }: Site): boolean {
  return siteModes[mode].clientsPresentCertificates
}

/**
 * In native mode the certificate is enough: the content is read as the anonymous user IUSR_ ("How to Specify an Access
 * Account"), and the option for that cannot be set.
 */
function signsInWithoutCertificate(site: Site, system: SiteSystem): boolean {
  return !siteModes[site.mode].clientsPresentCertificates && !admitsAnonymous(site, system)
}

const signatures: VirtualDirectory = {
  path: signatureDirectory,
  protocol: protocolBySiteMode,
  signsIn: signsInWithoutCertificate,
  answer: (request, { hierarchy, system, database }) =>
    answerFrom(signatureTree(signatureDirectory, contentOn(system, hierarchy), database), request),
}

export const standardDistributionPoint: Point = {
  // Without the option to transfer by BITS, HTTP and HTTPS it is reached by SMB alone.
  directories: (_site, { httpTransfer }) => (httpTransfer ? [packages, withoutCertificate, signatures] : []),
  // It has its share either way (bb932208).
  open: (context) => [openShare(context, { packages: () => contentOn(context.system, context.hierarchy) })],
}

const methods = ['OPTIONS', 'GET', 'HEAD', 'PROPFIND']

/** Answers from a tree of files as a read-only WebDAV server (bb932208: WebDAV has to be enabled). */
export function answerFrom(root: DirectoryNode, request: ReceivedRequest): Promise<Answer> | Answer {
  const pathBelow = request.path.slice(root.name.length)
  const found = find(root, pathBelow)
  if (!found) return request.method === 'MKCOL' ? notMade(root, pathBelow, request) : notFound()
  switch (request.method) {
    case 'OPTIONS':
      return options
    case 'PROPFIND':
      return list(request, found)
    case 'GET':
    case 'HEAD':
      return isDirectory(found.node)
        ? { status: 403, substatus: 14, reason: 'Directory listing denied.' }
        : sendFile(request, found.node)
    default:
      return methodNotAllowed(...methods)
  }
}

/** A directory is not made: where it could be, for want of the right to write (RFC 4918, section 9.3.1). */
function notMade(root: DirectoryNode, pathBelow: string, { header }: ReceivedRequest): WebServerError {
  const hasBody = header('transfer-encoding') !== undefined || Number(header('content-length') ?? 0) > 0
  if (hasBody) return { status: 415, reason: 'A body of this type is not understood.' }
  const parent = find(root, pathBelow.replace(/\/[^/]*\/?$/, ''))
  if (!parent || !isDirectory(parent.node))
    return { status: 409, reason: 'The directory above it does not exist.' }
  return { status: 403, substatus: 3, reason: 'Write access is denied.' }
}

const options: Answered = { status: 200, headers: { DAV: '1', Allow: methods.join(', ') } }

/** Entries of a listing that is held in memory. */
const mostHeld = 100

async function list(request: ReceivedRequest, found: Found): Promise<Answer> {
  const body = await request.body(longestPropfind)
  if (!body) return badRequest(`A PROPFIND body has at most ${longestPropfind} bytes.`)
  const propfind = parsePropfind(body)
  if (!propfind) return badRequest('The body of the PROPFIND cannot be read.')
  const depth = parseDepth(request.header('depth'))
  if (!depth) return badRequest('The depth of a PROPFIND is 0, 1 or infinity.')
  const levels = depth === 'infinity' ? Infinity : Number(depth)
  const resources = [...below(found, levels)].map(resourceOf)
  if (resources.length <= mostHeld)
    return {
      status: 207,
      headers: { 'Content-Type': 'text/xml' },
      body: [...multistatus(resources, propfind)].join(''),
    }
  // Generated twice: first for its length, then to send it without holding it in memory.
  let length = 0
  for (const piece of multistatus(resources, propfind)) length += Buffer.byteLength(piece)
  return {
    status: 207,
    headers: { 'Content-Type': 'text/xml', 'Content-Length': length },
    body: Readable.from(multistatus(resources, propfind)),
  }
}

function resourceOf({ node, path }: Found): Resource {
  const { lastModified } = node
  if (isDirectory(node)) return { path, lastModified }
  return { path, lastModified, file: { size: node.size, type: fileType, etag: node.etag } }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'a distribution point of a native-mode site that refuses client certificates by a status even ' +
      'where its site refuses them in the handshake: the handshake is over before it knows whether ' +
      'the directory asks for one. Its directories that do ask take no account besides, as their ' +
      'content is read by the anonymous user (`IUSR_`)',
  },
]
