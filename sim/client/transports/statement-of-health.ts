import { randomBytes } from 'node:crypto'
import type { EndEvidence } from '../../evidence/end-evidence.ts'
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
  attributeOf,
  type RadiusPacket,
} from '../../wire/radius/packet.ts'
import {
  serializeStatement,
  parseHealthState,
  type ConfigurationManagerStatement,
  type HealthState,
} from '../../wire/soh/configuration-manager-entry.ts'
import {
  configurationManagerHealthId,
  napSystemId,
  serializeHealthMessage,
  entryOf,
  parseHealthMessage,
} from '../../wire/soh/message.ts'
import { serializeSystemEntry, parseSystemEntry } from '../../wire/soh/system-entry.ts'
import type { ClientNetwork } from '../network.ts'
import { openDatagramExchange, type DatagramConnection } from './datagram.ts'
import { plainTransport, type Transport } from './transport.ts'
import type { Basis } from '../../vocabulary/basis.ts'

interface PolicyServerConnection extends Omit<DatagramConnection, 'stage'> {
  sharedSecret: string
}

interface StatementOfHealth {
  machineName: string
  /** Absent where Configuration Manager's agent reports nothing. */
  configurationManager?: ConfigurationManagerStatement
}

/** A policy server's verdict on a statement. */
interface HealthResponse {
  /** The system health validator's verdict on Configuration Manager's part. */
  state: HealthState
  /** The access that the enforcement point should grant. */
  access: QuarantineState
  /** The reply's sentence for people; '' if it has none. */
  message: string
}

interface StatementSent {
  /** undefined when no socket could be opened. */
  ends: ConnectionEnds | undefined
  /** Bytes received from the other end. */
  received: number
  /** undefined when it failed. */
  response: HealthResponse | undefined
  /** null when the policy server answered, whatever it decided. */
  end: EndEvidence | null
}

/** Sends a statement of health to a policy server by RADIUS. */
export function statementOfHealthTransport(
  network: ClientNetwork,
  { fqdn, port, sharedSecret }: { fqdn: string; port: number; sharedSecret: string },
  statement: StatementOfHealth,
): Transport<HealthResponse> {
  const { sourceAddress, timeout } = network
  const url = (openPort: number): string => `radius://${fqdn}:${openPort}`
  return plainTransport(network, { protocol: 'soh', fqdn, port, url }, async (address, openPort) => {
    const connection = { address, port: openPort, sourceAddress, timeout, sharedSecret }
    const { response, ...sent } = await sendStatementOfHealth(connection, statement)
    return { ...sent, result: response }
  })
}

/**
 * Sends a statement to the policy server, and again while there is no answer. The client also stands for the
 * enforcement point (a DHCP server, a VPN server or a switch), which would wrap the statement in RADIUS. Throws a
 * `RangeError` for a machine's name of more than 253 bytes and for an invalid site code.
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
      // Silently discarded (RFC 2865 section 3), and counted.
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
  const system = serializeSystemEntry({ response: false, correlationId, machineName })
  const message = serializeHealthMessage({
    // The possible intents are not public; our choice.
    mode: { correlationId, intent: 0 },
    entries: [
      { systemHealthId: napSystemId, attributes: system },
      ...(configurationManager
        ? [
            {
              systemHealthId: configurationManagerHealthId,
              attributes: serializeStatement(configurationManager),
            },
          ]
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
    message: `received ${count} answers, none of them authenticated with the client's shared secret`,
  }
}

interface ResponseRead {
  response: HealthResponse | undefined
  end: EndEvidence | null
}

/** Reads an authentic answer. `correlationId`: of the statement that was sent. */
function readResponse(packet: RadiusPacket, correlationId: Buffer): ResponseRead {
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

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the intent of its statement of health',
  },
]
