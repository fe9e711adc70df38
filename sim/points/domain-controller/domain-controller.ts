import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { Recorder, ServerSide } from '../../evidence/recorder.ts'
import type { LdapEntry } from '../../wire/ldap/search.ts'
import { noticeOfDisconnection, serializeExtendedResponse } from '../../wire/ldap/session.ts'
import { FramingError, ldapMessages } from '../../wire/framing.ts'
import { operations, parseMessage, serializeMessage } from '../../wire/ldap/message.ts'
import { resultCodes, resultName } from '../../wire/ldap/result.ts'
import { answerRequest } from './answer-request.ts'
import { rootEntry } from './root-entry.ts'

export interface DomainControllerOptions {
  address: string
  /** LDAP has 389; 0 where the system is to choose. */
  port: number
  fqdn: string
  /** `contoso.test`. */
  domain: string
  recorder: Recorder
  /** What is in the directory now; read at each search, and made ready once for each list. */
  entries(): readonly LdapEntry[]
}

export interface DomainController {
  address: string
  port: number
  close(): Promise<void>
}

/** Bytes. Requests that only read are short, and what one filter can ask of every entry is bounded by it. */
const longestRequest = 16 * 1024
/** All clients of a hierarchy come here first. */
const mostConnections = 8192
/** Milliseconds without a byte in either direction. */
const patience = 60_000

const good: readonly number[] = [resultCodes.success, resultCodes.compareTrue, resultCodes.compareFalse]

/** A domain controller's LDAP (RFC 4511), to be read from only. */
export async function openDomainController(options: DomainControllerOptions): Promise<DomainController> {
  const { address, fqdn, domain, recorder, entries } = options
  const answering = { root: rootEntry(fqdn, domain), entries }
  const sockets = new Set<Socket>()

  function serve(socket: Socket): void {
    const side = recorder.accepted({
      clientAddress: socket.remoteAddress ?? '',
      clientPort: socket.remotePort ?? 0,
      serverAddress: socket.localAddress ?? '',
      serverPort: socket.localPort ?? 0,
    })
    sockets.add(socket)
    socket.setNoDelay()
    socket.setTimeout(patience, () =>
      socket.destroy(new SilenceError(`silent for ${patience / 1000} seconds`)),
    )
    // Who reads is told below; a reset that comes later is nobody's.
    socket.on('error', () => undefined)
    const talk = converse(socket, side)
      .catch((error: unknown) => {
        const wrong = describe(error)
        if (wrong) side.sawWrong({ stage: 'ldap', ...wrong })
        if (error instanceof FramingError) socket.write(disconnection(error.message))
        else socket.destroy()
      })
      .then(() => socket.destroySoon())
    socket.once('close', () => {
      sockets.delete(socket)
      void talk.then(side.closed)
    })
  }

  async function converse(socket: Socket, side: ServerSide): Promise<void> {
    // Who stops reading may have something to say yet.
    const stream = socket.iterator({ destroyOnReturn: false })
    for await (const bytes of ldapMessages(stream, longestRequest)) {
      const request = parseMessage(bytes)
      if (!request || request.id === 0) throw new FramingError('what came is no LDAP message')
      if (request.operation === operations.unbindRequest) return
      // What it would stop has been answered already.
      if (request.operation === operations.abandonRequest) continue
      const answer = answerRequest(request, answering)
      if (!answer) throw new FramingError('what came is no request of LDAP')
      const { code, message } = answer.result
      if (!good.includes(code)) {
        side.sawWrong({ stage: 'ldap', code: resultName(code), message: `${fqdn}: ${message}` })
      }
      for (const response of answer.responses) {
        // Who does not read what was asked for is not listened to either.
        if (!socket.write(serializeMessage({ id: request.id, ...response }))) await writable(socket)
      }
    }
  }

  /** undefined when nobody but this server ended it. */
  function describe(error: unknown): { code: string; message: string } | undefined {
    const message = `${fqdn}: ${error instanceof Error ? error.message : String(error)}`
    if (error instanceof SilenceError) return { code: 'ETIMEDOUT', message }
    if (error instanceof FramingError) return { code: 'INVALID_MESSAGE', message }
    const { code } = error as NodeJS.ErrnoException
    return code === 'ERR_STREAM_PREMATURE_CLOSE' ? undefined : { code: code ?? 'INTERNAL_ERROR', message }
  }

  const server = createServer(serve)
  server.maxConnections = mostConnections
  server.listen(options.port, address)
  await once(server, 'listening')
  const opened = server.address()
  return {
    address,
    port: typeof opened === 'object' && opened ? opened.port : options.port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

class SilenceError extends Error {}

/** The last words to one whose message cannot be read (RFC 4511, 4.1.1). */
function disconnection(message: string): Buffer {
  return serializeMessage({
    id: 0,
    operation: operations.extendedResponse,
    content: serializeExtendedResponse({
      code: resultCodes.protocolError,
      matchedName: '',
      message,
      name: noticeOfDisconnection,
    }),
    controls: [],
  })
}

/** Resolves when more can be written, or never again. */
function writable(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    function done(): void {
      socket.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    socket.once('drain', done)
    socket.once('close', done)
    if (!socket.writableNeedDrain || socket.destroyed) done()
  })
}
