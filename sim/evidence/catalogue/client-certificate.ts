import type { ClientEvidence } from '../end-evidence.ts'
import type { CatalogueEntry, Chapter, Suspicion, WebServerLog } from '../catalogue-entry.ts'
import { certificateNotFound, managementPointFailed } from '../codes/client-codes.ts'
import { win32Statuses } from '../codes/win32-statuses.ts'
import type { Span } from '../reached.ts'
import { certificateFaults, type CertificateFault } from './certificate-faults.ts'
import { loggedAsWinHttpError, reportedByStatus, reportedByWinHttp } from './client-report.ts'
import {
  alertCodes,
  alertOf,
  bytesOfAnAlert,
  cutOffCodes,
  generalRefusals,
  presentedCertificate,
  wrongSignatureCodes,
} from './symptoms.ts'

const certificateSelection = 'Determine If You Need to Specify Client Certificate Settings (Native Mode)'
const troubleshooting = 'Client Certificate Revisited: How to troubleshoot client certificate related issues'

/** A server asks for the client's certificate once it has shown its own. */
const afterCertificateRequest = { from: 'flight', certificateAsked: true } as const satisfies Span

/** nginx answers 400, and IIS 403 where its error pages do not tell the substatus. */
const statusesElsewhere = ['400', '403']

/**
 * The server finds this fault in the certificate that the client presented, and says so only in its own log. The client
 * sees the connection end, under TLS 1.3 after its own part of the handshake; or, from IIS, a 403 whose substatus names
 * the kind of fault. A client that checks its own certificate and finds the same fault suspects it.
 */
function refusedByServer(
  fault: CertificateFault,
  answer: Omit<WebServerLog, 'status'> & { substatus: number },
) {
  const { codes, where, alert, afterHandshake } = fault
  const server = { stage: 'tls', codes, where } as const
  const cutOff = { codes: cutOffCodes, where: presentedCertificate } as const
  return {
    sightings: [
      {
        tls: '1.2',
        refusal: 'handshake',
        client: { stage: afterHandshake ? ['tls', 'http'] : 'tls', ...cutOff },
        server,
      },
      { tls: '1.3', refusal: 'handshake', client: { stage: ['tls', 'http'], ...cutOff }, server },
      {
        refusal: 'iis',
        client: { stage: 'http', codes: [`403.${answer.substatus}`], where: presentedCertificate },
        server,
      },
    ],
    elsewhere: {
      client: [
        { stage: 'tls', codes: [...alertCodes(alert), ...generalRefusals], where: presentedCertificate },
        { stage: 'http', codes: statusesElsewhere, where: presentedCertificate },
      ],
    },
    span: afterCertificateRequest,
    suspicion: (client: ClientEvidence) => suspicionOf(client, fault),
    webServer: { status: 403, ...answer },
    ...reportedByStatus,
  } satisfies Partial<CatalogueEntry>
}

/** The server's trusted roots are at fault, and no certificate: neither its holder nor OpenSSL finds anything in it. */
const refusedByMixedStore: CertificateFault = {
  codes: ['ROOT_STORE_MIXED'],
  hiddenFromHolder: true,
  afterHandshake: true,
  alert: 'UNKNOWN_CA',
}

/**
 * A server that has sent nothing at all has not asked for a certificate either. One that refuses a certificate in which the
 * client finds no fault has a reason that the client cannot know.
 */
function suspicionOf(client: ClientEvidence, fault: CertificateFault): Suspicion | undefined {
  const { own, received, code } = client
  const { codes, ofAuthority, hiddenFromHolder = false } = fault
  const found =
    codes.includes(own?.fault ?? '') &&
    (ofAuthority === undefined || ofAuthority === (own?.ofAuthority ?? false))
  if (found && received > 0) return 'likely'
  const isRefusal = code === '400' || alertOf(code) !== undefined
  const isHidden = hiddenFromHolder && !(fault === certificateFaults.untrusted && own?.acceptable === true)
  return isRefusal && isHidden && own?.fault === null ? undefined : 'unlikely'
}

