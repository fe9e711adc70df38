import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { codeAndMessage, type EndEvidence } from '../../evidence/end-evidence.ts'
import type { Stage } from '../../vocabulary/network.ts'
import type { ConnectionEnds } from '../../evidence/connection.ts'
import { countTime } from '../../net/other-end.ts'

export interface DatagramConnection {
  address: string
  port: number
  /** The address that the client sends from; 127.0.0.1 when absent. */
  sourceAddress?: string
  /** Milliseconds without an answer until the client gives up. */
  timeout: number
  /** The stage at which silence is reported. */
  stage: Stage
}

interface DatagramExchange {
  ends: ConnectionEnds
  /** Sends a datagram until `read` returns an answer; other datagrams are passed over. */
  ask<Answer>(bytes: Buffer, read: (answer: Buffer) => Answer | undefined): Promise<Answer | EndEvidence>
  /** Bytes of all datagrams received. */
  received(): number
  close(): void
}

/** The number of times that a datagram is sent within the timeout. */
const tries = 3

/** Connects a UDP socket: it receives from the server's address and port only, and learns if nothing listens there. */
export async function openDatagramExchange(
  connection: DatagramConnection,
): Promise<DatagramExchange | EndEvidence> {
  const { address, port, sourceAddress = '127.0.0.1' } = connection
  const socket = createSocket('udp4')
  try {
    socket.bind({ address: sourceAddress, exclusive: true })
    await once(socket, 'listening')
    socket.connect(port, address)
    await once(socket, 'connect')
  } catch (error) {
    socket.close()
    return failure(error)
  }
  const own = socket.address()
  let received = 0
  socket.on('message', (datagram) => (received += datagram.length))
  return {
    ends: { clientAddress: own.address, clientPort: own.port, serverAddress: address, serverPort: port },
    ask: (bytes, read) => ask(socket, bytes, read, connection),
    received: () => received,
    close: () => socket.close(),
  }
}

function ask<Answer>(
  socket: Socket,
  bytes: Buffer,
  read: (answer: Buffer) => Answer | undefined,
  { timeout, stage }: DatagramConnection,
): Promise<Answer | EndEvidence> {
  return new Promise((resolve) => {
    let sent = 0
    let stopWaiting = (): void => undefined
    // Sent again, since datagrams get lost; a server answers a repeated one as it answered the first.
    const send = (): void => {
      if (sent === tries) {
        settle({ stage, code: 'ETIMEDOUT', message: `no answer within ${timeout} ms` })
        return
      }
      sent += 1
      stopWaiting = countTime(timeout / tries, send)
      socket.send(bytes, (error) => error && settle(failure(error)))
    }
    const settle = (outcome: Answer | EndEvidence): void => {
      stopWaiting()
      resolve(outcome)
    }
    socket.on('error', (error) => settle(failure(error)))
    socket.on('message', (answer) => {
      const taken = read(answer)
      if (taken !== undefined) settle(taken)
    })
    send()
  })
}

function failure(error: unknown): EndEvidence {
  return { stage: 'connect', ...codeAndMessage(error, 'ERR_SOCKET') }
}
