/** Direct TCP ([MS-SMB2] 2.1): a byte 0, and the length of the message in three bytes, big-endian. */
export function frame(message: Buffer): Buffer {
  const prefix = Buffer.alloc(4)
  prefix.writeUInt32BE(message.length)
  return Buffer.concat([prefix, message])
}

/** Where the first message of a stream begins, after its length, and ends; undefined: more bytes are needed to tell. */
export function frameBounds(bytes: Buffer): { start: number; end: number } | { wrong: string } | undefined {
  if (bytes.length < 4) return undefined
  const length = bytes.readUInt32BE()
  if (length > 0xffffff) return { wrong: 'what came is not SMB over TCP: its first byte is not 0' }
  return { start: 4, end: 4 + length }
}
