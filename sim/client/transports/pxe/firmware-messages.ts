import { randomBytes } from 'node:crypto'
import {
  addressBytes,
  addressText,
  messageTypeOf,
  messageTypes,
  noAddress,
  parseDhcpMessage,
  serializeDhcpMessage,
  text,
} from '../../../wire/dhcp/message.ts'
import { optionCodes } from '../../../wire/dhcp/options.ts'
import { intelX86, isOfPxe, machineIdentifier } from '../../../wire/dhcp/pxe.ts'

export interface Computer {
  /** `00:15:5d:01:02:03`. */
  hardwareAddress: string
  uuid: string
}

/** The messages that a computer's firmware sends and reads in one boot. */
interface FirmwareMessages {
  discover: Buffer
  /** The server's identifier, an address; undefined unless this is a PXE server's offer to this firmware. */
  readOffer(bytes: Buffer): string | undefined
  request(serverIdentifier: string): Buffer
  /** The name of the boot file, empty where it is missing; undefined unless this acknowledges the request. */
  readAcknowledgment(bytes: Buffer): string | undefined
}

const ethernet = 1
/** A client without an address asks for broadcast replies (RFC 2131 section 4.1). */
const broadcast = 0x8000
/** Fits in an Ethernet frame. */
const maximumMessageSize = Buffer.from([0x05, 0xc0])
/** Options for the boot server and file, and those that PXE itself uses. */
const requested = Buffer.from([1, 3, 43, 60, 66, 67, 128, 129, 130, 131, 132, 133, 134, 135])

/** Throws a `RangeError` for an invalid UUID or hardware address. */
export function firmwareMessages(
  { hardwareAddress, uuid }: Computer,
  clientAddress: string,
): FirmwareMessages {
  const transactionId = randomBytes(4).readUInt32BE()
  const own = {
    op: 'request',
    hardwareType: ethernet,
    hardwareAddress,
    hops: 0,
    transactionId,
    seconds: 0,
    yourAddress: noAddress,
    serverAddress: noAddress,
    relayAddress: noAddress,
    serverName: '',
    bootFile: '',
  } as const
  const options = (type: number, ...more: [number, Buffer][]) =>
    new Map([
      [optionCodes.messageType, Buffer.from([type])],
      ...more,
      [optionCodes.parameterRequestList, requested],
      [optionCodes.maximumMessageSize, maximumMessageSize],
      [optionCodes.vendorClass, Buffer.from(intelX86.vendorClass)],
      [optionCodes.clientArchitecture, intelX86.architecture],
      [optionCodes.clientNetworkInterface, intelX86.networkInterface],
      [optionCodes.machineIdentifier, machineIdentifier(uuid)],
    ])

  function replyOf(bytes: Buffer, type: number) {
    const reply = parseDhcpMessage(bytes)
    const mine = reply?.op === 'reply' && reply.transactionId === transactionId
    return mine && messageTypeOf(reply) === type && isOfPxe(reply) ? reply : undefined
  }

  return {
    discover: serializeDhcpMessage({
      ...own,
      clientAddress: noAddress,
      flags: broadcast,
      options: options(messageTypes.discover),
    }),
    readOffer: (bytes) =>
      addressText(replyOf(bytes, messageTypes.offer)?.options.get(optionCodes.serverIdentifier)),
    // An ordinary DHCP server has given the firmware its address meanwhile.
    request: (serverIdentifier) =>
      serializeDhcpMessage({
        ...own,
        clientAddress,
        flags: 0,
        options: options(messageTypes.request, [
          optionCodes.serverIdentifier,
          addressBytes(serverIdentifier),
        ]),
      }),
    readAcknowledgment(bytes) {
      const reply = replyOf(bytes, messageTypes.ack)
      // RFC 2132 section 9.5: an option takes the place of the field.
      const named = reply?.options.get(optionCodes.bootFileName)
      return named ? text(named) : reply?.bootFile
    },
  }
}
