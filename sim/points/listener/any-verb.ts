import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { createVerbRewriter } from '../../wire/http/verb-rewriter.ts'

/** No client can know it, so none can send it. */
const verbHeader = `x-verb-${randomBytes(16).toString('hex')}`

/**
 * Lets a web server hear verbs that Node's parser refuses: the connection that it is to be given instead of this one.
 * Give the server to `restoreVerbs` as well.
 */
export function hearAnyVerb(socket: Duplex & Partial<Pick<Socket, 'remoteAddress' | 'remotePort'>>): Duplex {
  const rewrite = createVerbRewriter(verbHeader)
  const { remoteAddress, remotePort } = socket
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
  // By these a connection is known.
  return Object.assign(stream, { remoteAddress, remotePort })
}

/** Gives requests their own verbs back before anybody else sees them. */
export function restoreVerbs(server: Server): void {
  server.prependListener('request', (request: IncomingMessage) => {
    const verb = request.headers[verbHeader]
    if (typeof verb === 'string') request.method = verb
  })
}
