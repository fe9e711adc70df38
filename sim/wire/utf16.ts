/** Reports are little-endian UTF-16; written with the byte order mark, as the clients' own files are. */
export function encodeUtf16(text: string): Buffer {
  return Buffer.from(`\uFEFF${text}`, 'utf16le')
}

/** With or without a byte order mark, which alone can say big-endian; undefined when it is no UTF-16. */
export function decodeUtf16(bytes: Uint8Array): string | undefined {
  const encoding = bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-16le'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
