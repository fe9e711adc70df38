import type { TLSSocket } from 'node:tls'
import type { WebServerError } from '../wire/error-page.ts'

/** Why a web server does not take what a client presented: OpenSSL's code, and the 403 that IIS answers with. */
export interface CertificateFault {
  code: string
  refusal: WebServerError
}

/** undefined when the client presented a certificate that the server trusts. */
export function certificateFault(socket: TLSSocket): CertificateFault | undefined {
  if (socket.authorized) return undefined
  // Node's code for no certificate at all is that of a certificate whose issuer it lacks (measured on Node 20 to 24).
  const code = presentedCertificate(socket) ? authorizationCode(socket) : noCertificate
  return { code, refusal: refusalOf(code) }
}

export const noCertificate = 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE'

export function presentedCertificate(socket: TLSSocket): boolean {
  // null, whatever its type says, when the socket was destroyed and there is nobody to ask any more.
  const certificate: unknown = socket.getPeerCertificate()
  return typeof certificate === 'object' && certificate !== null && Object.keys(certificate).length > 0
}

/** Declared as an Error, but a code in truth. */
export function authorizationCode(socket: TLSSocket): string {
  const reason: unknown = socket.authorizationError
  return typeof reason === 'string' ? reason : 'ERR_TLS_CERT_REFUSED'
}

/** The substatus codes of IIS 6 and 7 for client certificates ("Client Certificate Revisited", IIS Support blog). */
function refusalOf(code: string): WebServerError {
  switch (code) {
    case noCertificate:
      return { status: 403, substatus: 7, reason: 'SSL client certificate is required.' }
    case 'CERT_REVOKED':
    case 'CRL_HAS_EXPIRED':
      return { status: 403, substatus: 13, reason: 'SSL client certificate is revoked.' }
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return { status: 403, substatus: 17, reason: 'SSL client certificate is expired or not yet valid.' }
    // Untrusted and self-signed certificates among them: OpenSSL looks for their issuer's revocation list, finds none,
    // and UNABLE_TO_GET_CRL is its last word on them.
    default:
      return { status: 403, substatus: 16, reason: 'SSL client certificate is ill-formed or is not trusted.' }
  }
}
