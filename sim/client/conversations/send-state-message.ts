import {
  serializeDiscoveryDataRecord,
  serializeStatusMessage,
  type DiscoveryDataRecord,
  type StatusMessage,
} from '../../wire/management-point/reports.ts'
import { serializeStateMessageReport, type StateMessageReport } from '../../wire/state-message.ts'
import type { Conversation } from '../conversation.ts'
import { postMessage, type Sender } from './send-message.ts'

/** In native mode a management point takes reports only when they are signed. */
export function sendStateMessages(client: Sender, report: StateMessageReport): Conversation {
  return postMessage('MP_RelayEndpoint', serializeStateMessageReport(report), client)
}

export function sendStatusMessage(client: Sender, message: StatusMessage): Conversation {
  return postMessage('StatusReceiver', serializeStatusMessage(message), client)
}

export function sendDiscoveryDataRecord(client: Sender, record: DiscoveryDataRecord): Conversation {
  return postMessage('MP_DdrEndpoint', serializeDiscoveryDataRecord(record), client)
}
