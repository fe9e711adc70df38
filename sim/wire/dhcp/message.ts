import { bytesAt, constant, converted, struct, u16be, u32be, u8, type Field } from '../../encoding/struct.ts'
import { optionCodes, serializeOptions, parseOptions, type DhcpOptions } from './options.ts'

export const messageTypes = { discover: 1, offer: 2, request: 3, ack: 5 } as const

export const noAddress = '0.0.0.0'

const operations = ['request', 'reply'] as const
const longestHardwareAddress = 16
const longestServerName = 64
const longestBootFile = 128
/** RFC 1542 section 2.1 has BOOTP messages padded to this. */
const shortestMessage = 300
/** The payload of an Ethernet frame; firmware also asks for it as its maximum. */
const longestMessage = 1472

/** RFC 2131 section 2: the fixed fields of BOOTP, and DHCP's cookie. */
const fixedFields = struct(240, {
  op: converted(
    u8(0),
    (number) => operations[number - 1],
    (op) => operations.indexOf(op) + 1,
  ),
  hardwareType: u8(1),
  hardwareAddress: hardwareAddress(u8(2), bytesAt(28, longestHardwareAddress)),
  hops: u8(3),
  transactionId: u32be(4),
  seconds: u16be(8),
  flags: u16be(10),
  clientAddress: addressAt(12),
  yourAddress: addressAt(16),
  serverAddress: addressAt(20),
  relayAddress: addressAt(24),
  serverName: bytesAt(44, longestServerName),
  bootFile: bytesAt(108, longestBootFile),
  cookie: constant(bytesAt(236, 4), Buffer.from([99, 130, 83, 99])),
})

/** Addresses are dotted; `0.0.0.0` where there is none. */
export interface DhcpMessage {
  op: 'request' | 'reply'
  /** 1: Ethernet. */
  hardwareType: number
  /** `00:15:5d:01:02:03`; at most 16 bytes. */
  hardwareAddress: string
  hops: number
  /** Tells a client which reply answers its request. */
  transactionId: number
  seconds: number
  flags: number
  clientAddress: string
  yourAddress: string
  /** The server that has the boot file. */
  serverAddress: string
  relayAddress: string
  /** ASCII, at most 63 bytes; empty where there is none. */
  serverName: string
  /** ASCII, at most 127 bytes; empty where there is none. */
  bootFile: string
  options: DhcpOptions
}

/** undefined when the message is too short, too long, cut off, or BOOTP without DHCP's cookie. */
export function parseDhcpMessage(bytes: Buffer): DhcpMessage | undefined {
  const fixed = bytes.length > longestMessage ? undefined : fixedFields.parse(bytes)
  const options = new Map<number, Buffer>()
  if (!fixed || !parseOptions(bytes.subarray(fixedFields.length), options)) return undefined
  const overload = options.get(optionCodes.overload)?.at(0) ?? 0
  // RFC 2131 section 4.1: the fields that the overload option gives to options, `file` first.
  const holdsOptions = { bootFile: (overload & 1) !== 0, serverName: (overload & 2) !== 0 }
  if (holdsOptions.bootFile && !parseOptions(fixed.bootFile, options)) return undefined
  if (holdsOptions.serverName && !parseOptions(fixed.serverName, options)) return undefined
  return {
    ...fixed,
    serverName: holdsOptions.serverName ? '' : text(fixed.serverName),
    bootFile: holdsOptions.bootFile ? '' : text(fixed.bootFile),
    options,
  }
}

/** Throws a `RangeError` for a value that does not fit its field, an invalid address, and more than 1472 bytes. */
export function serializeDhcpMessage(message: DhcpMessage): Buffer {
  const fixed = fixedFields.serialize({
    ...message,
    serverName: nullTerminated(message.serverName, longestServerName),
    bootFile: nullTerminated(message.bootFile, longestBootFile),
  })
  const bytes = Buffer.concat([fixed, serializeOptions(message.options)])
  if (bytes.length > longestMessage) {
    throw new RangeError(`a DHCP message has at most ${longestMessage} bytes, not ${bytes.length}`)
  }
  return Buffer.concat([bytes, Buffer.alloc(Math.max(0, shortestMessage - bytes.length))])
}

/** A length in one field, and as many bytes of the other. */
function hardwareAddress(length: Field<number>, bytes: Field<Buffer>): Field<string> {
  return {
    end: bytes.end,
    parse(message) {
      const count = length.parse(message) ?? 0
      if (count > longestHardwareAddress) return undefined
      return [...(bytes.parse(message)?.subarray(0, count) ?? [])].map(twoDigits).join(':')
    },
    serialize(address, output) {
      const hardware = hardwareBytes(address)
      length.serialize(hardware.length, output)
      bytes.serialize(hardware, output)
    },
  }
}

function addressAt(at: number): Field<string> {
  return converted(bytesAt(at, 4), dotted, addressBytes)
}

function hardwareBytes(address: string): Buffer {
  if (!/^([0-9a-f]{2}(:[0-9a-f]{2}){0,15})?$/i.test(address)) {
    throw new RangeError(`"${address}" is no hardware address of at most ${longestHardwareAddress} bytes`)
  }
  return Buffer.from(address.replaceAll(':', ''), 'hex')
}

/** Throws a `RangeError` unless it is an IPv4 address. */
export function addressBytes(address: string): Buffer {
  const numbers = /^\d{1,3}(\.\d{1,3}){3}$/.test(address) ? address.split('.').map(Number) : []
  if (numbers.length === 0 || numbers.some((number) => number > 255)) {
    throw new RangeError(`${address} is no IPv4 address`)
  }
  return Buffer.from(numbers)
}

/** undefined unless there are the four bytes of an address. */
export function addressText(bytes: Buffer | undefined): string | undefined {
  return bytes?.length === 4 ? dotted(bytes) : undefined
}

/** RFC 2132 section 9.6; undefined for BOOTP without it. */
export function messageTypeOf({ options }: DhcpMessage): number | undefined {
  const value = options.get(optionCodes.messageType)
  return value?.length === 1 ? value.at(0) : undefined
}

/** Up to the null that ends it, or all of it. */
export function text(bytes: Buffer): string {
  const end = bytes.indexOf(0)
  return bytes.toString('latin1', 0, end < 0 ? bytes.length : end)
}

/** With the null that ends it. */
function nullTerminated(value: string, length: number): Buffer {
  if (value.length >= length) throw new RangeError(`"${value}" is longer than ${length - 1} bytes`)
  return Buffer.from(`${value}\0`, 'latin1')
}

function dotted(bytes: Buffer): string {
  return bytes.join('.')
}

function twoDigits(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}
