import { optionCodes, printOptions, readOptions, type DhcpOptions } from './options.ts'

/** RFC 2131 section 2: the fixed fields of BOOTP, then options. Addresses are dotted; `0.0.0.0` where there is none. */
export interface DhcpMessage {
  op: 'request' | 'reply'
  /** 1: Ethernet. */
  hardwareType: number
  /** `00:15:5d:01:02:03`; at most 16 bytes. */
  hardwareAddress: string
  hops: number
  /** By which a client knows the reply to its request. */
  transactionId: number
  seconds: number
  flags: number
  clientAddress: string
  yourAddress: string
  /** Of the server that the boot file is to be fetched from. */
  serverAddress: string
  relayAddress: string
  /** ASCII, at most 63 bytes; empty where there is none. */
  serverName: string
  /** ASCII, at most 127 bytes; empty where there is none. */
  bootFile: string
  options: DhcpOptions
}

export const messageTypes = { discover: 1, offer: 2, request: 3, ack: 5 } as const

export const noAddress = '0.0.0.0'

const operations = ['request', 'reply'] as const
const cookie = Buffer.from([99, 130, 83, 99])
const longestHardwareAddress = 16
const serverNameField = { at: 44, length: 64 } as const
const bootFileField = { at: 108, length: 128 } as const
const cookieAt = 236
const optionsAt = cookieAt + cookie.length
/** RFC 1542 section 2.1 has BOOTP messages padded to this. */
const shortestMessage = 300
/** What a frame of Ethernet carries; also what firmware asks for as its maximum. */
const longestMessage = 1472

/** undefined for what is too short, too long, cut off, or BOOTP without DHCP's cookie. */
export function parseDhcpMessage(bytes: Buffer): DhcpMessage | undefined {
  if (bytes.length < optionsAt || bytes.length > longestMessage) return undefined
  const op = operations[bytes.readUInt8(0) - 1]
  const hardwareLength = bytes.readUInt8(2)
  if (!op || hardwareLength > longestHardwareAddress) return undefined
  if (!bytes.subarray(cookieAt, optionsAt).equals(cookie)) return undefined
  const options = new Map<number, Buffer>()
  if (!readOptions(bytes.subarray(optionsAt), options)) return undefined
  const overload = options.get(optionCodes.overload)?.at(0) ?? 0
  // RFC 2131 section 4.1: the fields that the overload option gives to options, `file` first.
  const holdsOptions = { bootFile: (overload & 1) !== 0, serverName: (overload & 2) !== 0 }
  if (holdsOptions.bootFile && !readOptions(field(bytes, bootFileField), options)) return undefined
  if (holdsOptions.serverName && !readOptions(field(bytes, serverNameField), options)) return undefined
  return {
    op,
    hardwareType: bytes.readUInt8(1),
    hardwareAddress: [...bytes.subarray(28, 28 + hardwareLength)].map(twoDigits).join(':'),
    hops: bytes.readUInt8(3),
    transactionId: bytes.readUInt32BE(4),
    seconds: bytes.readUInt16BE(8),
    flags: bytes.readUInt16BE(10),
    clientAddress: dotted(bytes.subarray(12, 16)),
    yourAddress: dotted(bytes.subarray(16, 20)),
    serverAddress: dotted(bytes.subarray(20, 24)),
    relayAddress: dotted(bytes.subarray(24, 28)),
    serverName: holdsOptions.serverName ? '' : text(field(bytes, serverNameField)),
    bootFile: holdsOptions.bootFile ? '' : text(field(bytes, bootFileField)),
    options,
  }
}

/** Throws a `RangeError` for what does not fit in its field or is no address, and for more than 1472 bytes. */
export function printDhcpMessage(message: DhcpMessage): Buffer {
  const fixed = Buffer.alloc(cookieAt)
  const hardware = hardwareBytes(message.hardwareAddress)
  fixed.writeUInt8(operations.indexOf(message.op) + 1, 0)
  fixed.writeUInt8(message.hardwareType, 1)
  fixed.writeUInt8(hardware.length, 2)
  fixed.writeUInt8(message.hops, 3)
  fixed.writeUInt32BE(message.transactionId, 4)
  fixed.writeUInt16BE(message.seconds, 8)
  fixed.writeUInt16BE(message.flags, 10)
  addressBytes(message.clientAddress).copy(fixed, 12)
  addressBytes(message.yourAddress).copy(fixed, 16)
  addressBytes(message.serverAddress).copy(fixed, 20)
  addressBytes(message.relayAddress).copy(fixed, 24)
  hardware.copy(fixed, 28)
  putText(fixed, serverNameField, message.serverName)
  putText(fixed, bootFileField, message.bootFile)
  const written = Buffer.concat([fixed, cookie, printOptions(message.options)])
  if (written.length > longestMessage) {
    throw new RangeError(`a DHCP message has at most ${longestMessage} bytes, not ${written.length}`)
  }
  return Buffer.concat([written, Buffer.alloc(Math.max(0, shortestMessage - written.length))])
}

function hardwareBytes(address: string): Buffer {
  if (!/^([0-9a-f]{2}(:[0-9a-f]{2}){0,15})?$/i.test(address)) {
    throw new RangeError(`"${address}" is no hardware address of at most ${longestHardwareAddress} bytes`)
  }
  return Buffer.from(address.replaceAll(':', ''), 'hex')
}

/** Throws a `RangeError` for what is no IPv4 address. */
export function addressBytes(address: string): Buffer {
  const numbers = /^\d{1,3}(\.\d{1,3}){3}$/.test(address) ? address.split('.').map(Number) : []
  if (numbers.length === 0 || numbers.some((number) => number > 255)) {
    throw new RangeError(`${address} is no IPv4 address`)
  }
  return Buffer.from(numbers)
}

/** undefined for what has not the four bytes of an address. */
export function addressText(bytes: Buffer | undefined): string | undefined {
  return bytes?.length === 4 ? dotted(bytes) : undefined
}

/** RFC 2132 section 9.6; undefined for BOOTP without it. */
export function messageTypeOf({ options }: DhcpMessage): number | undefined {
  const value = options.get(optionCodes.messageType)
  return value?.length === 1 ? value.at(0) : undefined
}

interface Field {
  at: number
  length: number
}

function field(bytes: Buffer, { at, length }: Field): Buffer {
  return bytes.subarray(at, at + length)
}

/** Up to the null that ends it, or all of it. */
export function text(bytes: Buffer): string {
  const end = bytes.indexOf(0)
  return bytes.toString('latin1', 0, end < 0 ? bytes.length : end)
}

function putText(fixed: Buffer, { at, length }: Field, value: string): void {
  if (value.length >= length) throw new RangeError(`"${value}" is longer than ${length - 1} bytes`)
  fixed.write(value, at, 'latin1')
}

function dotted(bytes: Buffer): string {
  return bytes.join('.')
}

function twoDigits(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}
