/** An Ethernet frame. Addresses are six bytes. */
export interface Frame {
  destination: Buffer
  source: Buffer
  /** `etherTypes`. */
  type: number
  payload: Buffer
}

export const etherTypes = { ipv4: 0x0800, arp: 0x0806 } as const

export const everybody = Buffer.alloc(6, 0xff)

export function readFrame(bytes: Buffer): Frame {
  return {
    destination: bytes.subarray(0, 6),
    source: bytes.subarray(6, 12),
    type: bytes.readUInt16BE(12),
    payload: bytes.subarray(14),
  }
}

export function writeFrame({ destination, source, type, payload }: Frame): Buffer {
  return Buffer.concat([destination, source, twoBytes(type), payload])
}

/** ARP (RFC 826): the address that a request asks for; undefined for anything but a request. */
export function askedAddress(payload: Buffer): string | undefined {
  const request = 1
  return payload.readUInt16BE(6) === request ? payload.subarray(24, 28).join('.') : undefined
}

/** Says to whoever asked that the address is `own`'s. */
export function arpReply(request: Buffer, own: Buffer): Buffer {
  const reply = 2
  const asker = request.subarray(8, 18)
  const asked = request.subarray(24, 28)
  return Buffer.concat([request.subarray(0, 6), twoBytes(reply), own, asked, asker])
}

export function twoBytes(number: number): Buffer {
  return Buffer.from([number >> 8, number & 0xff])
}
