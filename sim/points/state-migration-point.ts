import {
  queriedComputer,
  stateMigrationPointDirectory,
  stateStorePath,
  stateStoreReply,
} from '../wire/state-migration-point.ts'
import { badRequest, methodNotAllowed, notFound, protocolBySiteMode, xmlAnswer, type Role } from './role.ts'

export const stateMigrationPoint: Role = {
  role: 'state-migration-point',
  directory: stateMigrationPointDirectory,
  protocol: protocolBySiteMode,
  async answer({ method, path, body }, { site }) {
    if (path.toLowerCase() !== stateStorePath.toLowerCase()) return notFound()
    if (method !== 'POST') return methodNotAllowed('POST')
    const computer = queriedComputer((await body())?.toString('utf8') ?? '')
    if (computer === undefined) return badRequest('The request is no state store query.')
    return xmlAnswer(stateStoreReply(site.code, computer))
  },
}
