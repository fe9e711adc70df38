import type { Socket } from 'node:net'
import type { ConnectionTraffic } from '../evidence/traffic.ts'

/** Codes of an error by which a socket learns that its peer has reset the connection. */
const resets = ['ECONNRESET', 'EPIPE']

/**
 * Tells of what goes over a socket that has just been accepted. A TLS server has to read it through `passingAll`, or Node
 * reads and writes below the socket.
 */
export function tapSocket(socket: Socket, traffic: ConnectionTraffic): void {
  // Or the listener for data makes it flow before its server is ready.
  socket.pause()
  socket.on('data', (bytes: Buffer) => traffic.sent('client', bytes))
  socket.once('end', () => traffic.finished('client'))
  socket.once('finish', () => traffic.finished('server'))
  socket.once('error', ({ code = '' }: NodeJS.ErrnoException) => {
    if (resets.includes(code)) traffic.reset('client')
  })
  socket.once('close', () => traffic.closed())

  const write = socket._write.bind(socket)
  const writev = socket._writev?.bind(socket)
  const reset = socket.resetAndDestroy.bind(socket)
  const sent = (chunk: Buffer | string, encoding: BufferEncoding): void =>
    traffic.sent('server', typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk)
  Object.assign(socket, {
    _write(chunk: Buffer | string, encoding: BufferEncoding, done: () => void) {
      sent(chunk, encoding)
      write(chunk, encoding, done)
    },
    _writev(chunks: { chunk: Buffer | string; encoding: BufferEncoding }[], done: () => void) {
      for (const { chunk, encoding } of chunks) sent(chunk, encoding)
      writev?.(chunks, done)
    },
    resetAndDestroy() {
      traffic.reset('server')
      return reset()
    },
  })
}
