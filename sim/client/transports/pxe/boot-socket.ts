import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'
import { codeAndMessage, type EndEvidence } from '../../../evidence/end-evidence.ts'
import { countTime } from '../../../net/other-end.ts'

/** The one socket of a booting computer's firmware, by whose address and port the server recognizes the boot. */
export interface BootSocket {
  address: string
  port: number
  /** Bytes of all datagrams received. */
  received(): number
  /**
   * Sends a datagram to a port of the server until `read` returns an answer; other datagrams are passed over. `read`
   * also gets the port that sent the answer. Resolves to undefined if none arrived within the timeout.
   */
  ask<Answer>(to: number, bytes: Buffer, read: Read<Answer>): Promise<Answer | undefined>
  /** Sends a datagram that has no answer. */
  tell(to: number, bytes: Buffer): Promise<void>
  close(): void
}

type Read<Answer> = (bytes: Buffer, fromPort: number) => Answer | undefined

/** The number of times that a datagram is sent within the timeout. */
const tries = 3

/**
 * The socket is never connected: firmware takes a closed port for silence, and Linux changes a socket's own port when
 * it is connected again. `unsent` hears of each datagram that could not be sent, for which the firmware waits all the same.
 */
export async function openBootSocket(
  server: string,
  sourceAddress: string,
  timeout: number,
  unsent: (error: Error) => void,
): Promise<BootSocket | EndEvidence> {
  const socket = createSocket('udp4')
  try {
    socket.bind({ address: sourceAddress, exclusive: true })
    await once(socket, 'listening')
  } catch (error) {
    socket.close()
    return { stage: 'connect', ...codeAndMessage(error, 'ERR_SOCKET') }
  }
  let received = 0
  const sending = (error: Error | null): void => {
    if (error) unsent(error)
  }
  socket.on('error', () => undefined)
  socket.on('message', (bytes) => (received += bytes.length))

  return {
    ...socket.address(),
    received: () => received,
    ask<Answer>(to: number, bytes: Buffer, read: Read<Answer>) {
      return new Promise<Answer | undefined>((resolve) => {
        let sent = 0
        let stopWaiting = (): void => undefined
        const settle = (answer: Answer | undefined): void => {
          stopWaiting()
          socket.off('message', receive)
          resolve(answer)
        }
        const receive = (answer: Buffer, { address, port }: RemoteInfo): void => {
          const taken = address === server ? read(answer, port) : undefined
          if (taken !== undefined) settle(taken)
        }
        // Sent again, since datagrams get lost.
        const send = (): void => {
          if (sent === tries) {
            settle(undefined)
            return
          }
          sent += 1
          stopWaiting = countTime(timeout / tries, send)
          socket.send(bytes, to, server, sending)
        }
        socket.on('message', receive)
        send()
      })
    },
    tell: (to, bytes) =>
      new Promise((resolve) =>
        socket.send(bytes, to, server, (error) => {
          sending(error)
          resolve()
        }),
      ),
    close: () => socket.close(),
  }
}
