import type { X509Certificate } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RevocationChecker } from '../../../certs/revocation-checker.ts'
import type { CertificateEvidence, RefusalStyle } from '../../vocabulary/certificate.ts'
import type { EndEvidence } from '../../evidence/end-evidence.ts'
import { since, type ServedRequest } from '../../evidence/connection.ts'
import type { ClientCertificatePolicy, TlsProfile } from '../../model/hierarchy.ts'
import type { ServerConnection } from '../../net/tcp-server.ts'
import type { Unusually } from '../../net/unusual.ts'
import type { WebProtocol } from '../../vocabulary/network.ts'
import type { ConnectionSignIn } from '../web-server/sign-in.ts'
import type { Refusal } from '../../wire/http/refusal.ts'
import { parseRequestLine, parseRequestTarget } from '../../wire/http/requests.ts'

/** A connection of a web listener, from its first byte to its last. */
export interface WebConnection extends ServerConnection {
  /** Observations that are not recorded yet; looking at a certificate takes time. */
  observing: Promise<void>[]
  /** Whether a whole request has been received. */
  requested: boolean
  /** Substatus of the answer to the request that is being served; 0: none. */
  substatus: number
  /** Code of the fault in the client's certificate for which that request is refused. */
  refusedFor: string | undefined
  /** The refusal of that request in the name of HTTP.sys. */
  refusal: Refusal | undefined
  /** Another system's name by which the client addressed this one. */
  calledBy: string | undefined
  /** How far the client has signed in. */
  signIn: ConnectionSignIn
  /** The request that is being served got a challenge, which is not yet a refusal. */
  challenged: boolean
  /**
   * The refusal of the last request, which counts only if the client leaves it at that: it may sign in, or turn to a
   * directory without client certificates.
   */
  standing: EndEvidence | undefined
  /** The client's certificate is refused: the handshake was let pass, its requests are not. */
  refused?: Refused
}

/** Answers a request for the roles behind a port; `unusually` draws what is unusual about the answer, if anything is. */
export type AnswerForRole = (
  request: IncomingMessage,
  response: ServerResponse,
  connection: WebConnection,
  unusually: Unusually | undefined,
) => void

/** Why a client's certificate is refused. */
export type Refused = Omit<EndEvidence, 'stage'>

/** Records a fault, if there is one, once it is known. */
export function observe(connection: WebConnection, observation: Promise<EndEvidence | undefined>): void {
  const recorded = observation.then((end) => end && connection.side.sawWrong(end))
  // A failed observation is not recorded.
  connection.observing.push(recorded.catch(() => undefined))
}

/** A client that asks for another's name was sent here by a wrong address, which explains any later failure. */
export function observeOtherName({ side, calledBy }: WebConnection, fqdn: string): void {
  if (calledBy === undefined) return
  side.sawWrong({
    stage: 'tls',
    code: 'OTHER_NAME_ASKED',
    message: `was asked for ${calledBy}, and is ${fqdn}`,
  })
}

/** How a listener speaks TLS. */
export interface TlsOffer {
  clientCertificate: ClientCertificatePolicy
  refusal: RefusalStyle
  /** Receives the secrets of each connection, as lines of an NSS key log. */
  keyLog?(line: Buffer): void
  /** Called at the first connection, so that no unused certificates are issued. */
  material(): Promise<TlsMaterial>
}

export interface TlsMaterial {
  profile: TlsProfile
  /** PEM of the certificate and the chain that is sent with it. */
  certificate: string
  /** PEM; absent if the key has been lost. */
  key?: string
  /** Whether to lower OpenSSL's security level for this certificate. */
  weak: boolean
  /** PEM of the authority that client certificates must lead to. */
  root: string
  /** PEM of the authority that the server names to clients instead; absent: it names `root`. */
  named?: string
  /** The web server always checks revocation; Configuration Manager cannot change that. */
  revocation: RevocationChecker
  /** The clock by which certificates are dated. */
  now(): Date
  describe(certificate: X509Certificate): CertificateEvidence
}

/** Whose requests are reported, and who hears of them. */
export interface Reporting {
  fqdn: string
  protocol: WebProtocol
  /** Receives every request once it is served. */
  served?(request: Omit<ServedRequest, 'at'>): void
}

/** Reports a request, for a line of the web server's log, once it is answered or its connection has closed. */
export function reportWhenServed(
  request: IncomingMessage,
  response: ServerResponse,
  connection: WebConnection,
  { fqdn, protocol, served }: Reporting,
): void {
  const { socket } = connection
  const ends = endsOf(connection)
  const writtenBefore = socket.bytesWritten
  const began = performance.now()
  const { method = '', url = '', headers, httpVersion } = request
  const { path, query, host = headers.host } = parseRequestTarget(method, url) ?? { path: url, query: '' }
  connection.substatus = 0
  connection.refusedFor = undefined
  connection.refusal = undefined
  connection.challenged = false
  connection.standing = undefined
  response.once('close', () => {
    const { substatus, refusedFor, refusal, challenged, signIn } = connection
    served?.({
      system: fqdn,
      protocol,
      ...ends,
      method,
      path,
      query,
      userAgent: headers['user-agent'] ?? null,
      host: host ?? null,
      status: response.headersSent ? response.statusCode : 0,
      substatus,
      ...(refusedFor !== undefined && { refused: refusedFor }),
      ...(refusal && { httpError: { reason: refusal.reason, version: `HTTP/${httpVersion}` } }),
      ...(challenged && { challenged: true as const }),
      ...(signIn.account !== undefined && { account: signIn.account }),
      aborted: !response.writableFinished,
      bytesSent: socket.bytesWritten - writtenBefore,
      bytesReceived: Number(headers['content-length'] ?? 0),
      durationMs: since(began),
    })
  })
}

/** Reports bytes that are no request; `bytesSent`: of the answer to them. */
export function reportRefused(
  requestLine: string,
  { reason, status }: Refusal,
  bytesSent: number,
  connection: WebConnection,
  { fqdn, protocol, served }: Reporting,
): void {
  const { verb, target, version } = parseRequestLine(requestLine)
  const { path, query, host = null } = parseRequestTarget(verb, target) ?? { path: target, query: '' }
  served?.({
    system: fqdn,
    protocol,
    ...endsOf(connection),
    method: verb,
    path,
    query,
    userAgent: null,
    host,
    status,
    substatus: 0,
    httpError: { reason, version: version === '' ? null : version },
    aborted: false,
    bytesSent,
    bytesReceived: 0,
    durationMs: 0,
  })
}

/** Read while the socket is open: a closed one no longer has them. */
function endsOf({
  socket: { remoteAddress, remotePort, localAddress, localPort },
}: WebConnection): Pick<ServedRequest, 'serverAddress' | 'serverPort' | 'clientAddress' | 'clientPort'> {
  return {
    serverAddress: localAddress ?? '',
    serverPort: localPort ?? 0,
    clientAddress: remoteAddress ?? '',
    clientPort: remotePort ?? 0,
  }
}
