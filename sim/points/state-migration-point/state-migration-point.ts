import type { Point } from '../point.ts'
import { holdsPackages, openShare } from '../distribution-point/content-share.ts'
import {
  parseStateStoreRequest,
  parseUserStatePath,
  stateMigrationPointDirectory,
  stateStoreFolderPath,
  stateStorePath,
  serializeStateStoreReply,
  type StateStoreReply,
  type StateStoreRequest,
} from '../../wire/state-migration-point/state-store.ts'
import {
  badRequest,
  methodNotAllowed,
  notFound,
  protocolBySiteMode,
  xmlAnswer,
  type Answer,
  type RequestContext,
  type VirtualDirectory,
} from '../web-server/virtual-directory.ts'
import { createStateStores, isSame, type Refusal, type StateStoreFolder } from './state-store-folder.ts'
import { hashOf, type StateStore } from './state-store.ts'
import { answerUserState } from './user-state.ts'

const directory: VirtualDirectory = {
  path: stateMigrationPointDirectory,
  protocol: protocolBySiteMode,
  async answer(request, context) {
    const { path, query, method, body } = request
    const folder = context.database.table(createStateStores).folderOf(context.system)
    folder.expire(context.now())
    const transfer = parseUserStatePath(path, query)
    if (transfer) return answerUserState(request, folder, transfer)
    if (path.toLowerCase() !== stateStorePath.toLowerCase()) return notFound()
    if (method !== 'POST') return methodNotAllowed('POST')
    const stateStoreRequest = parseStateStoreRequest((await body())?.toString('utf8') ?? '')
    return stateStoreRequest
      ? answerRequest(stateStoreRequest, folder, context)
      : badRequest('The request is not a state store request.')
  },
}

/** A distribution point on the same system opens the share as well. */
export const stateMigrationPoint: Point = {
  directories: () => [directory],
  open: (context) => (holdsPackages(context.system) ? [] : [openShare(context, {})]),
}

function answerRequest(
  request: StateStoreRequest,
  folder: StateStoreFolder,
  { site, system, now }: RequestContext,
): Answer {
  const reply = (content: Partial<StateStoreReply>) =>
    xmlAnswer(serializeStateStoreReply({ siteCode: site.code, computer: request.computer, ...content }))
  const replyWith = (store: StateStore | Refusal) =>
    reply(
      typeof store === 'string' ? { status: store } : { status: 'done', store: inReply(store, system.fqdn) },
    )
  switch (request.action) {
    case 'Query':
      return reply({ stores: storesFor(folder, request.computer) })
    case 'Capture':
      return replyWith(folder.capture(request))
    case 'Restore':
      return replyWith(folder.restore(request))
    case 'Release':
      return replyWith(folder.release(request, now()))
  }
}

/** Without a hash if the bytes were not kept, since a reader then gets others. */
function inReply(store: StateStore, fqdn: string) {
  const { id, size, kept } = store
  return { id, size, ...(kept && { hash: hashOf(store) }), path: stateStoreFolderPath(fqdn, id) }
}

/** Count of the stores that a computer could restore from. */
function storesFor({ stores }: StateStoreFolder, computer: string): number {
  return stores.filter(
    ({ destination, state }) =>
      isSame(destination, computer) && (state === 'released' || state === 'restored'),
  ).length
}
