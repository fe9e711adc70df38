import type { WebServerError } from '../../wire/error-page.ts'
import { parseDiscoveryDataRecord, parseStatusMessage } from '../../wire/management-point/reports.ts'
import { parseStateMessageReport } from '../../wire/state-message.ts'
import { createDiscoveryDataRecords } from '../discovery-data-records.ts'
import { createStateMessages } from '../state-messages.ts'
import { createStatusMessages } from '../status-messages.ts'
import { badRequest, type Place } from '../web-server/role.ts'

/** What clients post, and get no reply to: undefined once it is kept. */
type Taken = WebServerError | undefined

export function takeStateMessages(xml: string, { database, system, now }: Place): Taken {
  const report = parseStateMessageReport(xml)
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
  { database, system, now }: Place,
): Taken {
  const message = parseStatusMessage(xml)
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
  { database, system, now }: Place,
): Taken {
  const record = parseDiscoveryDataRecord(xml, attachments[0])
  if (!record) return badRequest('The body is no report of the action Discovery by a client.')
  database.table(createDiscoveryDataRecords).add({ ...record, receivedAt: now(), receivedBy: system.fqdn })
  return undefined
}
