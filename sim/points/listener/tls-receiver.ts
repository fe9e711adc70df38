import { constants } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { createServer, DEFAULT_CIPHERS, type Server } from 'node:tls'
import { atSecurityLevel } from '../../../certs/security-level.ts'
import type { FaultBehaviour } from './faults/fault-behaviour.ts'
import { judgeClients } from './judge-clients.ts'
import type { OpenConnections } from './open-connection.ts'
import type { Receiver } from './receiver.ts'
import type { TlsMaterial, TlsOffer } from './tls-offer.ts'

/** HTTPS; asks for client certificates as its site's mode says, and writes down why a handshake failed. */
export function createTlsReceiver(
  material: TlsMaterial,
  offer: TlsOffer,
  changed: FaultBehaviour['tls'],
  connections: OpenConnections,
  fqdn: string,
  answer: RequestListener,
): Receiver {
  try {
    if (material.key === undefined)
      throw Object.assign(new Error('its private key is missing'), { code: 'NO_PRIVATE_KEY' })
    const server = createTlsServer(material, offer, changed)
    judgeClients(server, material, offer, connections, fqdn, answer)
    return { receive: (_connection, stream) => server.emit('connection', stream) }
  } catch (error) {
    return withoutCertificate(error as NodeJS.ErrnoException)
  }
}

function createTlsServer(
  { profile, certificate, key, weak, root }: TlsMaterial,
  { clientCertificate, refusal }: TlsOffer,
  changed: FaultBehaviour['tls'],
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
