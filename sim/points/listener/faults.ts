import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { TlsOptions } from 'node:tls'
import type { EndEvidence } from '../../evidence/end-evidence.ts'
import type { TlsProfile } from '../../model/hierarchy.ts'
import { connectionFaults, mailBanner, type TcpFault } from '../../net/faults.ts'
import type { FaultOf } from '../../vocabulary/fault.ts'
import type { Refused } from './web-connection.ts'
import type { WebServerError } from '../../wire/error-page.ts'

/** A web listener's misbehaviour: the hooks of any TCP server, and those of TLS and HTTP. */
export interface WebFault extends TcpFault {
  /** The protocol of the listener that can have this fault; either if absent. */
  needs?: 'http' | 'https'
  /** Speaks the other protocol: HTTP instead of HTTPS, or the reverse. */
  otherProtocol?: true
  /** Takes the connection over on the client's first bytes. */
  greeted?(socket: Socket): EndEvidence
  /** Hides all but the client's first bytes from the web server; recorded as this evidence. */
  deaf?: EndEvidence
  /** Changes what the server offers in the handshake. */
  tls?(profile: TlsProfile): Pick<TlsOptions, 'minVersion' | 'maxVersion' | 'ciphers'>
  /** The verdict on every client certificate, however good it is. */
  onCertificates?: Refused
  /** The authority that the server names to clients when it asks for a certificate, in place of the one that it trusts. */
  names?: { commonName: string; organization: string }
  /** The web server refuses every request. */
  refusal?: WebServerError
  /** The web server answers every request with this page, and success. */
  page?: string
}

/** Answers the client's hello, then sends nothing more. */
const silentInHandshake: WebFault = {
  needs: 'https',
  deaf: { stage: 'tls', code: 'SENT_NOTHING', message: 'fell silent in the middle of the handshake' },
}

const resetInHandshake: WebFault = {
  needs: 'https',
  greeted(socket) {
    socket.resetAndDestroy()
    return { stage: 'tls', code: 'SENT_RESET', message: "reset the connection on the client's hello" }
  },
}

const closedInHandshake: WebFault = {
  needs: 'https',
  greeted(socket) {
    socket.destroy()
    return { stage: 'tls', code: 'SENT_CLOSE', message: "closed the connection on the client's hello" }
  },
}

const garbageInHandshake: WebFault = {
  needs: 'https',
  greeted(socket) {
    socket.end(mailBanner)
    return { stage: 'tls', code: 'SENT_GARBAGE', message: "answered the client's hello with something else" }
  },
}

/** Offers the one version that the hierarchy's clients do not speak. */
const tlsVersionNotShared: WebFault = {
  needs: 'https',
  tls({ version }) {
    const other = version === '1.2' ? 'TLSv1.3' : 'TLSv1.2'
    return { minVersion: other, maxVersion: other }
  },
}

/** Ciphers that Node's clients leave out: Camellia, and for TLS 1.3 the one with a short tag. */
const cipherNotShared: WebFault = {
  needs: 'https',
  tls: () => ({
    ciphers: 'ECDHE-ECDSA-CAMELLIA128-SHA256:ECDHE-RSA-CAMELLIA128-SHA256:TLS_AES_128_CCM_8_SHA256',
  }),
}

/** "IIS may reject client certificate requests with HTTP 403.7 or 403.16 errors" (KB 2802568). */
const rootStoreMixed: WebFault = {
  needs: 'https',
  onCertificates: {
    code: 'ROOT_STORE_MIXED',
    message: 'trusts no client certificate: one among its trusted roots is not self-signed',
  },
}

/** "Clients cannot make connections if you require client certificates on a Web site" (KB 933430). */
const issuerListIncomplete: WebFault = {
  needs: 'https',
  names: { commonName: 'Another root authority', organization: 'Elsewhere' },
}

const refusing = (refusal: WebServerError): WebFault => ({ refusal })

/** The page by which IIS greets who opens a web site with nothing in it. */
const underConstruction =
  '<html><head><title>Under Construction</title></head><body>The site you are trying to view does not currently ' +
  'have a default page.</body></html>'

/** The error statuses use the wording of IIS 6 and 7 ("The HTTP status code in IIS 7.0"). */
export const webFaults: Readonly<Record<FaultOf<'port' | 'connection' | 'TLS' | 'HTTP'>, WebFault>> = {
  ...connectionFaults,
  'http-on-https-port': { needs: 'https', otherProtocol: true },
  'https-on-http-port': { needs: 'http', otherProtocol: true },
  'silent-in-handshake': silentInHandshake,
  'reset-in-handshake': resetInHandshake,
  'closed-in-handshake': closedInHandshake,
  'garbage-in-handshake': garbageInHandshake,
  'tls-version-not-shared': tlsVersionNotShared,
  'cipher-not-shared': cipherNotShared,
  'root-store-mixed': rootStoreMixed,
  'issuer-list-incomplete': issuerListIncomplete,
  'another-answer': { page: underConstruction },
  '401': refusing({
    status: 401,
    reason: 'Access is denied due to invalid credentials.',
    authenticate: ['Negotiate', 'NTLM'],
  }),
  '403.1': refusing({ status: 403, substatus: 1, reason: 'Execute access is denied.' }),
  '403.2': refusing({ status: 403, substatus: 2, reason: 'Read access is denied.' }),
  '403.3': refusing({ status: 403, substatus: 3, reason: 'Write access is denied.' }),
  '403.4': refusing({ status: 403, substatus: 4, reason: 'SSL is required to view this resource.' }),
  '403.5': refusing({ status: 403, substatus: 5, reason: 'SSL 128 is required to view this resource.' }),
  '403.6': refusing({ status: 403, substatus: 6, reason: 'IP address rejected.' }),
  '403.8': refusing({ status: 403, substatus: 8, reason: 'Site access denied.' }),
  '403.9': refusing({ status: 403, substatus: 9, reason: 'Too many users are connected.' }),
  '403.12': refusing({ status: 403, substatus: 12, reason: 'The certificate mapper denied access.' }),
  '403.14': refusing({ status: 403, substatus: 14, reason: 'Directory listing denied.' }),
  '404': refusing({ status: 404, reason: 'The file or directory cannot be found.' }),
  '405': refusing({
    status: 405,
    reason: 'The method is not allowed for this resource.',
    allow: ['OPTIONS'],
  }),
  '500': refusing({ status: 500, reason: 'Internal server error.' }),
  '503': refusing({ status: 503, reason: 'The service is unavailable.' }),
}

/** A view of a socket that reads only the client's first bytes; writes pass through. */
export function deafAfterFirstBytes(socket: Socket): Duplex {
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => void socket.write(chunk, done),
  })
  socket.once('data', (first) => {
    stream.push(first)
    // Read and drop the rest, so that the client is not stopped by back-pressure.
    socket.resume()
  })
  socket.once('close', () => stream.destroy())
  stream.on('error', () => undefined)
  return stream
}
