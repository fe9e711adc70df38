import { createHash } from 'node:crypto'

const block = 16
const longestPassword = 128

/** RFC 2865 section 5.2. Throws a `RangeError` for a password of more than 128 bytes. */
export function hideUserPassword(password: string, authenticator: Buffer, secret: string): Buffer {
  const bytes = Buffer.from(password)
  if (bytes.length > longestPassword) throw new RangeError(`a password has at most ${longestPassword} bytes`)
  const hidden = Buffer.alloc(Math.max(1, Math.ceil(bytes.length / block)) * block)
  bytes.copy(hidden)
  let before = authenticator
  for (let at = 0; at < hidden.length; at += block) {
    const part = hidden.subarray(at, at + block)
    xorInto(part, mask(before, secret))
    before = part
  }
  return hidden
}

/** undefined for what has not the length of a hidden password. With another secret it comes out as garbage. */
export function revealUserPassword(
  hidden: Buffer,
  authenticator: Buffer,
  secret: string,
): string | undefined {
  if (hidden.length === 0 || hidden.length > longestPassword || hidden.length % block !== 0) return undefined
  const bytes = Buffer.from(hidden)
  let before = authenticator
  for (let at = 0; at < bytes.length; at += block) {
    xorInto(bytes.subarray(at, at + block), mask(before, secret))
    before = hidden.subarray(at, at + block)
  }
  const end = bytes.indexOf(0)
  return bytes.subarray(0, end < 0 ? bytes.length : end).toString()
}

function mask(before: Buffer, secret: string): Buffer {
  return createHash('md5').update(secret).update(before).digest()
}

function xorInto(bytes: Buffer, other: Buffer): void {
  for (const [at, byte] of other.entries()) bytes[at] = (bytes[at] ?? 0) ^ byte
}
