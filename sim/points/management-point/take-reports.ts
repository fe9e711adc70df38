import type { WebServerError } from '../../wire/error-page.ts'
import { readDiscoveryDataRecord } from '../../wire/management-point/discovery-data-record.ts'
import { readStatusMessage } from '../../wire/management-point/status-message.ts'
import { readStateMessageReport } from '../../wire/state-message.ts'
import { createDiscoveryDataRecords } from '../discovery-data-records.ts'
import { createStateMessages } from '../state-messages.ts'
import { createStatusMessages } from '../status-messages.ts'
import { badRequest, type RequestContext } from '../web-server/role.ts'

/** What clients post, and get no reply to: undefined once it is kept. */
type Taken = WebServerError | undefined

export function takeStateMessages(xml: string, { database, system, now }: RequestContext): Taken {
  const report = readStateMessageReport(xml)
  if (!report) return badRequest('The body is no report with state messages.')
  const messages = database.table(createStateMessages)
  for (const message of report.messages) {
    messages.add({ ...message, machine: report.machine, receivedAt: now(), receivedBy: system.fqdn })
  }
  return undefined
}

export function takeStatusMessage(
  xml: string,
  clientId: string | undefined,
  { database, system, now }: RequestContext,
): Taken {
  const message = readStatusMessage(xml)
  if (!message) return badRequest('The body is no status message with a type.')
  database.table(createStatusMessages).add({
    ...message,
    ...(clientId !== undefined && { clientId }),
    receivedAt: now(),
    receivedBy: system.fqdn,
  })
  return undefined
}

export function takeDiscoveryDataRecord(
  xml: string,
  attachments: readonly string[],
  { database, system, now }: RequestContext,
): Taken {
  const record = readDiscoveryDataRecord(xml, attachments[0])
  if (!record) return badRequest('The body is no report of the action Discovery by a client.')
  database.table(createDiscoveryDataRecords).add({ ...record, receivedAt: now(), receivedBy: system.fqdn })
  return undefined
}
