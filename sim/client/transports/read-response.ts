import type { EndEvidence } from '../../evidence/attempt.ts'
import {
  microsoftTypes,
  microsoftValue,
  quarantineStateOf,
  type QuarantineState,
} from '../../wire/radius/microsoft.ts'
import { attributeOf, attributeTypes, codes, type RadiusPacket } from '../../wire/radius/packet.ts'
import { parseHealthState, type HealthState } from '../../wire/soh/configuration-manager-entry.ts'
import {
  configurationManagerHealthId,
  entryOf,
  napSystemId,
  parseHealthMessage,
} from '../../wire/soh/message.ts'
import { parseSystemEntry } from '../../wire/soh/system-entry.ts'

/** What the policy server made of a statement. */
export interface HealthResponse {
  /** What the system health validator says of Configuration Manager's part. */
  state: HealthState
  /** What the policy server has whoever enforces NAP do. */
  access: QuarantineState
  /** The sentence that came with it; '' when there was none. */
  message: string
}

export interface ResponseRead {
  response: HealthResponse | undefined
  end: EndEvidence | null
}

/** Reads an authentic answer. `correlationId`: of the statement that was sent. */
export function readResponse(packet: RadiusPacket, correlationId: Buffer): ResponseRead {
  const message = attributeOf(packet, attributeTypes.replyMessage)?.toString() ?? ''
  if (packet.code === codes.accessReject) return failed('ACCESS_REJECT', message)
  const carried = microsoftValue(packet, microsoftTypes.quarantineSoh)
  const health = carried && parseHealthMessage(carried)
  const system = health && entryOf(health, napSystemId)
  const validator = health && entryOf(health, configurationManagerHealthId)
  const state = validator && parseHealthState(validator)
  const access = quarantineStateOf(packet)
  if (packet.code !== codes.accessAccept || !system || !state || !access) {
    return failed('SOH_RESPONSE_MALFORMED', 'the answer has no statement of health response that can be read')
  }
  // NAP drops a response to another statement (INapEnforcementClientConnection::SetCorrelationId).
  if (parseSystemEntry(system)?.correlationId?.equals(correlationId) !== true) {
    return failed('SOH_CORRELATION_MISMATCH', 'the response is to another statement of health')
  }
  return { response: { state, access, message }, end: null }
}

function failed(code: string, message: string): ResponseRead {
  return { response: undefined, end: { stage: 'soh', code, message } }
}
