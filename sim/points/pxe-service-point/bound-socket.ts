import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'

/** A UDP socket bound to an address and port; 0: a port of the system's choice. */
export async function boundSocket(address: string, port: number): Promise<Socket> {
  const socket = createSocket('udp4')
  socket.bind({ address, port, exclusive: true })
  await once(socket, 'listening').catch((error: unknown) => {
    socket.close()
    throw error
  })
  return socket
}

export function listen(socket: Socket, receive: (bytes: Buffer, client: RemoteInfo) => void): void {
  socket.on('message', (bytes, client) => {
    // A datagram may come from port 0, which Node refuses to send to.
    if (client.port !== 0) receive(bytes, client)
  })
  socket.on('error', () => undefined)
}

export function closeSocket(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.close(() => resolve()))
}
