import { postMessage, type Sender } from '../../../sim/client/conversations/send-message.ts'
import type { Conversation } from '../../../sim/client/transports/http.ts'
import {
  serializeDiscoveryDataRecord,
  serializeStatusMessage,
  type DiscoveryDataRecord,
  type StatusMessage,
} from '../../../sim/wire/management-point/reports.ts'

export function sendStatusMessage(sender: Sender, message: StatusMessage): Conversation {
  return postMessage('StatusReceiver', serializeStatusMessage(message), sender)
}

export function sendDiscoveryDataRecord(sender: Sender, record: DiscoveryDataRecord): Conversation {
  return postMessage('MP_DdrEndpoint', serializeDiscoveryDataRecord(record), sender)
}
