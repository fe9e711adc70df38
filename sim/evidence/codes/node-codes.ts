/** The meaning of each code by which Node, OpenSSL, llhttp, undici and our own ends name a failure. */
export const nodeCodes: Readonly<Record<string, string>> = {
  // The operating system's codes, through Node.
  ENOTFOUND: 'the name could not be resolved',
  EAI_AGAIN: 'the name service did not answer',
  ECONNREFUSED: 'the port is closed: nothing listens on it',
  ECONNRESET: 'the connection ended, closed or reset, before it should have',
  ECONNABORTED: 'this end of the network gave the connection up',
  EPIPE: 'the connection was closed by the other end while this one was writing',
  EHOSTUNREACH: 'there is no route to this address',
  EACCES:
    'this machine does not let the program send to this address, as to one for all machines (broadcast)',
  ENETUNREACH: 'there is no route to this network',
  ETIMEDOUT: 'the other end did not answer in time',

  // Our own for a PXE service point.
  PXE_COMPUTER_UNKNOWN: 'the PXE service point has no record of the computer',

  // Our own for a client.
  ISSUER_NOT_NAMED: 'the server names no authority of any certificate that the client has',

  // Certificates: OpenSSL's verification errors, by Node's names for them.
  CERT_HAS_EXPIRED: "the other end's certificate, or one above it, has expired",
  CERT_NOT_YET_VALID: "the other end's certificate is not valid yet",
  CERT_REVOKED: "the other end's certificate, or one above it, was revoked",
  CERT_UNTRUSTED: "the other end's certificate is not trusted for this purpose",
  INVALID_PURPOSE: "the other end's certificate is not for this purpose",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the other end's certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "the other end's chain ends in a root that is not trusted",
  UNABLE_TO_GET_ISSUER_CERT:
    "the certificate of an issuer is missing: this end's trusted ones lack the root; of a client also: it sent none at all",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the root of the chain is not among the trusted ones',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'the other end sent one certificate alone, and its issuer is not known here',
  ERR_TLS_CERT_ALTNAME_INVALID: "the name that was asked for is not in the server's certificate",
  CA_MD_TOO_WEAK: 'a certificate is signed with a hash that is too weak',
  ERR_SSL_CA_MD_TOO_WEAK: 'a certificate is signed with a hash that is too weak',
  EE_KEY_TOO_SMALL: "the other end's key is too short",
  ERR_SSL_EE_KEY_TOO_SMALL: 'the key of a certificate is too short',
  CA_KEY_TOO_SMALL: 'the key of an authority is too short',
  ERR_SSL_CA_KEY_TOO_SMALL: 'the key of an authority is too short',
  UNSPECIFIED: 'the certificate was refused for a reason that this version of Node has no name for',
  UNABLE_TO_GET_CRL: 'a revocation list cannot be fetched',
  CRL_NOT_FOUND: 'there is no revocation list where the certificate says that it is',
  CRL_HAS_EXPIRED: 'a revocation list is past its next update',
  CRL_NOT_YET_VALID: 'a revocation list is not valid yet',
  CRL_SIGNATURE_FAILURE: 'a revocation list is not signed by the authority that it is for',
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: 'the private key does not match the certificate',

  // The handshake.
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: 'the server asked for a client certificate and got none',
  ERR_SSL_NO_SHARED_CIPHER: 'the two ends share no cipher, or the server has no certificate for any',
  ERR_SSL_NO_SUITABLE_SIGNATURE_ALGORITHM: 'the server has no certificate that the client could verify',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'the other end offers no version of TLS that this one takes',
  ERR_SSL_NO_PROTOCOLS_AVAILABLE: 'every version of TLS is switched off at this end',
  ERR_SSL_HTTP_REQUEST: 'HTTP arrived where a TLS handshake should have begun',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the bytes that came are no TLS record: HTTP, or some other plain text',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'the bytes that came are no TLS record, or one that is too long',
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: 'the server knows no host of the name that the client asked for',
  ERR_SSL_UNEXPECTED_MESSAGE: 'a handshake message came out of order',
  ERR_SSL_BAD_SIGNATURE: "the signature in the handshake was not made with the certificate's key",
  ERR_SSL_PROVIDER_SIGNATURE_FAILURE:
    "the signature in the handshake was not made with the certificate's key",
  ERR_SSL_FIRST_OCTET_INVALID: 'the padding of an RSA signature is wrong: another key made it',
  ERR_SSL_LAST_OCTET_INVALID: 'the padding of an RSA signature is wrong: another key made it',
  ERR_SSL_INVALID_PADDING: 'the padding of an RSA signature is wrong: another key made it',
  ERR_SSL_BLOCK_TYPE_IS_NOT_01: 'the padding of an RSA signature is wrong: another key made it',
  ERR_SSL_DATA_TOO_LARGE_FOR_MODULUS:
    'an RSA signature is no number that this key can make: another key made it',
  ERR_SSL_WRONG_SIGNATURE_LENGTH: 'an RSA signature is not as long as the key: another key made it',

  // HTTP: undici's codes, and our own.
  UND_ERR_SOCKET: 'the other end closed the connection before it had answered',
  UND_ERR_CONNECT_TIMEOUT: 'the connection, or the handshake over it, was not established in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer began in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped before it was whole',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is shorter or longer than it announced',
  ERR_CLOSED_IN_CONVERSATION: 'the other end closed the connection between two requests of a conversation',
  ERR_ANSWER_TOO_SLOW: 'the answer came so slowly that it was not whole in time',
  UNEXPECTED_ANSWER: 'the answer says success, but is not what a site system of this role says',
  HTTPParserError: 'the answer cannot be read as HTTP',

  // The codes that a site system records for a fault injected into it.
  NO_ROUTE: 'nothing reaches the site system',
  NOT_LISTENING: 'the site system does not listen on this port',
  LISTENS_ELSEWHERE: 'the site system listens on another port',
  OTHER_PROGRAM: 'another program answers in place of the site system',
  OTHER_NAME_ASKED: 'the client asked this machine for the name of another',
  NO_PRIVATE_KEY: 'the site system has no private key for its certificate',
  SENT_NOTHING: 'the site system kept silent',
  SENT_RESET: 'the site system reset the connection',
  SENT_CLOSE: 'the site system closed the connection',
  CLOSED_IN_CONVERSATION: 'the site system closed the connection once it had answered a request',
  SENT_ANOTHER_ANSWER: 'the site system answered with success, but not as its role does',
  SCRIPTED: 'the site system did what the scenario, or the test, has it do',
  SENT_FOR_ANOTHER: 'the site system answered with the number of another question',
  ROOT_STORE_MIXED:
    'the site system trusts no client certificate, since one among its trusted roots is not self-signed',
  SENT_GARBAGE: 'the site system sent something that is not the protocol',
  STALLED: 'the site system stopped in the middle of its answer',
  CUT_SHORT: 'the site system broke its answer off',
  CUT_BY_RESET: 'the site system reset the connection in the middle of its answer',
  TRICKLED: 'the site system sent its answer drop by drop',
}
