import { AsyncLocalStorage } from 'node:async_hooks'
import { constants, type X509Certificate } from 'node:crypto'
import type { Socket } from 'node:net'
import { createServer, DEFAULT_CIPHERS, type Server, type TLSSocket } from 'node:tls'
import { culpritOf, examine, peerChain } from '../../../certs/certificates.ts'
import { atSecurityLevel, certificatesIn } from '../../../certs/credential.ts'
import { EnvironmentError } from '../../errors.ts'
import { codeAndMessage, type EndEvidence } from '../../evidence/end-evidence.ts'
import { alertOf, wrongSignatureCodes } from '../../evidence/catalogue/symptoms.ts'
import type { SeenCertificate, SeenHandshake } from '../../evidence/server-view.ts'
import type { CertificateEvidence } from '../../vocabulary/certificate.ts'
import type { WebServerError } from '../../wire/error-page.ts'
import type { WebFault } from './faults.ts'
import { createHttpReceiver, passingAll, type Receiver, type RequestHandler } from './http-receiver.ts'
import {
  observe,
  observeOtherName,
  type Refused,
  type TlsMaterial,
  type TlsOffer,
  type WebConnection,
} from './web-connection.ts'

/** HTTPS; requests client certificates as its site's mode requires, and records why a handshake failed. */
export function createTlsReceiver(
  material: TlsMaterial,
  offer: TlsOffer,
  fault: WebFault,
  fqdn: string,
  handler: RequestHandler,
): Receiver {
  try {
    if (material.key === undefined)
      throw Object.assign(new Error('its private key is missing'), { code: 'NO_PRIVATE_KEY' })
    const server = createTlsServer(material, offer, fault.tls)
    const connections = connectionsByClient()
    const { receive } = createHttpReceiver(handler)
    const { onCertificates } = fault
    judgeClients({ server, material, offer, onCertificates, fqdn, connectionOf: connections.of, receive })
    return {
      receive(connection, stream) {
        connections.add(connection, stream)
        if (connection.isTapped && stream === connection.socket)
          overStream.run(connection, () => server.emit('connection', passingAll(stream)))
        else server.emit('connection', stream)
      },
    }
  } catch (error) {
    return withoutCertificate(error)
  }
}

/** The connection whose TLS is read and written through a stream. */
const overStream = new AsyncLocalStorage<WebConnection>()

/** Milliseconds: the longest time that a timer takes. */
const never = 2 ** 31 - 1

function createTlsServer(
  { profile, certificate, key, weak, root, named }: TlsMaterial,
  { clientCertificate, refusal }: TlsOffer,
  changed: WebFault['tls'],
): Server {
  const version = `TLSv${profile.version}` as const
  const { ciphers = DEFAULT_CIPHERS, ...versions } = changed?.(profile) ?? {}
  return createServer({
    cert: certificate,
    key,
    // Node names to clients what it trusts.
    ca: named ?? root,
    ciphers: atSecurityLevel(ciphers, weak),
    minVersion: version,
    maxVersion: version,
    ALPNProtocols: ['http/1.1'],
    // The listener has a limit of its own, which leaves simulated clients alone.
    handshakeTimeout: never,
    requestCert: clientCertificate !== 'ignore',
    // Otherwise the request handler refuses, with a status: see `web-server.ts`.
    rejectUnauthorized: clientCertificate === 'require' && refusal === 'handshake' && named === undefined,
    // Every connection is a full handshake: a resumed session would slip past a certificate revoked since.
    secureOptions: constants.SSL_OP_NO_TICKET,
    ...versions,
  })
}

/**
 * Finds the connection below a TLS socket by the client's address and port, since Node's TLS events do not give the socket
 * below. A TLS socket whose client has gone no longer has them; it is found by the field in which Node keeps that socket. One
 * over a stream never had them; its events happen in the context in which it was made.
 */
function connectionsByClient() {
  const streams = new WeakMap<object, WebConnection>()
  const open = new Map<string, WebConnection>()
  const keyOf = ({ remoteAddress = '', remotePort = 0 }: Socket): string => `${remoteAddress}:${remotePort}`
  return {
    add(connection: WebConnection, stream: object): void {
      streams.set(stream, connection)
      const { socket } = connection
      const key = keyOf(socket)
      open.set(key, connection)
      socket.once('close', () =>
        // The TLS socket may still emit events, and the client may have reconnected from the same port.
        setImmediate(() => {
          if (open.get(key) === connection) open.delete(key)
        }),
      )
    },
    of(socket: Socket): WebConnection | undefined {
      const below: unknown = Reflect.get(socket, '_parent')
      return (
        overStream.getStore() ??
        open.get(keyOf(socket)) ??
        (typeof below === 'object' && below !== null ? streams.get(below) : undefined)
      )
    },
  }
}

