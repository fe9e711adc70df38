/** Reads untrusted bytes from a peer: past their end it yields zeros and empty buffers, and no error. */
interface ByteReader {
  readonly left: number
  /** A big-endian number of `bytes` bytes; missing bytes count as 0. */
  number(bytes: number): number
  /** Fewer bytes where the buffer ends first. */
  take(bytes: number): Buffer
  /** A count of bytes, itself `lengthBytes` long, and then the bytes, which are returned. */
  vector(lengthBytes: number): Buffer
}

export function byteReader(buffer: Buffer): ByteReader {
  let at = 0
  function take(bytes: number): Buffer {
    const piece = buffer.subarray(at, at + bytes)
    at += piece.length
    return piece
  }
  function number(bytes: number): number {
    const piece = take(bytes)
    return piece.length < bytes ? 0 : piece.readUIntBE(0, bytes)
  }
  return {
    get left() {
      return buffer.length - at
    },
    number,
    take,
    vector: (lengthBytes) => take(number(lengthBytes)),
  }
}

/** Consecutive vectors, up to the end. */
export function parseVectors(buffer: Buffer, lengthBytes: number): Buffer[] {
  const reader = byteReader(buffer)
  const vectors: Buffer[] = []
  while (reader.left > lengthBytes) vectors.push(reader.vector(lengthBytes))
  return vectors
}

/** A number in network byte order; likewise below. */
export function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
