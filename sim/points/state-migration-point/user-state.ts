import { Readable } from 'node:stream'
import { longestPiece, parseContentRange } from '../../wire/state-migration-point/state-store.ts'
import {
  badRequest,
  methodNotAllowed,
  notFound,
  type Answer,
  type ReceivedRequest,
} from '../web-server/virtual-directory.ts'
import { isSame, type StateStoreFolder } from './state-store-folder.ts'
import type { StateStore } from './state-store.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** Writes or reads the user state of a store, on behalf of a computer. */
export function answerUserState(
  request: ReceivedRequest,
  folder: StateStoreFolder,
  transfer: { store: string; computer: string },
): Promise<Answer> | Answer {
  switch (request.method) {
    case 'GET':
    case 'HEAD': {
      const store = folder.find(transfer.store)
      if (!store?.restoring) return notFound()
      return isSame(store.destination, transfer.computer) ? read(store, request.method) : otherComputer()
    }
    case 'PUT':
    case 'POST':
      return write(request, folder, transfer)
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
  { store: id, computer }: { store: string; computer: string },
): Promise<Answer> {
  const bytes = await body(longestPiece)
  // Looked up after the whole body has arrived: the store may have been released meanwhile.
  const store = folder.find(id)
  if (store?.state !== 'capture-requested' && store?.state !== 'in-progress') return notFound()
  if (!isSame(store.source, computer)) return otherComputer()
  if (!bytes) return { status: 413, reason: `A piece of user state has at most ${longestPiece} bytes.` }
  const piece = parseContentRange(header('Content-Range'), bytes.length)
  if (!piece) return badRequest('The Content-Range does not match the body.')
  if (piece.total > store.reserved) {
    return { status: 413, reason: `The state store is for ${store.reserved} bytes.` }
  }
  // Answered like an unsatisfiable range (RFC 9110, section 14.4): the size says where the next piece must begin.
  return folder.write(store, piece, bytes)
    ? { status: 200 }
    : { status: 416, headers: { 'Content-Range': `bytes */${store.size}` } }
}

function read({ size, kept }: StateStore, method: 'GET' | 'HEAD'): Answer {
  const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': size }
  if (method === 'HEAD') return { status: 200, headers }
  return { status: 200, headers, body: kept ? Buffer.concat(kept) : Readable.from(zeros(size)) }
}

/** Zeros in place of bytes that were not kept. */
function* zeros(length: number): Iterable<Buffer> {
  const block = Buffer.alloc(64 * 1024)
  for (let left = length; left > 0; left -= block.length)
    yield block.subarray(0, Math.min(left, block.length))
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'the way by HTTP or HTTPS, with PUT and GET, on which other programs can write and read user ' +
      'state as well; simulated clients go to the share',
  },
]
