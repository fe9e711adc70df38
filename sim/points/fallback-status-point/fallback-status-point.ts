import { webPoint } from '../point.ts'
import {
  fallbackStatusPath,
  fallbackStatusPointDirectory,
  parseFallbackStatusBody,
} from '../../wire/fallback-status-point/state-message-report.ts'
import { createStateMessages } from '../state-messages.ts'
import { badRequest, methodNotAllowed, notFound, type VirtualDirectory } from '../web-server/role.ts'
import { createFallbackStatusRecords } from './fallback-status-records.ts'

const directory: VirtualDirectory = {
  path: fallbackStatusPointDirectory,
  // HTTP in both modes (table 1): it hears from clients whose certificates are the very problem.
  protocol: () => 'http',
  async answer({ method, path, body }, { system, database, now }) {
    if (path.toLowerCase() !== fallbackStatusPath.toLowerCase()) return notFound()
    if (method !== 'POST') return methodNotAllowed('POST')
    const record = database.table(createFallbackStatusRecords).of(system)
    const bytes = await body()
    const report = bytes && parseFallbackStatusBody(bytes)
    if (!report) {
      record.unreadable += 1
      return badRequest('The body is no state message.')
    }
    const messages = database.table(createStateMessages)
    for (const message of report.messages) {
      record.received += 1
      const receivedAt = record.throttle.passesOnAt(now())
      messages.add({ ...message, machine: report.machine, receivedAt, receivedBy: system.fqdn })
    }
    return { status: 200 }
  },
}

export const fallbackStatusPoint = webPoint([directory])
