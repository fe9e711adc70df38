import type { CodeTable } from './code-table.ts'

/** Events of the source Schannel in the System log of Windows. */
export const schannelEvents: CodeTable = {
  kind: 'Schannel event',
  end: 'either',
  source: 'Schannel events (System log); KB 260729',
  codes: {
    '36864': { means: 'the security package was loaded; nothing is wrong' },
    '36865': { means: 'a system library could not be opened' },
    '36866': { means: 'the security package could not be loaded' },
    '36867': { means: 'credentials are being made; nothing is wrong' },
    '36868': { means: 'credentials with a private key were found; nothing is wrong' },
    '36869': {
      means: "the server's certificate has no private key",
      remedy: 'Import the certificate together with its private key into the store of the computer.',
      like: ['NO_PRIVATE_KEY'],
    },
    '36870': {
      means: 'the private key of the certificate cannot be read',
      remedy:
        'Give the account of the service access to the private key, or import the certificate again with it.',
      like: ['NO_PRIVATE_KEY', '12186'],
    },
    '36871': { means: 'credentials for TLS could not be made: often all versions of TLS are switched off' },
    '36872': {
      means: 'the computer has no certificate to serve TLS with',
      remedy: 'Enroll the computer for a certificate with the server authentication purpose.',
    },
    '36873': { means: 'no cipher suite is supported by both ends', like: ['ERR_SSL_NO_SHARED_CIPHER'] },
    '36874': {
      means: 'a client asked, and none of its cipher suites is supported by the server',
      like: ['ERR_SSL_NO_SHARED_CIPHER', 'ERR_SSL_UNSUPPORTED_PROTOCOL'],
    },
    '36875': {
      means: 'the server asked for a client certificate, and no suitable one was found',
      like: ['403.7'],
    },
    '36876': {
      means: "the server's certificate could not be validated; the event names the error",
      like: ['INVALID_CA', 'CERT_DATE_INVALID', 'CERT_CN_INVALID', 'CERT_REV_FAILED', 'CERT_WRONG_USAGE'],
    },
    '36877': {
      means: "the client's certificate could not be validated; the event names the error",
      like: ['403.16', '403.17', '403.13'],
    },
    '36878': { means: "the server could not map the client's certificate to an account", like: ['403.12'] },
    '36879': { means: "the client's certificate was mapped to an account; nothing is wrong" },
    '36880': { means: 'a handshake was completed; nothing is wrong' },
    '36881': { means: "the server's certificate has expired or is not valid yet", like: ['12037'] },
    '36882': {
      means: "the authority of the server's certificate is not trusted by this computer",
      like: ['12045'],
    },
    '36883': { means: "the server's certificate was revoked", like: ['12170'] },
    '36884': {
      means: "the server's certificate is for another name than the one asked for",
      like: ['12038'],
    },
    '36885': {
      means: 'the list of trusted authorities that the server sends is too long, and was cut',
      remedy:
        'Remove roots that nobody needs from the trusted roots of the site system, or switch the list off ' +
        '(SendTrustedIssuerList).',
      like: ['403.7', '403.16'],
    },
    '36886': {
      means: 'the computer has no certificate to serve TLS with',
      remedy: 'Enroll the computer for a certificate with the server authentication purpose.',
    },
    '36887': {
      means: 'the other end ended the handshake with an alert, whose number the event tells',
      like: [
        'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
        'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
        'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
        'ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED',
        'ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE',
        'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
        'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
      ],
    },
    '36888': {
      means: 'this computer ended the handshake with an alert, whose number the event tells',
      like: [
        'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
        'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
        'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
        'ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED',
        'ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE',
        'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
        'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
      ],
    },
  },
}
