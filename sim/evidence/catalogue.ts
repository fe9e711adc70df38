import type { CatalogueEntry } from './catalogue-entry.ts'
import { computerUnknown } from './catalogue/network-boot/computer-unknown.ts'
import { nameNotResolved } from './catalogue/names/name-not-resolved.ts'
import { wrongNameResolved } from './catalogue/names/wrong-name-resolved.ts'
import { nothingListens } from './catalogue/port/nothing-listens.ts'
import { listensOnAnotherPort } from './catalogue/port/listens-on-another-port.ts'
import { httpsToHttpPort } from './catalogue/port/https-to-http-port.ts'
import { httpToHttpsPort } from './catalogue/port/http-to-https-port.ts'
import { connectionClosed } from './catalogue/port/connection-closed.ts'
import { connectionReset } from './catalogue/port/connection-reset.ts'
import { serverSilent } from './catalogue/port/server-silent.ts'
import { tlsVersionNotShared } from './catalogue/handshake/tls-version-not-shared.ts'
import { cipherNotShared } from './catalogue/handshake/cipher-not-shared.ts'
import { handshakeClosed } from './catalogue/handshake/handshake-closed.ts'
import { handshakeReset } from './catalogue/handshake/handshake-reset.ts'
import { handshakeSilent } from './catalogue/handshake/handshake-silent.ts'
import { handshakeGarbage } from './catalogue/handshake/handshake-garbage.ts'
import { serverCertificateExpired } from './catalogue/server-certificate/server-certificate-expired.ts'
import { serverCertificateNotYetValid } from './catalogue/server-certificate/server-certificate-not-yet-valid.ts'
import { serverCertificateWrongHost } from './catalogue/server-certificate/server-certificate-wrong-host.ts'
import { serverCertificateWrongUsage } from './catalogue/server-certificate/server-certificate-wrong-usage.ts'
import { serverCertificateUntrusted } from './catalogue/server-certificate/server-certificate-untrusted.ts'
import { serverCertificateSelfSigned } from './catalogue/server-certificate/server-certificate-self-signed.ts'
import { serverCertificateIncompleteChain } from './catalogue/server-certificate/server-certificate-incomplete-chain.ts'
import { serverCertificateRevoked } from './catalogue/server-certificate/server-certificate-revoked.ts'
import { serverCertificateAuthorityRevoked } from './catalogue/server-certificate/server-certificate-authority-revoked.ts'
import { serverCertificateAuthorityExpired } from './catalogue/server-certificate/server-certificate-authority-expired.ts'
import { serverCertificateWeakHash } from './catalogue/server-certificate/server-certificate-weak-hash.ts'
import { serverCertificateWeakKey } from './catalogue/server-certificate/server-certificate-weak-key.ts'
import { serverCertificateWithoutPrivateKey } from './catalogue/server-certificate/server-certificate-without-private-key.ts'
import { serverCertificateKeyMismatch } from './catalogue/server-certificate/server-certificate-key-mismatch.ts'
import { clientCertificateMissing } from './catalogue/client-certificate/client-certificate-missing.ts'
import { clientCertificateExpired } from './catalogue/client-certificate/client-certificate-expired.ts'
import { clientCertificateNotYetValid } from './catalogue/client-certificate/client-certificate-not-yet-valid.ts'
import { clientCertificateWrongUsage } from './catalogue/client-certificate/client-certificate-wrong-usage.ts'
import { clientCertificateUntrusted } from './catalogue/client-certificate/client-certificate-untrusted.ts'
import { clientCertificateSelfSigned } from './catalogue/client-certificate/client-certificate-self-signed.ts'
import { clientCertificateIncompleteChain } from './catalogue/client-certificate/client-certificate-incomplete-chain.ts'
import { clientCertificateRevoked } from './catalogue/client-certificate/client-certificate-revoked.ts'
import { clientCertificateAuthorityRevoked } from './catalogue/client-certificate/client-certificate-authority-revoked.ts'
import { clientCertificateAuthorityExpired } from './catalogue/client-certificate/client-certificate-authority-expired.ts'
import { clientCertificateWeakHash } from './catalogue/client-certificate/client-certificate-weak-hash.ts'
import { clientCertificateWeakKey } from './catalogue/client-certificate/client-certificate-weak-key.ts'
import { clientCertificateWithoutPrivateKey } from './catalogue/client-certificate/client-certificate-without-private-key.ts'
import { clientCertificateKeyMismatch } from './catalogue/client-certificate/client-certificate-key-mismatch.ts'
import { clientCertificateSeveralMatching } from './catalogue/client-certificate/client-certificate-several-matching.ts'
import { clientCertificateNoneMatching } from './catalogue/client-certificate/client-certificate-none-matching.ts'
import { clientCertificateWithoutSubject } from './catalogue/client-certificate/client-certificate-without-subject.ts'
import { clientCertificateCriteriaUnreadable } from './catalogue/client-certificate/client-certificate-criteria-unreadable.ts'
import { revocationListUnreachable } from './catalogue/revocation-list/revocation-list-unreachable.ts'
import { revocationListMissing } from './catalogue/revocation-list/revocation-list-missing.ts'
import { revocationListExpired } from './catalogue/revocation-list/revocation-list-expired.ts'
import { revocationListWronglySigned } from './catalogue/revocation-list/revocation-list-wrongly-signed.ts'
import { noAnswer } from './catalogue/http/no-answer.ts'
import { answerStalled } from './catalogue/http/answer-stalled.ts'
import { answerTooSlow } from './catalogue/http/answer-too-slow.ts'
import { requestClosed } from './catalogue/http/request-closed.ts'
import { requestReset } from './catalogue/http/request-reset.ts'
import { answerReset } from './catalogue/http/answer-reset.ts'
import { answerTruncated } from './catalogue/http/answer-truncated.ts'
import { answerGarbage } from './catalogue/http/answer-garbage.ts'
import { sslRequired } from './catalogue/http/ssl-required.ts'
import { notAuthorized } from './catalogue/http/not-authorized.ts'
import { executeForbidden } from './catalogue/http/execute-forbidden.ts'
import { readForbidden } from './catalogue/http/read-forbidden.ts'
import { writeForbidden } from './catalogue/http/write-forbidden.ts'
import { strongEncryptionRequired } from './catalogue/http/strong-encryption-required.ts'
import { addressRejected } from './catalogue/http/address-rejected.ts'
import { nameRejected } from './catalogue/http/name-rejected.ts'
import { tooManyClients } from './catalogue/http/too-many-clients.ts'
import { mapperDeniedAccess } from './catalogue/http/mapper-denied-access.ts'
import { directoryListingDenied } from './catalogue/http/directory-listing-denied.ts'
import { notServedByThisProtocol } from './catalogue/http/not-served-by-this-protocol.ts'
import { methodNotAllowed } from './catalogue/http/method-not-allowed.ts'
import { serverError } from './catalogue/http/server-error.ts'
import { serviceUnavailable } from './catalogue/http/service-unavailable.ts'

