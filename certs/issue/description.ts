import type { Hash } from '../keys.ts'
import type { Validity } from '../validity.ts'

/** What a certificate says, without its key and signature. */
export interface Description {
  /** Absent: the subject is empty. */
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
  /** Where the revocation list of its issuer is published; absent for what signs itself. */
  listUrl?: string
}

export type Usage = 'authority' | 'server' | 'client' | 'document-signing'

/**
 * Text that is safe in a distinguished name. Both libraries write names out as strings and parse them again, and
 * the round trip loses or misreads `,`, `+`, `"`, `\` and a leading `#`; nobody identifies anything by this text.
 */
export function nameText(text: string): string {
  return text
    .replace(/[^\p{L}\p{N} ._-]/gu, '-')
    .replace(/ +/g, ' ')
    .trim()
}