/** A server that cannot use its certificate ends every handshake on the client's hello, as SChannel does. */
function withoutCertificate(error: unknown): Receiver {
  const { code, message } = codeAndMessage(error, 'ERR_TLS')
  return {
    receive({ socket, side }) {
      socket.once('data', () => {
        side.sawWrong({ stage: 'tls', code, message: `cannot use its own certificate: ${message}` })
        socket.destroy()
      })
      socket.resume()
    },
  }
}

/** Bytes: the fewest that OpenSSL takes. */
const smallRecord = 512

const noCertificate = 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE'

interface JudgedServer {
  server: Server
  material: TlsMaterial
  offer: TlsOffer
  onCertificates: WebFault['onCertificates']
  fqdn: string
  /** The connection below a TLS socket. */
  connectionOf(socket: Socket): WebConnection | undefined
  /** Serves the requests of a client whose handshake succeeded. */
  receive: Receiver['receive']
}

/** OpenSSL judges the chain; if it finds no fault, the revocation lists are checked. */
function judgeClients(judged: JudgedServer): void {
  const { server, material, offer, onCertificates, fqdn, connectionOf, receive } = judged
  const shaking = new WeakMap<TLSSocket, Handshake>()
  const wrongWithOwn = createSelfCheck(material, fqdn)

  // When Node destroys a socket for its client's certificate it has forgotten its peer before the error event comes.
  // The key log event comes in mid-handshake with the socket still whole, and `secure` just before Node's verdict.
  server.on('keylog', (line: Buffer, socket: TLSSocket) => {
    offer.keyLog?.(line)
    const connection = connectionOf(socket)
    if (!connection || shaking.has(socket)) return
    const handshake: Handshake = { connection, chain: [] }
    const version = versionOf(socket)
    shaking.set(socket, handshake)
    connection.side.shook(seenHandshake(version, handshake, material, wrongWithOwn))
    // Comes when OpenSSL has read the client's Finished, in TLS 1.2 and in 1.3: by then it has verified the signature in
    // the CertificateVerify that precedes it, without which a certificate proves nothing.
    socket.prependOnceListener('secure', () => {
      if (offer.clientCertificate !== 'ignore') handshake.chain = peerChain(socket)
      // In TLS 1.3 it completes the handshake. In 1.2 the server's own Finished does (RFC 5246, section 7.3), which Node
      // does not send to a client that it refuses.
      if (version === 'TLSv1.3') connection.side.secured(seenCertificate(offer, handshake.chain))
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
    connection.side.secured(seenCertificate(offer, chain))
    connection.progress.stage = 'http'
    if (connection.unusually?.('small-records')) socket.setMaxSendFragment(smallRecord)
    connection.calledBy = otherName(socket, fqdn)
    const judged = judge(socket, chain, offer, material, onCertificates).catch(unreadable)
    judged.catch((error: unknown) => {
      connection.side.failed(error)
      socket.destroy()
    })
    observe(
      connection,
      judged.then((fault) => {
        if (fault && offer.refusal === 'handshake' && offer.clientCertificate === 'require') {
          // The end of the handshake is sent first, whether the lists had to be fetched or not.
          setImmediate(() => socket.destroy())
          return { stage: 'tls', ...fault }
        }
        if (fault) connection.refused = fault
        receive(connection, socket)
        return undefined
      }),
    )
  })

  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
    const { connection = connectionOf(socket), chain = [] } = shaking.get(socket) ?? {}
    // A client that goes away before its first byte has not begun a handshake.
    const begun = error.code !== 'ECONNRESET' || (connection && connection.socket.bytesRead > 0)
    if (connection && begun) {
      const agreed = isAfterHello(error.code ?? '') ? versionOf(socket) : null
      if (agreed !== null || !shaking.has(socket))
        connection.side.shook(seenHandshake(agreed, { chain }, material, wrongWithOwn))
      connection.calledBy ??= otherName(socket, fqdn)
      observeOtherName(connection, fqdn)
      observe(connection, Promise.resolve(reasonOf(error, socket, chain, material)))
    }
    socket.destroy()
  })
}

/**
 * Errors that need a client that has taken the server's hello: the version of TLS is settled. After others Node must not be
 * asked for it: where the client has gone in the middle of its hello, `getProtocol` ends the process.
 */
function isAfterHello(code: string): boolean {
  return (
    code === noCertificate || alertOf(code) !== undefined || wrongSignatureCodes.some((one) => one === code)
  )
}

function seenCertificate(
  { clientCertificate }: TlsOffer,
  chain: readonly X509Certificate[],
): SeenCertificate {
  if (clientCertificate === 'ignore') return 'not-asked'
  return chain.length > 0 ? 'verified' : 'none'
}

function versionOf(socket: TLSSocket): string {
  return socket.getProtocol() ?? 'TLS'
}

/** The certificate is read when it is asked for: the chain comes later, and few ask. */
function seenHandshake(
  version: string | null,
  handshake: Pick<Handshake, 'chain'>,
  { describe }: TlsMaterial,
  wrongWithOwn: () => EndEvidence[],
): SeenHandshake {
  return {
    version,
    certificate() {
      const [certificate] = handshake.chain
      return certificate && readable(() => describe(certificate))
    },
    wrongWithOwn,
  }
}

