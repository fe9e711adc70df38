import { webPoint } from '../point.ts'
import {
  parseStateStoreRequest,
  parseUserStatePath,
  stateMigrationPointDirectory,
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
    const asked = parseStateStoreRequest((await body())?.toString('utf8') ?? '')
    return asked
      ? answerRequest(asked, folder, context)
      : badRequest('The request is no state store request.')
  },
}

export const stateMigrationPoint = webPoint([directory])

function answerRequest(
  asked: StateStoreRequest,
  folder: StateStoreFolder,
  { site, now }: RequestContext,
): Answer {
  const reply = (said: Partial<StateStoreReply>) =>
    xmlAnswer(serializeStateStoreReply({ siteCode: site.code, computer: asked.computer, ...said }))
  const replyWith = (store: StateStore | Refusal) =>
    reply(typeof store === 'string' ? { status: store } : { status: 'done', store: inReply(store) })
  switch (asked.action) {
    case 'Query':
      return reply({ stores: storesFor(folder, asked.computer) })
    case 'Capture':
      return replyWith(folder.capture(asked))
    case 'Restore':
      return replyWith(folder.restore(asked))
    case 'Release':
      return replyWith(folder.release(asked, now()))
  }
}

/** User state that was not kept is not what will be read: it has no hash. */
function inReply(store: StateStore) {
  const { id, size, kept } = store
  return { id, size, ...(kept && { hash: hashOf(store) }) }
}

/** Count of the stores that a computer could restore from. */
function storesFor({ stores }: StateStoreFolder, computer: string): number {
  return stores.filter(
    ({ destination, state }) =>
      isSame(destination, computer) && (state === 'released' || state === 'restored'),
  ).length
}
