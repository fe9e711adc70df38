import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { EndEvidence } from '../../evidence/attempt.ts'

/** The one socket of firmware that boots: the server knows by its address and port what belongs together. */
export interface BootSocket {
  address: string
  port: number
  /** Bytes of all datagrams that have come. */
  received(): number
  /**
   * Sends a datagram to a port of the server's until `read` takes an answer; what it does not take is passed over.
   * `silence`: there was none within the patience. `refused`: nobody has the port.
   */
  ask<Answer>(to: number, bytes: Buffer, read: Read<Answer>): Promise<Answer | 'silence' | 'refused'>
  /** Like `ask`, but the answer may come from any port of the server's; which it is, `read` is told. */
  askOpenly<Answer>(to: number, bytes: Buffer, read: Read<Answer>): Promise<Answer | 'silence' | 'refused'>
  /** Sends a datagram that has no answer. */
  tell(to: number, bytes: Buffer): Promise<void>
  close(): void
}

export type Read<Answer> = (bytes: Buffer, fromPort: number) => Answer | undefined

/** How often a datagram is sent within the client's patience. */
const tries = 3

export async function openBootSocket(
  server: string,
  sourceAddress: string,
  patience: number,
): Promise<BootSocket | EndEvidence> {
  const socket = createSocket('udp4')
  try {
    socket.bind({ address: sourceAddress, exclusive: true })
    await once(socket, 'listening')
  } catch (error) {
    socket.close()
    const { code = 'ERR_SOCKET', message } = error as NodeJS.ErrnoException
    return { stage: 'connect', code, message }
  }
  let received = 0
  /** The port that the socket is connected to. */
  let connected: number | undefined
  socket.on('error', () => undefined)
  socket.on('message', (bytes) => (received += bytes.length))

  /** A connected socket hears from its port only, and that nobody listens there. */
  async function connectTo(port: number | undefined): Promise<void> {
    if (connected === port) return
    if (connected !== undefined) socket.disconnect()
    connected = port
    if (port === undefined) return
    socket.connect(port, server)
    await once(socket, 'connect')
  }

  async function exchange<Answer>(to: number, bytes: Buffer, read: Read<Answer>) {
    const send = (done: (error: Error | null) => void): void =>
      connected === undefined ? socket.send(bytes, to, server, done) : socket.send(bytes, done)
    return untilAnswered(socket, send, patience, (answer, from) =>
      from.address === server ? read(answer, from.port) : undefined,
    )
  }

  return {
    ...socket.address(),
    received: () => received,
    async ask(to, bytes, read) {
      await connectTo(to)
      return exchange(to, bytes, (answer, fromPort) => (fromPort === to ? read(answer, fromPort) : undefined))
    },
    async askOpenly(to, bytes, read) {
      await connectTo(undefined)
      return exchange(to, bytes, read)
    },
    async tell(to, bytes) {
      await connectTo(to)
      await new Promise<void>((resolve) => socket.send(bytes, () => resolve()))
    },
    close: () => socket.close(),
  }
}

function untilAnswered<Answer>(
  socket: Socket,
  send: (done: (error: Error | null) => void) => void,
  patience: number,
  read: (bytes: Buffer, from: RemoteInfo) => Answer | undefined,
): Promise<Answer | 'silence' | 'refused'> {
  return new Promise((resolve) => {
    let sent = 0
    const settle = (outcome: Answer | 'silence' | 'refused'): void => {
      clearInterval(timer)
      socket.off('message', receive)
      socket.off('error', refused)
      resolve(outcome)
    }
    const refused = (): void => settle('refused')
    const receive = (bytes: Buffer, from: RemoteInfo): void => {
      const taken = read(bytes, from)
      if (taken !== undefined) settle(taken)
    }
    // A datagram may be lost, so it is sent again.
    const sendAgain = (): void => {
      if (sent === tries) {
        settle('silence')
        return
      }
      sent += 1
      send((error) => error && refused())
    }
    const timer = setInterval(sendAgain, patience / tries)
    socket.on('message', receive)
    socket.on('error', refused)
    sendAgain()
  })
}
