import type { EndEvidence } from '../attempt.ts'

/** What an end finds wrong with the other's certificate. */
export interface CertificateFault {
  /** OpenSSL's, as Node names them. */
  codes: readonly string[]
  /** What has to be so of the certificate that is refused, where the code says too little. */
  where?: (end: EndEvidence) => boolean
  /** Whether it is the certificate of an authority that is at fault, where the code can mean either. */
  ofAuthority?: boolean
  /** It is found once the handshake is over, under TLS 1.2 as well. */
  afterHandshake?: true
  /** The alert by which OpenSSL and other libraries tell the other end; Node's listeners and clients keep silent. */
  alert: string
}

/** Both ends can have these; `server-certificate` and `client-certificate` have an entry for each. */
export const expired: CertificateFault = {
  codes: ['CERT_HAS_EXPIRED'],
  where: (end) => !isAuthority(end),
  ofAuthority: false,
  alert: 'CERTIFICATE_EXPIRED',
}

export const notYetValid: CertificateFault = { codes: ['CERT_NOT_YET_VALID'], alert: 'BAD_CERTIFICATE' }

export const wrongUsage: CertificateFault = {
  codes: ['INVALID_PURPOSE', 'CERT_UNTRUSTED'],
  alert: 'UNSUPPORTED_CERTIFICATE',
}

export const untrusted: CertificateFault = {
  codes: ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'SELF_SIGNED_CERT_IN_CHAIN'],
  alert: 'UNKNOWN_CA',
}

export const selfSigned: CertificateFault = { codes: ['DEPTH_ZERO_SELF_SIGNED_CERT'], alert: 'UNKNOWN_CA' }

export const incompleteChain: CertificateFault = {
  codes: ['UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  alert: 'UNKNOWN_CA',
}

export const revoked: CertificateFault = {
  codes: ['CERT_REVOKED'],
  where: (end) => !isAuthority(end),
  ofAuthority: false,
  afterHandshake: true,
  alert: 'CERTIFICATE_REVOKED',
}

export const authorityRevoked: CertificateFault = {
  codes: ['CERT_REVOKED'],
  where: isAuthority,
  ofAuthority: true,
  afterHandshake: true,
  alert: 'CERTIFICATE_REVOKED',
}

export const authorityExpired: CertificateFault = {
  codes: ['CERT_HAS_EXPIRED'],
  where: isAuthority,
  ofAuthority: true,
  alert: 'CERTIFICATE_EXPIRED',
}

/** Node knows no name for what OpenSSL says of a weak certificate on some of its versions, and writes UNSPECIFIED. */
export const weakHash: CertificateFault = {
  codes: ['CA_MD_TOO_WEAK', 'ERR_SSL_CA_MD_TOO_WEAK', 'UNSPECIFIED'],
  where: ({ code, certificate }) =>
    code !== 'UNSPECIFIED' || /^(?:SHA-?1|MD\d)$/.test(certificate?.hash ?? ''),
  alert: 'BAD_CERTIFICATE',
}

export const weakKey: CertificateFault = {
  codes: [
    'EE_KEY_TOO_SMALL',
    'CA_KEY_TOO_SMALL',
    'ERR_SSL_EE_KEY_TOO_SMALL',
    'ERR_SSL_CA_KEY_TOO_SMALL',
    'UNSPECIFIED',
  ],
  where: ({ code, certificate }) => code !== 'UNSPECIFIED' || rsaBits(certificate?.key) < 2048,
  alert: 'BAD_CERTIFICATE',
}

function isAuthority({ certificate }: EndEvidence): boolean {
  return certificate?.authority === true
}

/** `RSA 1024`; infinite for a key of another kind. */
function rsaBits(key = ''): number {
  const [, bits = 'Infinity'] = /^RSA (\d+)$/.exec(key) ?? []
  return Number(bits)
}
