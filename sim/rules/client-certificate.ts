import type { Basis } from '../vocabulary/basis.ts'
import {
  readCertificateCriteria,
  type CertificateAttribute,
  type CertificateCriteria,
} from '../vocabulary/certificate-criteria.ts'
import type { Rule } from './rule.ts'
import { pages } from './sources.ts'

export const wholeName: Rule = {
  id: 'client-certificate/whole-name',
  sentence:
    'Criteria with Subject: are met by a certificate with exactly this name, in this case; in the subject and, by our ' +
    'choice, in the alternative name.',
  sources: [
    {
      says: 'Subject: with a name selects the certificate with that subject, and case matters.',
      pages: [pages.clientInstallationProperties],
    },
  ],
}

export const partOfName: Rule = {
  id: 'client-certificate/part-of-name',
  sentence: 'Criteria with SubjectStr: are met by a certificate whose name contains this text, in any case.',
  sources: [
    {
      says: 'A partial match of the subject name disregards case.',
      pages: [pages.clientCertificateSettings],
    },
  ],
}

export const attributeOfName: Rule = {
  id: 'client-certificate/attribute',
  sentence:
    'Criteria with SubjectAttr: are met by a certificate with this attribute in its name, in this case; an attribute is ' +
    'called by its name, such as OU, or by its object identifier.',
  sources: [
    {
      says: 'A match of attributes respects case, and takes names such as CN, OU and DC as well as object identifiers.',
      pages: [pages.clientCertificateSettings, pages.clientInstallationProperties],
    },
  ],
}

export const acceptableAuthority: Rule = {
  id: 'client-certificate/acceptable-authority',
  sentence:
    'Where a web server keeps its clients to certain authorities, a client presents a certificate of one of them, and none ' +
    'of another.',
  sources: [
    {
      says: 'A web server with a certificate trust list limits the choice of its clients.',
      pages: [pages.clientCertificateSettings],
    },
    {
      says: 'A client needs a certificate whose chain has an authority of the list that the server sends.',
      pages: [pages.longIssuerList],
    },
  ],
}

const ruleOfKind: Readonly<Record<CertificateCriteria['kind'], Rule | undefined>> = {
  'purpose-only': undefined,
  'whole-name': wholeName,
  'part-of-name': partOfName,
  attribute: attributeOfName,
}

/** undefined where there are no criteria, or none that a client can read. */
export function ruleOfCriteria(criteria: string): Rule | undefined {
  const { kind } = readCertificateCriteria(criteria) ?? { kind: 'purpose-only' }
  return ruleOfKind[kind]
}

/** The rule behind a code for which a client presents no certificate, if it is one of the documentation. */
export function ruleOfChoice(code: string | null): Rule | undefined {
  return code === issuerNotNamed ? acceptableAuthority : undefined
}

/** The site's settings for its clients ("Determine If You Need to Specify Client Certificate Settings"). */
export interface CertificateSelection {
  criteria: string
  /** Take one of several that match; otherwise none is taken. */
  selectFirst: boolean
}

/** Our own code: the product's client has none for it. */
const issuerNotNamed = 'ISSUER_NOT_NAMED'

/** The certificate that a client presents, or why it has none: an error code, and a sentence. */
export type CertificateChoice<T extends StoreCertificate> =
  { chosen: T } | { chosen: undefined; code: string; why: string }

/**
 * Which certificate of its store a native-mode client presents ("Determine If You Need to Specify Client Certificate
 * Settings (Native Mode)"). It considers certificates that are valid now, have the client authentication purpose and
 * match the criteria. If several remain, it presents one only where the site allows that, the one valid longest
 * (Service Pack 1; the first release took any).
 *
 * A client with a single certificate, at a site without criteria, presents it whatever its dates and purpose are.
 * That is our choice, so that a site system can be seen to refuse it.
 *
 * `acceptable`: names of the authorities to which the server keeps its clients; empty: any (RFC 5246, section 7.4.4).
 */
