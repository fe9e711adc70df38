import type { CodeTable } from './code-table.ts'

/** The results of OpenSSL's verification by number, as `num=20` tells them, and what Node calls each. */
export const verificationErrors: Readonly<Record<string, string>> = {
  '2': 'UNABLE_TO_GET_ISSUER_CERT',
  '3': 'UNABLE_TO_GET_CRL',
  '7': 'CERT_SIGNATURE_FAILURE',
  '8': 'CRL_SIGNATURE_FAILURE',
  '9': 'CERT_NOT_YET_VALID',
  '10': 'CERT_HAS_EXPIRED',
  '11': 'CRL_NOT_YET_VALID',
  '12': 'CRL_HAS_EXPIRED',
  '18': 'DEPTH_ZERO_SELF_SIGNED_CERT',
  '19': 'SELF_SIGNED_CERT_IN_CHAIN',
  '20': 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  '21': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  '22': 'CERT_CHAIN_TOO_LONG',
  '23': 'CERT_REVOKED',
  '24': 'INVALID_CA_CERTIFICATE',
  '25': 'PATH_LENGTH_EXCEEDED',
  '26': 'INVALID_PURPOSE',
  '27': 'CERT_UNTRUSTED',
  '28': 'CERT_REJECTED',
  '62': 'HOSTNAME_MISMATCH',
  '64': 'IP_ADDRESS_MISMATCH',
  '66': 'EE_KEY_TOO_SMALL',
  '67': 'CA_KEY_TOO_SMALL',
  '68': 'CA_MD_TOO_WEAK',
}

/** The library of OpenSSL's SSL routines in its packed codes; its reasons from 1000 on are alerts that came from the other end. */
export const sslLibrary = 20

/** What OpenSSL's packed codes say, by their library and reason: `error:0A00010B` is 20 and 267. */
export const opensslReasons: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  6: { 0x8010c: 'ERR_OSSL_EVP_UNSUPPORTED' },
  11: { 116: 'ERR_OSSL_X509_KEY_VALUES_MISMATCH' },
  [sslLibrary]: {
    118: 'ERR_SSL_NO_SUITABLE_SIGNATURE_ALGORITHM',
    123: 'ERR_SSL_BAD_SIGNATURE',
    134: 'ERR_SSL_CERTIFICATE_VERIFY_FAILED',
    155: 'ERR_SSL_HTTPS_PROXY_REQUEST',
    156: 'ERR_SSL_HTTP_REQUEST',
    185: 'ERR_SSL_NO_CIPHER_MATCH',
    191: 'ERR_SSL_NO_PROTOCOLS_AVAILABLE',
    193: 'ERR_SSL_NO_SHARED_CIPHER',
    198: 'ERR_SSL_PACKET_LENGTH_TOO_LONG',
    199: 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE',
    244: 'ERR_SSL_UNEXPECTED_MESSAGE',
    252: 'ERR_SSL_UNKNOWN_PROTOCOL',
    258: 'ERR_SSL_UNSUPPORTED_PROTOCOL',
    267: 'ERR_SSL_WRONG_VERSION_NUMBER',
    294: 'ERR_SSL_UNEXPECTED_EOF_WHILE_READING',
    338: 'ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED',
    394: 'ERR_SSL_DH_KEY_TOO_SMALL',
    397: 'ERR_SSL_CA_KEY_TOO_SMALL',
    398: 'ERR_SSL_CA_MD_TOO_WEAK',
    399: 'ERR_SSL_EE_KEY_TOO_SMALL',
  },
}

/** Codes of Node and OpenSSL that our own ends do not come to see. */
export const opensslCodes: CodeTable = {
  kind: 'code of OpenSSL or Node',
  end: 'either',
  source: 'openssl-verification-options; Node.js, "TLS (SSL)" and "Errors"',
  codes: {
    EPROTO: {
      means: 'the TLS handshake failed; the text beside it says how',
      // A server of Node has OpenSSL's own code.
      ofTls: 'client',
      general: true,
      like: ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'ERR_SSL_WRONG_VERSION_NUMBER'],
    },
    CERT_SIGNATURE_FAILURE: {
      means: 'the signature of a certificate does not verify: it is not from that issuer',
    },
    CERT_CHAIN_TOO_LONG: { means: 'the chain of certificates is longer than is allowed' },
    CERT_REJECTED: { means: 'the root is marked as one to be refused for this purpose' },
    INVALID_CA_CERTIFICATE: {
      means: 'a certificate in the place of an authority is not that of an authority',
    },
    PATH_LENGTH_EXCEEDED: { means: 'the chain is longer than an authority in it allows' },
    HOSTNAME_MISMATCH: {
      means: "the name that was asked for is not in the server's certificate",
      like: ['ERR_TLS_CERT_ALTNAME_INVALID'],
    },
    IP_ADDRESS_MISMATCH: {
      means: "the address that was asked for is not in the server's certificate",
      like: ['ERR_TLS_CERT_ALTNAME_INVALID'],
    },
    ERR_SSL_CERTIFICATE_VERIFY_FAILED: {
      means: "the other end's certificate was refused by this one; the text beside it says why",
      ofTls: 'either',
      general: true,
      like: [
        'CERT_HAS_EXPIRED',
        'CERT_NOT_YET_VALID',
        'INVALID_PURPOSE',
        'SELF_SIGNED_CERT_IN_CHAIN',
        'DEPTH_ZERO_SELF_SIGNED_CERT',
        'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
        'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
        'CERT_REVOKED',
        'UNABLE_TO_GET_CRL',
        'ERR_TLS_CERT_ALTNAME_INVALID',
      ],
    },
    ERR_SSL_HTTPS_PROXY_REQUEST: {
      means: 'a request meant for a proxy arrived where a TLS handshake should have begun',
    },
    ERR_SSL_NO_CIPHER_MATCH: { means: 'none of the ciphers that this end is set to is known to it' },
    ERR_SSL_UNKNOWN_PROTOCOL: {
      means: 'the bytes that came are no TLS record: HTTP, or some other plain text',
      like: ['ERR_SSL_WRONG_VERSION_NUMBER'],
    },
    ERR_SSL_UNEXPECTED_EOF_WHILE_READING: {
      means: 'the other end closed the connection without ending TLS in order',
      ofTls: 'either',
      like: ['ECONNRESET'],
    },
    ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED: {
      means: 'the server renegotiates in the old unsafe way (before RFC 5746), which this end does not do',
      remedy:
        'Update the server; a site system that asks for certificates per path has to renegotiate. Switch ' +
        'SSL_OP_LEGACY_SERVER_CONNECT on only to find out.',
    },
    ERR_SSL_DH_KEY_TOO_SMALL: {
      means: 'the server offers a Diffie-Hellman key that is too short',
      remedy: 'Give the server a key of 2048 bits, or a cipher suite with elliptic curves.',
    },
    SSL_ERROR_SYSCALL: {
      means: 'the connection ended in the middle of TLS, without a word of TLS about it',
      ofTls: 'either',
      like: ['ECONNRESET'],
    },
    ERR_OSSL_EVP_UNSUPPORTED: {
      means:
        'an algorithm is not available: often a key or PKCS#12 file that is encrypted in an old way, or MD4',
      remedy: 'Convert the file (openssl pkcs12 -legacy), or write it anew with a current encryption.',
    },
  },
}
