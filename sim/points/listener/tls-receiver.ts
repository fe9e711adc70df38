import { constants } from 'node:crypto'
import type { Socket } from 'node:net'
import { createServer, DEFAULT_CIPHERS, type Server } from 'node:tls'
import { atSecurityLevel } from '../../../certs/security-level.ts'
import { judgeClients } from './client-certificates.ts'
import type { WebFault } from './faults.ts'
import { createHttpReceiver, type AnswerRequest, type Receiver } from './http-receiver.ts'
import type { TlsMaterial, TlsOffer, WebConnection } from './web-connection.ts'

/** HTTPS; asks for client certificates as its site's mode says, and writes down why a handshake failed. */
export function createTlsReceiver(
  material: TlsMaterial,
  offer: TlsOffer,
  changed: WebFault['tls'],
  fqdn: string,
  answer: AnswerRequest,
): Receiver {
  try {
    if (material.key === undefined)
      throw Object.assign(new Error('its private key is missing'), { code: 'NO_PRIVATE_KEY' })
    const server = createTlsServer(material, offer, changed)
    const connections = connectionsByClient()
    const { receive } = createHttpReceiver(answer)
    judgeClients({ server, material, offer, fqdn, connectionOf: connections.of, receive })
    return {
      receive(connection, stream) {
        connections.add(connection)
        server.emit('connection', stream)
      },
    }
  } catch (error) {
    return withoutCertificate(error as NodeJS.ErrnoException)
  }
}

function createTlsServer(
  { profile, certificate, key, weak, root }: TlsMaterial,
  { clientCertificate, refusal }: TlsOffer,
  changed: WebFault['tls'],
): Server {
  const version = `TLSv${profile.version}` as const
  const { ciphers = DEFAULT_CIPHERS, ...versions } = changed?.(profile) ?? {}
  return createServer({
    cert: certificate,
    key,
    ca: root,
    ciphers: atSecurityLevel(ciphers, weak),
    minVersion: version,
    maxVersion: version,
    ALPNProtocols: ['http/1.1'],
    requestCert: clientCertificate !== 'ignore',
    // Otherwise the request handler refuses, with a status: see `web-server.ts`.
    rejectUnauthorized: clientCertificate === 'require' && refusal === 'handshake',
    // Every connection is a full handshake: a resumed session would slip past a certificate revoked since.
    secureOptions: constants.SSL_OP_NO_TICKET,
    ...versions,
  })
}

/** Node tells of a TLS socket and not of the one below it: what both know is the client's address and port. */
function connectionsByClient() {
  const open = new Map<string, WebConnection>()
  const keyOf = ({ remoteAddress = '', remotePort = 0 }: Socket): string => `${remoteAddress}:${remotePort}`
  return {
    add(connection: WebConnection): void {
      const { socket } = connection
      const key = keyOf(socket)
      open.set(key, connection)
      socket.once('close', () =>
        // The last events of the TLS socket are still to come, and the client may have come again from its port.
        setImmediate(() => {
          if (open.get(key) === connection) open.delete(key)
        }),
      )
    },
    of: (socket: Socket): WebConnection | undefined => open.get(keyOf(socket)),
  }
}

/** A server that cannot use its certificate ends every handshake on the client's hello, as SChannel does. */
function withoutCertificate({ code = 'ERR_TLS', message }: NodeJS.ErrnoException): Receiver {
  return {
    receive({ socket, side }) {
      socket.once('data', () => {
        side.sawWrong({ stage: 'tls', code, message: `cannot use its own certificate: ${message}` })
        socket.destroy()
      })
    },
  }
}
