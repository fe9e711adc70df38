import type { X509Certificate } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { constants } from 'node:crypto'
import { createServer, DEFAULT_CIPHERS, type Server, type TLSSocket } from 'node:tls'
import { peerChain } from '../../certs/peer-chain.ts'
import type { RevocationChecker } from '../../certs/revocation/revocation-checker.ts'
import type { CertificateEvidence, EndEvidence } from '../evidence/attempt.ts'
import type { ClientCertificatePolicy, RefusalStyle, TlsProfile } from '../model/hierarchy.ts'
import { authorizationCode, noCertificate } from './client-certificate.ts'
import type { FaultBehaviour } from './faults/fault-behaviour.ts'
import { clientOf, see, seeOtherName, type OpenConnection, type OpenConnections } from './open-connection.ts'
import { createHttpServer, type Receiver } from './receiver.ts'
import { refuseOnRequest, type Refused } from './refused-certificates.ts'

/** How a listener speaks TLS. */
export interface TlsOffer {
  clientCertificate: ClientCertificatePolicy
  refusal: RefusalStyle
  /** Asked for at the first connection: a thousand certificates that nobody uses are not made. */
  material(): Promise<TlsMaterial>
}

export interface TlsMaterial {
  profile: TlsProfile
  /** PEM of the certificate and the chain that is sent with it. */
  certificate: string
  /** Absent where it has been lost. */
  key?: string
  /** The certificate is below the security level that others are held to. */
  weak: boolean
  /** PEM of the authority that client certificates must lead to. */
  root: string
  /** The web server always checks revocation; Configuration Manager cannot change that. */
  revocation: RevocationChecker
  /** The certificate of a refused chain that a code of OpenSSL's is about. */
  culprit(chain: readonly X509Certificate[], code: string): Promise<CertificateEvidence | undefined>
  describe(certificate: X509Certificate): Promise<CertificateEvidence>
}

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
    ciphers: `${ciphers}:@SECLEVEL=${weak ? 0 : securityLevel}`,
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

/**
 * OpenSSL's level of 112 bits: no SHA-1 signatures, no RSA keys below 2048 bits, whatever this version of Node would
 * take. Whoever presents a weak certificate has to go below it.
 */
const securityLevel = 2

/** OpenSSL judges the chain, and the revocation lists are asked once it has found nothing. */
function judgeClients(
  server: Server,
  material: TlsMaterial,
  offer: TlsOffer,
  connections: OpenConnections,
  fqdn: string,
  answer: RequestListener,
): void {
  const web = createHttpServer(connections, answer)
  const shaking = new WeakMap<TLSSocket, Handshake>()

  // When Node destroys a socket for its client's certificate it has forgotten its peer before the error event comes.
  // The key log event comes in mid-handshake with the socket still whole, and `secure` just before Node's verdict.
  server.on('keylog', (_line: Buffer, socket: TLSSocket) => {
    const connection = connections.get(clientOf(socket))
    if (!connection || shaking.has(socket)) return
    const handshake: Handshake = { connection, chain: [] }
    shaking.set(socket, handshake)
    if (offer.clientCertificate === 'ignore') return
    socket.prependOnceListener('secure', () => {
      handshake.chain = peerChain(socket)
      if (handshake.chain.length > 0) connection.side.presentedCertificate()
    })
  })

  server.on('secureConnection', (socket: TLSSocket) => {
    socket.on('error', () => socket.destroy())
    const handshake = shaking.get(socket)
    if (!handshake) {
      socket.destroy()
      return
    }
    const { connection, chain } = handshake
    connection.calledBy = otherName(socket, fqdn)
    see(
      connection,
      judge(socket, chain, offer, material)
        .catch(unreadable)
        .then((fault) => {
          if (fault && offer.refusal === 'handshake' && offer.clientCertificate === 'require') {
            // The end of the handshake is sent first, whether the lists had to be fetched or not.
            setImmediate(() => socket.destroy())
            return { stage: 'tls', ...fault }
          }
          if (fault) refuseOnRequest(socket, fault)
          web.emit('connection', socket)
          return undefined
        }),
    )
  })

  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
    const { connection = connections.get(clientOf(socket)), chain = [] } = shaking.get(socket) ?? {}
    if (connection) {
      connection.calledBy ??= otherName(socket, fqdn)
      seeOtherName(connection, fqdn)
      see(connection, reasonOf(error, socket, chain, material))
    }
    socket.destroy()
  })
}

interface Handshake {
  connection: OpenConnection
  /** The client's, as it sent it. */
  chain: X509Certificate[]
}

/** Whatever a client presents, a server that cannot make sense of it refuses it and goes on. */
function unreadable(error: unknown): Refused {
  return { code: 'ERR_TLS_CERT_REFUSED', message: `cannot read the client's certificate: ${String(error)}` }
}

/** What speaks against a client whose handshake OpenSSL has let pass. */
async function judge(
  socket: TLSSocket,
  chain: readonly X509Certificate[],
  { clientCertificate }: TlsOffer,
  { revocation, describe, culprit }: TlsMaterial,
): Promise<Refused | undefined> {
  if (clientCertificate === 'ignore') return undefined
  if (chain.length === 0) {
    return clientCertificate === 'require'
      ? { code: noCertificate, message: 'the client presented no certificate' }
      : undefined
  }
  if (!socket.authorized) {
    const code = authorizationCode(socket)
    const certificate = await culprit(chain, code).catch(() => undefined)
    return { code, message: `refused the client's certificate: ${code}`, ...(certificate && { certificate }) }
  }
  const fault = await revocation.check(chain)
  if (!fault) return undefined
  const certificate = await describe(fault.certificate).catch(() => undefined)
  return { code: fault.code, message: fault.message, ...(certificate && { certificate }) }
}

/** The name that the client asked for, where it is not this system's. */
function otherName({ servername }: TLSSocket, fqdn: string): string | undefined {
  const asked: unknown = servername
  return typeof asked === 'string' && asked.toLowerCase() !== fqdn.toLowerCase() ? asked : undefined
}

async function reasonOf(
  error: NodeJS.ErrnoException,
  socket: TLSSocket,
  chain: readonly X509Certificate[],
  { culprit }: TlsMaterial,
): Promise<EndEvidence> {
  const refused: unknown = socket.authorizationError
  if (error.code === noCertificate || refused === undefined || refused === null) {
    return { stage: 'tls', code: error.code ?? 'ERR_TLS', message: error.message }
  }
  const code = authorizationCode(socket)
  const certificate = await culprit(chain, code).catch(() => undefined)
  const message = `refused the client's certificate: ${code}`
  return { stage: 'tls', code, message, ...(certificate && { certificate }) }
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
