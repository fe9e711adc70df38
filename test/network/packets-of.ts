/** A packet of a file that was written by `packetFile`. */
export interface Packet {
  comment: string | undefined
  /** `127.20.128.1:4711`. */
  from: string
  to: string
  protocol: number
  /** By their letters, in the order of their bits: `FSRPA`. */
  flags: string
  data: Buffer
  /** Of the header and of what it bears: 0xffff where they are right. */
  sums: number[]
}

/** Reads a pcapng file of IPv4 packets (draft-ietf-opsawg-pcapng); throws where a block is torn. */
export function packetsOf(file: Buffer): Packet[] {
  const packets: Packet[] = []
  for (let at = 0; at < file.length;) {
    const length = file.readUInt32LE(at + 4)
    if (file.readUInt32LE(at + length - 4) !== length) throw new Error(`the block at ${at} is torn`)
    if (file.readUInt32LE(at) === 6) packets.push(packetIn(file.subarray(at, at + length)))
    at += length
  }
  return packets
}

function packetIn(block: Buffer): Packet {
  const captured = block.readUInt32LE(20)
  const ip = block.subarray(28, 28 + captured)
  const options = block.subarray(28 + captured + (-captured & 3), -4)
  const hasComment = options.length > 0 && options.readUInt16LE(0) === 1
  const payload = ip.subarray(20)
  const protocol = ip[9] ?? 0
  const isTcp = protocol === 6
  const place = (address: number, port: number): string =>
    `${[...ip.subarray(address, address + 4)].join('.')}:${payload.readUInt16BE(port)}`
  const pseudo = Buffer.concat([ip.subarray(12, 20), Buffer.from([0, protocol, 0, 0])])
  pseudo.writeUInt16BE(payload.length, 10)
  const bits = isTcp ? (payload[13] ?? 0) : 0
  return {
    comment: hasComment ? options.subarray(4, 4 + options.readUInt16LE(2)).toString() : undefined,
    from: place(12, 0),
    to: place(16, 2),
    protocol,
    flags: ['F', 'S', 'R', 'P', 'A'].filter((_letter, bit) => (bits >> bit) & 1).join(''),
    data: payload.subarray(isTcp ? ((payload[12] ?? 0) >> 4) * 4 : 8),
    sums: [ip.subarray(0, 20), Buffer.concat([pseudo, payload])].map(onesComplementSum),
  }
}

function onesComplementSum(bytes: Buffer): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) {
    sum += (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)
    if (sum > 0xffff) sum -= 0xffff
  }
  return sum
}
