import { postMessage, type Sender } from '../../../sim/client/conversations/send-message.ts'
import type { Conversation } from '../../../sim/client/transports/conversation.ts'
import {
  writeDiscoveryDataRecord,
  type DiscoveryDataRecord,
} from '../../../sim/wire/management-point/discovery-data-record.ts'
import { writeStatusMessage, type StatusMessage } from '../../../sim/wire/management-point/status-message.ts'

export function sendStatusMessage(sender: Sender, message: StatusMessage): Conversation {
  return postMessage('StatusReceiver', writeStatusMessage(message), sender)
}

export function sendDiscoveryDataRecord(sender: Sender, record: DiscoveryDataRecord): Conversation {
  return postMessage('MP_DdrEndpoint', writeDiscoveryDataRecord(record), sender)
}
