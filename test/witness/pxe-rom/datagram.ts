import { twoBytes } from './ethernet-frame.ts'

export interface Endpoint {
  /** Dotted. */
  address: string
  port: number
}

export interface Datagram {
  source: Endpoint
  destination: Endpoint
  payload: Buffer
}

const udp = 17
const udpHeader = 8
const timeToLive = 64

/** UDP (RFC 768) in a packet of IPv4 (RFC 791); undefined for another protocol. */
export function readDatagram(packet: Buffer): Datagram | undefined {
  if (packet.readUInt8(9) !== udp) return undefined
  const header = (packet.readUInt8(0) & 0x0f) * 4
  const segment = packet.subarray(header)
  return {
    source: { address: packet.subarray(12, 16).join('.'), port: segment.readUInt16BE(0) },
    destination: { address: packet.subarray(16, 20).join('.'), port: segment.readUInt16BE(2) },
    // The rest is the padding of a short frame.
    payload: segment.subarray(udpHeader, segment.readUInt16BE(4)),
  }
}

/** With both checksums: a ROM drops what has wrong ones. Throws a `RangeError` for what no frame of Ethernet carries. */
export function writeDatagram({ source, destination, payload }: Datagram): Buffer {
  const length = udpHeader + payload.length
  if (20 + length > 1500) throw new RangeError(`${payload.length} bytes do not fit in a frame`)
  const ends = Buffer.concat([addressBytes(source.address), addressBytes(destination.address)])
  const ports = Buffer.concat([twoBytes(source.port), twoBytes(destination.port), twoBytes(length)])
  const pseudoHeader = Buffer.concat([ends, twoBytes(udp), twoBytes(length)])
  const sum = checksum(Buffer.concat([pseudoHeader, ports, twoBytes(0), payload]))
  const before = Buffer.concat([
    Buffer.from([0x45, 0]),
    twoBytes(20 + length),
    Buffer.from([0, 0, 0, 0, timeToLive, udp]),
  ])
  const header = [before, twoBytes(checksum(Buffer.concat([before, ends]))), ends]
  // A sum of zero is sent as all ones: zero says that there is none.
  return Buffer.concat([...header, ports, twoBytes(sum === 0 ? 0xffff : sum), payload])
}

/** RFC 1071. */
function checksum(bytes: Buffer): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) sum += bytes.readUInt8(at) * 256 + (bytes[at + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return ~sum & 0xffff
}

function addressBytes(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number))
}
