import { createHash } from 'node:crypto'
import type { Hash } from '../keys.ts'
import type { Validity } from '../validity.ts'

/** The content of a certificate, without its key and signature. */
export interface Description {
  /** Absent for an empty subject. */
  commonName?: string
  organization: string
  unit?: string
  /** DNS names of the subject alternative name. */
  hosts: string[]
  usage: Usage
  validity: Validity
  /** Hexadecimal. */
  serial: string
  hash: Hash
  keys: 'strong' | 'weak'
  /** URL of its issuer's revocation list; absent for a self-signed certificate. */
  listUrl?: string
}

export type Usage = 'authority' | 'server' | 'client' | 'document-signing'

/**
 * Text that is safe in a distinguished name. Both libraries write names out as strings and parse them again, and
 * the round trip loses or misreads `,`, `+`, `"`, `\` and a leading `#`; nothing is identified by this text.
 */
export function nameText(text: string): string {
  return text
    .replace(/[^\p{L}\p{N} ._-]/gu, '-')
    .replace(/ +/g, ' ')
    .trim()
}

/**
 * The serial number of a certificate follows from its holder and its purpose. A revocation list can therefore name it
 * before it is issued, and still names it when it is issued again for another date. Hexadecimal; the first digit keeps
 * it positive.
 */
export function serialNumber(...identity: readonly string[]): string {
  return `4${createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 31)}`
}
