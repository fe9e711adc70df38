/** [MS-SMB2] 2.2.1.2: the header of a message that is answered at once. */
export interface Header {
  /** One of `commands`. */
  command: number
  /** One of `statuses` in a response; 0 in a request. */
  status: number
  /** Asked for in a request, granted in a response. */
  credits: number
  /** Of `headerFlags`. */
  flags: number
  /** Where the next message of a compound begins, from the start of this one; 0 in the last. */
  nextCommand: number
  messageId: bigint
  treeId: number
  sessionId: bigint
  /** 16 bytes; zeros where nothing is signed. */
  signature: Buffer
}

export const headerFlags = { response: 1, asynchronous: 2, related: 4, signed: 8 } as const

export const headerLength = 64

const protocolId = Buffer.from([0xfe, 0x53, 0x4d, 0x42])
const signatureAt = 48

/** undefined when it is no header of SMB2. */
export function parseHeader(message: Buffer): Header | undefined {
  if (message.length < headerLength || !message.subarray(0, 4).equals(protocolId)) return undefined
  if (message.readUInt16LE(4) !== headerLength) return undefined
  return {
    status: message.readUInt32LE(8),
    command: message.readUInt16LE(12),
    credits: message.readUInt16LE(14),
    flags: message.readUInt32LE(16),
    nextCommand: message.readUInt32LE(20),
    messageId: message.readBigUInt64LE(24),
    treeId: message.readUInt32LE(36),
    sessionId: message.readBigUInt64LE(40),
    signature: message.subarray(signatureAt, headerLength),
  }
}

/** A whole message, with what `print...` of its command made. */
export function printMessage(header: Header, body: Buffer): Buffer {
  const bytes = Buffer.alloc(headerLength)
  protocolId.copy(bytes)
  bytes.writeUInt16LE(headerLength, 4)
  bytes.writeUInt32LE(header.status, 8)
  bytes.writeUInt16LE(header.command, 12)
  bytes.writeUInt16LE(header.credits, 14)
  bytes.writeUInt32LE(header.flags, 16)
  bytes.writeUInt32LE(header.nextCommand, 20)
  bytes.writeBigUInt64LE(header.messageId, 24)
  bytes.writeUInt32LE(header.treeId, 36)
  bytes.writeBigUInt64LE(header.sessionId, 40)
  header.signature.copy(bytes, signatureAt)
  return Buffer.concat([bytes, body])
}
