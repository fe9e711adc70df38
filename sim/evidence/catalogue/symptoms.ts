import type { ClientEvidence, EndEvidence } from '../end-evidence.ts'

/** The codes at one end when the other closes the connection without an alert or a reply. */
export const cutOffCodes = ['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE', 'ECONNABORTED'] as const

/** The stages of the protocols whose messages go over TCP as they are, with neither HTTP nor TLS. */
export const bareStages = ['smb', 'ldap'] as const

/** The codes for a reply that is not HTTP: the parser's depends on the first bytes that it reads. */
export const notHttp = [
  'HPE_INVALID_CONSTANT',
  'HPE_INVALID_VERSION',
  'HPE_INVALID_STATUS',
  'HPE_INVALID_HEADER_TOKEN',
  'HPE_INVALID_TOKEN',
  'HPE_CR_EXPECTED',
  'HPE_LF_EXPECTED',
  'HTTPParserError',
]

/** The code of firmware whose datagrams nobody takes: it has no other for a closed port. */
export const bootUnheard = ['PXE-E51'] as const

/** The connection was reset, not closed: Node has one code for both, and tells them apart in its message. */
export function wasReset({ code, message }: EndEvidence): boolean {
  return code === 'EPIPE' || /\b(?:connect|read|write) E[A-Z]+/.test(message)
}

const alertPrefixes = ['SSLV3', 'SSL/TLS', 'TLSV1', 'TLSV13'] as const

/**
 * Node's codes for an alert from the other end: `alertCodes('HANDSHAKE_FAILURE')`. OpenSSL 3.0 (Node 20)
 * names an alert after SSL 3, OpenSSL 3.5 (Node 22 and 24) after both protocols, and some after the version that
 * brought them.
 */
export function alertCodes(alert: string): string[] {
  return alertPrefixes.map((prefix) => `ERR_SSL_${prefix}_ALERT_${alert}`)
}

/**
 * The codes for alerts by which servers refuse a client's certificate, or the want of one, without the reason: measured at
 * GnuTLS ("access denied", "decode error") and Java ("certificate unknown", "bad certificate").
 */
export const generalRefusals = [
  'ACCESS_DENIED',
  'BAD_CERTIFICATE',
  'CERTIFICATE_UNKNOWN',
  'DECODE_ERROR',
].flatMap(alertCodes)

const alertCode = new RegExp(`^ERR_SSL_(?:${alertPrefixes.join('|')})_ALERT_([A-Z_]+)$`)

/** The alert that a code stands for: `HANDSHAKE_FAILURE`; undefined for any other code. */
export function alertOf(code: string): string | undefined {
  return alertCode.exec(code)?.[1]
}

/**
 * OpenSSL's codes for a signature in a handshake that was not made with the certificate's key. The code is of the first
 * layer that objects: of the handshake or the provider for ECDSA; for RSA of the padding, where a wrong key leaves one
 * octet or another wrong.
 */
export const wrongSignatureCodes = [
  'ERR_SSL_BAD_SIGNATURE',
  'ERR_SSL_PROVIDER_SIGNATURE_FAILURE',
  'ERR_SSL_FIRST_OCTET_INVALID',
  'ERR_SSL_LAST_OCTET_INVALID',
  'ERR_SSL_DATA_TOO_LARGE_FOR_MODULUS',
  'ERR_SSL_WRONG_SIGNATURE_LENGTH',
  'ERR_SSL_INVALID_PADDING',
  'ERR_SSL_BLOCK_TYPE_IS_NOT_01',
] as const

/**
 * The length of an alert record: a server that refuses the first message of a handshake sends this and nothing else.
 */
export const bytesOfAnAlert = 7

export function presentedCertificate({ own }: ClientEvidence): boolean {
  return own !== null && own.certificate !== null
}

/** Plain HTTP: certificates played no part. */
export function spokeHttp({ own }: ClientEvidence): boolean {
  return own === null
}
