import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Stage } from '../../../evidence/attempt.ts'
import type { ConnectionEnds } from '../../../evidence/connection.ts'
import {
  operations,
  parseMessage,
  serializeMessage,
  type Control,
  type LdapMessage,
} from '../../../wire/ldap/message.ts'
import { parseExtendedResponse } from '../../../wire/ldap/session.ts'
import { FramingError, ldapMessages } from '../../../wire/framing.ts'
import { resultName } from '../../../wire/ldap/result.ts'

export interface LdapTarget {
  address: string
  port: number
  /** The domain controller's name in messages; by default its address. */
  fqdn?: string
  /** Absent where the machine is to choose. */
  sourceAddress?: string
  /** Milliseconds of silence until the client gives up. */
  timeout: number
}

/** The state of a connection, also of one that failed. */
export interface LdapProgress {
  ends?: ConnectionEnds
  /** Bytes that came from the other end. */
  received: number
}

export interface LdapConnection {
  /** The other end's name in messages. */
  called: string
  /** Sends one request and yields its responses one by one. Throws an `LdapFailure`. */
  ask(operation: number, content: Buffer, controls?: readonly Control[]): AsyncGenerator<LdapMessage, never>
  /** Unbinds, and closes the connection. */
  close(): void
}

/** Bytes of one entry: room for all boundaries of a very large site. */
const longestResponse = 4 * 1024 * 1024

/** Keeps the state of the connection in `progress`. Throws an `LdapFailure`. */
export async function connectLdap(target: LdapTarget, progress: LdapProgress): Promise<LdapConnection> {
  const { address, port, fqdn: called = address, sourceAddress, timeout } = target
  const socket = connect({
    host: address,
    port,
    noDelay: true,
    ...(sourceAddress !== undefined && { localAddress: sourceAddress }),
  })
  socket.setTimeout(timeout, () => {
    socket.destroy(Object.assign(new Error(`${called} did not answer in time`), { code: 'ETIMEDOUT' }))
  })
  // Readers get the error from the iterator; ignore a late reset.
  socket.on('error', () => undefined)
  await once(socket, 'connect').catch((error: unknown) => {
    throw failureOf(error, 'connect')
  })
  progress.ends = {
    clientAddress: sourceAddress ?? socket.localAddress ?? '',
    clientPort: socket.localPort ?? 0,
    serverAddress: address,
    serverPort: port,
  }
  return talkOver(socket, called, progress)
}

function talkOver(socket: Socket, called: string, progress: LdapProgress): LdapConnection {
  const messages = ldapMessages(socket, longestResponse)
  let lastId = 0

  function send(operation: number, content: Buffer, controls: readonly Control[]): number {
    lastId += 1
    socket.write(serializeMessage({ id: lastId, operation, content, controls }))
    return lastId
  }

  async function next(): Promise<LdapMessage> {
    const { value, done } = await messages
      .next()
      .catch((error: unknown) => {
        throw failureOf(error)
      })
      .finally(() => (progress.received = socket.bytesRead))
    if (done) throw new LdapFailure('ECONNRESET', `${called} closed the connection`)
    const message = parseMessage(value)
    if (!message) throw new LdapFailure('INVALID_MESSAGE', `${called} sent what is no LDAP message`)
    return message
  }

  return {
    called,
    async *ask(operation, content, controls = []) {
      const id = send(operation, content, controls)
      for (;;) {
        const message = await next()
        const notice =
          message.id === 0 && message.operation === operations.extendedResponse
            ? parseExtendedResponse(message.content)
            : undefined
        if (notice) {
          throw new LdapFailure(resultName(notice.code), `${called} ends the connection: ${notice.message}`)
        }
        if (message.id !== id) {
          throw new LdapFailure('INVALID_MESSAGE', `${called} sent what is no response to the request`)
        }
        yield message
      }
    },
    close() {
      if (socket.writable) send(operations.unbindRequest, Buffer.alloc(0), [])
      socket.destroySoon()
    },
  }
}

function failureOf(error: unknown, stage?: 'connect'): LdapFailure {
  const { code, message } = error as NodeJS.ErrnoException
  const told = code ?? (error instanceof FramingError ? 'INVALID_MESSAGE' : 'ECONNRESET')
  return new LdapFailure(told, message, stage)
}

/** A search that failed. `code` is Node's, or a result by its name in RFC 4511 (`noSuchObject`). */
export class LdapFailure extends Error {
  override readonly name = 'LdapFailure'
  readonly stage: Stage
  readonly code: string

  constructor(code: string, message: string, stage: Stage = 'ldap') {
    super(message)
    this.code = code
    this.stage = stage
  }
}
