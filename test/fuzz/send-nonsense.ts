import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Nonsense } from './nonsense.ts'

/** Sends over a transport; done when nothing of it is left open. It never throws. */
export interface Sender {
  send(nonsense: Nonsense): Promise<void>
  close(): void
}

/** Longest time of one connection, in milliseconds. */
const longestConnection = 2000
/** Milliseconds that a connection is kept with `wait`. */
const moment = 100
const longestDatagram = 65_507

export function openSender(transport: 'tcp' | 'udp', port: number): Sender {
  return transport === 'tcp'
    ? { send: (nonsense) => overTcp(port, nonsense), close: () => undefined }
    : overUdp(port)
}

async function overTcp(port: number, { pieces, then }: Nonsense): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  // The target may cut the connection at any time.
  socket.on('error', () => undefined)
  socket.resume()
  const limit = setTimeout(() => socket.destroy(), longestConnection)
  try {
    for (const piece of pieces) {
      if (socket.destroyed) break
      if (!socket.write(piece)) await Promise.race([once(socket, 'drain').catch(() => undefined), closed])
    }
    if (then === 'reset') await flushed(socket, closed)
    finish(socket, then)
    await closed
  } finally {
    clearTimeout(limit)
  }
}

function flushed(socket: Socket, closed: Promise<void>): Promise<void> {
  return Promise.race([new Promise<void>((resolve) => socket.write('', () => resolve())), closed])
}

function finish(socket: Socket, then: Nonsense['then']): void {
  if (then === 'reset') socket.resetAndDestroy()
  else if (then === 'end') socket.end()
  setTimeout(() => socket.destroy(), moment)
}

function overUdp(port: number): Sender {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  socket.on('error', () => undefined)
  return {
    async send({ pieces }) {
      for (const piece of pieces) {
        await new Promise<void>((resolve) =>
          socket.send(piece.subarray(0, longestDatagram), port, '127.0.0.1', () => resolve()),
        )
      }
      // Let whoever listens have its turn, or the datagrams are only dropped by the system.
      await new Promise((resolve) => setImmediate(resolve))
    },
    close: () => socket.close(),
  }
}
