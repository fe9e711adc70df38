import type { IncomingMessage, ServerResponse } from 'node:http'
import { rootElsewhere } from '../../../certs/authorities.ts'
import { followedBy, machineError } from '../../errors.ts'
import { faultOutOfPlace } from '../../net/faults.ts'
import { isFaultOf, type TrustFault } from '../../vocabulary/fault.ts'
import type { Listener } from '../../net/listener.ts'
import { openTcpServer, type ServerConnection, type TcpServerOptions } from '../../net/tcp-server.ts'
import { statusInWords, type WebServerError } from '../../wire/error-page.ts'
import { refusalFor, type Refusal } from '../../wire/http/refusal.ts'
import { faultOfHead } from '../../wire/http/requests.ts'
import { deafAfterFirstBytes, webFaults, type WebFault } from './faults.ts'
import {
  createHttpReceiver,
  sendError,
  sendRefusal,
  writeHead,
  type Receiver,
  type RequestHandler,
} from './http-receiver.ts'
import {
  observeOtherName,
  reportRefused,
  reportWhenServed,
  type AnswerForRole,
  type Reporting,
  type TlsOffer,
  type WebConnection,
} from './web-connection.ts'
import { answerAsScripted, askedOf, spoiltReply } from './scripted-answer.ts'
import { createTlsReceiver } from './tls-receiver.ts'

interface WebListenerOptions extends Reporting, Omit<TcpServerOptions, 'service' | 'protocol'> {
  answer: AnswerForRole
  /** Absent where the port never speaks HTTPS. */
  tls?: TlsOffer
  /** A fault that it has from the start, and keeps when it is repaired: the description of the system has it. */
  trust?: TrustFault | undefined
}

export interface WebListener extends Listener {
  /** Creates the web server and its certificate, for which the first connection would otherwise wait. */
  ready(): Promise<void>
  /** Requests the certificate anew at the next connection. */
  renew(): void
  /** Distinguished names of the authorities to which it keeps its clients; empty: they present what they have. */
  acceptableAuthorities(): readonly string[]
}

/**
 * Opens one port of a web server. The TCP server is separate from the web server behind it, which is created at
 * the first connection: an idle listener costs a few KiB, and every connection is recorded before a handshake can fail.
 */
