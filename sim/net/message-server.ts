import type { Socket } from 'node:net'
import { codeAndMessage, type EndEvidence } from '../evidence/end-evidence.ts'
import type { ConnectionBehaviour } from './behaviour.ts'
import { connectionFaults, faultOutOfPlace, type SpoiltReply } from './faults.ts'
import { isFaultOf, type FaultOf } from '../vocabulary/fault.ts'
import { chunksOf, framed, InvalidMessageError, type Framing } from './framed.ts'
import { withFaultsOf, type Listener } from './listener.ts'
import { openTcpServer, type ServerConnection, type TcpServerOptions } from './tcp-server.ts'
import type { Misbehaviour } from '../vocabulary/misbehaviour.ts'
import { beforeAnswer, writeInPieces } from './unusual.ts'
import type { Random } from '../random.ts'

/** The stage at which each layer is reported that has faults of its own, besides those of its connections. */
interface MessageLayers {
  SMB: 'smb'
  LDAP: 'ldap'
  'name service': 'dns'
}

type MessageLayer = keyof MessageLayers

interface MessageProtocol<Layer extends MessageLayer> {
  stage: MessageLayers[Layer]
  layer: Layer
  framing: Framing
  /** The first bytes of a reply that is longer than any client waits for. */
  endlessReply: Buffer
  /** Whether a message is a request with a reply, which a fault can spoil; all of them where absent. */
  hasReply?(message: Buffer): boolean
  /** Builds the last message to a client that sent an unreadable one; absent: the server just hangs up. */
  farewell?(message: string): Buffer
}

/** Records what a client did wrong. */
type SawWrong = (code: string, message: string, more?: Pick<EndEvidence, 'anonymous'>) => void

/** What a conversation needs of its server. */
export interface Serving<Layer extends MessageLayer> {
  sawWrong: SawWrong
  /** Connections that are open at its beginning, its own included. */
  connections: number
  /** The fault that the protocol has now. */
  fault(): FaultOf<Layer> | undefined
  /**
   * What is due is due for a request of the message that is being answered. The conversation answers with its error; the server waits,
   * and shows its fault.
   */
  behaviour: ConnectionBehaviour
}

/** One client's requests, in turn. */
export interface Conversation {
  /** Bytes to send; `end`: the client is done. Throws an `InvalidMessageError`. */
  reply(request: Buffer): Iterable<Buffer> | 'end'
  /** The client sends nothing more. */
  ended?(): void
}

/** Opens a server whose clients send messages over TCP and get replies. */
export async function openMessageServer<Layer extends MessageLayer>(
  options: Omit<TcpServerOptions, 'protocol'>,
  protocol: MessageProtocol<Layer>,
  converse: (serving: Serving<Layer>) => Conversation,
): Promise<Listener> {
  const { fqdn } = options
  const { stage, layer, framing, farewell } = protocol
  let refusing: FaultOf<Layer> | undefined

  async function serve(connection: ServerConnection): Promise<void> {
    const { socket, side, count, unusually } = connection
    const met: Misbehaviour[] = []
    const sawWrong: SawWrong = (code, message, more) =>
      side.sawWrong({ stage, code, message: `${fqdn}: ${message}`, ...more })
    socket.setNoDelay()
    const conversation = converse({
      sawWrong,
      connections: count,
      fault: () => refusing,
      behaviour: {
        unusually,
        meet(request) {
          const one = connection.meet(request)
          if (one.due) met.push(one.due)
          return one
        },
      },
    })
    try {
      await answerAll(connection, conversation, met)
      conversation.ended?.()
    } catch (error) {
      conversation.ended?.()
      side.failed(error)
      const { code, message } = codeAndMessage(error, 'INTERNAL_ERROR')
      // A premature close is the server's own doing.
      if (code !== 'ERR_STREAM_PREMATURE_CLOSE') sawWrong(code, message)
      if (farewell && error instanceof InvalidMessageError) {
        socket.write(farewell(message))
        socket.destroySoon()
      } else socket.destroy()
    }
  }

  /** `met`: what is scripted for the requests of one message, once it has been read. */
  async function answerAll(
    connection: ServerConnection,
    conversation: Conversation,
    met: Misbehaviour[],
  ): Promise<void> {
    const { socket, side, progress, unusually, spoilReply, closesAfterReply } = connection
    const split = unusually?.('split-writes')
    // A client that stops sending may still be owed a reply.
    for await (const request of framed(chunksOf(socket), framing)) {
      const spoil = spoilReply()
      if (spoil && (protocol.hasReply?.(request) ?? true)) {
        spoil(spoiltReply(socket, protocol))
        // Read on, or the end of the connection goes unnoticed.
        socket.resume()
        return
      }
      progress.read += 1
      progress.open = 1
      const replies = conversation.reply(request)
      if (replies === 'end') break
      for (const { delayMs, fault } of met.splice(0)) {
        progress.isHeld = true
        if (delayMs !== undefined) await waited(delayMs, socket)
        if (fault === undefined) continue
        connectionFaults[fault].requested(spoiltReply(socket, protocol))
        socket.resume()
        return
      }
      progress.isHeld = false
      if (unusually) await beforeAnswer(unusually)
      let begun = false
      for (const bytes of replies) {
        if (!begun) side.replied()
        begun = true
        // Back-pressure: stop reading requests from a client that does not drain its replies.
        if (split) await writtenInPieces(socket, bytes, split)
        else if (!socket.write(bytes)) await writable(socket)
      }
      progress.open = 0
      if (begun && closesAfterReply(stage)) break
    }
    socket.destroySoon()
  }

  const server = await openTcpServer({ ...options, protocol: stage }, serve)
  const listener: Listener = {
    ...server,
    async break(fault) {
      if (!isFaultOf(fault, 'port', 'connection')) throw faultOutOfPlace(fault, server.port, stage)
      await server.change(connectionFaults[fault])
    },
    repair: () => server.change(undefined),
  }
  return withFaultsOf(listener, layer, (fault) => (refusing = fault))
}

function spoiltReply(
  socket: Socket,
  { stage, endlessReply }: Pick<MessageProtocol<MessageLayer>, 'stage' | 'endlessReply'>,
): SpoiltReply {
  return {
    stage,
    socket,
    sendInstead: (text) => void socket.end(text),
    begin: (sent) => void socket.write(endlessReply, sent),
    // What nobody reads is not kept.
    trickle() {
      if (!socket.writableNeedDrain) socket.write(Buffer.alloc(1))
    },
  }
}

/** Resolves after so many milliseconds, or when the connection has ended. */
function waited(delay: number, socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    function done(): void {
      clearTimeout(timer)
      socket.off('close', done)
      resolve()
    }
    const timer = setTimeout(done, delay)
    socket.once('close', done)
    if (socket.destroyed) done()
  })
}

/** Resolves when all is written, or the connection has ended. */
function writtenInPieces(socket: Socket, bytes: Buffer, split: Random): Promise<void> {
  return new Promise((resolve) => writeInPieces(socket, bytes, split, () => resolve()))
}

/** Resolves when the socket has drained or closed. */
function writable(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    function done(): void {
      socket.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    socket.once('drain', done)
    socket.once('close', done)
    if (!socket.writableNeedDrain || socket.destroyed) done()
  })
}
