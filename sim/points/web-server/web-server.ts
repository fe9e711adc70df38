import type { IncomingMessage, ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { EndEvidence } from '../../evidence/end-evidence.ts'
import type { Unusually } from '../../net/unusual.ts'
import { readBody } from '../../net/read-body.ts'
import { limits } from '../../limits.ts'
import type { WebProtocol } from '../../vocabulary/network.ts'
import { packageContent, type PackageIdentity } from '../../wire/distribution-point/package.ts'
import {
  contentRange,
  failedPrecondition,
  multipartEnd,
  multipartType,
  parseByteRanges,
  partHead,
  rangeCounts,
  type ByteRange,
  type Validators,
} from '../../wire/distribution-point/ranges.ts'
import { statusInWords, type WebServerError } from '../../wire/error-page.ts'
import { isKnownVerb, knownVerbs, parseRequestTarget } from '../../wire/http/requests.ts'
import { sendError, writeHead, type Head } from '../listener/http-receiver.ts'
import { refusalOf } from '../listener/tls-receiver.ts'
import type { AnswerForRole, WebConnection } from '../listener/web-connection.ts'
import type { Binding } from './bindings.ts'
import { admit } from './sign-in.ts'
import { unusualForm } from './unusual-answer.ts'
import {
  methodNotAllowed,
  notFound,
  type Answer,
  type Answered,
  type ReceivedRequest,
  type RequestContext,
} from './virtual-directory.ts'

/** Answers a request as a web server of that age does: refuses it, or passes it to the role of its virtual directory. */
export function requestListener(binding: Binding, context: RequestContext): AnswerForRole {
  const door = {
    fqdn: context.system.fqdn,
    domain: context.hierarchy.domain,
    accounts: context.accounts,
  }
  return (request, response, connection, unusually) => {
    const note: Note = (end) => connection.side.sawWrong(end)
    answerTo(request, response, connection, note)
      .catch((error: unknown): Answer => {
        connection.side.failed(error)
        return refuse(request, note, { status: 500, reason: 'Internal server error.' })
      })
      .then((answer) => {
        // What came of its body cannot be read, and it was refused for that.
        if (response.headersSent) return undefined
        const substatus = 'reason' in answer ? answer.substatus : undefined
        connection.substatus = substatus ?? 0
        connection.side.replied(answer.status, substatus)
        return sendAnswer(request, response, answer, unusually)
      })
      .catch(() => response.destroy())
  }

  async function answerTo(
    request: IncomingMessage,
    response: ServerResponse,
    connection: WebConnection,
    note: Note,
  ): Promise<Answer> {
    const { refused } = connection
    const stands: Note = (end) => (connection.standing = end)
    const received = readRequest(request, binding.protocol)
    const directory = received && binding.directories.find(({ path }) => isBelow(received.path, path))
    if (refused && !directory?.withoutClientCertificate) {
      connection.refusedFor = refused.code
      return refuse(request, stands, refusalOf(refused.code), { stage: 'tls', ...refused })
    }
    if (!received) return refuse(request, note, { status: 400, reason: 'The request target cannot be read.' })
    if (!isKnownVerb(received.method)) return refuse(request, note, notImplemented)
    if (expectsTheUnknown(received)) return refuse(request, note, expectationFailed)
    if (received.path === '*') return aboutServer
    if (binding.sslOnly.some(({ path }) => isBelow(received.path, path))) {
      return refuse(request, note, {
        status: 403,
        substatus: 4,
        reason: 'SSL is required to view this resource.',
      })
    }
    if (!directory) return refuse(request, note, notFound())
    if (directory.signsIn?.(context.site, context.system)) {
      const admission = admit(received.header('authorization'), connection.signIn, door)
      if (!admission.admitted) {
        connection.challenged = admission.challenged ?? false
        return refuse(request, stands, admission.refusal)
      }
      // Goes with whatever the answer is (RFC 4559, section 5).
      if (admission.proof !== undefined) response.setHeader('WWW-Authenticate', admission.proof)
      received.account = admission.account
    }
    const answer = await directory.answer(received, context)
    return 'reason' in answer ? refuse(request, note, answer) : answer
  }

  /** `why`: the evidence, if it says more than the answer. */
  function refuse(
    request: IncomingMessage,
    note: Note,
    error: WebServerError,
    why: Omit<EndEvidence, 'message'> = { stage: 'http', code: statusInWords(error) },
  ): WebServerError {
    const message = `answered ${statusInWords(error)}: ${error.reason}`
    const host = otherHost(request, context.system.fqdn)
    if (host === undefined) note({ ...why, message })
    else note({ stage: 'http', code: 'OTHER_NAME_ASKED', message: `was asked for ${host}; ${message}` })
    return error
  }
}

/** Records the fault of a request with its connection. */
type Note = (end: EndEvidence) => void

const notImplemented: WebServerError = {
  status: 501,
  reason: 'The verb is not one that this web server knows.',
  closes: true,
}

const expectationFailed: WebServerError = { status: 417, reason: 'The expectation cannot be met.' }

/** RFC 9110, section 10.1.1: there is one expectation, and Node meets it. */
function expectsTheUnknown({ header }: ReceivedRequest): boolean {
  const expectation = header('expect')
  return expectation !== undefined && expectation.trim().toLowerCase() !== '100-continue'
}

/** The answer to `OPTIONS *`: with the header by which IIS lists the verbs of all its resources. */
const aboutServer: Answered = {
  status: 200,
  headers: { Allow: knownVerbs.join(', '), Public: knownVerbs.join(', ') },
}

/** The name that a request asks for, if it is another system's; an address is not a name. */
function otherHost({ url = '', method = '', headers }: IncomingMessage, fqdn: string): string | undefined {
  const { host = headers.host ?? '' } = parseRequestTarget(method, url) ?? {}
  const name = host.replace(/:\d+$/, '')
  return name === '' || isIP(name) !== 0 || name.toLowerCase() === fqdn.toLowerCase() ? undefined : name
}

/** Paths are not case-sensitive on that web server. */
function isBelow(path: string, directory: string): boolean {
  const folded = path.toLowerCase()
  return folded === directory.toLowerCase() || folded.startsWith(`${directory.toLowerCase()}/`)
}

/** Longest body by default, in bytes; few messages come near it. */
const usualLongestBody = limits.requestBody.value

/** undefined if the request's target is not a path that can be decoded. */
function readRequest(request: IncomingMessage, protocol: WebProtocol): ReceivedRequest | undefined {
  const { method = '', url = '' } = request
  const target = parseRequestTarget(method, url)
  if (!target) return undefined
  const path = decode(target.path)
  if (path === undefined) return undefined
  return {
    method,
    protocol,
    path,
    query: target.query,
    header(name) {
      const value = request.headers[name.toLowerCase()]
      return Array.isArray(value) ? value.join(', ') : value
    },
    async body(longest = usualLongestBody) {
      // Read even a body that is too long to its end: a client cut off while sending may never see the answer.
      const { bytes, length } = await readBody(request, longest)
      return length <= longest ? bytes : undefined
    },
  }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/** Sends an answer; `unusually` draws what is unusual about it, if anything is. */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  unusually: Unusually | undefined,
): Promise<void> {
  if (!unusually) {
    await sendInForm(request, response, answer)
    return
  }
  const form = await unusualForm(request, response, answer, unusually)
  // It may have been refused, or left alone, meanwhile.
  if (!response.headersSent && !response.destroyed)
    await sendInForm(request, response, form.answer, form.arrange)
}

async function sendInForm(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  arrange?: (head: Head) => Head,
): Promise<void> {
  if ('reason' in answer) {
    sendError(request, response, answer, arrange)
    return
  }
  const { status, headers = {}, body } = answer
  writeHead(response, status, { ...lengthOf(body), ...headers }, arrange)
  if (body instanceof Readable) {
    // Ignore a client that leaves in mid-transfer.
    await pipeline(body, response).catch(() => undefined)
  } else response.end(request.method === 'HEAD' ? undefined : body)
}

/** BITS requires a length with every answer. */
function lengthOf(body: Answered['body']): Record<string, number> {
  return body instanceof Readable ? {} : { 'Content-Length': Buffer.byteLength(body ?? '') }
}

/** The date of content that never changes, so that it is the same in every request and every run. */
export const firstModified = new Date('2007-08-22T00:00:00Z')

export interface SentFile extends Validators {
  /** `application/octet-stream` by default. */
  type?: string
  /** Bytes. */
  size: number
  /** The bytes of a range, in pieces. */
  read(range: ByteRange): Iterable<Buffer> | AsyncIterable<Buffer>
}

export const fileType = 'application/octet-stream'

/**
 * Answers GET and HEAD of a file: whole, a range, or several. Always with a length, never chunked or compressed: BITS
 * asks for that ("HTTP Requirements for BITS Downloads").
 */
export function sendFile({ method, header }: ReceivedRequest, file: SentFile): Answer {
  const { type = fileType, size, etag, lastModified } = file
  const state = { ETag: etag, 'Last-Modified': lastModified.toUTCString() }
  const failed = failedPrecondition(header, file)
  // No body, but the length that it would have (RFC 9110, section 8.6).
  if (failed === 304) return { status: 304, headers: { ...state, 'Content-Length': size } }
  if (failed === 412) return { status: 412, reason: 'The file is not in the state that was asked for.' }
  const headers = { ...state, 'Accept-Ranges': 'bytes', 'Content-Type': type }
  // A range is for GET alone (RFC 9110, section 14.2).
  if (method === 'HEAD') return { status: 200, headers: { ...headers, 'Content-Length': size } }
  const ranges = rangeCounts(header, file) ? parseByteRanges(header('range'), size) : undefined
  if (ranges === 'unsatisfiable') {
    return { status: 416, headers: { ...headers, 'Content-Range': contentRange(undefined, size) } }
  }
  const [only, second] = ranges ?? [{ first: 0, last: size - 1 }]
  if (ranges && second) {
    return {
      status: 206,
      headers: {
        ...headers,
        'Content-Type': multipartType,
        'Content-Length': multipartLength(ranges, size, type),
      },
      body: Readable.from(multipart(ranges, file)),
    }
  }
  const range = only ?? { first: 0, last: -1 }
  return {
    status: ranges ? 206 : 200,
    headers: {
      ...headers,
      'Content-Length': range.last - range.first + 1,
      ...(ranges && { 'Content-Range': contentRange(range, size) }),
    },
    body: bodyOf(file.read(range), range),
  }
}

/** Bytes of a body that is sent as a whole: a stream costs more than they do. */
const mostAtOnce = 64 * 1024

function bodyOf(pieces: ReturnType<SentFile['read']>, { first, last }: ByteRange): Buffer | Readable {
  const atOnce = last - first < mostAtOnce && Symbol.iterator in pieces
  return atOnce ? Buffer.concat([...pieces]) : Readable.from(pieces)
}

async function* multipart(
  ranges: readonly ByteRange[],
  { type = fileType, size, read }: SentFile,
): AsyncGenerator<Buffer> {
  for (const range of ranges) {
    yield partHead(range, size, type, range === ranges[0])
    yield* read(range)
  }
  yield multipartEnd
}

function multipartLength(ranges: readonly ByteRange[], size: number, type: string): number {
  const parts = ranges.map(
    (range) => partHead(range, size, type, range === ranges[0]).length + range.last - range.first + 1,
  )
  return parts.reduce((sum, length) => sum + length, multipartEnd.length)
}

/** A file whose bytes follow from its id and version, for HEAD and GET. */
export function sendGeneratedFile(
  request: ReceivedRequest,
  { id, version, size }: PackageIdentity & { size: number },
): Answer {
  if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed('GET', 'HEAD')
  return sendFile(request, {
    etag: `"${id}.${version}"`,
    lastModified: firstModified,
    size,
    read: (range) => packageContent({ id, version }, range),
  })
}
