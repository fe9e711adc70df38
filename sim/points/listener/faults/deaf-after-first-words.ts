import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

/** A socket of which only the first bytes that come are heard; everything can be said over it. */
export function deafAfterFirstWords(socket: Socket): Duplex {
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => void socket.write(chunk, done),
  })
  socket.once('data', (first) => {
    stream.push(first)
    // The rest is read, and goes nowhere.
    socket.resume()
  })
  socket.once('close', () => stream.destroy())
  stream.on('error', () => undefined)
  return stream
}
