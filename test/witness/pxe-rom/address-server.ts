import {
  addressBytes,
  messageTypeOf,
  messageTypes,
  parseDhcpMessage,
  serializeDhcpMessage,
} from '../../../sim/wire/dhcp/message.ts'
import { optionCodes } from '../../../sim/wire/dhcp/options.ts'

/** The network of the computer that boots: itself, and its router, which is its DHCP server as well. */
export const network = { computer: '10.47.0.2', router: '10.47.0.1', mask: '255.255.255.0' } as const

const replies = new Map<number | undefined, number>([
  [messageTypes.discover, messageTypes.offer],
  [messageTypes.request, messageTypes.ack],
])

/** An ordinary DHCP server (RFC 2131): it knows nothing of PXE, and gives its one address away. */
export function leaseAddress(bytes: Buffer): Buffer | undefined {
  const request = parseDhcpMessage(bytes)
  const type = request && replies.get(messageTypeOf(request))
  if (!request || type === undefined) return undefined
  return serializeDhcpMessage({
    ...request,
    op: 'reply',
    yourAddress: network.computer,
    options: new Map([
      [optionCodes.messageType, Buffer.from([type])],
      [optionCodes.serverIdentifier, addressBytes(network.router)],
      [optionCodes.leaseTime, Buffer.from([0, 0, 14, 16])],
      [optionCodes.subnetMask, addressBytes(network.mask)],
      [optionCodes.router, addressBytes(network.router)],
    ]),
  })
}
