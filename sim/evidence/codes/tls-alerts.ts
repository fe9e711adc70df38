import type { CodeTable, KnownCode } from './code-table.ts'

const certificateAlerts = [
  'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
  'ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
  'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
] as const

const alerts: Readonly<Record<string, Omit<KnownCode, 'name'> & { name: string }>> = {
  '0': { name: 'close_notify', means: 'the other end has said all that it had to say' },
  '10': { name: 'unexpected_message', means: 'a handshake message came out of order' },
  '20': { name: 'bad_record_mac', means: 'a record was changed on the way' },
  '21': { name: 'decryption_failed', means: 'a record could not be decrypted' },
  '22': { name: 'record_overflow', means: 'a record was too long' },
  '30': { name: 'decompression_failure', means: 'a record could not be decompressed' },
  '40': {
    name: 'handshake_failure',
    means: 'no cipher or other setting in common; or a client certificate was asked for and none came',
    like: ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'],
  },
  '41': {
    name: 'no_certificate',
    means: 'the client has no certificate to present (SSL 3)',
    like: ['403.7'],
  },
  '42': {
    name: 'bad_certificate',
    means: 'the certificate is not valid, or was refused for a reason that has no alert of its own',
    like: certificateAlerts,
  },
  '43': {
    name: 'unsupported_certificate',
    means: 'the certificate is of a kind, or for a purpose, that is not supported',
    like: ['ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE'],
  },
  '44': {
    name: 'certificate_revoked',
    means: 'the certificate was revoked',
    like: ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED'],
  },
  '45': {
    name: 'certificate_expired',
    means: 'the certificate has expired or is not valid yet',
    like: ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED'],
  },
  '46': {
    name: 'certificate_unknown',
    means: 'the certificate was refused for some reason that is not told',
    like: certificateAlerts,
  },
  '47': { name: 'illegal_parameter', means: 'a field of the handshake is out of range' },
  '48': {
    name: 'unknown_ca',
    means: 'the authority of the certificate is not known or not trusted',
    like: ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'],
  },
  '49': { name: 'access_denied', means: 'the certificate is valid, but its owner may not come in' },
  '50': { name: 'decode_error', means: 'a handshake message cannot be read' },
  '51': { name: 'decrypt_error', means: 'a signature of the handshake does not verify' },
  '60': { name: 'export_restriction', means: 'the cipher was not allowed to be exported' },
  '70': {
    name: 'protocol_version',
    means: 'the two ends share no version of TLS',
    like: ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'],
  },
  '71': { name: 'insufficient_security', means: 'the server asks for stronger ciphers than the client has' },
  '80': { name: 'internal_error', means: 'the other end failed for a reason of its own' },
  '86': { name: 'inappropriate_fallback', means: 'the client offered an older version than it has to' },
  '90': { name: 'user_canceled', means: 'the handshake was given up by the user' },
  '100': { name: 'no_renegotiation', means: 'the other end does not negotiate again on this connection' },
  '109': { name: 'missing_extension', means: 'an extension that has to be there is missing' },
  '110': { name: 'unsupported_extension', means: 'an extension came that nobody had asked for' },
  '111': { name: 'certificate_unobtainable', means: 'the certificate could not be fetched from its URL' },
  '112': { name: 'unrecognized_name', means: 'the server knows no host of this name' },
  '113': { name: 'bad_certificate_status_response', means: 'the OCSP answer that came along is not valid' },
  '115': { name: 'unknown_psk_identity', means: 'the name of the shared key is not known' },
  '116': {
    name: 'certificate_required',
    means: 'the server asked for a client certificate and none came (TLS 1.3)',
    like: ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'],
  },
  '120': { name: 'no_application_protocol', means: 'the two ends share no application protocol (ALPN)' },
}

/** The alerts of TLS, by number. Either end can send one; it is about the other end's certificate. */
export const tlsAlerts: CodeTable & { codes: typeof alerts } = {
  kind: 'TLS alert',
  end: 'either',
  source: 'RFC 8446, section 6; TLS Alert Registry (IANA)',
  codes: alerts,
}
