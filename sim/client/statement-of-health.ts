import { randomBytes } from 'node:crypto'
import type { EndEvidence } from '../evidence/attempt.ts'
import type { ConnectionEnds } from '../evidence/connection.ts'
import { isAuthenticResponse, signRequest } from '../wire/radius/authenticator.ts'
import { microsoftAttributes, microsoftTypes } from '../wire/radius/microsoft.ts'
import { attributeTypes, codes, parseRadiusPacket, type RadiusPacket } from '../wire/radius/packet.ts'
import {
  serializeStatement,
  type ConfigurationManagerStatement,
} from '../wire/soh/configuration-manager-entry.ts'
import { configurationManagerHealthId, napSystemId, serializeHealthMessage } from '../wire/soh/message.ts'
import { serializeSystemEntry } from '../wire/soh/system-entry.ts'
import { openDatagramExchange, type DatagramConnection } from './datagram-exchange.ts'
import { readResponse, type HealthResponse } from './soh/read-response.ts'

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
  const system = serializeSystemEntry({ response: false, correlationId, machineName })
  const message = serializeHealthMessage({
    // Which intents there are is not public; our choice.
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
    message: `${count} answers came, none of them made with the client's shared secret`,
  }
}
