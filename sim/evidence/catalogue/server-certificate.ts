import type { ClientEvidence, EndEvidence } from '../end-evidence.ts'
import type { CatalogueEntry, Chapter } from '../catalogue-entry.ts'
import type { CallbackFlag } from '../codes/winhttp-errors.ts'
import { certificateFaults, type CertificateFault } from './certificate-faults.ts'
import { reportedByFlag, type ClientReport } from './client-report.ts'
import { alertCodes, cutOffCodes } from './symptoms.ts'

/** GnuTLS sends this alert for every fault that it finds in a certificate. */
const anyFault = 'BAD_CERTIFICATE'

/**
 * The client finds this fault in the server's certificate, ends the connection, and reports the flag. The server has
 * finished its handshake by then, or sees it broken off. Our clients send no alert; other clients do.
 */
function refusedByClient(
  { codes, where, hiddenFromHolder, alert }: CertificateFault,
  flag: CallbackFlag,
): Pick<CatalogueEntry, 'sightings' | 'elsewhere' | 'span' | 'suspicionAtServer'> & ClientReport {
  const isThis = (end: EndEvidence): boolean => codes.includes(end.code) && (where?.(end) ?? true)
  return {
    sightings: [{ client: { stage: 'tls', codes, where }, server: null }],
    elsewhere: { server: [{ stage: 'tls', codes: [alert, anyFault].flatMap(alertCodes) }] },
    span: { from: 'flight', to: 'handshake' },
    suspicionAtServer: (found) => (found.some(isThis) ? 'likely' : hiddenFromHolder ? undefined : 'unlikely'),
    ...reportedByFlag(flag),
  }
}

const untrusted = refusedByClient(certificateFaults.untrusted, 'INVALID_CA')
const renewed = refusedByClient(certificateFaults.authorityRenewed, 'INVALID_CA')
const weakHash = refusedByClient(certificateFaults.weakHash, 'INVALID_CERT')

/** The server cannot use its certificate, for a reason that only the server knows, and answers no handshake. */
function handshakeUnanswered(code: string): Pick<CatalogueEntry, 'sightings' | 'span'> & ClientReport {
  return {
    sightings: [
      {
        client: {
          stage: ['connect', 'tls'],
          codes: [...cutOffCodes, ...alertCodes('HANDSHAKE_FAILURE'), 'UND_ERR_CONNECT_TIMEOUT'],
        },
        server: { stage: ['connect', 'tls'], codes: [code] },
      },
    ],
    span: { to: 'hello' },
    ...reportedByFlag('SECURITY_CHANNEL_ERROR'),
  }
}

/**
 * The client alone finds this fault, since its clock is wrong. Neither end can tell it from a certificate that is out of its
 * dates: only the recording knows both clocks. From elsewhere it is told as that failure.
 */
function refusedByClock(code: string, clock: 'behind' | 'ahead') {
  return {
    sightings: [
      {
        client: { stage: 'tls', codes: [code], where: (end: ClientEvidence) => end.clock === clock },
        server: null,
      },
    ],
    span: { from: 'flight', to: 'handshake' },
    ...reportedByFlag('CERT_DATE_INVALID'),
  } satisfies Partial<CatalogueEntry>
}

