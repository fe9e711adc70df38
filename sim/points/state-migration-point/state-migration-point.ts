import {
  queriedComputer,
  stateMigrationPointDirectory,
  stateStorePath,
  stateStoreReply,
} from '../../wire/state-migration-point/state-store-messages.ts'
import {
  badRequest,
  methodNotAllowed,
  notFound,
  protocolBySiteMode,
  xmlAnswer,
  type Role,
  type VirtualDirectory,
} from '../web-server/role.ts'

const directory: VirtualDirectory = {
  path: stateMigrationPointDirectory,
  protocol: protocolBySiteMode,
  async answer({ method, path, body }, { site }) {
    if (path.toLowerCase() !== stateStorePath.toLowerCase()) return notFound()
    if (method !== 'POST') return methodNotAllowed('POST')
    const computer = queriedComputer((await body())?.toString('utf8') ?? '')
    if (computer === undefined) return badRequest('The request is no state store query.')
    return xmlAnswer(stateStoreReply(site.code, computer))
  },
}

export const stateMigrationPoint: Role = { role: 'state-migration-point', directories: [directory] }