/**
 * The client had no certificate to present, went on without one, and the server refused it. `reasons` are the values of
 * `own.fault` that mark this case (null: the client is not meant to have a certificate).
 */
function withoutCertificate(reasons: readonly (string | null)[]) {
  const where = ({ own }: ClientEvidence): boolean =>
    own !== null && own.certificate === null && reasons.includes(own.fault)
  const server = {
    stage: 'tls',
    codes: ['ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE', 'UNABLE_TO_GET_ISSUER_CERT'],
  } as const
  return {
    sightings: [
      {
        tls: '1.2',
        refusal: 'handshake',
        client: { stage: 'tls', codes: [...alertCodes('HANDSHAKE_FAILURE'), ...cutOffCodes], where },
        server,
      },
      {
        tls: '1.3',
        refusal: 'handshake',
        client: {
          stage: ['tls', 'http'],
          codes: [...alertCodes('CERTIFICATE_REQUIRED'), ...cutOffCodes],
          where,
        },
        server,
      },
      { refusal: 'iis', client: { stage: 'http', codes: ['403.7'], where }, server },
    ],
    elsewhere: {
      client: [
        { stage: 'http', codes: statusesElsewhere, where },
        { stage: 'tls', codes: generalRefusals, where },
      ],
    },
    span: afterCertificateRequest,
    // A server asks for the certificate after it has sent its own.
    suspicion: ({ received, code }: ClientEvidence) =>
      received === 0 || (alertCodes('HANDSHAKE_FAILURE').includes(code) && received <= bytesOfAnAlert)
        ? 'unlikely'
        : 'likely',
    webServer: { status: 403, substatus: 7, win32: win32Statuses.ERROR_ACCESS_DENIED.code },
    ...loggedAsWinHttpError(12044),
  } satisfies Partial<CatalogueEntry>
}

/** `clientError` is the client's own code for having no certificate. */
function nonePresented(clientError: string, reasons: readonly (string | null)[] = [clientError]) {
  return { ...withoutCertificate(reasons), stateMessage: certificateNotFound, clientError }
}

const unnamed = withoutCertificate(['ISSUER_NOT_NAMED'])

