/** The first bytes of a stream, and the whole of it. */
interface Headed {
  /** `length` bytes; fewer where the stream ends before. */
  head: Uint8Array
  bytes: AsyncIterable<Uint8Array>
}

/** Looks at the first bytes of a stream, however they are split. */
export async function withHead(chunks: AsyncIterable<Uint8Array>, length: number): Promise<Headed> {
  const iterator = chunks[Symbol.asyncIterator]()
  let seen = Buffer.alloc(0)
  while (seen.length < length) {
    const next = await iterator.next()
    if (next.done) break
    seen = Buffer.concat([seen, next.value])
  }
  return { head: seen.subarray(0, length), bytes: resumed(seen, iterator) }
}

async function* resumed(seen: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield seen
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  } finally {
    await iterator.return?.()
  }
}
