import type { IncomingMessage, RequestListener } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ConnectionEnds, ServedRequest } from '../../evidence/connection.ts'
import type { EndEvidence } from '../../evidence/attempt.ts'
import type { Recorder } from '../../evidence/recorder.ts'
import type { Fault, RevocationListFault } from '../../model/fault.ts'
import type { WebProtocol } from '../../model/protocol.ts'
import { deafAfterFirstWords } from './faults/deaf-after-first-words.ts'
import { faultBehaviours, isListenerFault } from './faults/faults.ts'
import type { FaultBehaviour } from './faults/fault-behaviour.ts'
import { clientOf, seeOtherName, type OpenConnection } from './open-connection.ts'
import { createHttpReceiver, type Receiver } from './receiver.ts'
import { tellWhenServed } from './served-request.ts'

import type { TlsOffer } from './tls-offer.ts'
import { createTlsReceiver } from './tls-receiver.ts'

export interface ListenerOptions {
  address: string
  /** 0 where the system is to choose. */
  port: number
  protocol: WebProtocol
  /** Name of the system that listens. */
  fqdn: string
  recorder: Recorder
  /** Answers requests; it is told on which connection each came. */
  answer(connectionOf: (request: IncomingMessage) => OpenConnection | undefined): RequestListener
  /** Is told of every request, once it is served. */
  served?(request: Omit<ServedRequest, 'at'>): void
  /** Absent where nobody could ever speak HTTPS. */
  tls?: TlsOffer
}

export interface Listener {
  address: string
  /** The port that is open when nothing is wrong. */
  port: number
  /** Switches a fault on; another takes its place. Throws a `RangeError` for one that has nothing to act on here. */
  break(fault: Fault | RevocationListFault): Promise<void>
  repair(): Promise<void>
  /** Why nobody can connect, as one sees it on the machine itself; null when it listens as configured. */
  refuses(): EndEvidence | null
  /** Makes what the first connection would wait for: a certificate, say. Without it the connection does. */
  ready(): Promise<void>
  /** The certificate is asked for anew at the next connection. */
  renew(): void
  close(): Promise<void>
}

