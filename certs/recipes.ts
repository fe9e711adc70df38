import { createHash } from 'node:crypto'
import type { CertificateRecipe } from '../sim/vocabulary/certificate.ts'
import type { Hash } from './credential.ts'

/** Every way in which certificates may differ. */
export interface Recipe {
  validity: 'current' | 'current-and-longer' | 'past' | 'future'
  namedFor: 'holder' | 'somebody-else' | 'nobody'
  /** `swapped`: a server's certificate allows client authentication, a client's allows server authentication. */
  usage: 'right' | 'swapped'
  issuer: Issuer
  /** `superseded-chain`: the authority's certificate from before it was renewed with another key. */
  sends: 'chain' | 'superseded-chain' | 'leaf'
  revoked: boolean
  hash: 'SHA-256' | 'SHA-1'
  /** `weak`: RSA with 1024 bits, whatever kind the other keys are. */
  keys: 'strong' | 'weak'
  /** The private key handed out with the certificate: its own, another certificate's, or none. */
  privateKey: 'own' | 'of-another' | 'none'
  /** Organizational unit in the subject. */
  unit: string | undefined
}

/**
 * The `revoked`, `expired` and `unlisted` authorities stand under the trusted root, beside the one that issues everything else.
 * The list of the `unlisted` one is where nobody can fetch it.
 */
export type Issuer = 'trusted' | 'untrusted' | 'revoked' | 'expired' | 'unlisted' | 'itself'

const good: Recipe = {
  validity: 'current',
  namedFor: 'holder',
  usage: 'right',
  issuer: 'trusted',
  sends: 'chain',
  revoked: false,
  hash: 'SHA-256',
  keys: 'strong',
  privateKey: 'own',
  unit: undefined,
}

/** Differences of each recipe from a good certificate. A new recipe is a new entry here. */
const differences = {
  good: {},
  'another-good': { validity: 'current-and-longer' },
  expired: { validity: 'past' },
  'not-yet-valid': { validity: 'future' },
  'wrong-host': { namedFor: 'somebody-else' },
  'wrong-usage': { usage: 'swapped' },
  'untrusted-root': { issuer: 'untrusted' },
  'self-signed': { issuer: 'itself', sends: 'leaf' },
  'incomplete-chain': { sends: 'leaf' },
  revoked: { revoked: true },
  'revoked-intermediate': { issuer: 'revoked' },
  'expired-intermediate': { issuer: 'expired' },
  'superseded-intermediate': { sends: 'superseded-chain' },
  'unreachable-list': { issuer: 'unlisted' },
  'weak-hash': { hash: 'SHA-1' },
  'weak-key': { keys: 'weak' },
  'no-private-key': { privateKey: 'none' },
  'key-mismatch': { privateKey: 'of-another' },
  'subject-without-name': { namedFor: 'nobody' },
  'attribute-with-spaces': { unit: 'Sales Department' },
} as const satisfies Record<CertificateRecipe, Partial<Recipe>>

export function recipeOf(name: CertificateRecipe): Recipe {
  return { ...good, ...differences[name] }
}

/** Whether OpenSSL refuses the certificate for its key or hash, so that its own holder has to lower the security level. */
export function isWeak(name: CertificateRecipe): boolean {
  const { hash, keys } = recipeOf(name)
  return hash === 'SHA-1' || keys === 'weak'
}

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

/** The period in which a certificate or a list is valid. */
export interface Validity {
  from: Date
  to: Date
}

/** The validity periods of everything that one run issues. */
export interface Validities {
  /** The month that all of them are counted from: `2026-07`. */
  month: string
  authority: Validity
  current: Validity
  'current-and-longer': Validity
  past: Validity
  future: Validity
}

/**
 * Every period runs from the first of a month to the first of another, so that the certificates of all days of a month
 * are the same and a cache can serve them. The margins of a month keep the recipes true for a run that crosses
 * midnight on the last day: a future certificate is still in the future, a current one still valid.
 */
export function validitiesAt(now: Date): Validities {
  const first = (months: number): Date =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1))
  const span = (from: number, to: number): Validity => ({ from: first(from), to: first(to) })
  return {
    month: first(0).toISOString().slice(0, '2026-07'.length),
    authority: span(-14, 24),
    current: span(-1, 12),
    'current-and-longer': span(-1, 13),
    past: span(-13, -1),
    future: span(2, 14),
  }
}

/** Converts a period to the clock of a machine that is this many milliseconds behind the simulation. */
export function dated({ from, to }: Validity, ahead: number): Validity {
  return { from: new Date(from.getTime() - ahead), to: new Date(to.getTime() - ahead) }
}

/** The years that the two digits of UTCTime can mean (RFC 5280, section 4.1.2.5.1). */
export const utcTimeYears = { first: 1950, last: 2049 } as const

/**
 * The libraries that make certificates write every date before 2050 as UTCTime, and one before 1950 is then read as a
 * century later. A clock that is far ahead needs such dates, since certificates are dated back by as much.
 */
export function isEarly({ from, to }: Validity): boolean {
  return [from, to].some((date) => date.getUTCFullYear() < utcTimeYears.first)
}

const day = 86_400_000

/** Revocation lists are published every Monday and are valid for two weeks. */
export function listValidityAt(now: Date): Validity {
  const daysSinceMonday = (now.getUTCDay() + 6) % 7
  const monday = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - daysSinceMonday)
  return { from: new Date(monday), to: new Date(monday + 14 * day) }
}

/** The validity of an older list, which has expired. */
export function staleListValidityAt(now: Date): Validity {
  return listValidityAt(new Date(now.getTime() - 21 * day))
}
