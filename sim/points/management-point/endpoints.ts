import type { WebServerError } from '../../wire/error-page.ts'
import { parseDiscoveryDataRecord, parseStatusMessage } from '../../wire/management-point/reports.ts'
import { parseStateMessageReport } from '../../wire/state-message.ts'
import { createDiscoveryDataRecords, createStateMessages, createStatusMessages } from '../site-database.ts'
import { badRequest, type RequestContext } from '../web-server/virtual-directory.ts'
import { assignPolicies } from './assign-policies.ts'
import { locate } from './locate.ts'
import { registerClient } from './register-client.ts'

interface ReceivedMessage {
  xml: string
  attachments: readonly string[]
  clientId: string | undefined
  /** The client has signed in to Windows. */
  signedIn: boolean
  context: RequestContext
}

/** The receiver of one kind of message. */
export interface Endpoint {
  name: string
  /** Whether messages must be signed; `by itself`: a registration has its own signature. */
  signed: 'by itself' | 'never' | 'when required' | 'in native mode'
  answer(message: ReceivedMessage): Reply | Promise<Reply>
}

/** The XML of the reply; undefined where none is due. */
export type Reply = string | undefined | WebServerError

const endpoints: readonly Endpoint[] = [
  {
    name: 'MP_ClientRegistration',
    signed: 'by itself',
    answer: ({ xml, signedIn, context }) => registerClient(xml, signedIn, context),
  },
  {
    name: 'MP_PolicyManager',
    signed: 'when required',
    answer: ({ xml, context }) => assignPolicies(xml, context),
  },
  { name: 'MP_LocationManager', signed: 'never', answer: ({ xml, context }) => locate(xml, context) },
  {
    // It relays state messages, among others.
    name: 'MP_RelayEndpoint',
    signed: 'in native mode',
    answer: ({ xml, context }) => takeStateMessages(xml, context),
  },
  {
    name: 'StatusReceiver',
    signed: 'in native mode',
    answer: ({ xml, clientId, context }) => takeStatusMessage(xml, clientId, context),
  },
  {
    name: 'MP_DdrEndpoint',
    signed: 'in native mode',
    answer: ({ xml, attachments, context }) => takeDiscoveryDataRecord(xml, attachments, context),
  },
]

/** Not case-sensitive: the 2007 SDK writes the names in differing case. */
export function endpointNamed(name: string): Endpoint | undefined {
  return endpoints.find((endpoint) => endpoint.name.toLowerCase() === name.toLowerCase())
}

/** Outcome of a message that has no reply: undefined once it is kept. */
type Taken = WebServerError | undefined

function takeStateMessages(xml: string, { database, system, now }: RequestContext): Taken {
  const report = parseStateMessageReport(xml)
  if (!report) return badRequest('The body is not a report with state messages.')
  const messages = database.table(createStateMessages)
  for (const message of report.messages) {
    messages.add({ ...message, machine: report.machine, receivedAt: now(), receivedBy: system.fqdn })
  }
  return undefined
}

function takeStatusMessage(
  xml: string,
  clientId: string | undefined,
  { database, system, now }: RequestContext,
): Taken {
  const message = parseStatusMessage(xml)
  if (!message) return badRequest('The body is not a status message with a type.')
  database.table(createStatusMessages).add({
    ...message,
    ...(clientId !== undefined && { clientId }),
    receivedAt: now(),
    receivedBy: system.fqdn,
  })
  return undefined
}

function takeDiscoveryDataRecord(
  xml: string,
  attachments: readonly string[],
  { database, system, now }: RequestContext,
): Taken {
  const record = parseDiscoveryDataRecord(xml, attachments[0])
  if (!record) return badRequest('The body is not a report of the action Discovery by a client.')
  database.table(createDiscoveryDataRecords).add({ ...record, receivedAt: now(), receivedBy: system.fqdn })
  return undefined
}
