import type { RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { TLSSocket } from 'node:tls'
import type { ServerSide } from '../evidence/recorder.ts'
import type { TlsProfile } from '../model/hierarchy.ts'
import type { Binding } from './bindings.ts'
import { authorizationCode, noCertificate, presentedCertificate } from './client-certificate.ts'
import { clientOf, type OpenConnections } from './open-connections.ts'

export interface TlsMaterial {
  profile: TlsProfile
  /** PEM of the certificate and the chain that is sent with it. */
  certificate: string
  key: string
  /** PEM of the authority that client certificates must lead to. */
  root: string
  /** PEM, one for each authority. The web server always checks revocation; Configuration Manager cannot change that. */
  crls: string[]
}

/** An HTTPS server that asks for client certificates as its binding says, and writes down why a handshake failed. */
export function createTlsServer(
  { profile, certificate, key, root, crls }: TlsMaterial,
  { clientCertificate, refusal }: Binding,
  connections: OpenConnections,
  answer: RequestListener,
): Server {
  const version = `TLSv${profile.version}` as const
  const server = createServer(
    {
      cert: certificate,
      key,
      ca: root,
      crl: crls,
      minVersion: version,
      maxVersion: version,
      requestCert: clientCertificate !== 'ignore',
      // Otherwise the request handler refuses, with a status: see `web-server.ts`.
      rejectUnauthorized: clientCertificate === 'require' && refusal === 'handshake',
    },
    answer,
  )

  // When Node destroys a socket for its client's certificate the connection is closed, and the socket no longer knows
  // its peer, before the error event comes. The key log event comes before that, with the socket still whole.
  const sides = new WeakMap<TLSSocket, ServerSide>()
  server.on('keylog', (_line: Buffer, socket: TLSSocket) => {
    const side = connections.get(clientOf(socket))
    if (side) sides.set(socket, side)
  })
  server.on('secureConnection', (socket: TLSSocket) => {
    if (presentedCertificate(socket)) connections.get(clientOf(socket))?.presentedCertificate()
  })
  // Before Node's own listener, which destroys the socket.
  server.prependListener('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
    const side = sides.get(socket) ?? connections.get(clientOf(socket))
    const refused: unknown = socket.authorizationError
    if (error.code === noCertificate || refused === undefined || refused === null) {
      side?.sawWrong({ stage: 'tls', code: error.code ?? 'ERR_TLS', message: error.message })
    } else {
      side?.presentedCertificate()
      const code = authorizationCode(socket)
      side?.sawWrong({ stage: 'tls', code, message: `refused the client's certificate: ${code}` })
    }
  })
  return server
}
