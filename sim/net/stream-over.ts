import { AsyncResource } from 'node:async_hooks'
import { Duplex } from 'node:stream'

/** A stream over another: what is written to it, its end and its destruction pass on; who makes it pushes what is to be read. */
export function streamOver(socket: Duplex): Duplex {
  return new Duplex({
    read: () => void socket.resume(),
    write: (chunk: Buffer, encoding, done) => void socket.write(chunk, encoding, done),
    // Send head and body of an answer together, as happens without this stream in between.
    writev(chunks, done) {
      socket.cork()
      for (const { chunk, encoding } of chunks.slice(0, -1)) socket.write(chunk as Buffer, encoding)
      socket.write(chunks.at(-1)?.chunk as Buffer, done)
      socket.uncork()
    },
    final: (done) => void socket.end(done),
    destroy(error, done) {
      socket.destroy()
      done(error)
    },
  })
}

/** The same, through which everything can be read that comes. It ends in the context in which it was made. */
export function passingAll(socket: Duplex): Duplex {
  const stream = streamOver(socket)
  socket.on('data', (bytes: Buffer) => {
    if (!stream.push(bytes)) socket.pause()
  })
  socket.once(
    'end',
    AsyncResource.bind(() => stream.push(null)),
  )
  socket.once(
    'error',
    AsyncResource.bind((error) => stream.destroy(error)),
  )
  socket.once(
    'close',
    AsyncResource.bind(() => stream.destroy()),
  )
  return stream
}
