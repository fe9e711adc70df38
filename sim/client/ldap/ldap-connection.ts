import { connectTcp, type TcpProgress, type TcpTarget } from '../../net/tcp-client.ts'
import type { Control } from '../../wire/ldap/control.ts'
import { parseExtendedResponse } from '../../wire/ldap/extended.ts'
import { messageBounds } from '../../wire/ldap/framing.ts'
import { parseMessage, printMessage, type LdapMessage } from '../../wire/ldap/message.ts'
import { operations } from '../../wire/ldap/operations.ts'
import { resultName } from '../../wire/ldap/result-code.ts'
import { LdapFailure } from './ldap-failure.ts'

export type LdapTarget = TcpTarget
export type LdapProgress = TcpProgress

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

/** Keeps `progress` up to date, whatever becomes of the connection. Throws an `LdapFailure`. */
export async function connectLdap(target: LdapTarget, progress: LdapProgress): Promise<LdapConnection> {
  const framing = { boundsOf: messageBounds, longest: longestResponse }
  const connection = await connectTcp(target, framing, progress, (...why) => new LdapFailure(...why))
  const { called } = connection
  let lastId = 0

  function send(operation: number, content: Buffer, controls: readonly Control[]): number {
    lastId += 1
    connection.send(printMessage({ id: lastId, operation, content, controls }))
    return lastId
  }

  async function next(): Promise<LdapMessage> {
    const message = parseMessage(await connection.next())
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
      if (connection.writable()) send(operations.unbindRequest, Buffer.alloc(0), [])
      connection.close()
    },
  }
}
