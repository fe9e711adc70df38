import { once } from 'node:events'
import { connect } from 'node:net'
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
  await once(socket, 'connect').catch((error: unknown) => {
    throw failedBy(error, 'connect')
  })
  const ends: ConnectionEnds = {
    clientAddress: sourceAddress ?? socket.localAddress ?? '',
    clientPort: socket.localPort ?? 0,
    serverAddress: address,
    serverPort: port,
  }
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

function coded(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}
