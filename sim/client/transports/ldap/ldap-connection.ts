import type { Stage } from '../../../vocabulary/protocol.ts'
import { connectTcp, type TcpProgress, type TcpTarget } from '../../../net/tcp-client.ts'
import {
  operations,
  parseExtendedResponse,
  parseMessage,
  resultName,
  serializeMessage,
  type Control,
  type LdapMessage,
  ldapMessageBounds,
} from '../../../wire/ldap/message.ts'

export type LdapTarget = TcpTarget
export type LdapProgress = TcpProgress

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

/** Connects, and keeps `progress` up to date even if the connection fails. Throws an `LdapFailure`. */
export async function connectLdap(target: LdapTarget, progress: LdapProgress): Promise<LdapConnection> {
  const framing = { boundsOf: ldapMessageBounds, longest: longestResponse }
  const connection = await connectTcp(target, framing, progress, (...why) => new LdapFailure(...why))
  const { called } = connection
  let lastId = 0

  function send(operation: number, content: Buffer, controls: readonly Control[]): number {
    lastId += 1
    connection.send(serializeMessage({ id: lastId, operation, content, controls }))
    return lastId
  }

  async function next(): Promise<LdapMessage> {
    const message = parseMessage(await connection.next())
    if (!message) throw new LdapFailure('INVALID_MESSAGE', `${called} sent data that is not an LDAP message`)
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
          throw new LdapFailure(
            'INVALID_MESSAGE',
            `${called} sent a message that is not a response to the request`,
          )
        }
        yield message
      }
    },
    close() {
      if (connection.writable()) send(operations.unbindRequest, Buffer.alloc(0), [])
      connection.close()
    },
  }
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
