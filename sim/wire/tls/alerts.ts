/** Names of alerts (RFC 8446, section 6, and older ones). */
const names: Readonly<Record<number, string>> = {
  0: 'close notify',
  10: 'unexpected message',
  20: 'bad record MAC',
  40: 'handshake failure',
  42: 'bad certificate',
  43: 'unsupported certificate',
  44: 'certificate revoked',
  45: 'certificate expired',
  46: 'certificate unknown',
  47: 'illegal parameter',
  48: 'unknown CA',
  49: 'access denied',
  50: 'decode error',
  51: 'decrypt error',
  70: 'protocol version',
  71: 'insufficient security',
  80: 'internal error',
  86: 'inappropriate fallback',
  90: 'user cancelled',
  109: 'missing extension',
  112: 'unrecognized name',
  113: 'bad certificate status response',
  116: 'certificate required',
  120: 'no application protocol',
}

/** An alert in words; undefined when the record holds none. */
export function alertInWords(content: Buffer): string | undefined {
  if (content.length !== 2) return undefined
  const number = content.readUInt8(1)
  return names[number] ?? `alert ${number}`
}
