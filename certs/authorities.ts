import {
  serialNumber,
  validitiesAt,
  type Description,
  type Issuer,
  type Validities,
  type Validity,
} from './recipes.ts'
import { issueSelfSigned, type Issuance } from './issue.ts'
import type { KeyedCredential } from './credential.ts'

/** The authorities under a root. `superseded`: the trusted one as it was before its renewal; it issues nothing any more. */
export type AuthorityKind = Exclude<Issuer, 'itself'> | 'superseded'

export interface Authorities {
  root: KeyedCredential
  issuing: KeyedCredential
}

export interface AuthorityOptions {
  /** First words of the names of the authorities. */
  title: string
  organization: string
  /** Base URL of the lists. */
  revocationListUrl: string
}

/** Names of the authorities under a root and of the lists that they publish, as in `/issuing.crl`. */
const issuing: Record<AuthorityKind, { name: string; list: string; validity: 'authority' | 'past' }> = {
  trusted: { name: 'issuing authority', list: 'issuing', validity: 'authority' },
  untrusted: { name: 'issuing authority', list: 'untrusted-issuing', validity: 'authority' },
  revoked: { name: 'revoked issuing authority', list: 'revoked-issuing', validity: 'authority' },
  expired: { name: 'expired issuing authority', list: 'expired-issuing', validity: 'past' },
  // A renewal keeps the name, and numbers the lists by key ("Certification Authority Renewal").
  superseded: { name: 'issuing authority', list: 'superseded-issuing', validity: 'authority' },
  unlisted: { name: 'second issuing authority', list: 'second-issuing', validity: 'authority' },
}

export const authorityKinds = Object.keys(issuing) as AuthorityKind[]

/** Path, below the base URL, of the list that an authority of this kind publishes. */
export function listPath(kind: AuthorityKind): string {
  return `/${issuing[kind].list}.crl`
}

/** The port of "discard", where nothing publishes lists. */
const unreachablePort = '9'

/** URL of that list, as the certificates of this authority name it. */
export function listUrl(kind: AuthorityKind, revocationListUrl: string): string {
  const url = new URL(listPath(kind), revocationListUrl)
  if (kind === 'unlisted') url.port = unreachablePort
  return url.href
}

/** Path of the list that the root above it publishes. */
export function rootListPath(kind: AuthorityKind): string {
  return kind === 'untrusted' ? '/untrusted-root.crl' : '/root.crl'
}

/** Serial number of the certificate that the root issued to this authority. */
export function authoritySerial(kind: AuthorityKind): string {
  return serialNumber('authority', kind)
}

/** PEM of a root that issues nothing here, to be named to clients. */
export async function rootElsewhere(
  named: { commonName: string; organization: string },
  now: Date,
): Promise<string> {
  const { authority: validity } = validitiesAt(now)
  const description: Description = {
    ...named,
    hosts: [],
    usage: 'authority',
    validity,
    serial: '',
    hash: 'SHA-256',
    keys: 'strong',
  }
  const { certificate } = await issueSelfSigned(description, 'ec')
  return certificate
}

/** Issues a root and an authority under it. `date` converts a validity to the machine's clock. */
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
