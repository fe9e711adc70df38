import { verify, type KeyObject } from 'node:crypto'
import { descend, xmlElement, type XmlElement } from '../xml.ts'
import { signReversed, type SignatureHash } from './message-header.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** "Reference" of the 2007 SDK, in the element "Signature" that only replies of native mode have (cc143029). */
export interface AssignmentSignature {
  assignmentId: string
  /** `AlgID`. */
  algorithm: number
  /** In hexadecimal. */
  value: string
}

/** CALG_SHA1, the hash of 2007, and CALG_SHA_256 (ALG_ID of wincrypt.h). */
const algorithms: Readonly<Record<SignatureHash, number>> = { sha1: 0x8004, sha256: 0x800c }

/**
 * Signs an assignment as the site server does. The signed bytes are not documented; our choice follows
 * a registration's signature: the element's exact text in UTF-16.
 */
export function signAssignment(
  { id, text }: { id: string; text: string },
  siteServerKey: KeyObject,
  hash: SignatureHash = 'sha1',
): AssignmentSignature {
  const value = signReversed(hash, Buffer.from(text, 'utf16le'), siteServerKey)
  return { assignmentId: id, algorithm: algorithms[hash], value }
}

/** The product had RSA keys only; simulated site servers may have others, which sign in the same way. */
export function isAssignmentSigned(
  text: string,
  { algorithm, value }: AssignmentSignature,
  siteServerKey: KeyObject,
): boolean {
  const hash = (['sha1', 'sha256'] as const).find((name) => algorithms[name] === algorithm)
  if (!hash || !/^(?:[0-9a-f]{2})+$/i.test(value)) return false
  try {
    return verify(hash, Buffer.from(text, 'utf16le'), siteServerKey, Buffer.from(value, 'hex').reverse())
  } catch {
    return false
  }
}

export function serializeAssignmentSignatures(signatures: readonly AssignmentSignature[]): string {
  const references = signatures.map(({ assignmentId, algorithm, value }) =>
    xmlElement(
      'Reference',
      { PolicyAssignmentID: assignmentId },
      xmlElement('SignatureAlgorithm', { AlgID: algorithm }),
      xmlElement('SignatureValue', {}, value),
    ),
  )
  return references.length === 0 ? '' : xmlElement('Signature', {}, ...references)
}

/** undefined when a signature lacks its assignment, algorithm or value. */
export function parseAssignmentSignatures(reply: XmlElement): AssignmentSignature[] | undefined {
  const references = descend(reply, 'Signature')?.children.filter(({ name }) => name === 'Reference') ?? []
  const signatures = references.map(parseReference).filter((signature) => signature !== undefined)
  return signatures.length < references.length ? undefined : signatures
}

function parseReference(reference: XmlElement): AssignmentSignature | undefined {
  const assignmentId = reference.attributes.PolicyAssignmentID
  const { AlgID = '' } = descend(reference, 'SignatureAlgorithm')?.attributes ?? {}
  const value = descend(reference, 'SignatureValue')?.text.trim()
  if (assignmentId === undefined || !/^\d{1,9}$/.test(AlgID) || value === undefined) return undefined
  return { assignmentId, algorithm: Number(AlgID), value }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the bytes of a policy assignment that the site server signs',
  },
]