/**
 * Opens one port of a site system. The TCP listener is separate from the web server behind it, which is made at the
 * first connection: an idle listener costs a few KiB, and every connection is known before a handshake can fail.
 */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const { address, protocol, fqdn, recorder, tls, served = () => undefined } = options
  const connections = new Map<string, OpenConnection>()
  /** Connections that a fault has taken over. */
  const taken = new Set<Socket>()
  let fault: FaultBehaviour | undefined
  let receiver: Promise<Receiver> | undefined
  let elsewhere: number | undefined
  let changing = Promise.resolve()

  function serve(socket: Socket): void {
    const connection: OpenConnection = {
      socket,
      side: recorder.accepted(endsOf(socket)),
      seeing: [],
      requested: false,
      substatus: 0,
      calledBy: undefined,
    }
    const client = clientOf(socket)
    connections.set(client, connection)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      taken.delete(socket)
      // The TLS socket around this one ends by the same event, and its error event, which has the reason, comes last.
      setImmediate(() => {
        // The port may have come again already, with the client's next connection.
        if (connections.get(client) === connection) connections.delete(client)
        if (!connection.requested) seeOtherName(connection, fqdn)
        void Promise.all(connection.seeing).then(connection.side.closed)
      })
    })
    if (fault?.connected) takeOver(connection, fault.connected(socket))
    else if (fault?.greeted) greet(connection, fault.greeted)
    else if (fault?.deaf) {
      taken.add(socket)
      connection.side.sawWrong(fault.deaf)
      receive(connection, deafAfterFirstWords(socket))
    } else receive(connection)
  }

  function takeOver({ socket, side }: OpenConnection, seen: EndEvidence): void {
    side.sawWrong(seen)
    taken.add(socket)
    // Its end is only noticed by who reads.
    socket.resume()
  }

  function greet(connection: OpenConnection, greeted: NonNullable<FaultBehaviour['greeted']>): void {
    connection.socket.once('data', () => takeOver(connection, greeted(connection.socket)))
  }

  function receive(connection: OpenConnection, stream: Duplex = connection.socket): void {
    const { socket } = connection
    made().then(
      (receiver) => socket.destroyed || receiver.receive(connection, stream),
      () => socket.destroy(),
    )
  }

  function made(): Promise<Receiver> {
    return (receiver ??= createReceiver())
  }

  async function createReceiver(): Promise<Receiver> {
    const connectionOf = ({ socket }: IncomingMessage) => connections.get(clientOf(socket))
    const answer = answering(options.answer(connectionOf), connectionOf)
    const secure = (protocol === 'https') !== (fault?.otherProtocol ?? false)
    return secure && tls
      ? createTlsReceiver(await tls.material(), tls, fault?.tls, connections, fqdn, answer)
      : createHttpReceiver(connections, answer)
  }

  function answering(
    answer: RequestListener,
    connectionOf: (request: IncomingMessage) => OpenConnection | undefined,
  ): RequestListener {
    return (request, response) => {
      const connection = connectionOf(request)
      if (connection) {
        connection.requested = true
        tellWhenServed(request, response, connection, options, served)
      }
      const { asked, spares, afterwards } = fault ?? {}
      if (!asked || !connection || spares?.(connection.socket)) {
        answer(request, response)
        return
      }
      request.resume().once('end', () => {
        taken.add(connection.socket)
        connection.side.sawWrong(asked({ request, response, socket: connection.socket }))
        if (afterwards) fault = afterwards
      })
    }
  }

  /** One after the other, however they are asked for. */
  function change(to: FaultBehaviour | undefined): Promise<void> {
    const changed = changing.then(() => changeNow(to))
    changing = changed.catch(() => undefined)
    return changed
  }

  async function changeNow(to: FaultBehaviour | undefined): Promise<void> {
    const listens = fault?.port
    fault = to
    receiver = undefined
    for (const socket of taken) socket.destroy()
    if (to?.port === listens) return
    // The port is free at once; connections that are open go on.
    server.close()
    elsewhere = undefined
    if (to?.port === 'none') return
    server = createServer(serve)
    const opened = await listen(server, address, to?.port === 'another' ? 0 : port)
    if (to?.port === 'another') elsewhere = opened
  }

  let server = createServer(serve)
  const port = await listen(server, address, options.port)
  return {
    address,
    port,
    async break(named) {
      if (!isListenerFault(named)) throw new RangeError('no listener of a site system has this fault')
      const behaviour = faultBehaviours[named]
      if (behaviour.needs && behaviour.needs !== protocol) {
        throw new RangeError(`port ${port} speaks ${protocol.toUpperCase()}`)
      }
      if (behaviour.otherProtocol && !tls) throw new RangeError(`port ${port} never speaks HTTPS`)
      await change(behaviour)
    },
    repair: () => change(undefined),
    refuses() {
      if (fault?.port === 'none') {
        return { stage: 'connect', code: 'NOT_LISTENING', message: `the web server of ${fqdn} is stopped` }
      }
      if (elsewhere === undefined) return fault?.refuses ?? null
      const message = `${fqdn} listens on port ${elsewhere} instead of ${port}`
      return { stage: 'connect', code: 'LISTENS_ELSEWHERE', message }
    },
    // Whoever connects then sees what has failed.
    async ready() {
      await Promise.allSettled([made()])
    },
    renew: () => (receiver = undefined),
    async close() {
      await changing
      const closed = new Promise((resolve) => server.close(resolve))
      for (const { socket } of connections.values()) socket.destroy()
      await closed
    },
  }
}

function endsOf(socket: Socket): ConnectionEnds {
  return {
    clientAddress: socket.remoteAddress ?? '',
    clientPort: socket.remotePort ?? 0,
    serverAddress: socket.localAddress ?? '',
    serverPort: socket.localPort ?? 0,
  }
}

/** Resolves to the port. */
function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