/** Looks at the server's own certificate once a minute at most, by the simulation's clock: anybody can ask again and again. */
function createSelfCheck(
  { certificate, root, now, describe }: TlsMaterial,
  fqdn: string,
): () => EndEvidence[] {
  let checked: { minute: number; found: EndEvidence[] } | undefined
  return () => {
    const at = now()
    const minute = Math.floor(at.getTime() / 60_000)
    if (checked?.minute === minute) return checked.found
    const expected = { anchors: certificatesIn(root), purpose: 'server', at, host: fqdn } as const
    const found = examine(certificatesIn(certificate), expected).map((finding): EndEvidence => ({
      stage: 'tls',
      code: finding.code,
      message: '',
      certificate: describe(finding.certificate),
    }))
    checked = { minute, found }
    return found
  }
}

interface Handshake {
  connection: WebConnection
  /** The client's certificate, as received. */
  chain: X509Certificate[]
}

/** A certificate that cannot be read is refused, without an exception. */
/** What the machine kept from being judged stays unjudged. */
function unreadable(error: unknown): Refused {
  if (error instanceof EnvironmentError) throw error
  return { code: 'ERR_TLS_CERT_REFUSED', message: `cannot read the client's certificate: ${String(error)}` }
}

/** Checks the certificate of a client whose handshake OpenSSL has accepted. */
async function judge(
  socket: TLSSocket,
  chain: readonly X509Certificate[],
  { clientCertificate }: TlsOffer,
  material: TlsMaterial,
  onCertificates: WebFault['onCertificates'],
): Promise<Refused | undefined> {
  if (clientCertificate === 'ignore') return undefined
  if (chain.length === 0) {
    return clientCertificate === 'require'
      ? { code: noCertificate, message: 'the client presented no certificate' }
      : undefined
  }
  const refused = verdictOn(socket, chain, material)
  if (refused) return refused
  if (onCertificates) return onCertificates
  const fault = await material.revocation.check(chain)
  if (!fault) return undefined
  const certificate = readable(() => material.describe(fault.certificate))
  return { code: fault.code, message: fault.message, ...(certificate && { certificate }) }
}

/** OpenSSL's verdict, or our own where OpenSSL knows only the authority that is named. */
function verdictOn(
  socket: TLSSocket,
  chain: readonly X509Certificate[],
  material: TlsMaterial,
): Refused | undefined {
  const { root, named, now, describe } = material
  if (named === undefined) {
    return socket.authorized ? undefined : refusedByOpenssl(socket, chain, material)
  }
  const [found] = examine(chain, { anchors: certificatesIn(root), purpose: 'client', at: now() })
  return found && refusedFor(found.code, () => describe(found.certificate))
}

/** OpenSSL's verdict, and the certificate that it is about, where that can be read. */
function refusedByOpenssl(
  socket: TLSSocket,
  chain: readonly X509Certificate[],
  { root, now, describe }: TlsMaterial,
): Refused {
  const code = authorizationCode(socket)
  const expected = { anchors: certificatesIn(root), purpose: 'client', at: now() } as const
  return refusedFor(code, () => {
    const culprit = culpritOf(chain, code, expected)
    return culprit && describe(culprit)
  })
}

function refusedFor(code: string, describeCulprit: () => CertificateEvidence | undefined): Refused {
  const certificate = readable(describeCulprit)
  return { code, message: `refused the client's certificate: ${code}`, ...(certificate && { certificate }) }
}

/** undefined if OpenSSL could parse the certificate, only to refuse it, and Node cannot. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** The server name that the client requested, if it is not this system's. */
function otherName({ servername }: TLSSocket, fqdn: string): string | undefined {
  const name: unknown = servername
  return typeof name === 'string' && name.toLowerCase() !== fqdn.toLowerCase() ? name : undefined
}

function reasonOf(
  error: NodeJS.ErrnoException,
  socket: TLSSocket,
  chain: readonly X509Certificate[],
  material: TlsMaterial,
): EndEvidence {
  const refused: unknown = socket.authorizationError
  if (error.code === noCertificate || refused === undefined || refused === null) {
    return { stage: 'tls', ...codeAndMessage(error, 'ERR_TLS') }
  }
  return { stage: 'tls', ...refusedByOpenssl(socket, chain, material) }
}

/** Declared as an Error, but actually a code. */
function authorizationCode(socket: TLSSocket): string {
  const reason: unknown = socket.authorizationError
  return typeof reason === 'string' ? reason : 'ERR_TLS_CERT_REFUSED'
}

/** The substatus codes of IIS 6 and 7 for client certificates ("Client Certificate Revisited", IIS Support blog). */
export function refusalOf(code: string): WebServerError {
  switch (code) {
    case noCertificate:
      return { status: 403, substatus: 7, reason: 'SSL client certificate is required.' }
    // An unavailable list counts as one that names the certificate.
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
