import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { ConnectionEnds } from '../../evidence/connection.ts'
import {
  operations,
  parseMessage,
  serializeMessage,
  type Control,
  type LdapMessage,
} from '../../wire/ldap/message.ts'
import { parseExtendedResponse } from '../../wire/ldap/session.ts'
import { FramingError, ldapMessages } from '../../wire/framing.ts'
import { resultName } from '../../wire/ldap/result.ts'
import { LdapFailure } from './ldap-failure.ts'

export interface LdapTarget {
  address: string
  port: number
  /** Of the domain controller, for messages to people; its address where absent. */
  fqdn?: string
  /** Absent where the machine is to choose. */
  sourceAddress?: string
  /** Milliseconds of silence until a try is given up. */
  patience: number
}

/** What is to be known of a connection, whatever becomes of it. */
export interface LdapProgress {
  ends?: ConnectionEnds
  /** Bytes that came from the other end. */
  received: number
}

export interface LdapConnection {
  /** As messages to people call the other end. */
  called: string
  /** Sends one request and gives its responses one by one, for as long as somebody wants them. Throws an `LdapFailure`. */
  ask(operation: number, content: Buffer, controls?: readonly Control[]): AsyncGenerator<LdapMessage, never>
  /** Says that it goes, and goes. */
  close(): void
}

/** Bytes of one entry: room for all boundaries of a very large site. */
const longestResponse = 4 * 1024 * 1024

/** Keeps in `progress` what is to be known of a connection that failed. Throws an `LdapFailure`. */
export async function connectLdap(target: LdapTarget, progress: LdapProgress): Promise<LdapConnection> {
  const { address, port, fqdn: called = address, sourceAddress, patience } = target
  const socket = connect({
    host: address,
    port,
    noDelay: true,
    ...(sourceAddress !== undefined && { localAddress: sourceAddress }),
  })
  socket.setTimeout(patience, () => {
    socket.destroy(Object.assign(new Error(`${called} did not answer in time`), { code: 'ETIMEDOUT' }))
  })
  // Who waits is told below; a reset that comes later is nobody's.
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
