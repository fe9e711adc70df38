import { readHead, universal } from './ber.ts'

/** Where the first LDAP message of a stream begins and ends, with its tag and length; undefined: more bytes are needed. */
export function messageBounds(bytes: Buffer): { start: number; end: number } | { wrong: string } | undefined {
  if (bytes.length > 0 && bytes[0] !== universal.sequence) {
    return { wrong: 'what came is no LDAP message: its first byte is not 0x30' }
  }
  const head = readHead(bytes)
  if (head === null) return { wrong: 'what came is no LDAP message: it has no length that LDAP allows' }
  return head && { start: 0, end: head.end }
}
