import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { ConnectionEnds } from '../evidence/connection.ts'
import { framed, type Framing } from './framed.ts'

export interface TcpTarget {
  address: string
  port: number
  /** Name of the other end for messages to people; its address where absent. */
  fqdn?: string
  /** Absent where the system chooses. */
  sourceAddress?: string
  /** Milliseconds of silence until the client gives up. */
  timeout: number
}

/** The state of one connection, which stays readable after a failure. */
export interface TcpProgress {
  ends?: ConnectionEnds
  /** Bytes received from the other end. */
  received: number
}

interface TcpConnection {
  ends: ConnectionEnds
  /** The other end's name in messages to people. */
  called: string
  /** False once this end or the other has ended the connection. */
  writable(): boolean
  send(bytes: Buffer): void
  /** The next message from the other end. */
  next(): Promise<Buffer>
  /** Sends what is left, and ends the connection. */
  close(): void
}

/** Turns the failure of a connection into the protocol's own error; `code` is Node's or `INVALID_MESSAGE`. */
type Failed = (code: string, message: string, stage?: 'connect') => Error

/** Connects, and keeps `progress` up to date. Rejects with the protocol's error. */
export async function connectTcp(
  { address, port, fqdn: called = address, sourceAddress, timeout }: TcpTarget,
  framing: Framing,
  progress: TcpProgress,
  failed: Failed,
): Promise<TcpConnection> {
  function failedBy(error: unknown, stage?: 'connect'): Error {
    const { code = 'ECONNRESET', message } = error as NodeJS.ErrnoException
    return failed(code, message, stage)
  }

  const socket = connect({
    host: address,
    port,
    noDelay: true,
    ...(sourceAddress !== undefined && { localAddress: sourceAddress }),
  })
  socket.setTimeout(timeout, () => socket.destroy(coded('ETIMEDOUT', `${called} did not answer in time`)))
  // Readers of the socket get the error as well; ignore one that comes later.
  socket.on('error', () => undefined)
  const known = endsOf(socket, { address, port, sourceAddress })
  await once(socket, 'connect').catch((error: unknown) => {
    const ends = known.ifReset(error)
    if (ends) progress.ends = ends
    throw failedBy(error, 'connect')
  })
  const ends = known.connected()
  progress.ends = ends
  const messages = framed(socket, framing)

  return {
    ends,
    called,
    writable: () => socket.writable,
    send: (bytes) => void socket.write(bytes),
    async next() {
      // A message must be whole within twice the timeout for silence, which starts again at every byte.
      const tooSlow = setTimeout(
        () => socket.destroy(coded('ERR_ANSWER_TOO_SLOW', 'the answer began, but was not complete in time')),
        2 * timeout,
      )
      try {
        const { value, done } = await messages.next().catch((error: unknown) => {
          throw failedBy(error)
        })
        if (done) throw failed('ECONNRESET', `${called} closed the connection`)
        return value
      } finally {
        clearTimeout(tooSlow)
        progress.received = socket.bytesRead
      }
    },
    close: () => socket.destroySoon(),
  }
}

interface AskedEnds {
  address: string
  port: number
  sourceAddress: string | undefined
}

interface KnownEnds {
  connected(): ConnectionEnds
  /** Undefined unless the error says that the connection was reset. */
  ifReset(error: unknown): ConnectionEnds | undefined
}

/**
 * The ends of a connection that this end makes. The other end may reset it before this end has heard that it is
 * established; then `connect` fails, and the socket no longer knows its port. A closed port refuses instead. Takes the
 * server's end as it was asked for, since a socket that was reset no longer knows its peer.
 */
export function endsOf(socket: Socket, { address, port, sourceAddress }: AskedEnds): KnownEnds {
  let bound = 0
  // Only a socket with a source address is bound before it connects; Node would keep the port 0 of any other.
  if (sourceAddress !== undefined) {
    socket.once('connectionAttempt', () => (bound = socket.localPort ?? 0))
  }
  const from = (clientAddress: string, clientPort: number): ConnectionEnds => ({
    clientAddress,
    clientPort,
    serverAddress: address,
    serverPort: port,
  })
  return {
    connected: () => from(sourceAddress ?? socket.localAddress ?? '', socket.localPort ?? 0),
    ifReset(error) {
      const { code, syscall } = error as NodeJS.ErrnoException
      if (code !== 'ECONNRESET' || syscall !== 'connect' || sourceAddress === undefined) return undefined
      return bound > 0 ? from(sourceAddress, bound) : undefined
    },
  }
}

function coded(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}
