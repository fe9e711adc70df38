import { serialNumber } from './issue/serial-number.ts'
import type { Issuance } from './issue/issuance.ts'
import type { KeyedCredential } from './pki.ts'
import type { Issuer } from './recipes.ts'
import type { Validities, Validity } from './validity.ts'

/** Whoever signs certificates of others. */
export type AuthorityKind = Exclude<Issuer, 'itself'>

export interface Authorities {
  root: KeyedCredential
  issuing: KeyedCredential
}

export interface AuthorityOptions {
  /** The authorities are called after it. */
  title: string
  organization: string
  /** Below which the lists are published. */
  revocationListUrl: string
}

/** Names of the authorities under a root, and of the list that each publishes: `/issuing.crl`. */
const issuing: Record<AuthorityKind, { name: string; list: string; validity: 'authority' | 'past' }> = {
  trusted: { name: 'issuing authority', list: 'issuing', validity: 'authority' },
  untrusted: { name: 'issuing authority', list: 'untrusted-issuing', validity: 'authority' },
  revoked: { name: 'revoked issuing authority', list: 'revoked-issuing', validity: 'authority' },
  expired: { name: 'expired issuing authority', list: 'expired-issuing', validity: 'past' },
}

export const authorityKinds = Object.keys(issuing) as AuthorityKind[]

/** Path below the URL for lists: that of the list which an authority of this kind publishes. */
export function listPath(kind: AuthorityKind): string {
  return `/${issuing[kind].list}.crl`
}

/** That of the root above it. */
export function rootListPath(kind: AuthorityKind): string {
  return kind === 'untrusted' ? '/untrusted-root.crl' : '/root.crl'
}

/** Serial number of the certificate of an authority under the root. */
export function authoritySerial(kind: AuthorityKind): string {
  return serialNumber('authority', kind)
}

/** A root and an authority under it. `date` dates a validity by the machine's clock. */
export async function obtainAuthorities(
  issuance: Issuance,
  kind: AuthorityKind,
  { title, organization, revocationListUrl }: AuthorityOptions,
  validities: Validities,
  date: (validity: Validity) => Validity,
): Promise<Authorities> {
  const prefix = kind === 'untrusted' ? `${title} untrusted` : title
  const same = {
    organization,
    hosts: [],
    usage: 'authority' as const,
    hash: 'SHA-256' as const,
    keys: 'strong' as const,
  }
  const root = await issuance.certificate({
    ...same,
    commonName: `${prefix} root authority`,
    serial: '',
    validity: date(validities.authority),
  })
  const { name, validity } = issuing[kind]
  const under = {
    ...same,
    commonName: `${prefix} ${name}`,
    serial: authoritySerial(kind),
    validity: date(validities[validity]),
    listUrl: revocationListUrl + rootListPath(kind),
  }
  return { root, issuing: await issuance.certificate(under, root) }
}
