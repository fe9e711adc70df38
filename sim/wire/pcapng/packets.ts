import { bytesAt, constant, preset, struct, u16be, u32be, u8 } from '../../encoding/struct.ts'

/** IPv4 packets, as a capture has them: whole, with their checksums. */

/** A port of an address. */
export interface Endpoint {
  address: string
  port: number
}

interface Segment {
  from: Endpoint
  to: Endpoint
  sequence: number
  /** The number that is expected next from the other end; absent in the first segment of all. */
  acknowledged?: number | undefined
  flags: readonly (keyof typeof flagBits)[]
  /** Says the largest segment, and by how much windows are scaled. */
  opens?: boolean
  data?: Buffer
}

const flagBits = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08 } as const
const ack = 0x10

const protocols = { tcp: 6, udp: 17 } as const

const ipHeader = struct(20, {
  versionAndLength: constant(u8(0), 0x45),
  length: u16be(2),
  doNotFragment: constant(u16be(6), 0x4000),
  timeToLive: preset(u8(8), 64),
  protocol: u8(9),
  source: bytesAt(12, 4),
  destination: bytesAt(16, 4),
})

const checksumOfIp = 10

const tcpHeader = struct(20, {
  source: u16be(0),
  destination: u16be(2),
  sequence: u32be(4),
  acknowledged: u32be(8),
  words: u8(12),
  flags: u8(13),
  window: preset(u16be(14), 0xffff),
})

/** Bytes of data that fit into the longest packet: the largest segment of loopback. */
export const largestSegment = 0xffff - ipHeader.length - tcpHeader.length

/** No window that fills up, since the reader does not learn when the other end acknowledged what. */
const windowScale = 14

const openingOptions = Buffer.from([2, 4, largestSegment >> 8, largestSegment & 0xff, 1, 3, 3, windowScale])

export function tcpPacket({ from, to, sequence, acknowledged, flags, opens, data }: Segment): Buffer {
  const options = opens ? openingOptions : nothing
  const header = tcpHeader.serialize({
    source: from.port,
    destination: to.port,
    sequence,
    acknowledged: acknowledged ?? 0,
    words: (tcpHeader.length + options.length) << 2,
    flags: flags.reduce((bits, flag) => bits | flagBits[flag], acknowledged === undefined ? 0 : ack),
  })
  return ipPacket('tcp', from, to, Buffer.concat([header, options, data ?? nothing]), 16)
}

const udpHeader = struct(8, { source: u16be(0), destination: u16be(2), length: u16be(4) })

export function udpPacket(from: Endpoint, to: Endpoint, data: Buffer): Buffer {
  const length = udpHeader.length + data.length
  const header = udpHeader.serialize({ source: from.port, destination: to.port, length })
  return ipPacket('udp', from, to, Buffer.concat([header, data]), 6)
}

const nothing = Buffer.alloc(0)

/** `checksumAt`: where the payload has a checksum of its own, which covers the addresses as well. */
function ipPacket(
  protocol: keyof typeof protocols,
  from: Endpoint,
  to: Endpoint,
  payload: Buffer,
  checksumAt: number,
): Buffer {
  const [source, destination] = [ipv4Bytes(from.address), ipv4Bytes(to.address)]
  const number = protocols[protocol]
  const pseudo = sum(source) + sum(destination) + number + payload.length
  // In UDP a checksum of zero would say that there is none.
  payload.writeUInt16BE(checksum(pseudo + sum(payload)) || 0xffff, checksumAt)
  const length = ipHeader.length + payload.length
  const header = ipHeader.serialize({ length, protocol: number, source, destination })
  header.writeUInt16BE(checksum(sum(header)), checksumOfIp)
  return Buffer.concat([header, payload])
}

export function ipv4Bytes(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number))
}

/** Of 16-bit words (RFC 1071); exact, since no packet has more than 2^15 of them. */
function sum(bytes: Buffer): number {
  let total = bytes.length % 2 === 1 ? (bytes.at(-1) ?? 0) << 8 : 0
  for (let at = 0; at + 1 < bytes.length; at += 2) total += bytes.readUInt16BE(at)
  return total
}

function checksum(total: number): number {
  const folded = (total & 0xffff) + (total >>> 16)
  return ~(folded + (folded >>> 16)) & 0xffff
}
