import { Client } from 'undici'
import type { ClientEvidence } from '../evidence/attempt.ts'
import { readErrorPage, statusInWords } from '../wire/error-page.ts'
import { createConnector, patience, type Connection, type Progress } from './connector.ts'
import type { RoleRequest } from './role-request.ts'

/** What a client knows once its try is over. */
export interface Exchange {
  progress: Progress
  status: number | null
  substatus: number | null
  /** null when the site system gave the role's own answer. */
  end: ClientEvidence | null
}

/** Bytes of an answer that are read for what they say; an error page is far shorter. */
const readableLength = 64 * 1024

/** One request over one new connection. Never rejects: what goes wrong is what it is for. */
export async function exchange(
  origin: string,
  connection: Connection,
  request: RoleRequest,
): Promise<Exchange> {
  const progress: Progress = {}
  const client = new Client(origin, {
    connect: createConnector(connection, progress),
    headersTimeout: patience,
    bodyTimeout: patience,
    pipelining: 0,
  })
  try {
    const { statusCode, body } = await client.request({
      method: request.method,
      path: request.path,
      headers: request.headers ?? null,
      body: request.body ?? null,
    })
    if (statusCode < 300) {
      await body.dump()
      return { progress, status: statusCode, substatus: null, end: null }
    }
    const page = readErrorPage((await body.text()).slice(0, readableLength))
    const told = page?.status === statusCode ? page : { status: statusCode }
    const end = {
      stage: 'http',
      code: statusInWords(told),
      message: `HTTP status ${statusInWords(told)}`,
      received: 0,
      own: null,
    } as const
    return { progress, status: statusCode, substatus: told.substatus ?? null, end }
  } catch (error) {
    return { progress, status: null, substatus: null, end: endOf(error, progress, connection) }
  } finally {
    await client.destroy()
  }
}

function endOf(thrown: unknown, progress: Progress, { secureContext }: Connection): ClientEvidence {
  const caught = thrown as NodeJS.ErrnoException
  // The alert of a TLS 1.3 server comes after the handshake, and undici reports only that the other side closed.
  const alert = progress.socketError?.code?.startsWith('ERR_SSL_') ? progress.socketError : undefined
  const { code = caught.name, message } = alert ?? caught
  const reached = code === 'ENOTFOUND' ? 'resolve' : 'connect'
  const stage = !progress.ends ? reached : alert || (secureContext && !progress.secure) ? 'tls' : 'http'
  return { stage, code, message, received: 0, own: null }
}
