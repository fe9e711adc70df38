import {
  fallbackStatusPath,
  fallbackStatusPointDirectory,
} from '../../wire/fallback-status-point/state-message-report.ts'
import {
  badRequest,
  methodNotAllowed,
  notFound,
  type Role,
  type VirtualDirectory,
} from '../web-server/role.ts'

const directory: VirtualDirectory = {
  path: fallbackStatusPointDirectory,
  // HTTP in both modes (table 1): it hears from clients whose certificates are the very problem.
  protocol: () => 'http',
  async answer({ method, path, body }) {
    if (path.toLowerCase() !== fallbackStatusPath.toLowerCase()) return notFound()
    if (method !== 'POST') return methodNotAllowed('POST')
    const report = await body()
    if (!report?.toString('utf16le').includes('<StateMessage '))
      return badRequest('The body is no state message.')
    return { status: 200 }
  },
}

export const fallbackStatusPoint: Role = { role: 'fallback-status-point', directories: [directory] }