/** Entries that a reader looks for in one place. */
export interface CatalogueSection {
  title: string
  entries: readonly CatalogueEntry[]
}

/**
 * Every way in which a connection is known to fail. No two of them show in the same way at both ends, so a diagnosis
 * does not depend on the order; only where the two ends contradict each other, the first that fits counts.
 */
export const catalogueSections: readonly CatalogueSection[] = [
  { title: 'Names', entries: [nameNotResolved, wrongNameResolved] },
  {
    title: 'Port',
    entries: [
      nothingListens,
      listensOnAnotherPort,
      httpsToHttpPort,
      httpToHttpsPort,
      connectionClosed,
      connectionReset,
      serverSilent,
    ],
  },
  {
    title: 'Handshake',
    entries: [
      tlsVersionNotShared,
      cipherNotShared,
      handshakeClosed,
      handshakeReset,
      handshakeSilent,
      handshakeGarbage,
    ],
  },
  {
    title: "The site system's certificate",
    entries: [
      serverCertificateExpired,
      serverCertificateNotYetValid,
      serverCertificateWrongHost,
      serverCertificateWrongUsage,
      serverCertificateUntrusted,
      serverCertificateSelfSigned,
      serverCertificateIncompleteChain,
      serverCertificateRevoked,
      serverCertificateAuthorityRevoked,
      serverCertificateAuthorityExpired,
      serverCertificateWeakHash,
      serverCertificateWeakKey,
      serverCertificateWithoutPrivateKey,
      serverCertificateKeyMismatch,
    ],
  },
  {
    title: "The client's certificate",
    entries: [
      clientCertificateMissing,
      clientCertificateExpired,
      clientCertificateNotYetValid,
      clientCertificateWrongUsage,
      clientCertificateUntrusted,
      clientCertificateSelfSigned,
      clientCertificateIncompleteChain,
      clientCertificateRevoked,
      clientCertificateAuthorityRevoked,
      clientCertificateAuthorityExpired,
      clientCertificateWeakHash,
      clientCertificateWeakKey,
      clientCertificateWithoutPrivateKey,
      clientCertificateKeyMismatch,
      clientCertificateSeveralMatching,
      clientCertificateNoneMatching,
      clientCertificateWithoutSubject,
      clientCertificateCriteriaUnreadable,
    ],
  },
  {
    title: 'Revocation lists',
    entries: [
      revocationListUnreachable,
      revocationListMissing,
      revocationListExpired,
      revocationListWronglySigned,
    ],
  },
  {
    title: 'HTTP',
    entries: [
      noAnswer,
      answerStalled,
      answerTooSlow,
      requestClosed,
      requestReset,
      answerReset,
      answerTruncated,
      answerGarbage,
      sslRequired,
      notAuthorized,
      executeForbidden,
      readForbidden,
      writeForbidden,
      strongEncryptionRequired,
      addressRejected,
      nameRejected,
      tooManyClients,
      mapperDeniedAccess,
      directoryListingDenied,
      notServedByThisProtocol,
      methodNotAllowed,
      serverError,
      serviceUnavailable,
    ],
  },
  { title: 'Booting from the network', entries: [computerUnknown] },
]

export const catalogue: readonly CatalogueEntry[] = catalogueSections.flatMap(({ entries }) => entries)

const frequencies = ['frequent', 'occasional', 'rare'] as const

/** The more frequent first. */
export const byFrequency: readonly CatalogueEntry[] = frequencies.flatMap((frequency) =>
  catalogue.filter((entry) => entry.frequency === frequency),
)

/** undefined when there is none, as for `unexplained`. */
export function entryOf(id: string | null): CatalogueEntry | undefined {
  return catalogue.find((entry) => entry.id === id)
}
