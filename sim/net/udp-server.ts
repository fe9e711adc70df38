import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { ConnectionEnds } from '../evidence/connection.ts'
import { unbreakable, type Listener } from './listener.ts'

/** Handles a datagram; `reply` sends one back to its sender. */
export type Receive = (bytes: Buffer, ends: ConnectionEnds, reply: (bytes: Buffer) => void) => void

/** Opens a UDP port; 0: the system chooses one. */
export async function openUdpServer(address: string, port: number, receive: Receive): Promise<Listener> {
  const socket = await bindUdp(address, port)
  const bound = socket.address()
  socket.on('message', (bytes, client) => {
    // A datagram may come from port 0, which Node refuses to send to.
    if (client.port === 0) return
    const ends = {
      clientAddress: client.address,
      clientPort: client.port,
      serverAddress: bound.address,
      serverPort: bound.port,
    }
    // Ignore a reply that cannot be sent: the client's port is closed.
    receive(bytes, ends, (reply) => socket.send(reply, client.port, client.address, () => undefined))
  })
  socket.on('error', () => undefined)
  return unbreakable({
    address: bound.address,
    port: bound.port,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  })
}

/** Binds a UDP socket that no other process shares. */
export async function bindUdp(address: string, port: number): Promise<Socket> {
  const socket = createSocket('udp4')
  socket.bind({ address, port, exclusive: true })
  await once(socket, 'listening').catch((error: unknown) => {
    socket.close()
    throw error
  })
  return socket
}
