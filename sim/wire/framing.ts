import { parseHead, universal } from '../encoding/ber.ts'

/** A stream that does not consist of the messages it should. */
export class FramingError extends Error {
  override readonly name = 'FramingError'
}

/**
 * Where the first message begins and ends; undefined while more bytes are needed to tell. Throws a `FramingError` for
 * bytes that begin like no message.
 */
type Bounds = (bytes: Buffer) => { start: number; end: number } | undefined

/** The LDAP messages of a stream, each whole with its tag and length; otherwise as `framed`. */
export function ldapMessages(stream: AsyncIterable<Buffer>, longest: number): AsyncGenerator<Buffer, void> {
  return framed(stream, longest, (bytes) => {
    if (bytes.length > 0 && bytes[0] !== universal.sequence) {
      throw new FramingError('what came is no LDAP message: its first byte is not 0x30')
    }
    const head = parseHead(bytes)
    if (head === null)
      throw new FramingError('what came is no LDAP message: it has no length that LDAP allows')
    return head && { start: 0, end: head.end }
  })
}

const smbPrefix = 4

/** Direct TCP ([MS-SMB2] 2.1): a byte 0, and the length of the message in three bytes, big-endian. */
export function smbFrame(message: Buffer): Buffer {
  const prefix = Buffer.alloc(smbPrefix)
  prefix.writeUInt32BE(message.length)
  return Buffer.concat([prefix, message])
}

/** The SMB messages of a stream, each without its length; otherwise as `framed`. */
export function smbMessages(stream: AsyncIterable<Buffer>, longest: number): AsyncGenerator<Buffer, void> {
  return framed(stream, longest, (bytes) => {
    if (bytes.length < smbPrefix) return undefined
    const length = bytes.readUInt32BE()
    if (length > 0xffffff) throw new FramingError('what came is not SMB over TCP: its first byte is not 0')
    return { start: smbPrefix, end: smbPrefix + length }
  })
}

/**
 * The messages of a stream. Throws a `FramingError` for bytes that begin like no message, for a message longer than
 * `longest` bytes, and for a stream that ends within one.
 */
async function* framed(
  stream: AsyncIterable<Buffer>,
  longest: number,
  boundsOf: Bounds,
): AsyncGenerator<Buffer, void, undefined> {
  let pieces: Buffer[] = []
  let waiting = 0
  let wanted = 1
  for await (const chunk of stream) {
    pieces.push(chunk)
    waiting += chunk.length
    if (waiting < wanted) continue
    let rest = Buffer.concat(pieces)
    for (;;) {
      const bounds = boundsOf(rest)
      if (bounds) refuseLonger(bounds.end - bounds.start, longest)
      wanted = bounds?.end ?? rest.length + 1
      if (!bounds || rest.length < wanted) break
      yield rest.subarray(bounds.start, bounds.end)
      rest = rest.subarray(bounds.end)
    }
    pieces = [rest]
    waiting = rest.length
  }
  if (waiting > 0) throw new FramingError(`the connection ended ${waiting} bytes into a message`)
}

function refuseLonger(length: number, longest: number): void {
  if (length > longest) throw new FramingError(`a message of ${length} bytes, where ${longest} are the most`)
}
