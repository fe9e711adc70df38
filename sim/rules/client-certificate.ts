import { readSelectionCriteria, type StoreCertificate } from './certificate-selection-criteria.ts'

/** What the site publishes to its clients ("Determine If You Need to Specify Client Certificate Settings"). */
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
 * Settings (Native Mode)"): those valid now and with the client authentication purpose, of them those that match the
 * criteria; one is taken, several only where the site says so, and then the one valid longest (Service Pack 1; the
 * first release took any).
 *
 * A store with one certificate alone, at a site without criteria, presents it whatever its dates and purpose are. That
 * is our choice, so that a site system can be seen to refuse it.
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
      `${fit.length} certificates in the store match, and the site lets none be taken`,
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