export async function openListener(options: WebListenerOptions): Promise<WebListener> {
  const { protocol, fqdn, tls } = options
  const described = options.trust && protocol === 'https' ? webFaults[options.trust] : undefined
  let fault = described
  let receiver: { fault: WebFault | undefined; created: Promise<Receiver> } | undefined

  async function serve(accepted: ServerConnection): Promise<void> {
    const { socket, takeOver } = accepted
    const connection: WebConnection = {
      ...accepted,
      observing: [],
      requested: false,
      substatus: 0,
      refusedFor: undefined,
      refusal: undefined,
      calledBy: undefined,
      signIn: { challenge: Buffer.alloc(0), account: undefined },
      challenged: false,
      standing: undefined,
    }
    const closed = new Promise((resolve) => socket.once('close', resolve))
    const { greeted, deaf } = fault ?? {}
    if (greeted) {
      socket.once('data', () => {
        takeOver(greeted(socket))
        socket.resume()
      })
      socket.resume()
    } else if (deaf) {
      takeOver(deaf)
      receive(connection, deafAfterFirstBytes(socket))
    } else receive(connection, socket)
    await closed
    // The TLS socket closes by the same event, and emits its error, which has the reason, afterwards.
    await new Promise(setImmediate)
    if (!connection.requested) observeOtherName(connection, fqdn)
    if (connection.standing) connection.side.sawWrong(connection.standing)
    await Promise.all(connection.observing)
  }

  function receive(connection: WebConnection, stream: Parameters<Receiver['receive']>[1]): void {
    const { socket } = connection
    currentReceiver().then(
      (current) => socket.destroyed || current.receive(connection, stream),
      (error: unknown) => {
        connection.side.failed(error)
        socket.destroy()
      },
    )
  }

  function currentReceiver(): Promise<Receiver> {
    if (receiver && receiver.fault === fault) return receiver.created
    const created = createReceiver(fault)
    receiver = { fault, created }
    // One that failed for want of memory or descriptors may succeed the next time.
    created.catch((error: unknown) => {
      const isMachines = machineError(`${fqdn} cannot be opened`, error) !== undefined
      if (isMachines && receiver?.created === created) receiver = undefined
    })
    return created
  }

  async function createReceiver(under: WebFault | undefined): Promise<Receiver> {
    const secure = (protocol === 'https') !== (under?.otherProtocol ?? false)
    if (!secure || !tls) return createHttpReceiver(handler)
    const material = await tls.material()
    const named = under?.names && (await rootElsewhere(under.names, material.now()))
    return createTlsReceiver({ ...material, ...(named && { named }) }, tls, under ?? {}, fqdn, handler)
  }

  const handler: RequestHandler = {
    answer,
    saw({ requestLine, code, message, refusal, bytesSent }, connection) {
      const { side } = connection
      connection.requested = true
      if (!refusal) {
        side.sawWrong({ stage: 'http', code, message })
        return
      }
      side.sawWrong({ stage: 'http', code, message: followedBy(message, inWords(refusal)) })
      side.replied(refusal.status)
      if (bytesSent === undefined) connection.refusal = refusal
      else reportRefused(requestLine, refusal, bytesSent, connection, options)
    },
  }

  function answer(request: IncomingMessage, response: ServerResponse, connection: WebConnection): void {
    const { progress } = connection
    connection.requested = true
    progress.read += 1
    progress.open += 1
    response.once('close', () => (progress.open -= 1))
    reportWhenServed(request, response, connection, options)
    const spoil = answerOfFault(request, response, connection) ?? connection.spoilReply()
    if (spoil) {
      request.resume().once('end', () => spoil(spoiltReply(request, response, connection.socket)))
      return
    }
    const reason = faultOfHead({ version: request.httpVersion, fields: request.rawHeaders })
    if (reason) {
      const refusal = refusalFor(reason)
      connection.refusal = refusal
      connection.side.sawWrong({ stage: 'http', code: String(refusal.status), message: inWords(refusal) })
      connection.side.replied(refusal.status)
      sendRefusal(request, response, refusal)
      return
    }
    if (connection.closesAfterReply('http')) response.once('finish', () => request.socket.end())
    const { due, unusually } = connection.meet(() => askedOf(request))
    const answerUsually = (): void => options.answer(request, response, connection, unusually)
    if (due) answerAsScripted(due, answerUsually, request, response, connection)
    else answerUsually()
  }

  function answerOfFault(
    request: IncomingMessage,
    response: ServerResponse,
    connection: WebConnection,
  ): (() => void) | undefined {
    const { refusal, page } = fault ?? {}
    if (refusal) return () => refuse(request, response, connection, refusal)
    return page === undefined ? undefined : () => sendPage(response, connection, page)
  }

  function change(to: WebFault | undefined): Promise<void> {
    fault = described && to ? { ...described, ...to } : (to ?? described)
    return server.change(to)
  }

  const server = await openTcpServer({ ...options, service: 'the web server' }, serve)
  const { port } = server
  return {
    ...server,
    async break(named) {
      if (!isFaultOf(named, 'port', 'connection', 'TLS', 'HTTP')) throw faultOutOfPlace(named, port, protocol)
      const to = webFaults[named]
      if (to.needs && to.needs !== protocol) {
        throw new RangeError(`port ${port} speaks ${protocol.toUpperCase()}`)
      }
      if (to.otherProtocol && !tls) throw new RangeError(`port ${port} never speaks HTTPS`)
      await change(to)
    },
    repair: () => change(undefined),
    // Ignore a failure: it shows at the first connection.
    async ready() {
      await Promise.allSettled([currentReceiver()])
    },
    renew: () => (receiver = undefined),
    acceptableAuthorities: () =>
      fault?.names ? [`CN=${fault.names.commonName}, O=${fault.names.organization}`] : [],
  }
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  connection: WebConnection,
  error: WebServerError,
): void {
  const { side, takeOver } = connection
  const code = statusInWords(error)
  connection.substatus = error.substatus ?? 0
  takeOver({ stage: 'http', code, message: `answered ${code}: ${error.reason}` })
  side.replied(error.status, error.substatus)
  sendError(request, response, error)
}

function inWords({ status, heading }: Refusal): string {
  return `answered ${status}: ${heading}`
}

function sendPage(response: ServerResponse, { side, takeOver }: WebConnection, page: string): void {
  takeOver({
    stage: 'http',
    code: 'SENT_ANOTHER_ANSWER',
    message: 'answered with a page that is not its own',
  })
  side.replied(200)
  writeHead(response, 200, { 'Content-Type': 'text/html', 'Content-Length': Buffer.byteLength(page) })
  response.end(page)
}
