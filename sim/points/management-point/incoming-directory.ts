import { limits } from '../../limits.ts'
import {
  acknowledged,
  incomingDirectory,
  packetTypeOf,
  parseFragmentRange,
  sessionNotFound,
  supportsUpload,
  uploadProtocol,
} from '../../wire/management-point/bits-upload.ts'
import {
  badRequest,
  methodNotAllowed,
  notFound,
  protocolBySiteMode,
  type Answer,
  type Answered,
  type RequestContext,
  type ReceivedRequest,
  type VirtualDirectory,
} from '../web-server/virtual-directory.ts'
import { createUploads, longestUpload, type UploadSession, type Uploads } from './uploads.ts'

/** Takes files by BITS_POST, in fragments ([MC-BUP] 3.2.5). Files are stored as received. */
export const incoming: VirtualDirectory = {
  path: incomingDirectory,
  protocol: protocolBySiteMode,
  async answer(request, context) {
    const [, name] = /^\/[^/]+\/([^/\\]{1,128})$/.exec(request.path) ?? []
    if (name === undefined) return notFound()
    if (request.method !== 'BITS_POST') return methodNotAllowed('BITS_POST')
    const type = packetTypeOf(request.header('bits-packet-type'))
    const uploads = context.database.table(createUploads)
    if (!type) return badRequest('The BITS-Packet-Type is unknown.')
    if (type === 'Ping') return acknowledge()
    if (type === 'Create-Session') return create(request, uploads, name)
    const bytes = type === 'Fragment' ? await request.body(longestFragment) : Buffer.alloc(0)
    // Looked up after the whole body has arrived: the session may have ended meanwhile.
    const session = uploads.session(request.header('bits-session-id') ?? '')
    if (session?.name.toLowerCase() !== name.toLowerCase()) return { status: 500, headers: sessionNotFound }
    switch (type) {
      case 'Fragment':
        return take(request, bytes, uploads, session)
      case 'Close-Session':
        return close(uploads, session, context)
      case 'Cancel-Session':
        uploads.cancel(session)
        return acknowledge(session)
    }
  },
}

const longestFragment = limits.uploadFragment.value

function acknowledge(session?: UploadSession, headers: Answered['headers'] = {}): Answered {
  return {
    status: 200,
    headers: { ...acknowledged, ...(session && { 'BITS-Session-Id': session.id }), ...headers },
  }
}

function create({ header }: ReceivedRequest, uploads: Uploads, name: string): Answer {
  if (!supportsUpload(header('bits-supported-protocols')))
    return badRequest(`BITS-Supported-Protocols does not list ${uploadProtocol}.`)
  if (uploads.finished.some((upload) => upload.name.toLowerCase() === name.toLowerCase()))
    return { status: 409, headers: acknowledged }
  return acknowledge(uploads.open(name), { 'BITS-Protocol': uploadProtocol, 'Accept-Encoding': 'Identity' })
}

function take(
  { header }: ReceivedRequest,
  bytes: Buffer | undefined,
  uploads: Uploads,
  session: UploadSession,
): Answer {
  const range = bytes && parseFragmentRange(header('content-range'), bytes.length)
  if (!bytes || (range && range.total > longestUpload))
    return { status: 413, headers: { ...acknowledged, 'BITS-Session-Id': session.id } }
  if (!range || (session.total !== undefined && session.total !== range.total))
    return badRequest('The Content-Range does not match the fragment and the file.')
  session.total = range.total
  // A fragment that begins anywhere but at the next byte is refused, one that overlaps as well ([MC-BUP] 3.2.5.2.6). The
  // page "Fragment" of the Windows SDK has a server write the part that does not overlap.
  const followed = uploads.append(session, range.first, bytes)
  const answer = acknowledge(session, { 'BITS-Received-Content-Range': session.received })
  return followed ? answer : { ...answer, status: 416 }
}

/** A file of no bytes has no fragments. */
function close(uploads: Uploads, session: UploadSession, { now, system }: RequestContext): Answer {
  if (session.received < (session.total ?? 0))
    return badRequest(`Of ${session.total ?? 0} bytes, ${session.received} have come.`)
  uploads.finish(session, { receivedAt: now(), receivedBy: system.fqdn })
  return acknowledge(session)
}
