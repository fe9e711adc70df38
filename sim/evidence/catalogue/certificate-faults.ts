import type { ClientEvidence, EndEvidence } from '../end-evidence.ts'

/** A fault that one end finds in the other's certificate. */
export interface CertificateFault {
  /** OpenSSL's codes, as Node names them. */
  codes: readonly string[]
  /** A condition on the refused certificate, where the code says too little. */
  where?: (end: EndEvidence) => boolean
  /** Whether an authority's certificate is at fault, where the code can mean either. */
  ofAuthority?: boolean
  /** Its holder does not find it: it depends on the roots that the other end trusts, or on a revocation list. */
  hiddenFromHolder?: true
  /** The fault is found after the handshake, under TLS 1.2 as well. */
  afterHandshake?: true
  /** The alert that OpenSSL and other libraries send for it; Node's listeners and clients send none. */
  alert: string
}

/** The faults that either end's certificate can have: each has an entry in both chapters on certificates. */
export const certificateFaults = {
  expired: {
    codes: ['CERT_HAS_EXPIRED'],
    where: (end) => !isAuthority(end) && byRightClock(end),
    ofAuthority: false,
    alert: 'CERTIFICATE_EXPIRED',
  },
  notYetValid: { codes: ['CERT_NOT_YET_VALID'], where: byRightClock, alert: 'BAD_CERTIFICATE' },
  wrongUsage: {
    codes: ['INVALID_PURPOSE', 'CERT_UNTRUSTED'],
    alert: 'UNSUPPORTED_CERTIFICATE',
  },
  untrusted: {
    codes: ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'SELF_SIGNED_CERT_IN_CHAIN'],
    hiddenFromHolder: true,
    alert: 'UNKNOWN_CA',
  },
  selfSigned: { codes: ['DEPTH_ZERO_SELF_SIGNED_CERT'], alert: 'UNKNOWN_CA' },
  incompleteChain: {
    codes: ['UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    alert: 'UNKNOWN_CA',
  },
  revoked: {
    codes: ['CERT_REVOKED'],
    where: (end) => !isAuthority(end),
    ofAuthority: false,
    hiddenFromHolder: true,
    afterHandshake: true,
    alert: 'CERTIFICATE_REVOKED',
  },
  authorityRevoked: {
    codes: ['CERT_REVOKED'],
    where: isAuthority,
    ofAuthority: true,
    hiddenFromHolder: true,
    afterHandshake: true,
    alert: 'CERTIFICATE_REVOKED',
  },
  authorityExpired: {
    codes: ['CERT_HAS_EXPIRED'],
    where: (end) => isAuthority(end) && byRightClock(end),
    ofAuthority: true,
    alert: 'CERTIFICATE_EXPIRED',
  },
  authorityRenewed: {
    codes: ['CERT_SIGNATURE_FAILURE'],
    where: (end) => !isAuthority(end),
    alert: 'DECRYPT_ERROR',
  },
  /** Some versions of Node have no name for OpenSSL's error for a weak certificate, and report UNSPECIFIED. */
  weakHash: {
    codes: ['CA_MD_TOO_WEAK', 'ERR_SSL_CA_MD_TOO_WEAK', 'UNSPECIFIED'],
    where: ({ code, certificate }) =>
      code !== 'UNSPECIFIED' || /^(?:SHA-?1|MD\d)$/.test(certificate?.hash ?? ''),
    alert: 'BAD_CERTIFICATE',
  },
  weakKey: {
    codes: [
      'EE_KEY_TOO_SMALL',
      'CA_KEY_TOO_SMALL',
      'ERR_SSL_EE_KEY_TOO_SMALL',
      'ERR_SSL_CA_KEY_TOO_SMALL',
      'UNSPECIFIED',
    ],
    where: ({ code, certificate }) => code !== 'UNSPECIFIED' || rsaBits(certificate?.key) < 2048,
    alert: 'BAD_CERTIFICATE',
  },
} satisfies Readonly<Record<string, CertificateFault>>

function isAuthority({ certificate }: EndEvidence): boolean {
  return certificate?.authority === true
}

/** Only a client's evidence tells of a clock that is wrong. */
function byRightClock(end: EndEvidence | ClientEvidence): boolean {
  return !('clock' in end)
}

/** `RSA 1024`; infinite for a key of another kind. */
function rsaBits(key = ''): number {
  const [, bits = 'Infinity'] = /^RSA (\d+)$/.exec(key) ?? []
  return Number(bits)
}
