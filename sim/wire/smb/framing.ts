/** Direct TCP ([MS-SMB2] 2.1): a byte 0, and the length of the message in three bytes, big-endian. */
export function frame(message: Buffer): Buffer {
  const prefix = Buffer.alloc(4)
  prefix.writeUInt32BE(message.length)
  return Buffer.concat([prefix, message])
}

export class FramingError extends Error {
  override readonly name = 'FramingError'
}

/**
 * The messages of a stream, each without its length. Throws a `FramingError` for what is no length, for a message longer
 * than `longest` bytes, and for a stream that ends within one.
 */
export async function* readFrames(
  stream: AsyncIterable<Buffer>,
  longest: number,
): AsyncGenerator<Buffer, void, undefined> {
  let pieces: Buffer[] = []
  let waiting = 0
  let wanted = 4
  for await (const chunk of stream) {
    pieces.push(chunk)
    waiting += chunk.length
    if (waiting < wanted) continue
    let rest = Buffer.concat(pieces)
    for (;;) {
      wanted = 4 + (rest.length < 4 ? 0 : lengthOf(rest, longest))
      if (rest.length < 4 || rest.length < wanted) break
      yield rest.subarray(4, wanted)
      rest = rest.subarray(wanted)
    }
    pieces = [rest]
    waiting = rest.length
  }
  if (waiting > 0) throw new FramingError(`the connection ended ${waiting} bytes into a message`)
}

function lengthOf(bytes: Buffer, longest: number): number {
  const length = bytes.readUInt32BE()
  if (length > 0xffffff) throw new FramingError('what came is not SMB over TCP: its first byte is not 0')
  if (length > longest) throw new FramingError(`a message of ${length} bytes, where ${longest} are the most`)
  return length
}
