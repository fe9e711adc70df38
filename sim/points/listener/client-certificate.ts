import type { TLSSocket } from 'node:tls'
import type { WebServerError } from '../../wire/error-page.ts'

export const noCertificate = 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE'

/** Declared as an Error, but a code in truth. */
export function authorizationCode(socket: TLSSocket): string {
  const reason: unknown = socket.authorizationError
  return typeof reason === 'string' ? reason : 'ERR_TLS_CERT_REFUSED'
}

/** The substatus codes of IIS 6 and 7 for client certificates ("Client Certificate Revisited", IIS Support blog). */
export function refusalOf(code: string): WebServerError {
  switch (code) {
    case noCertificate:
      return { status: 403, substatus: 7, reason: 'SSL client certificate is required.' }
    // A list that cannot be had counts as one that names the certificate.
    case 'CERT_REVOKED':
    case 'UNABLE_TO_GET_CRL':
    case 'CRL_NOT_FOUND':
    case 'CRL_NOT_YET_VALID':
    case 'CRL_HAS_EXPIRED':
    case 'CRL_SIGNATURE_FAILURE':
      return { status: 403, substatus: 13, reason: 'SSL client certificate is revoked.' }
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return { status: 403, substatus: 17, reason: 'SSL client certificate is expired or not yet valid.' }
    default:
      return { status: 403, substatus: 16, reason: 'SSL client certificate is ill-formed or is not trusted.' }
  }
}