export function chooseCertificate<T extends StoreCertificate>(
  store: readonly T[],
  { criteria, selectFirst }: CertificateSelection,
  now: Date,
  acceptable: readonly string[] = [],
): CertificateChoice<T> {
  if (store.length === 0) return none('0x87D00280', 'the certificate store is empty')
  const accepted = store.filter(({ issuers }) => isAcceptable(issuers, acceptable))
  const [alone, ...further] = accepted
  if (!alone) return none(issuerNotNamed, 'the server names no authority of any certificate in the store')
  if (further.length === 0 && criteria === 'none') return withKeyAndName(alone)
  const read = readCertificateCriteria(criteria)
  if (!read) {
    return none('0x87D00285', `the criteria "${criteria}" begin with no verb that the client knows`)
  }
  const matches = matcherOf(read)
  const fit = accepted.filter((one) => isUsable(one, now) && matches(one))
  const [first, ...others] = fit
  if (!first) return none('0x87D00281', 'no certificate in the store matches')
  if (others.length > 0 && !selectFirst) {
    return none(
      '0x87D00282',
      `${fit.length} certificates in the store match, and the site does not let the client choose`,
    )
  }
  return withKeyAndName(others.reduce((best, one) => (one.notAfter > best.notAfter ? one : best), first))
}

function isAcceptable(issuers: readonly string[], acceptable: readonly string[]): boolean {
  return acceptable.length === 0 || issuers.some((issuer) => acceptable.includes(issuer))
}

function isUsable({ notBefore, notAfter, clientAuthentication }: StoreCertificate, now: Date): boolean {
  return clientAuthentication && notBefore <= now && now <= notAfter
}

function withKeyAndName<T extends StoreCertificate>(certificate: T): CertificateChoice<T> {
  if (!certificate.privateKey) return none('0x87D00283', 'the private key of the certificate is missing')
  if (certificate.subject.length + certificate.names.length === 0) {
    return none('0x87D00284', 'the certificate has no subject name')
  }
  return { chosen: certificate }
}

function none(code: string, why: string): { chosen: undefined; code: string; why: string } {
  return { chosen: undefined, code, why }
}

type Matches = (certificate: Pick<StoreCertificate, 'subject' | 'names'>) => boolean

/** All kinds look at the subject and at the subject alternative name. */
export function matcherOf(criteria: CertificateCriteria): Matches {
  switch (criteria.kind) {
    case 'purpose-only':
      return () => true
    case 'whole-name':
      return (certificate) => namesOf(certificate).includes(criteria.value)
    case 'part-of-name': {
      const part = criteria.value.toLowerCase()
      return (certificate) => namesOf(certificate).some((name) => name.toLowerCase().includes(part))
    }
    case 'attribute':
      return byAttribute(criteria.attribute, withoutSpaces(criteria.value))
  }
}

/** The distinguished name, the common name in it, and the alternative names. */
function namesOf({ subject, names }: Parameters<Matches>[0]): string[] {
  const whole = subject.map(({ type, value }) => `${type}=${value}`).join(', ')
  return [whole, ...subject.filter(({ type }) => type === 'CN').map(({ value }) => value), ...names]
}

function byAttribute(attribute: CertificateAttribute | undefined, wanted: string): Matches {
  if (attribute === 'alternativeName') return ({ names }) => names.includes(wanted)
  return ({ subject }) => subject.some(({ type, value }) => type === attribute && value === wanted)
}

/**
 * The client drops the spaces of an attribute's value in the site's settings, so a certificate with spaces does not
 * match (SMS Writing Team, November 2008). The source does not say whether it always does; here it does.
 */
function withoutSpaces(value: string): string {
  return value.replaceAll(' ', '')
}

/** A certificate in a client's store, with what matters for the choice among several. */
export interface StoreCertificate {
  /** In the order of the certificate: `{ type: 'OU', value: 'Sales' }`. */
  subject: readonly { type: string; value: string }[]
  /** Names of its issuer and of the authorities above: `CN=Contoso root authority, O=contoso.test`. */
  issuers: readonly string[]
  /** Names of the subject alternative name. */
  names: readonly string[]
  notBefore: Date
  notAfter: Date
  /** It has the client authentication purpose. */
  clientAuthentication: boolean
  privateKey: boolean
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the use of a client certificate that is alone in its store, whatever its dates and purpose',
  },
]
