import type { CodeTable } from './code-table.ts'

/** Error names that browsers show. Those of Chrome and Edge begin ERR_, those of Firefox SSL_ERROR_, SEC_ERROR_ or MOZILLA_. */
export const browserCodes: CodeTable = {
  kind: 'code of a browser',
  end: 'client',
  source: 'Chromium, net_error_list.h; Firefox, NSS and SSL error codes',
  codes: {
    ERR_CERT_COMMON_NAME_INVALID: {
      means: "the name that was asked for is not in the server's certificate",
      like: ['ERR_TLS_CERT_ALTNAME_INVALID'],
    },
    ERR_CERT_DATE_INVALID: {
      means: "the server's certificate has expired or is not valid yet, by the clock of this computer",
      like: ['12037'],
    },
    ERR_CERT_AUTHORITY_INVALID: {
      means: "the authority of the server's certificate is not trusted by this computer",
      like: ['12045', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    },
    ERR_CERT_CONTAINS_ERRORS: { means: "the server's certificate is not well formed", like: ['12169'] },
    ERR_CERT_NO_REVOCATION_MECHANISM: {
      means: "the server's certificate names no place of a revocation list",
    },
    ERR_CERT_UNABLE_TO_CHECK_REVOCATION: {
      means: "whether the server's certificate was revoked could not be found out",
      like: ['12057'],
    },
    ERR_CERT_REVOKED: { means: "the server's certificate was revoked", like: ['12170'] },
    ERR_CERT_INVALID: {
      means: "the server's certificate is not valid",
      like: ['12169', '12179', '12045'],
    },
    ERR_CERT_WEAK_SIGNATURE_ALGORITHM: {
      means: 'a certificate is signed with a hash that is too weak',
      like: ['CA_MD_TOO_WEAK'],
    },
    ERR_CERT_WEAK_KEY: { means: 'the key of a certificate is too short', like: ['EE_KEY_TOO_SMALL'] },
    ERR_BAD_SSL_CLIENT_AUTH_CERT: {
      means: 'the server did not take the client certificate, or got none',
      like: [
        'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
        'ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE',
        'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
        'ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED',
        'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
        'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
      ],
    },
    ERR_SSL_CLIENT_AUTH_CERT_NEEDED: { means: 'the server asks for a client certificate', like: ['403.7'] },
    ERR_SSL_CLIENT_AUTH_PRIVATE_KEY_ACCESS_DENIED: {
      means: "the private key of the client's certificate may not be read",
      like: ['12186'],
    },
    ERR_SSL_CLIENT_AUTH_CERT_NO_PRIVATE_KEY: {
      means: "the client's certificate has no private key",
      like: ['12185'],
    },
    ERR_SSL_CLIENT_AUTH_SIGNATURE_FAILED: {
      means: "the client could not sign with its certificate's private key",
      like: ['12186'],
    },
    ERR_SSL_PROTOCOL_ERROR: {
      means: 'the TLS handshake failed: what came is no TLS, or not what it should be',
      ofTls: 'client',
      like: ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'],
    },
    ERR_SSL_VERSION_OR_CIPHER_MISMATCH: {
      means: 'the two ends share no version of TLS or no cipher',
      like: ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'],
    },
    ERR_SSL_WEAK_SERVER_EPHEMERAL_DH_KEY: {
      means: 'the server offers a Diffie-Hellman key that is too short',
    },
    ERR_CONNECTION_REFUSED: { means: 'the port is closed: nothing listens on it', like: ['ECONNREFUSED'] },
    ERR_CONNECTION_RESET: { means: 'the other end reset the connection', like: ['ECONNRESET'] },
    ERR_CONNECTION_CLOSED: { means: 'the other end closed the connection', like: ['ECONNRESET'] },
    ERR_CONNECTION_TIMED_OUT: { means: 'the other end did not answer in time', like: ['ETIMEDOUT'] },
    ERR_EMPTY_RESPONSE: {
      means: 'the other end closed the connection without an answer',
      like: ['UND_ERR_SOCKET'],
    },
    ERR_NAME_NOT_RESOLVED: { means: 'the name could not be resolved', like: ['ENOTFOUND'] },
    ERR_ADDRESS_UNREACHABLE: { means: 'there is no route to this address', like: ['EHOSTUNREACH'] },
    ERR_INVALID_HTTP_RESPONSE: { means: 'the answer cannot be read as HTTP', like: ['HTTPParserError'] },
    SSL_ERROR_BAD_CERT_ALERT: {
      means: 'the server did not take the client certificate',
      like: [
        'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
        'ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE',
        'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
      ],
    },
    SSL_ERROR_EXPIRED_CERT_ALERT: {
      means: 'the server says that the client certificate has expired',
      like: ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED'],
    },
    SSL_ERROR_REVOKED_CERT_ALERT: {
      means: 'the server says that the client certificate was revoked',
      like: ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED'],
    },
    SSL_ERROR_UNKNOWN_CA_ALERT: {
      means: 'the server does not trust the authority of the client certificate',
      like: ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'],
    },
    SSL_ERROR_HANDSHAKE_FAILURE_ALERT: {
      means: 'the server ended the handshake: no cipher in common, or no client certificate',
      like: ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'],
    },
    SSL_ERROR_RX_CERTIFICATE_REQUIRED_ALERT: {
      means: 'the server asked for a client certificate and got none',
      like: ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'],
    },
    SSL_ERROR_RX_RECORD_TOO_LONG: {
      means: 'what came is no TLS: often a port that serves HTTP',
      like: ['ERR_SSL_PACKET_LENGTH_TOO_LONG'],
    },
    SSL_ERROR_BAD_CERT_DOMAIN: {
      means: "the name that was asked for is not in the server's certificate",
      like: ['ERR_TLS_CERT_ALTNAME_INVALID'],
    },
    SSL_ERROR_NO_CYPHER_OVERLAP: {
      means: 'the two ends share no cipher',
      like: ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'],
    },
    SSL_ERROR_UNSUPPORTED_VERSION: {
      means: 'the two ends share no version of TLS',
      like: ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'],
    },
    SEC_ERROR_UNKNOWN_ISSUER: {
      means: "the issuer of the server's certificate is not known",
      like: ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    },
    SEC_ERROR_UNTRUSTED_ISSUER: {
      means: "the issuer of the server's certificate is not trusted",
      like: ['12045'],
    },
    SEC_ERROR_EXPIRED_CERTIFICATE: {
      means: "the server's certificate has expired",
      like: ['CERT_HAS_EXPIRED'],
    },
    SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE: {
      means: "the certificate of the issuer of the server's certificate has expired",
      like: ['CERT_HAS_EXPIRED'],
    },
    SEC_ERROR_REVOKED_CERTIFICATE: { means: "the server's certificate was revoked", like: ['CERT_REVOKED'] },
    SEC_ERROR_INADEQUATE_CERT_TYPE: {
      means: "the server's certificate is not for this purpose",
      like: ['INVALID_PURPOSE'],
    },
    MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT: {
      means: "the server's certificate is self-signed",
      like: ['DEPTH_ZERO_SELF_SIGNED_CERT'],
    },
  },
}

/** How curl ends, by the number in brackets: `curl: (60)`. */
export const curlCodes: CodeTable = {
  kind: 'exit code of curl',
  end: 'client',
  source: 'curl, libcurl-errors',
  codes: {
    '5': { name: 'CURLE_COULDNT_RESOLVE_PROXY', means: "the proxy's name could not be resolved" },
    '6': { name: 'CURLE_COULDNT_RESOLVE_HOST', means: 'the name could not be resolved', like: ['ENOTFOUND'] },
    '7': {
      name: 'CURLE_COULDNT_CONNECT',
      means: 'no connection to the server could be made',
      like: ['ECONNREFUSED', 'EHOSTUNREACH'],
    },
    '22': { name: 'CURLE_HTTP_RETURNED_ERROR', means: 'the server answered with an error status' },
    '28': {
      name: 'CURLE_OPERATION_TIMEDOUT',
      means: 'it took too long',
      like: ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT'],
    },
    '35': {
      name: 'CURLE_SSL_CONNECT_ERROR',
      means: 'the TLS handshake failed; the text beside it says how',
      ofTls: 'client',
      general: true,
      like: ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ECONNRESET'],
    },
    '51': {
      name: 'CURLE_PEER_FAILED_VERIFICATION',
      means: "the server's certificate was refused (before curl 7.62)",
      like: ['ERR_TLS_CERT_ALTNAME_INVALID'],
    },
    '52': {
      name: 'CURLE_GOT_NOTHING',
      means: 'the server closed the connection without an answer',
      like: ['UND_ERR_SOCKET'],
    },
    '55': { name: 'CURLE_SEND_ERROR', means: 'the request could not be sent', like: ['EPIPE'] },
    '56': {
      name: 'CURLE_RECV_ERROR',
      means: 'the answer could not be received: the connection was reset, or ended by an alert',
      like: ['ECONNRESET', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'],
    },
    '58': {
      name: 'CURLE_SSL_CERTPROBLEM',
      means: 'the client certificate cannot be used: not found, wrong format, or wrong passphrase',
      like: ['ERR_OSSL_X509_KEY_VALUES_MISMATCH'],
    },
    '59': { name: 'CURLE_SSL_CIPHER', means: 'the cipher that was asked for is not known' },
    '60': {
      name: 'CURLE_PEER_FAILED_VERIFICATION',
      means: "the server's certificate was refused; the text beside it says why",
      ofTls: 'client',
      general: true,
      like: [
        'CERT_HAS_EXPIRED',
        'CERT_NOT_YET_VALID',
        'INVALID_PURPOSE',
        'SELF_SIGNED_CERT_IN_CHAIN',
        'DEPTH_ZERO_SELF_SIGNED_CERT',
        'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
        'CERT_REVOKED',
        'ERR_TLS_CERT_ALTNAME_INVALID',
      ],
    },
    '77': { name: 'CURLE_SSL_CACERT_BADFILE', means: 'the file of trusted authorities cannot be read' },
    '82': { name: 'CURLE_SSL_CRL_BADFILE', means: 'the file of the revocation list cannot be read' },
    '83': {
      name: 'CURLE_SSL_ISSUER_ERROR',
      means: 'the issuer is not the one that was asked for',
    },
    '91': { name: 'CURLE_SSL_INVALIDCERTSTATUS', means: 'the OCSP answer that came along is not good' },
    '98': {
      name: 'CURLE_SSL_CLIENTCERT',
      means: 'the server asks for a client certificate',
      like: ['403.7'],
    },
  },
}
