import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import { Duplex } from 'node:stream'
import { createVerbRewriter } from '../../wire/http/verb-rewriter.ts'

/** A name that no client can know, so that none can send it. */
const verbHeader = `x-verb-${randomBytes(16).toString('hex')}`

/**
 * A stream to give to a web server in place of this one, so that it hears verbs that Node's parser refuses. Call
 * `restoreVerbs` with the server as well.
 */
export function hearAnyVerb(socket: Duplex): Duplex {
  const rewrite = createVerbRewriter(verbHeader)
  const stream = new Duplex({
    read: () => void socket.resume(),
    write: (chunk: Buffer, encoding, done) => void socket.write(chunk, encoding, done),
    // Head and body of an answer leave together, as they do without this stream in between.
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
  socket.on('data', (piece: Buffer) => {
    for (const part of rewrite(piece)) if (!stream.push(part)) socket.pause()
  })
  socket.on('end', () => stream.push(null))
  socket.on('error', (error) => stream.destroy(error))
  socket.on('close', () => stream.destroy())
  return stream
}

/** Gives requests their own verbs back before any other listener sees them. */
export function restoreVerbs(server: Server): void {
  server.prependListener('request', (request: IncomingMessage) => {
    const verb = request.headers[verbHeader]
    if (typeof verb === 'string') request.method = verb
  })
}
