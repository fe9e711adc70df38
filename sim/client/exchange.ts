import { Client, type Dispatcher } from 'undici'
import type { ClientEvidence } from '../evidence/attempt.ts'
import { readErrorPage, statusInWords } from '../wire/error-page.ts'
import { createConnector, type Connection, type Progress } from './connector.ts'
import { ServerCertificateError } from './judge-server.ts'
import type { RoleRequest } from './role-request.ts'

/** What a client knows once its try is over. */
export interface Exchange {
  progress: Progress
  status: number | null
  substatus: number | null
  /** null when the site system gave the role's own answer. */
  end: BareEvidence | null
}

/** What was seen of the connection, before the client has looked at its own certificate. */
export type BareEvidence = Omit<ClientEvidence, 'own'>

/** Bytes of an answer that are read for what they say; an error page is far shorter. */
const readableLength = 64 * 1024

/** One request over one new connection. Never rejects: what goes wrong is what it is for. */
export async function exchange(
  origin: string,
  connection: Connection,
  request: RoleRequest,
): Promise<Exchange> {
  const { patience } = connection
  const progress: Progress = { received: () => 0 }
  const client = new Client(origin, {
    connect: createConnector(connection, progress),
    headersTimeout: patience,
    bodyTimeout: patience,
    pipelining: 0,
  })
  let answering = false
  try {
    const { statusCode, body } = await client.request({
      method: request.method,
      path: request.path,
      headers: request.headers ?? null,
      body: request.body ?? null,
    })
    answering = true
    const page = await readAnswer(body, patience)
    if (statusCode < 300) return { progress, status: statusCode, substatus: null, end: null }
    const told = readErrorPage(page)
    const status = told?.status === statusCode ? told : { status: statusCode }
    const end: BareEvidence = {
      stage: 'http',
      code: statusInWords(status),
      message: `HTTP status ${statusInWords(status)}`,
      received: progress.received(),
    }
    return { progress, status: statusCode, substatus: status.substatus ?? null, end }
  } catch (error) {
    return {
      progress,
      status: null,
      substatus: null,
      end: { ...endOf(error, progress, connection), ...(answering && { answering }) },
    }
  } finally {
    await client.destroy()
  }
}

/** The answer has to be whole in twice the time that silence is borne: undici's own timer begins anew at every byte. */
async function readAnswer(body: Dispatcher.ResponseData['body'], patience: number): Promise<string> {
  const timer = setTimeout(() => body.destroy(new AnswerTooSlowError()), 2 * patience)
  try {
    let text = ''
    for await (const piece of body as AsyncIterable<Buffer>) {
      if (text.length < readableLength) text += piece.toString()
    }
    return text
  } finally {
    clearTimeout(timer)
  }
}

class AnswerTooSlowError extends Error {
  override readonly name = 'AnswerTooSlowError'
  readonly code = 'ERR_ANSWER_TOO_SLOW'

  constructor() {
    super('the answer had begun, and was not whole in time')
  }
}

function endOf(thrown: unknown, progress: Progress, { secure }: Connection): BareEvidence {
  const caught = thrown as NodeJS.ErrnoException
  const { socketError } = progress
  // The alert of a TLS 1.3 server comes after the handshake, and undici reports only that the other side closed.
  const alert = socketError?.code?.startsWith('ERR_SSL_') ? socketError : undefined
  // Of a reset in the middle of an answer it only reports that the answer is too short.
  const reset = caught.code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' ? socketError : undefined
  const { code = caught.name, message } = alert ?? reset ?? caught
  const reached = code === 'ENOTFOUND' ? 'resolve' : 'connect'
  const received = progress.received()
  if (caught instanceof ServerCertificateError) {
    const { certificate, otherNameLeadsHere } = caught
    return {
      stage: 'tls',
      code,
      message,
      received,
      ...(certificate && { certificate }),
      ...(otherNameLeadsHere && { otherNameLeadsHere }),
    }
  }
  const stage = !progress.ends ? reached : alert || (secure && !progress.secure) ? 'tls' : 'http'
  return { stage, code, message, received }
}
