import { Client, type Dispatcher } from 'undici'
import type { ClientEvidence } from '../evidence/attempt.ts'
import type { HttpExchange } from '../evidence/recording/http-exchange.ts'
import { parseErrorPage, statusInWords } from '../wire/error-page.ts'
import { createConnector, type Connection, type Progress } from './connector.ts'
import { createExchangeNotes } from './exchange-notes.ts'
import { UnexpectedReplyError, type Conversation, type Reply } from './conversation.ts'
import { ServerCertificateError } from './judge-server.ts'

/** What a client knows once its try is over. */
export interface Exchange {
  progress: Progress
  status: number | null
  substatus: number | null
  /** That of the request which was made last. */
  path?: string
  /** null when the site system gave the role's own answer. */
  end: BareEvidence | null
  /** What was said by HTTP, in order. */
  exchanges?: HttpExchange[]
}

/** What was seen of the connection, before the client has looked at its own certificate. */
export type BareEvidence = Omit<ClientEvidence, 'own'>

/** Bytes of an answer; nothing that a client asks for in one request comes near it. */
const longestAnswer = 8 * 1024 * 1024

interface Heard {
  /** An answer had begun. */
  answering: boolean
  status: number | null
  path: string
}

/** A conversation over one new connection. Never rejects: what goes wrong is what it is for. */
export async function exchange(
  origin: string,
  connection: Connection,
  conversation: Conversation<unknown>,
): Promise<Exchange> {
  const { patience } = connection
  const progress: Progress = { received: () => 0 }
  const client = new Client(origin, {
    connect: createConnector(connection, progress),
    headersTimeout: patience,
    bodyTimeout: patience,
  })
  const { exchanges, said: note } = createExchangeNotes(origin, progress)
  const heard: Heard = { answering: false, status: null, path: '/' }
  try {
    await conversation(async (said) => {
      const { method, path, headers = {}, body = null } = said
      heard.answering = false
      heard.path = path
      const noted = note(said)
      const answer = await client.request({ method, path, headers, body })
      heard.answering = true
      heard.status = answer.statusCode
      noted.answering(answer.statusCode, answer.statusText)
      const reply = {
        status: answer.statusCode,
        headers: singleHeaders(answer.headers),
        body: await readAnswer(answer.body, patience),
      }
      noted.answered(reply)
      return reply
    })
    return { progress, status: heard.status, substatus: null, path: heard.path, end: null, exchanges }
  } catch (error) {
    if (error instanceof UnexpectedReplyError)
      return { ...refusal(error, progress), path: heard.path, exchanges }
    return {
      progress,
      status: null,
      substatus: null,
      path: heard.path,
      end: { ...endOf(error, progress, connection), ...(heard.answering && { answering: true }) },
      exchanges,
    }
  } finally {
    await client.destroy()
  }
}

function singleHeaders(headers: Dispatcher.ResponseData['headers']): Reply['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
}

/** The site system answered, and not as its role does. */
function refusal({ reply, message }: UnexpectedReplyError, progress: Progress): Exchange {
  const { status } = reply
  const received = progress.received()
  if (status < 300) {
    return {
      progress,
      status,
      substatus: null,
      end: { stage: 'http', code: 'UNEXPECTED_ANSWER', message, received },
    }
  }
  const told = parseErrorPage(reply.body.toString())
  const refused = told?.status === status ? told : { status }
  const code = statusInWords(refused)
  return {
    progress,
    status,
    substatus: refused.substatus ?? null,
    end: { stage: 'http', code, message: `HTTP status ${code}`, received },
  }
}

/** The answer has to be whole in twice the time that silence is borne: undici's own timer begins anew at every byte. */
async function readAnswer(body: Dispatcher.ResponseData['body'], patience: number): Promise<Buffer> {
  const timer = setTimeout(() => body.destroy(new AnswerTooSlowError()), 2 * patience)
  try {
    const pieces: Buffer[] = []
    let length = 0
    for await (const piece of body as AsyncIterable<Buffer>) {
      length += piece.length
      if (length <= longestAnswer) pieces.push(piece)
    }
    return Buffer.concat(pieces)
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
