import { parseHead, universal } from '../encoding/ber.ts'

/**
 * Where the first message of a stream begins and ends. undefined: more bytes are needed to tell; `wrong`: no message
 * begins like this.
 */
type Bounds = { start: number; end: number } | { wrong: string } | undefined

/** An LDAP message, with its tag and length. */
export function ldapMessageBounds(bytes: Buffer): Bounds {
  if (bytes.length > 0 && bytes[0] !== universal.sequence) {
    return { wrong: 'what came is no LDAP message: its first byte is not 0x30' }
  }
  const head = parseHead(bytes)
  if (head === null) return { wrong: 'what came is no LDAP message: it has no length that LDAP allows' }
  return head && { start: 0, end: head.end }
}

const smbPrefix = 4

/** Direct TCP ([MS-SMB2] 2.1): a byte 0, and the length of the message in three bytes, big-endian. */
export function smbFrame(message: Buffer): Buffer {
  const prefix = Buffer.alloc(smbPrefix)
  prefix.writeUInt32BE(message.length)
  return Buffer.concat([prefix, message])
}

/** An SMB message, after its length. */
export function smbMessageBounds(bytes: Buffer): Bounds {
  if (bytes.length < smbPrefix) return undefined
  const length = bytes.readUInt32BE()
  if (length > 0xffffff) return { wrong: 'what came is not SMB over TCP: its first byte is not 0' }
  return { start: smbPrefix, end: smbPrefix + length }
}