/** Certificates of clients that site systems refuse, or that the client cannot present. */
export const clientCertificate = {
  'client-certificate-missing': {
    title: 'the site system asked for a client certificate and got none',
    happens:
      'The client has no certificate to present: its store is empty, or it is in mixed mode and not meant ' +
      'to have one. The server asks for one in the handshake and refuses clients that have none.',
    frequency: 'frequent',
    party: 'client',
    remedy:
      'Give the client computer a certificate with the client authentication purpose, from an authority ' +
      'that the site system trusts.',
    look: 'Open the Personal store of the computer (not of the user) on the client.',
    ...nonePresented('0x87D00280', ['0x87D00280', null]),
    reference: 'Certificate Requirements for Native Mode',
    confidence: 'documented',
    provocation: { clientCertificates: [], refusal: ['handshake', 'iis'] },
  },
  'client-certificate-expired': {
    title: "the client's certificate has expired",
    happens:
      'The client presents a certificate whose last day has passed. Only the server knows why it ends the ' +
      'connection; the client sees the connection close, or gets 403.17.',
    frequency: 'frequent',
    party: 'client',
    remedy: "Renew the client's certificate; autoenrollment does it in time, where it is set up.",
    look:
      'Read the dates of the certificate in the Personal store of the client computer, and check the ' +
      "server's clock.",
    ...refusedByServer(certificateFaults.expired, {
      substatus: 17,
      win32: win32Statuses.CERT_E_EXPIRED.code,
    }),
    reference: troubleshooting,
    confidence: 'documented',
    provocation: { clientCertificates: ['expired'], refusal: ['handshake', 'iis'] },
  },
  'client-certificate-not-yet-valid': {
    title: "the client's certificate is not valid yet",
    happens:
      "By the server's clock, the first day of the client's certificate is still to come. Most often a " +
      'clock is wrong.',
    frequency: 'occasional',
    party: 'client',
    remedy:
      'Correct the clocks of the client and the site system; if they are right, wait for the first day of the ' +
      'certificate.',
    look:
      "Compare the site system's clock with a domain controller's, and with the first day of the " +
      'certificate.',
    ...refusedByServer(certificateFaults.notYetValid, {
      substatus: 17,
      win32: win32Statuses.CERT_E_EXPIRED.code,
    }),
    reference: troubleshooting,
    confidence: 'documented',
    provocation: { clientCertificates: ['not-yet-valid'], refusal: ['handshake', 'iis'] },
  },
  'client-certificate-wrong-usage': {
    title: "the client's certificate lacks the client authentication purpose",
    happens:
      'The certificate is sound, but was not issued for a client. The server refuses it, and the client ' +
      'sees the connection close, or gets 403.16.',
    frequency: 'occasional',
    party: 'client',
    remedy: "Issue the client's certificate from a template with the client authentication purpose.",
    look:
      'Read the extended key usage of the certificate: it has to name Client Authentication ' +
      '(1.3.6.1.5.5.7.3.2).',
    ...refusedByServer(certificateFaults.wrongUsage, {
      substatus: 16,
      win32: win32Statuses.CERT_E_WRONG_USAGE.code,
    }),
    reference: certificateSelection,
    confidence: 'inferred',
    provocation: { clientCertificates: ['wrong-usage'], refusal: ['handshake', 'iis'] },
  },
  'client-certificate-untrusted': {
    title: "the site system does not trust the authority of the client's certificate",
    happens:
      "The client's chain ends in a root that the site system does not trust. The client cannot know " +
      'that: its own checks find nothing wrong.',
    frequency: 'frequent',
    party: 'site system',
    remedy:
      "Install the root of the client's certificate on the site system, in the computer's store, or issue " +
      'the certificate from an authority that it trusts.',
    look:
      "Compare the root of the client's chain with the trusted roots of the site system, by their " +
      'thumbprints.',
    ...refusedByServer(certificateFaults.untrusted, {
      substatus: 16,
      win32: win32Statuses.CERT_E_UNTRUSTEDROOT.code,
    }),
    reference: troubleshooting,
    confidence: 'documented',
    provocation: { clientCertificates: ['untrusted-root'], refusal: ['handshake', 'iis'] },
  },
  'root-store-mixed': {
    title: "a certificate that is not self-signed is among the site system's trusted roots",
    happens:
      'An intermediate certificate was installed among the trusted roots of the site system. Its web server then takes every ' +
      'client certificate for untrusted, also those whose chain is in order.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      'Move every certificate whose issuer is not its subject from the trusted roots of the site system to its intermediate ' +
      'authorities, and restart the web server.',
    look:
      'List the trusted roots of the site system (certutil -store Root), and look for one with an issuer other than its ' +
      'subject. All clients are refused, whatever their certificates.',
    ...refusedByServer(refusedByMixedStore, {
      substatus: 16,
      win32: win32Statuses.CERT_E_UNTRUSTEDROOT.code,
    }),
    reference: 'IIS may reject client certificate requests with HTTP 403.7 or 403.16 errors (KB 2802568)',
    confidence: 'documented',
    provocation: { fault: 'root-store-mixed', refusal: ['handshake', 'iis'] },
  },
  'issuer-list-incomplete': {
    title: "the site system's list of acceptable authorities lacks the authority of the client's certificate",
    happens:
      'A web server that asks for a certificate can name the authorities that it accepts, and a client with none of theirs ' +
      'goes on without. A list that has grown too long is cut, and a certificate trust list holds what somebody put there: ' +
      'the authority may be trusted all the same.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      "Remove roots that nobody needs from the trusted roots of the site system, add the clients' root to its certificate " +
      'trust list, or have it send no list (SendTrustedIssuerList).',
    look:
      'List the names that the server sends (openssl s_client, "Acceptable client certificate CA names"), and look for the root ' +
      "of the client's chain; event 36885 of Schannel on the site system tells of a list that was cut.",
    ...unnamed,
    // It looks at certificates once the handshake is over.
    sightings: unnamed.sightings.map((seen) =>
      seen.refusal === 'handshake'
        ? { ...seen, client: { ...seen.client, stage: ['tls', 'http'] as const } }
        : seen,
    ),
    stateMessage: managementPointFailed,
    reference: 'Clients cannot make connections if you require client certificates on a Web site (KB 933430)',
    confidence: 'documented',
    provocation: { fault: 'issuer-list-incomplete', refusal: ['handshake', 'iis'] },
  },
  'client-certificate-self-signed': {
    title: "the client's certificate is self-signed",
    happens:
      "The client's certificate is its own issuer. Clients in mixed mode make such certificates for " +
      'themselves; a native-mode site system does not take them.',
    frequency: 'occasional',
    party: 'client',
    remedy: "Issue the client's certificate from an authority that the site system trusts.",
    look: "Read the issuer of the certificate in the client's store: it is the same as the subject.",
    ...refusedByServer(certificateFaults.selfSigned, {
      substatus: 16,
      win32: win32Statuses.CERT_E_UNTRUSTEDROOT.code,
    }),
    reference: troubleshooting,
    confidence: 'documented',
    provocation: { clientCertificates: ['self-signed'], refusal: ['handshake', 'iis'] },
  },
  'client-certificate-incomplete-chain': {
    title: 'the client sends its certificate without the authority that issued it',
    happens:
      'The client sends its own certificate alone, and the site system does not know the issuer. It may ' +
      'well trust the root, but the link to it is missing; or the issuer is a root that it does not trust.',
    frequency: 'occasional',
    party: 'client',
    remedy:
      'Install the certificate of the issuing authority on the site system, or on the client so that it ' +
      'is sent along.',
    look:
      "Look for the issuer of the client's certificate among the intermediate authorities of both " +
      'machines.',
    ...refusedByServer(certificateFaults.incompleteChain, {
      substatus: 16,
      win32: win32Statuses.CERT_E_UNTRUSTEDROOT.code,
    }),
    reference: troubleshooting,
    confidence: 'documented',
    provocation: { clientCertificates: ['incomplete-chain'], refusal: ['handshake', 'iis'] },
  },
  'client-certificate-revoked': {
    title: "the client's certificate has been revoked",
    happens:
      "The authority has revoked the client's certificate. The web server checks revocation whatever the " +
      "site's settings are, and the client sees the connection close, or gets 403.13.",
    frequency: 'occasional',
    party: 'client',
    remedy: 'Issue a new certificate to the client, if it is still to be trusted.',
    look: "Look the serial number of the client's certificate up in the authority's revocation list.",
    ...refusedByServer(certificateFaults.revoked, {
      substatus: 13,
      win32: win32Statuses.CRYPT_E_REVOKED.code,
    }),
    reference: troubleshooting,
    confidence: 'documented',
    provocation: { clientCertificates: ['revoked'], refusal: ['handshake', 'iis'] },
  },
  'client-certificate-authority-revoked': {
    title: "the authority that issued the client's certificate has been revoked",
    happens:
      "The client's certificate is not on a revocation list, but its issuer's certificate is. Every " +
      'client with a certificate from this authority is shut out at once.',
    frequency: 'rare',
    party: 'certification authority',
    remedy: 'Issue new certificates to the clients, from an authority that is in force.',
    look:
      'Check whether all clients with certificates from this authority fail, and look for its serial number ' +
      "on the root's revocation list.",
    ...refusedByServer(certificateFaults.authorityRevoked, {
      substatus: 13,
      win32: win32Statuses.CRYPT_E_REVOKED.code,
    }),
    reference: troubleshooting,
    confidence: 'documented',
    provocation: { clientCertificates: ['revoked-intermediate'], refusal: ['handshake', 'iis'] },
  },
  'client-certificate-authority-expired': {
    title: "the certificate of the authority that issued the client's certificate has expired",
    happens:
      "The client's own certificate is within its dates, but its issuer's certificate is not, and a chain " +
      'is valid no longer than each of its parts.',
    frequency: 'occasional',
    party: 'certification authority',
    remedy:
      'Renew the certificate of the issuing authority, and install the new one on the clients and site ' +
      'systems.',
    look: "Read the dates of each certificate in the client's chain, not of the first alone.",
    ...refusedByServer(certificateFaults.authorityExpired, {
      substatus: 17,
      win32: win32Statuses.CERT_E_EXPIRED.code,
    }),
    reference: troubleshooting,
    confidence: 'inferred',
    provocation: { clientCertificates: ['expired-intermediate'], refusal: ['handshake', 'iis'] },
  },
  'client-certificate-authority-renewed': {
    title: 'the client sends the certificate that its authority had before a renewal',
    happens:
      'The issuing authority was renewed with a new key, and keeps its name. The client has a certificate of the new key, and ' +
      'sends the certificate of the old one along, by which the site system cannot verify it.',
    frequency: 'occasional',
    party: 'client',
    remedy:
      "Install the authority's new certificate among the intermediate authorities of the client, or of the site system, and " +
      'remove the old one.',
    look:
      "Compare the authority key identifier of the client's certificate with the subject key identifiers of the certificates " +
      'that both machines have of this authority.',
    ...refusedByServer(certificateFaults.authorityRenewed, {
      substatus: 16,
      win32: win32Statuses.CERT_E_UNTRUSTEDROOT.code,
    }),
    reference: 'Certification Authority Renewal',
    confidence: 'inferred',
    provocation: { clientCertificates: ['superseded-intermediate'], refusal: ['handshake', 'iis'] },
  },
  'client-certificate-weak-hash': {
    title: "the client's certificate is signed with a hash that is too weak",
    happens:
      "A certificate of the client's chain is signed with SHA-1 or an older hash, which today's servers " +
      'do not accept. Servers of 2007 did.',
    frequency: 'rare',
    party: 'certification authority',
    remedy: 'Issue the certificate anew from an authority that signs with SHA-256.',
    look: "Read the signature algorithm of each certificate in the client's chain.",
    ...refusedByServer(certificateFaults.weakHash, {
      substatus: 16,
      win32: win32Statuses.CERT_E_UNTRUSTEDROOT.code,
    }),
    reference: 'openssl-verification-options, "Certificate Checks"',
    confidence: 'our choice',
    provocation: { clientCertificates: ['weak-hash'], refusal: ['handshake', 'iis'] },
  },
  'client-certificate-weak-key': {
    title: "the client's certificate has a key that is too short",
    happens:
      "The client's RSA key has fewer than 2048 bits, which today's servers do not accept. Servers of " +
      '2007 did.',
    frequency: 'rare',
    party: 'client',
    remedy: 'Make a new key of at least 2048 bits on the client, and have a certificate issued for it.',
    look: "Read the length of the public key in the client's certificate.",
    ...refusedByServer(certificateFaults.weakKey, {
      substatus: 16,
      win32: win32Statuses.CERT_E_UNTRUSTEDROOT.code,
    }),
    reference: 'openssl-verification-options, "Certificate Checks"',
    confidence: 'our choice',
    provocation: { clientCertificates: ['weak-key'], refusal: ['handshake', 'iis'] },
  },
  'client-certificate-without-private-key': {
    title: "the client's certificate has no private key",
    happens:
      "The certificate is in the client's store, but its private key is not: it was copied there without " +
      'it. The client cannot present it and goes on without one.',
    frequency: 'occasional',
    party: 'client',
    remedy:
      'Enroll the client for a certificate on the machine itself, or import it together with its private ' +
      'key.',
    look:
      "Open the certificate in the client computer's store: it has to say that there is a private key " +
      'that corresponds to it.',
    ...nonePresented('0x87D00283'),
    ...loggedAsWinHttpError(12185),
    reference: certificateSelection,
    confidence: 'documented',
    provocation: { clientCertificates: ['no-private-key'], refusal: ['handshake', 'iis'] },
  },
  'client-certificate-key-mismatch': {
    title: "the client's private key does not match its certificate",
    happens:
      'The certificate and the private key of the client do not belong together, so that it cannot begin ' +
      'a handshake with them. It opens no connection, and the site system sees nothing; of a program that ' +
      "signs with the wrong key all the same, it sees that the signature is not the certificate's.",
    frequency: 'rare',
    party: 'client',
    remedy: 'Enroll the client for a new certificate, and delete the one whose key does not match.',
    look: "Compare the public key in the certificate with the private key's (certutil -verifystore MY).",
    sightings: [{ client: { stage: 'tls', codes: ['ERR_OSSL_X509_KEY_VALUES_MISMATCH'] }, server: null }],
    span: { to: 'nothing' },
    elsewhere: { server: [{ stage: 'tls', codes: wrongSignatureCodes }] },
    ...reportedByWinHttp(12186),
    stateMessage: certificateNotFound,
    provocation: { clientCertificates: ['key-mismatch'] },
  },
  'client-certificate-several-matching': {
    title: 'several client certificates match, and the site lets the client select none of them',
    happens:
      "More than one certificate in the client's store can be used, and the site does not say which. The " +
      'client takes none, tells its fallback status point, and is refused for want of one.',
    frequency: 'frequent',
    party: 'site',
    remedy:
      'Specify selection criteria that one certificate alone meets, or let clients select any certificate ' +
      'that matches.',
    look:
      "Count the certificates with the client authentication purpose in the client computer's store, and " +
      'read the Site Mode tab.',
    ...nonePresented('0x87D00282'),
    reference: certificateSelection,
    confidence: 'documented',
    provocation: { clientCertificates: ['good', 'another-good'], refusal: ['handshake', 'iis'] },
  },
  'client-certificate-none-matching': {
    title: "no certificate of the client meets the site's selection criteria",
    happens:
      "The client has certificates, but none that the site's criteria let it take. An attribute whose " +
      'value has spaces never matches, since the spaces are lost on the way to the client.',
    frequency: 'occasional',
    party: 'site',
    remedy:
      'Correct the certificate selection criteria of the site; match an attribute without spaces, or a ' +
      'part of the subject.',
    look:
      "Compare the criteria on the Site Mode tab with the subject of the client's certificate, letter by " +
      'letter and space by space.',
    ...nonePresented('0x87D00281'),
    reference: certificateSelection,
    confidence: 'documented',
    provocation: {
      clientCertificates: ['attribute-with-spaces'],
      certificateSelection: { criteria: 'SubjectAttr:2.5.4.11 = Sales Department', selectFirst: false },
      refusal: ['handshake', 'iis'],
    },
  },
  'client-certificate-without-subject': {
    title: "the client's certificate has no subject name",
    happens:
      "The client's certificate has neither a subject nor an alternative name, so that it does not tell " +
      'the client from others. The client does not present it, and is refused for want of one.',
    frequency: 'rare',
    party: 'certification authority',
    remedy: "Issue the client's certificate from a template that puts the computer's name into the subject.",
    look: "Read the subject and the alternative names of the certificate in the client's store.",
    ...nonePresented('0x87D00284'),
    reference: certificateSelection,
    confidence: 'documented',
    provocation: { clientCertificates: ['subject-without-name'], refusal: ['handshake', 'iis'] },
  },
  'client-certificate-criteria-unreadable': {
    title: "the client cannot read the site's certificate selection criteria",
    happens:
      'The criteria do not begin with a verb that the client knows, such as SubjectStr or SubjectAttr. ' +
      'The client selects no certificate, and is refused for want of one.',
    frequency: 'rare',
    party: 'site',
    remedy:
      "Write the certificate selection criteria of the site, or of the client's installation, in the " +
      'documented form.',
    look:
      'Read the criteria on the Site Mode tab, and CCMCERTSEL in the command line with which the client ' +
      'was installed.',
    ...nonePresented('0x87D00285'),
    reference: certificateSelection,
    confidence: 'documented',
    provocation: {
      certificateSelection: { criteria: 'Sales', selectFirst: false },
      refusal: ['handshake', 'iis'],
    },
  },
} satisfies Chapter