/** Certificates of site systems that clients refuse, or that the site system cannot use. */
export const serverCertificate = {
  'server-certificate-expired': {
    title: "the site system's certificate has expired",
    happens:
      'The server presents a certificate whose last day has passed. The client looks at the dates once ' +
      'the handshake is over, and ends the connection; the server does not learn why.',
    frequency: 'frequent',
    party: 'site system',
    remedy: "Renew the web server's certificate and bind the new one to the web site.",
    look: "Read the dates of the certificate on the site system, and check that the client's clock is right.",
    ...refusedByClient(certificateFaults.expired, 'CERT_DATE_INVALID'),
    reference: 'WinHTTP Error Messages',
    confidence: 'documented',
    provocation: { systemCertificate: 'expired' },
  },
  'server-certificate-not-yet-valid': {
    title: "the site system's certificate is not valid yet",
    happens:
      "By the client's clock, the first day of the server's certificate is still to come. Most often the " +
      'clock is wrong.',
    frequency: 'occasional',
    party: 'client',
    remedy:
      "Correct the client's clock; if it is right, wait for the first day of the certificate or issue " +
      'another.',
    look: "Compare the client's clock with a domain controller's, and with the first day of the certificate.",
    ...refusedByClient(certificateFaults.notYetValid, 'CERT_DATE_INVALID'),
    reference: 'WinHTTP Error Messages',
    confidence: 'documented',
    provocation: { systemCertificate: 'not-yet-valid' },
  },
  'client-clock-behind': {
    title: "the client's clock is behind, and the site system's certificate is not valid yet by it",
    happens:
      'By the clock of the client the first day of the certificate is still to come; by every other clock it is past. A flat ' +
      'battery sets a computer back by years.',
    frequency: 'occasional',
    party: 'client',
    remedy: "Set the client's clock, and see to it that it follows a domain controller's.",
    look:
      "Compare the client's clock with the Date header of any answer, or with a domain controller's (w32tm /monitor): other " +
      'clients accept the same certificate.',
    ...refusedByClock('CERT_NOT_YET_VALID', 'behind'),
    reference: 'WinHTTP Error Messages',
    confidence: 'inferred',
    provocation: { clientClock: { behind: '100 d' } },
  },
  'client-clock-ahead': {
    title: "the client's clock is ahead, and the site system's certificate has expired by it",
    happens:
      'By the clock of the client the last day of the certificate is past; by every other clock it is still to come. Renewing ' +
      'the certificate helps nobody.',
    frequency: 'rare',
    party: 'client',
    remedy: "Set the client's clock, and see to it that it follows a domain controller's.",
    look:
      "Compare the client's clock with the Date header of any answer, or with a domain controller's (w32tm /monitor): other " +
      'clients accept the same certificate.',
    ...refusedByClock('CERT_HAS_EXPIRED', 'ahead'),
    reference: 'WinHTTP Error Messages',
    confidence: 'inferred',
    provocation: { clientClock: { ahead: '800 d' } },
  },
  'server-certificate-wrong-host': {
    title: "the site system's certificate is for another name",
    happens:
      'The name that the client asked for is neither the subject nor among the alternative names of the ' +
      "server's certificate. A short name, the name of a cluster or an Internet FQDN is easily forgotten " +
      'in it.',
    frequency: 'frequent',
    party: 'site system',
    remedy:
      "Issue the web server's certificate anew, with every name that clients use as subject or " +
      'alternative name.',
    look:
      'Compare the host in the URL with the names in the certificate. If they belong to another machine, ' +
      'the name resolves to the wrong address.',
    ...refusedByClient(
      { codes: ['ERR_TLS_CERT_ALTNAME_INVALID'], alert: 'BAD_CERTIFICATE' },
      'CERT_CN_INVALID',
    ),
    reference: 'Common native mode client -> MP error messages and what to do about them',
    confidence: 'documented',
    provocation: { systemCertificate: 'wrong-host' },
  },
  'server-certificate-wrong-usage': {
    title: "the site system's certificate lacks the server authentication purpose",
    happens:
      'The certificate is sound, but was not issued for a server. The client refuses it once the ' +
      'handshake is over.',
    frequency: 'occasional',
    party: 'site system',
    remedy: "Issue the web server's certificate from a template with the server authentication purpose.",
    look:
      'Read the extended key usage of the certificate: it has to name Server Authentication ' +
      '(1.3.6.1.5.5.7.3.1).',
    ...refusedByClient(certificateFaults.wrongUsage, 'CERT_WRONG_USAGE'),
    reference: 'Certificate Requirements for Native Mode',
    confidence: 'documented',
    provocation: { systemCertificate: 'wrong-usage' },
  },
  'server-certificate-untrusted': {
    title: "the client does not trust the authority of the site system's certificate",
    happens:
      'The chain that the server sent ends in a root that the client computer does not trust. A root in a ' +
      "user's store does not count.",
    frequency: 'frequent',
    party: 'client',
    remedy:
      'Install the root certificate in the Trusted Root Certification Authorities of the client computer, ' +
      'not of a user.',
    look:
      "Compare the root of the server's chain with the roots in the computer's store, by their " +
      'thumbprints.',
    ...untrusted,
    // OpenSSL's codes where an authority below the root is trusted alone, or known without its root; and where the one
    // that is trusted has the issuer's name, but another key, as after a renewal.
    elsewhere: {
      ...untrusted.elsewhere,
      client: [{ stage: 'tls', codes: ['UNABLE_TO_GET_ISSUER_CERT', 'CERT_SIGNATURE_FAILURE'] }],
    },
    reference: 'Common native mode client -> MP error messages and what to do about them',
    confidence: 'documented',
    provocation: { systemCertificate: 'untrusted-root' },
  },
  'server-certificate-self-signed': {
    title: "the site system's certificate is self-signed",
    happens:
      "The server's certificate is its own issuer. No client trusts it, unless it was installed as a root " +
      'on each one.',
    frequency: 'occasional',
    party: 'site system',
    remedy: "Issue the web server's certificate from an authority that the clients trust.",
    look: 'Read the issuer of the certificate: it is the same as the subject.',
    ...refusedByClient(certificateFaults.selfSigned, 'INVALID_CA'),
    reference: 'Certificate Requirements for Native Mode',
    confidence: 'documented',
    provocation: { systemCertificate: 'self-signed' },
  },
  'server-certificate-incomplete-chain': {
    title: 'the site system sends its certificate without the authority that issued it',
    happens:
      'The server sends its own certificate alone, and the client does not know the issuer. It may well ' +
      'trust the root, but the link to it is missing; or the issuer is a root that it does not trust.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      'Install the certificate of the issuing authority on the site system, so that the web server sends ' +
      'it along.',
    look:
      'List what the server sends (openssl s_client -showcerts), and look for the issuer of its ' +
      'certificate.',
    ...refusedByClient(certificateFaults.incompleteChain, 'INVALID_CA'),
    reference: 'Common native mode client -> MP error messages and what to do about them',
    confidence: 'documented',
    provocation: { systemCertificate: 'incomplete-chain' },
  },
  'server-certificate-revoked': {
    title: "the site system's certificate has been revoked",
    happens:
      "The authority has revoked the server's certificate. The client finds it on the revocation list " +
      'once the handshake is over, and ends the connection.',
    frequency: 'occasional',
    party: 'site system',
    remedy: 'Issue a new certificate for the web server and bind it to the web site.',
    look: "Look the serial number of the certificate up in the authority's revocation list.",
    ...refusedByClient(certificateFaults.revoked, 'CERT_REVOKED'),
    reference: 'WinHTTP Error Messages',
    confidence: 'documented',
    provocation: { systemCertificate: 'revoked' },
  },
  'server-certificate-authority-revoked': {
    title: "the authority that issued the site system's certificate has been revoked",
    happens:
      "The server's certificate is not on a revocation list, but its issuer's certificate is. With it, " +
      'every certificate that this authority issued is worthless.',
    frequency: 'rare',
    party: 'certification authority',
    remedy: "Issue the web server's certificate anew, from an authority that is in force.",
    look:
      "Find out which certificate of the chain was refused: it is the authority's, and its serial number is " +
      'on the list of the root.',
    ...refusedByClient(certificateFaults.authorityRevoked, 'CERT_REVOKED'),
    reference: 'WinHTTP Error Messages',
    confidence: 'documented',
    provocation: { systemCertificate: 'revoked-intermediate' },
  },
  'server-certificate-authority-expired': {
    title: "the certificate of the authority that issued the site system's certificate has expired",
    happens:
      "The server's own certificate is within its dates, but its issuer's certificate is not, and a chain " +
      'is valid no longer than each of its parts.',
    frequency: 'occasional',
    party: 'certification authority',
    remedy: 'Renew the certificate of the issuing authority, and install the new one on the site system.',
    look: 'Read the dates of each certificate in the chain that the server sends, not of the first alone.',
    ...refusedByClient(certificateFaults.authorityExpired, 'CERT_DATE_INVALID'),
    reference: 'WinHTTP Error Messages',
    confidence: 'inferred',
    provocation: { systemCertificate: 'expired-intermediate' },
  },
  'server-certificate-authority-renewed': {
    title: 'the site system sends the certificate that its authority had before a renewal',
    happens:
      'The issuing authority was renewed with a new key, and keeps its name. The server has a certificate of the new key, and ' +
      'sends the certificate of the old one along, by which the client cannot verify it. An authority that was renewed with ' +
      'the same key shows only when its old certificate expires.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      "Install the authority's new certificate among the intermediate authorities of the site system, remove the old one, and " +
      'bind the certificate of the web site anew.',
    look:
      "Compare the authority key identifier of the server's certificate with the subject key identifier of the authority's " +
      'certificate that the server sends: the names agree, and the keys do not.',
    ...renewed,
    // Where certificates name the keys of their issuers, the old one is no issuer at all.
    elsewhere: {
      ...renewed.elsewhere,
      client: [{ stage: 'tls', codes: ['UNABLE_TO_VERIFY_LEAF_SIGNATURE'] }],
    },
    reference: 'Certification Authority Renewal',
    confidence: 'inferred',
    provocation: { systemCertificate: 'superseded-intermediate' },
  },
  'server-certificate-weak-hash': {
    title: "the site system's certificate is signed with a hash that is too weak",
    happens:
      "A certificate of the server's chain is signed with SHA-1 or an older hash, which today's clients " +
      'do not accept. Clients of 2007 did.',
    frequency: 'rare',
    party: 'certification authority',
    remedy: 'Issue the certificate anew from an authority that signs with SHA-256.',
    look: 'Read the signature algorithm of each certificate in the chain.',
    ...weakHash,
    // Java does not send such a certificate to a client that offers no signature with SHA-1: it ends the handshake.
    elsewhere: {
      ...weakHash.elsewhere,
      client: [
        {
          stage: 'tls',
          codes: [...cutOffCodes, ...alertCodes('HANDSHAKE_FAILURE')],
          span: { to: 'hello' },
        },
      ],
    },
    suspicion: ({ code }) => (certificateFaults.weakHash.codes.includes(code) ? undefined : 'unlikely'),
    reference: 'openssl-verification-options, "Certificate Checks"',
    confidence: 'our choice',
    provocation: { systemCertificate: 'weak-hash' },
  },
  'server-certificate-weak-key': {
    title: "the site system's certificate has a key that is too short",
    happens:
      "The server's RSA key has fewer than 2048 bits, which today's clients do not accept. Clients of " +
      '2007 did.',
    frequency: 'rare',
    party: 'site system',
    remedy: 'Make a new key of at least 2048 bits for the web server, and have a certificate issued for it.',
    look: 'Read the length of the public key in the certificate.',
    ...refusedByClient(certificateFaults.weakKey, 'INVALID_CERT'),
    reference: 'openssl-verification-options, "Certificate Checks"',
    confidence: 'our choice',
    provocation: { systemCertificate: 'weak-key' },
  },
  'server-certificate-without-private-key': {
    title: 'the site system has no private key for its certificate',
    happens:
      'The certificate is bound to the web site, but its private key is not on the machine, so no ' +
      'handshake can be answered. The client sees the connection end.',
    frequency: 'rare',
    party: 'site system',
    remedy: 'Import the certificate again together with its private key, and bind it to the web site.',
    look:
      "Open the certificate in the computer's store: it has to say that there is a private key that " +
      'corresponds to it.',
    ...handshakeUnanswered('NO_PRIVATE_KEY'),
    reference: 'Certificate Requirements for Native Mode',
    confidence: 'inferred',
    provocation: { systemCertificate: 'no-private-key' },
  },
  'server-certificate-key-mismatch': {
    title: "the site system's private key does not match its certificate",
    happens:
      'The certificate and the private key of the web server do not belong together, so no handshake can ' +
      'be answered. The client sees the connection end.',
    frequency: 'rare',
    party: 'site system',
    remedy:
      'Find the key that the certificate was requested with, or request a certificate for the key that is ' +
      'there.',
    look: "Compare the public key in the certificate with the private key's (certutil -verifystore MY).",
    ...handshakeUnanswered('ERR_OSSL_X509_KEY_VALUES_MISMATCH'),
    reference: 'Certificate Requirements for Native Mode',
    confidence: 'inferred',
    provocation: { systemCertificate: 'key-mismatch' },
  },
} satisfies Chapter
