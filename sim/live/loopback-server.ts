import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { EnvironmentError } from '../errors.ts'
import { limits } from '../limits.ts'

/** An HTTP server for whoever has its token: of the live page, and of the HTTP interface. */
export interface LoopbackServer {
  port: number
  /** Does not count the connection among the strangers any more: its request showed the token. */
  admit(request: IncomingMessage): void
  close(): Promise<void>
}

interface ServerOptions {
  /** 0 lets the machine choose. */
  port: number
  /** What it is, for an error. */
  what: string
  portOption: string
  answer(request: IncomingMessage, response: ServerResponse): void | Promise<void>
}

/** Opens a server on 127.0.0.1. Throws an `EnvironmentError` if the port is not available. */
export async function openLoopbackServer({
  port,
  what,
  portOption,
  answer,
}: ServerOptions): Promise<LoopbackServer> {
  const silence = limits.pageSilence.value * 1000
  const patience = { requestTimeout: silence, headersTimeout: silence, connectionsCheckingInterval: 1000 }
  const server = createServer(patience, (request, response) => {
    Promise.resolve(answer(request, response)).catch(() => response.destroy())
  })
  const strangers = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    strangers.add(socket)
    socket.once('close', () => strangers.delete(socket))
    const [oldest] = strangers
    if (!oldest || strangers.size <= limits.pageStrangers.value) return
    strangers.delete(oldest)
    oldest.destroy()
  })
  const opened = await new Promise<number>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new EnvironmentError(
          `cannot open ${what} on 127.0.0.1:${port} (${error.code}): choose another ${portOption}`,
        ),
      ),
    )
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () =>
      resolve((server.address() as AddressInfo).port),
    )
  })
  return {
    port: opened,
    admit: ({ socket }) => void strangers.delete(socket),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/**
 * Whether a request was sent to one of these hosts, of which another name would be DNS rebinding, and by no page of another
 * origin.
 */
export function isOfOwnOrigin(headers: IncomingHttpHeaders, hosts: readonly string[]): boolean {
  const { host = '', origin, 'sec-fetch-site': site = 'none' } = headers
  const sameOrigin = origin === undefined || origin === `http://${host}`
  return hosts.includes(host) && sameOrigin && ['none', 'same-origin'].includes(site)
}

/** Compares in constant time. */
export function isSame(token: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(token), digest(expected))
}
