import { randomBytes } from 'node:crypto'
import type { EndEvidence } from '../../evidence/attempt.ts'
import type { ConnectionEnds } from '../../evidence/connection.ts'
import { isAuthenticResponse, signRequest } from '../../wire/radius/authenticator.ts'
import {
  microsoftAttributes,
  microsoftTypes,
  microsoftValue,
  quarantineStateOf,
  type QuarantineState,
} from '../../wire/radius/microsoft.ts'
import {
  attributeTypes,
  codes,
  parseRadiusPacket,
  type RadiusPacket,
  attributeOf,
} from '../../wire/radius/packet.ts'
import {
  printStatement,
  type ConfigurationManagerStatement,
  parseHealthState,
  type HealthState,
} from '../../wire/soh/configuration-manager-entry.ts'
import {
  configurationManagerHealthId,
  napSystemId,
  printHealthMessage,
  entryOf,
  parseHealthMessage,
} from '../../wire/soh/message.ts'
import { printSystemEntry, parseSystemEntry } from '../../wire/soh/system-entry.ts'
import { openDatagramExchange, type DatagramConnection } from './datagram.ts'
import { policyServerSecret } from '../../model/policy-server.ts'
import { lookUp, timed, withoutSocket, withoutStatus, type Tried, type Try } from './transport.ts'

export interface PolicyServerConnection extends Omit<DatagramConnection, 'stage'> {
  sharedSecret: string
}

export interface StatementOfHealth {
  machineName: string
  /** Absent where Configuration Manager's agent is silent. */
  configurationManager?: ConfigurationManagerStatement
}

export interface StatementSent {
  /** undefined when no socket could be opened. */
  ends: ConnectionEnds | undefined
  /** Bytes that have come. */
  received: number
  /** undefined when it failed. */
  response: HealthResponse | undefined
  /** null when the policy server answered, whatever it decided. */
  end: EndEvidence | null
}

/**
 * Sends a statement to the policy server, and again while there is no answer. The client stands for whoever enforces NAP
 * where it connects as well: a DHCP server, a VPN server or a switch would wrap the statement in RADIUS for it. Throws a
 * `RangeError` for a machine's name of more than 253 bytes and for what is no site code.
 */
export async function sendStatementOfHealth(
  connection: PolicyServerConnection,
  statement: StatementOfHealth,
): Promise<StatementSent> {
  const exchange = await openDatagramExchange({ ...connection, stage: 'soh' })
  if ('stage' in exchange) return { ends: undefined, received: 0, response: undefined, end: exchange }
  try {
    const { ends } = exchange
    const correlationId = randomBytes(24)
    const request = accessRequest(ends.clientAddress, correlationId, statement)
    let impostors = 0
    const answer = await exchange.ask(signRequest(request, connection.sharedSecret), (bytes) => {
      const response = parseRadiusPacket(bytes)
      if (response && isAuthenticResponse(response, request, connection.sharedSecret)) return response
      // Silently discarded (RFC 2865 section 3), and remembered.
      impostors += 1
      return undefined
    })
    const received = exchange.received()
    if ('stage' in answer) {
      const end = impostors > 0 ? notAuthentic(impostors) : answer
      return { ends, received, response: undefined, end }
    }
    return { ends, received, ...readResponse(answer, correlationId) }
  } finally {
    exchange.close()
  }
}

function accessRequest(
  clientAddress: string,
  correlationId: Buffer,
  { machineName, configurationManager }: StatementOfHealth,
): RadiusPacket {
  const system = printSystemEntry({ response: false, correlationId, machineName })
  const message = printHealthMessage({
    // Which intents there are is not public; our choice.
    mode: { correlationId, intent: 0 },
    entries: [
      { systemHealthId: napSystemId, attributes: system },
      ...(configurationManager
        ? [{ systemHealthId: configurationManagerHealthId, attributes: printStatement(configurationManager) }]
        : []),
    ],
  })
  const [identifier = 0] = randomBytes(1)
  return {
    code: codes.accessRequest,
    identifier,
    authenticator: randomBytes(16),
    attributes: [
      { type: attributeTypes.userName, value: Buffer.from(machineName) },
      { type: attributeTypes.nasIpAddress, value: Buffer.from(clientAddress.split('.').map(Number)) },
      ...microsoftAttributes(microsoftTypes.quarantineSoh, message),
    ],
  }
}

function notAuthentic(count: number): EndEvidence {
  return {
    stage: 'soh',
    code: 'RADIUS_NOT_AUTHENTIC',
    message: `${count} answers came, none of them made with the client's shared secret`,
  }
}

/** Has the operating system state the client's health, as a client that went by its site's policies just now. */
export async function tryBySoh({ standing, target, port }: Try): Promise<Tried> {
  const { client, assigned, surroundings } = standing
  const { sourceAddress, patience, clock } = surroundings
  const { fqdn } = target.system
  const found = lookUp(surroundings, fqdn, port)
  const now = clock.now()
  const exchange = await timed(async () => {
    if ('stage' in found) return withoutSocket(found)
    const sent = await sendStatementOfHealth(
      { ...found, sourceAddress, patience, sharedSecret: policyServerSecret },
      {
        machineName: client.name,
        configurationManager: {
          siteCode: (assigned ?? target.site).code,
          policyTimeStamp: now,
          generated: now,
          outcome: 'compliant',
        },
      },
    )
    return withoutStatus(sent)
  })
  return { url: `radius://${fqdn}:${'stage' in found ? port : found.port}`, ...exchange }
}

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
