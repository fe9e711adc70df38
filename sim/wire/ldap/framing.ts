import { readHead, universal } from '../../encoding/ber.ts'

export class FramingError extends Error {
  override readonly name = 'FramingError'
}

/**
 * The LDAP messages of a stream, each whole with its tag and length. Throws a `FramingError` for what begins like no
 * message, for one longer than `longest` bytes, and for a stream that ends within one.
 */
export async function* readMessages(
  stream: AsyncIterable<Buffer>,
  longest: number,
): AsyncGenerator<Buffer, void, undefined> {
  let pieces: Buffer[] = []
  let waiting = 0
  let wanted = 2
  for await (const chunk of stream) {
    pieces.push(chunk)
    waiting += chunk.length
    if (waiting < wanted) continue
    let rest = Buffer.concat(pieces)
    for (;;) {
      wanted = lengthOf(rest, longest)
      if (rest.length < wanted) break
      yield rest.subarray(0, wanted)
      rest = rest.subarray(wanted)
    }
    pieces = [rest]
    waiting = rest.length
  }
  if (waiting > 0) throw new FramingError(`the connection ended ${waiting} bytes into a message`)
}

/** Of the first message; more than there is where that cannot be told yet. */
function lengthOf(bytes: Buffer, longest: number): number {
  if (bytes.length > 0 && bytes[0] !== universal.sequence) {
    throw new FramingError('what came is no LDAP message: its first byte is not 0x30')
  }
  const head = readHead(bytes)
  if (head === null) throw new FramingError('what came is no LDAP message: it has no length that LDAP allows')
  if (!head) return bytes.length + 1
  if (head.end > longest) {
    throw new FramingError(`a message of ${head.end} bytes, where ${longest} are the most`)
  }
  return head.end
}
