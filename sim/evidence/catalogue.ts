import type { EndEvidence } from './attempt.ts'

/** A way in which a connection fails, and how it is told from the others. */
export interface CatalogueEntry {
  /** Stable. */
  id: string
  /** What went wrong, in an administrator's words. */
  title: string
  /** What to do. */
  remedy: string
  /** Whether what both ends saw is this failure. */
  explains(client: EndEvidence | null, server: EndEvidence | null): boolean
}

const clientSaw =
  (stage: EndEvidence['stage'], ...codes: string[]): CatalogueEntry['explains'] =>
  (client) =>
    client?.stage === stage && codes.includes(client.code)

const serverSaw =
  (...codes: string[]): CatalogueEntry['explains'] =>
  (_client, server) =>
    server !== null && codes.includes(server.code)

/**
 * An end that checks revocation goes on, after it finds a certificate untrusted or self-signed, to look for its issuer's
 * revocation list, and Node reports this last complaint. Of a trusted authority every end here has the list.
 */
const unknownAuthority = 'UNABLE_TO_GET_CRL'

/**
 * In the order in which they are tried. What the server says of a client certificate stands before what the client
 * says, since a client is told only that the connection ended (measured on Node 20: ECONNRESET under TLS 1.2, "other
 * side closed" under 1.3, for every certificate that was presented and refused).
 */
export const catalogue: readonly CatalogueEntry[] = [
  {
    id: 'name-not-resolved',
    title: 'no site system has this name',
    remedy: 'check the name of the site system and the domain of the hierarchy',
    explains: clientSaw('resolve', 'ENOTFOUND'),
  },
  {
    id: 'nothing-listens',
    title: 'nothing listens on this port',
    remedy: "use the port and protocol of the site's mode, or start the site system's web server",
    explains: clientSaw('connect', 'ECONNREFUSED'),
  },
  {
    id: 'https-to-http-port',
    title: 'the client spoke HTTPS to a port that serves HTTP',
    remedy: 'the site system is in mixed mode: use HTTP, or switch its site to native mode',
    explains: (client, server) => client?.stage === 'tls' && serverSaw('HPE_INVALID_METHOD')(client, server),
  },
  {
    id: 'http-to-https-port',
    title: 'the client spoke HTTP to a port that serves HTTPS',
    remedy: 'the site system is in native mode: the client must be native-mode as well',
    // OpenSSL knows the methods GET, POST, HEAD and PUT; PROPFIND is to it a TLS record of a strange version.
    explains: (client, server) =>
      client?.stage === 'http' &&
      serverSaw('ERR_SSL_HTTP_REQUEST', 'ERR_SSL_WRONG_VERSION_NUMBER')(client, server),
  },
  {
    id: 'ssl-required',
    title: 'the web server requires SSL for this virtual directory (403.4)',
    remedy: 'use HTTPS; a client that cannot is not in native mode',
    explains: serverSaw('403.4'),
  },
  {
    id: 'not-served-by-this-protocol',
    title: 'the web server has no such virtual directory on this port (404)',
    remedy: 'use the other protocol, or check the path',
    explains: serverSaw('404'),
  },
  {
    id: 'client-certificate-missing',
    title: 'the site system asked for a client certificate and got none',
    remedy: 'give the client a certificate with the client authentication purpose from the trusted authority',
    explains: serverSaw('ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE', 'UNABLE_TO_GET_ISSUER_CERT'),
  },
  {
    id: 'client-certificate-expired',
    title: "the client's certificate has expired",
    remedy: 'renew it',
    explains: serverSaw('CERT_HAS_EXPIRED'),
  },
  {
    id: 'client-certificate-not-yet-valid',
    title: "the client's certificate is not valid yet",
    remedy: "check the client's and the server's clocks",
    explains: serverSaw('CERT_NOT_YET_VALID'),
  },
  {
    id: 'client-certificate-revoked',
    title: "the client's certificate has been revoked",
    remedy: 'give the client a new certificate',
    explains: serverSaw('CERT_REVOKED'),
  },
  {
    id: 'client-certificate-wrong-usage',
    title: "the client's certificate lacks the client authentication purpose",
    remedy: 'issue it from a template with client authentication',
    explains: serverSaw('INVALID_PURPOSE', 'CERT_UNTRUSTED'),
  },
  {
    id: 'client-certificate-self-signed',
    title: "the client's certificate is self-signed",
    remedy: 'issue it from an authority that the site system trusts',
    explains: serverSaw('DEPTH_ZERO_SELF_SIGNED_CERT'),
  },
  {
    id: 'client-certificate-untrusted',
    title: "the site system does not trust the authority of the client's certificate",
    remedy: 'install the root and intermediate authorities on the site system, or issue from the trusted one',
    explains: serverSaw(
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'SELF_SIGNED_CERT_IN_CHAIN',
      unknownAuthority,
    ),
  },
  {
    id: 'server-certificate-expired',
    title: "the site system's certificate has expired",
    remedy: "renew the web server's certificate",
    explains: clientSaw('tls', 'CERT_HAS_EXPIRED'),
  },
  {
    id: 'server-certificate-not-yet-valid',
    title: "the site system's certificate is not valid yet",
    remedy: "check the client's and the server's clocks",
    explains: clientSaw('tls', 'CERT_NOT_YET_VALID'),
  },
  {
    id: 'server-certificate-wrong-host',
    title: "the site system's certificate is for another name",
    remedy: 'issue it with the FQDN that clients use as subject or subject alternative name',
    explains: clientSaw('tls', 'ERR_TLS_CERT_ALTNAME_INVALID'),
  },
  {
    id: 'server-certificate-wrong-usage',
    title: "the site system's certificate lacks the server authentication purpose",
    remedy: 'issue it from a web server template',
    explains: clientSaw('tls', 'INVALID_PURPOSE', 'CERT_UNTRUSTED'),
  },
  {
    id: 'server-certificate-revoked',
    title: "the site system's certificate has been revoked",
    remedy: 'give the web server a new certificate',
    explains: clientSaw('tls', 'CERT_REVOKED'),
  },
  {
    id: 'server-certificate-self-signed',
    title: "the site system's certificate is self-signed",
    remedy: 'issue it from an authority that the clients trust',
    explains: clientSaw('tls', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
  },
  {
    id: 'server-certificate-untrusted',
    title:
      "the client does not trust the authority of the site system's certificate, or its chain is incomplete",
    remedy: 'install the root on the client, and send the intermediate authority from the web server',
    explains: clientSaw(
      'tls',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'SELF_SIGNED_CERT_IN_CHAIN',
      unknownAuthority,
    ),
  },
  {
    id: 'no-answer-in-time',
    title: 'the site system did not answer in time',
    remedy: 'look at what the site system is doing',
    explains: (client) => client !== null && timeouts.includes(client.code),
  },
]

const timeouts = ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']
