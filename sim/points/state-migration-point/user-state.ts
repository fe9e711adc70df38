import { Readable } from 'node:stream'
import { longestPiece, readContentRange } from '../../wire/state-migration-point/user-state-transfer.ts'
import {
  badRequest,
  methodNotAllowed,
  notFound,
  type Answer,
  type ReceivedRequest,
} from '../web-server/role.ts'
import { isSame, type StateStoreFolder } from './state-store-folder.ts'
import type { StateStore } from './state-store.ts'

/** Writes or reads the user state of a store, on behalf of a computer. */
export async function answerUserState(
  request: ReceivedRequest,
  folder: StateStoreFolder,
  { store: id, computer }: { store: string; computer: string },
): Promise<Answer> {
  const store = folder.find(id)
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      if (!store?.restoring) return notFound()
      return isSame(store.destination, computer) ? read(store, request.method) : otherComputer()
    case 'PUT':
    case 'POST':
      if (store?.state !== 'capture-requested' && store?.state !== 'in-progress') return notFound()
      return isSame(store.source, computer) ? write(request, folder, store) : otherComputer()
    default:
      return methodNotAllowed('GET', 'HEAD', 'PUT', 'POST')
  }
}

function otherComputer(): Answer {
  return { status: 403, reason: 'The state store is for another computer.' }
}

async function write(
  { header, body }: ReceivedRequest,
  folder: StateStoreFolder,
  store: StateStore,
): Promise<Answer> {
  const bytes = await body(longestPiece)
  if (!bytes) return { status: 413, reason: `A piece of user state has at most ${longestPiece} bytes.` }
  const piece = readContentRange(header('Content-Range'), bytes.length)
  if (!piece) return badRequest('The Content-Range is not that of the body.')
  if (piece.total > store.reserved) {
    return { status: 413, reason: `The state store is for ${store.reserved} bytes.` }
  }
  // Told as in a range that cannot be satisfied (RFC 9110, section 14.4): how much there is, which the next begins at.
  return folder.write(store, piece, bytes)
    ? { status: 200 }
    : { status: 416, headers: { 'Content-Range': `bytes */${store.size}` } }
}

function read({ size, kept }: StateStore, method: 'GET' | 'HEAD'): Answer {
  const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': size }
  if (method === 'HEAD') return { status: 200, headers }
  return { status: 200, headers, body: kept ? Buffer.concat(kept) : Readable.from(zeros(size)) }
}

/** So many bytes in place of those that were not kept. */
function* zeros(length: number): Iterable<Buffer> {
  const block = Buffer.alloc(64 * 1024)
  for (let left = length; left > 0; left -= block.length)
    yield block.subarray(0, Math.min(left, block.length))
}
