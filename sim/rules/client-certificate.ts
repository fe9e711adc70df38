import type { Basis } from '../vocabulary/basis.ts'

/** The site's settings for its clients ("Determine If You Need to Specify Client Certificate Settings"). */
export interface CertificateSelection {
  criteria: string
  /** Take one of several that match; otherwise none is taken. */
  selectFirst: boolean
}

/** The certificate that a client presents, or why it has none: the client's own error code, and a sentence. */
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
 */
export function chooseCertificate<T extends StoreCertificate>(
  store: readonly T[],
  { criteria, selectFirst }: CertificateSelection,
  now: Date,
): CertificateChoice<T> {
  if (store.length === 0) return none('0x87D00280', 'the certificate store is empty')
  const matches = readSelectionCriteria(criteria)
  if (!matches) {
    return none('0x87D00285', `the criteria "${criteria}" begin with no verb that the client knows`)
  }
  const takenAsItIs = store.length === 1 && criteria === 'none'
  const fit = takenAsItIs ? store : store.filter((one) => isUsable(one, now) && matches(one))
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

type Matches = (certificate: StoreCertificate) => boolean

/**
 * Reads the criteria of "How to Specify the Client Certificate Selection Criteria": `none`, `Subject:x` (the whole
 * name), `SubjectStr:x` (a part of it, in any case) or `SubjectAttr:2.5.4.11 = x` (one attribute, in this case). All
 * look at the subject and the subject alternative name. undefined: the verb is missing or unknown.
 */
function readSelectionCriteria(criteria: string): Matches | undefined {
  if (criteria === 'none') return () => true
  const [, verb = '', value = ''] = /^(\w+):\s*(.*?)\s*$/.exec(criteria) ?? []
  switch (verb.toLowerCase()) {
    case 'subject':
      return (certificate) => namesOf(certificate).some((name) => name.toLowerCase() === value.toLowerCase())
    case 'subjectstr':
      return (certificate) =>
        namesOf(certificate).some((name) => name.toLowerCase().includes(value.toLowerCase()))
    case 'subjectattr':
      return byAttribute(value)
    default:
      return undefined
  }
}

/** The distinguished name, the common name in it, and the alternative names. */
function namesOf({ subject, names }: StoreCertificate): string[] {
  const whole = subject.map(({ type, value }) => `${type}=${value}`).join(', ')
  return [whole, ...subject.filter(({ type }) => type === 'CN').map(({ value }) => value), ...names]
}

function byAttribute(written: string): Matches {
  const [, identifier = '', value = ''] = /^([\d.]+)\s*=\s*(.*)$/.exec(written) ?? []
  const wanted = withoutSpaces(value)
  if (identifier === subjectAlternativeName) return ({ names }) => names.includes(wanted)
  const type = attributeTypes[identifier]
  return ({ subject }) => subject.some((attribute) => attribute.type === type && attribute.value === wanted)
}

/**
 * The client drops the spaces of an attribute's value in the site's settings, so a certificate with spaces does not
 * match (SMS Writing Team, November 2008). The source does not say whether it always does; here it does.
 */
function withoutSpaces(value: string): string {
  return value.replaceAll(' ', '')
}

const subjectAlternativeName = '2.5.29.17'

/** The attributes that the documentation lists, by object identifier, as distinguished names abbreviate them. */
const attributeTypes: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '2.5.4.43': 'initials',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '0.9.2342.19200300.100.1.25': 'DC',
}

/** A certificate in a client's store, with what matters for the choice among several. */
export interface StoreCertificate {
  /** In the order of the certificate: `{ type: 'OU', value: 'Sales' }`. */
  subject: readonly { type: string; value: string }[]
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
