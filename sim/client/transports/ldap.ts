import type { EndEvidence } from '../../evidence/end-evidence.ts'
import type { ConnectionEnds } from '../../evidence/connection.ts'
import { connectTcp, type TcpProgress, type TcpTarget } from '../../net/tcp-client.ts'
import type { Stage } from '../../vocabulary/network.ts'
import {
  type Filter,
  parseEntry,
  serializeSearchRequest,
  type LdapEntry,
  type SearchScope,
} from '../../wire/ldap/search.ts'
import {
  ldapMessageBounds,
  operations,
  pagedResults,
  parseExtendedResponse,
  parseMessage,
  parsePagedResults,
  parseResult,
  resultCodes,
  resultName,
  serializeBindRequest,
  serializeMessage,
  serializePagedResults,
  type Control,
  type LdapMessage,
} from '../../wire/ldap/message.ts'
import type { ClientNetwork } from '../network.ts'
import { plainTransport, type Transport } from './transport.ts'

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

export interface LdapSearch {
  /** The name of the entry to begin at; empty for the server itself. */
  base: string
  filter: Filter
  scope: SearchScope
  /** Names of attributes; absent: all. */
  attributes?: readonly string[]
  /** A computer account; absent: anonymous. */
  account?: { name: string; password: string }
}

interface LdapSearching {
  /** Absent unless there was a connection. */
  ends?: ConnectionEnds
  /** Bytes received from the other end. */
  received: number
  /** All entries, or the ones received before the search failed. */
  entries: LdapEntry[]
  /** The error at this end; null if the search succeeded. */
  end: (EndEvidence & { received: number }) | null
}

/** Entries of one page: as many as a domain controller gives at a time. */
const pageSize = 1000
/** More than the sites of any hierarchy publish. */
const mostEntries = 65_536

/** Searches a directory anonymously. The result of a failed search has the entries received before. */
export function ldapTransport(
  network: ClientNetwork,
  { fqdn, port }: { fqdn: string; port: number },
  search: LdapSearch,
): Transport<readonly LdapEntry[]> {
  const { sourceAddress } = network
  const url = (openPort: number): string => `ldap://${fqdn}:${openPort}`
  return plainTransport(network, { protocol: 'ldap', fqdn, port, url }, async (address, openPort) => {
    const target = { address, port: openPort, fqdn, sourceAddress, ...network.patienceWith(fqdn, port) }
    const { entries, ...searching } = await searchDirectory(target, search)
    return { ...searching, result: entries }
  })
}

/** Signs in and searches page by page, as a client does to find its site. Never rejects because of the network. */
export async function searchDirectory(target: LdapTarget, search: LdapSearch): Promise<LdapSearching> {
  const progress: LdapProgress = { received: 0 }
  const entries: LdapEntry[] = []
  let connection: LdapConnection | undefined
  try {
    connection = await connectLdap(target, progress)
    await signIn(connection, search.account)
    let cookie: Buffer | undefined = Buffer.alloc(0)
    while (cookie) cookie = await readPage(connection, search, cookie, entries)
    return { ...progress, entries, end: null }
  } catch (error) {
    if (!(error instanceof LdapFailure)) throw error
    const { stage, code, message } = error
    const { received } = progress
    return { ...progress, entries, end: { stage, code, message, received } }
  } finally {
    connection?.close()
  }
}

async function signIn(connection: LdapConnection, account: LdapSearch['account']): Promise<void> {
  const { name, password } = account ?? { name: '', password: '' }
  const request = serializeBindRequest({
    version: 3,
    name,
    authentication: { kind: 'simple', password: Buffer.from(password) },
  })
  const { value } = await connection.ask(operations.bindRequest, request).next()
  if (value.operation !== operations.bindResponse) throw unreadable(connection)
  expectSuccess(
    connection,
    value,
    `${connection.called} does not let ${name || 'an anonymous client'} sign in`,
  )
}

/** Adds a page's entries to `entries`. Resolves to the cookie of the next page, if there is one. */
async function readPage(
  connection: LdapConnection,
  { base, scope, filter, attributes = [] }: LdapSearch,
  cookie: Buffer,
  entries: LdapEntry[],
): Promise<Buffer | undefined> {
  const request = serializeSearchRequest({
    ...{ base, scope, filter, attributes },
    sizeLimit: 0,
    timeLimit: 0,
    typesOnly: false,
  })
  // A server that does not know this control sends everything at once, or as much as it allows.
  const page = serializePagedResults({ size: pageSize, cookie }, false)
  for await (const message of connection.ask(operations.searchRequest, request, [page])) {
    switch (message.operation) {
      case operations.searchResultEntry: {
        const entry = parseEntry(message.content)
        if (!entry || entries.length === mostEntries) throw unreadable(connection)
        entries.push(entry)
        break
      }
      // Ignore a referral: there is no other server.
      case operations.searchResultReference:
        break
      case operations.searchResultDone: {
        expectSuccess(connection, message, `${connection.called} did not find what is below "${base}"`)
        return nextCookie(message, cookie)
      }
      default:
        throw unreadable(connection)
    }
  }
  return undefined
}

/** Stops at a repeated cookie, which would lead to the same page for ever. */
function nextCookie({ controls }: LdapMessage, last: Buffer): Buffer | undefined {
  const control = controls.find(({ type }) => type === pagedResults)
  const cookie = control && parsePagedResults(control)?.cookie
  return cookie && cookie.length > 0 && !cookie.equals(last) ? cookie : undefined
}

function expectSuccess(connection: LdapConnection, { content }: LdapMessage, message: string): void {
  const result = parseResult(content)
  if (!result) throw unreadable(connection)
  if (result.code === resultCodes.success) return
  const name = resultName(result.code)
  throw new LdapFailure(name, `${message}: ${result.message || name}`)
}

function unreadable({ called }: LdapConnection): LdapFailure {
  return new LdapFailure('INVALID_MESSAGE', `a response of ${called} cannot be read`)
}
