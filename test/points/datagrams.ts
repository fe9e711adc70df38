import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Test } from 'tap'

/** A client's UDP socket on loopback. */
export interface Datagrams {
  address: string
  port: number
  send(port: number, bytes: Buffer): void
  sendTo(address: string, port: number, bytes: Buffer): void
  /** The next datagram that has come or will come, in the order of their coming. */
  next(): Promise<Received>
  close(): void
}

export interface Received {
  bytes: Buffer
  fromPort: number
}

/** Closed with the test at the latest. */
export async function openDatagrams(t: Test): Promise<Datagrams> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  const come: Received[] = []
  let wanted: ((received: Received) => void) | undefined
  let open = true
  socket.on('message', (bytes, { port }) => {
    const received = { bytes, fromPort: port }
    if (wanted) wanted(received)
    else come.push(received)
    wanted = undefined
  })
  await once(socket, 'listening')
  const close = (): void => {
    if (open) socket.close()
    open = false
  }
  t.teardown(close)
  return {
    ...socket.address(),
    send: (port, bytes) => socket.send(bytes, port, '127.0.0.1'),
    sendTo: (address, port, bytes) => socket.send(bytes, port, address),
    async next() {
      return come.shift() ?? new Promise((resolve) => (wanted = resolve))
    },
    close,
  }
}
