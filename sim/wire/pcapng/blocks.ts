import { constant, preset, struct, u16le, u32le, u64le } from '../../encoding/struct.ts'

/** Blocks of a pcapng file (draft-ietf-opsawg-pcapng), in the byte order of Intel. */

const blockTypes = { section: 0x0a0d0d0a, interface: 1, names: 4, packet: 6, secrets: 10 } as const

const optionCodes = {
  comment: 1,
  /** Of a section. */
  application: 4,
  /** Of an interface. */
  name: 2,
  description: 3,
  timeResolution: 9,
} as const

/** Packets that begin with an IP header (LINKTYPE_RAW). */
const rawIp = 101

/** The power of ten in which an interface counts its seconds: microseconds. */
const microseconds = Buffer.from([6])

const section = struct(16, {
  byteOrder: constant(u32le(0), 0x1a2b3c4d),
  major: constant(u16le(4), 1),
  minor: constant(u16le(6), 0),
  /** Not known when it begins. */
  length: preset(u64le(8), 2n ** 64n - 1n),
})

/** The beginning of a file, and what its packets are. */
export function fileHeader(application: string): Buffer {
  const begun = section.serialize({})
  const link = Buffer.alloc(8)
  link.writeUInt16LE(rawIp)
  return Buffer.concat([
    block(blockTypes.section, begun, [option(optionCodes.application, Buffer.from(application))]),
    block(blockTypes.interface, link, [
      option(optionCodes.name, Buffer.from('loopback')),
      option(optionCodes.description, Buffer.from('what the listeners received and sent')),
      option(optionCodes.timeResolution, microseconds),
    ]),
  ])
}

const packetHead = struct(20, {
  interface: constant(u32le(0), 0),
  secondsHigh: u32le(4),
  secondsLow: u32le(8),
  captured: u32le(12),
  original: u32le(16),
})

export interface CapturedPacket {
  /** Microseconds since 1970. */
  at: number
  bytes: Buffer
  comment?: string | undefined
}

export function packetBlock({ at, bytes, comment }: CapturedPacket): Buffer {
  const head = packetHead.serialize({
    secondsHigh: Math.floor(at / 2 ** 32),
    secondsLow: at % 2 ** 32,
    captured: bytes.length,
    original: bytes.length,
  })
  const options = comment === undefined ? [] : [option(optionCodes.comment, Buffer.from(comment))]
  return block(blockTypes.packet, Buffer.concat([head, padded(bytes)]), options)
}

const ipv4Name = 1

/** Says which names hosts have, from here on. */
export function namesBlock(names: readonly { address: Buffer; name: string }[]): Buffer {
  const records = names.map(({ address, name }) =>
    option(ipv4Name, Buffer.concat([address, Buffer.from(`${name}\0`)])),
  )
  return block(blockTypes.names, Buffer.concat([...records, endOfOptions]), [])
}

const tlsKeyLog = 0x544c534b

/** Secrets of TLS connections, as lines of an NSS key log, for the packets that follow. */
export function secretsBlock(lines: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32LE(tlsKeyLog)
  head.writeUInt32LE(lines.length, 4)
  return block(blockTypes.secrets, Buffer.concat([head, padded(lines)]), [])
}

const endOfOptions = Buffer.alloc(4)

function block(type: number, body: Buffer, options: readonly Buffer[]): Buffer {
  const tail = options.length > 0 ? [...options, endOfOptions] : []
  const length = 12 + body.length + tail.reduce((sum, { length }) => sum + length, 0)
  const head = Buffer.alloc(8)
  head.writeUInt32LE(type)
  head.writeUInt32LE(length, 4)
  return Buffer.concat([head, body, ...tail, head.subarray(4)])
}

function option(code: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(code)
  head.writeUInt16LE(value.length, 2)
  return Buffer.concat([head, padded(value)])
}

function padded(bytes: Buffer): Buffer {
  const missing = -bytes.length & 3
  return missing === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(missing)])
}
