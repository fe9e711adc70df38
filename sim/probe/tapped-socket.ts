import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { Passed } from '../wire/tls/records.ts'

/** A TCP socket that lets everything through, and keeps what passed in either direction. */
export function tapSocket(socket: Socket, keep: (from: Passed['from'], bytes: Buffer) => void): Duplex {
  const stream = new Duplex({
    read: () => void socket.resume(),
    write(chunk: Buffer, _encoding, done) {
      const send = (): void => {
        keep('client', chunk)
        socket.write(chunk, done)
      }
      if (socket.connecting) socket.once('connect', send)
      else send()
    },
    final: (done) => void socket.end(done),
    destroy(error, done) {
      socket.destroy()
      done(error)
    },
  })
  socket.on('data', (bytes: Buffer) => {
    keep('server', bytes)
    if (!stream.push(bytes)) socket.pause()
  })
  socket.once('end', () => stream.push(null))
  socket.once('error', (error) => stream.destroy(error))
  socket.once('close', () => stream.destroy())
  return stream
}
