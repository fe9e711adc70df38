import { once } from 'node:events'
import { connect } from 'node:net'
import type { ConnectionEnds } from '../evidence/connection.ts'
import { codeAndMessage } from '../evidence/end-evidence.ts'
import { chunksOf, framed, type Framing } from './framed.ts'
import { awaitOther, awaitWhole, endsOf, type Patience } from './other-end.ts'

export interface TcpTarget extends Patience {
  address: string
  port: number
  /** Name of the other end for messages to people; its address where absent. */
  fqdn?: string
  /** Absent where the system chooses. */
  sourceAddress?: string
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
  target: TcpTarget,
  framing: Framing,
  progress: TcpProgress,
  failed: Failed,
): Promise<TcpConnection> {
  const { address, port, fqdn: called = address, sourceAddress, refused } = target
  function failedBy(error: unknown, stage?: 'connect'): Error {
    const { code, message } = codeAndMessage(error, 'ECONNRESET')
    return failed(code, message, stage)
  }

  /** Gives up a server that says nothing. */
  function awaitServer(of: ConnectionEnds | Promise<ConnectionEnds>): () => void {
    const giveUp = () => socket.destroy(coded('ETIMEDOUT', `${called} did not answer in time`))
    return awaitOther(target, of, giveUp, () => socket.bytesRead)
  }

  /** Gives up a message that begins, and takes too long. */
  function awaitMessage(of: ConnectionEnds): () => void {
    const slow = 'the answer began, but was not complete in time'
    return awaitWhole(target, of, () => socket.destroy(coded('ERR_ANSWER_TOO_SLOW', slow)))
  }

  const socket = connect({
    host: address,
    port,
    noDelay: true,
    ...(sourceAddress !== undefined && { localAddress: sourceAddress }),
  })
  // Readers of the socket get the error as well; ignore one that comes later.
  socket.on('error', () => undefined)
  const known = endsOf(socket, { address, port, sourceAddress, refused })
  const connected = new Promise<ConnectionEnds>((resolve) =>
    socket.once('connect', () => resolve(known.connected())),
  )
  const stopWaiting = awaitServer(connected)
  await once(socket, 'connect')
    .catch((error: unknown) => {
      const ends = known.ifReset(error)
      if (ends) progress.ends = ends
      throw failedBy(error, 'connect')
    })
    .finally(stopWaiting)
  const ends = await connected
  progress.ends = ends
  const messages = framed(chunksOf(socket), framing)

  return {
    ends,
    called,
    writable: () => socket.writable,
    send: (bytes) => void socket.write(bytes),
    async next() {
      const stopWaits = [awaitServer(ends), awaitMessage(ends)]
      try {
        const { value, done } = await messages.next()
        if (!done) return value
      } catch (error) {
        // There is nothing to say any more to one that cannot be understood.
        socket.destroy()
        throw failedBy(error)
      } finally {
        for (const stopWait of stopWaits) stopWait()
        progress.received = socket.bytesRead
      }
      socket.destroy()
      throw failed('ECONNRESET', `${called} closed the connection`)
    },
    close: () => socket.destroySoon(),
  }
}

function coded(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}
