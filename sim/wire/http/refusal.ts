import { STATUS_CODES } from 'node:http'
import { limits } from '../../limits.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/**
 * Why HTTP.sys, the part of Windows that hears requests for the web server, refuses a request itself: the words of its log
 * ("Error logging in HTTP APIs", KB 820729).
 */
export type RefusalReason =
  | 'BadRequest'
  | 'EntityTooLarge'
  | 'Header'
  | 'Hostname'
  | 'Invalid_CR/LF'
  | 'N/I'
  | 'Number'
  | 'RequestLength'
  | 'URL'
  | 'URL_Length'
  | 'Verb'
  | 'Version_N/S'

/** Bytes of a request's head: as HTTP.sys has it by default (`MaxRequestBytes`, KB 820129), and Node. */
export const longestHead = limits.requestHead.value

export interface Refusal {
  reason: RefusalReason
  status: number
  /** The heading of its page, which has nothing else. */
  heading: string
}

/**
 * The status by the RFC. Headings with a remark in brackets are in public captures and support articles; the others, for which
 * none were found, are the status in words. HTTP.sys itself answers 400 to a head that is too long, where RFC 6585, which is
 * younger, has 431: our choice.
 */
const refusals: Readonly<Record<RefusalReason, readonly [status: number, heading: string]>> = {
  BadRequest: [400, 'Bad Request'],
  EntityTooLarge: [413, 'Request Entity Too Large'],
  Header: [400, 'Bad Request (Invalid Header Name)'],
  Hostname: [400, 'Bad Request (Invalid Hostname)'],
  'Invalid_CR/LF': [400, 'Bad Request'],
  'N/I': [501, 'Not Implemented'],
  Number: [400, 'Bad Request (Invalid Number)'],
  RequestLength: [431, 'Bad Request (Request Header Too Long)'],
  URL: [400, 'Bad Request (Invalid URL)'],
  URL_Length: [414, 'Request-URI Too Long'],
  Verb: [400, 'Bad Request (Invalid Verb)'],
  'Version_N/S': [505, 'HTTP Version Not Supported'],
}

export function refusalFor(reason: RefusalReason): Refusal {
  const [status, heading] = refusals[reason]
  return { reason, status, heading }
}

/** The part of a request's head by which a refusal is chosen. */
export interface HeadSeen {
  /** As far as it has come. */
  requestLine: string
  /** The end of the request line has come. */
  inFields: boolean
  /** The values of Transfer-Encoding, as far as they have come; empty where there is none. */
  transferEncoding: string
}

/** Codes of Node's parser, those that mean one thing; versions of Node differ in which they use. */
const reasonsOfParser: Readonly<Record<string, RefusalReason>> = {
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'EntityTooLarge',
  HPE_CR_EXPECTED: 'Invalid_CR/LF',
  HPE_INVALID_CHUNK_SIZE: 'Number',
  HPE_INVALID_CONTENT_LENGTH: 'Number',
  HPE_INVALID_HEADER_TOKEN: 'Header',
  HPE_INVALID_METHOD: 'Verb',
  HPE_INVALID_URL: 'URL',
  HPE_LF_EXPECTED: 'Invalid_CR/LF',
  HPE_STRICT: 'Invalid_CR/LF',
  HPE_UNEXPECTED_CONTENT_LENGTH: 'Number',
}

/** Why a request is refused that Node's parser cannot read: by the parser's code, and what had come of the request. */
export function refusalOfUnreadable(code: string, head: HeadSeen): Refusal {
  return refusalFor(reasonsOfParser[code] ?? reasonBySight(code, head))
}

function reasonBySight(code: string, { requestLine, inFields, transferEncoding }: HeadSeen): RefusalReason {
  if (code === 'HPE_HEADER_OVERFLOW')
    return inFields && requestLine.length < longestHead ? 'RequestLength' : 'URL_Length'
  // RFC 9112, section 6.1: a coding that is unknown; section 6.3: chunked is known, and has to be the last.
  if (code === 'HPE_INVALID_TRANSFER_ENCODING') return isChunkedAmong(transferEncoding) ? 'BadRequest' : 'N/I'
  const isVersion = code === 'HPE_INVALID_VERSION' || code === 'HPE_PAUSED_H2_UPGRADE'
  return isVersion && otherVersion.test(requestLine) ? 'Version_N/S' : 'BadRequest'
}

function isChunkedAmong(transferEncoding: string): boolean {
  return transferEncoding.split(',').some((coding) => coding.trim().toLowerCase() === 'chunked')
}

/** A version that can be read (RFC 9112, section 2.3), and is not ours: what is wrong with a line of ours is something else. */
const otherVersion = / HTTP\/(?!1\.[01])\d\.\d$/

/** The page of a refusal. Microsoft's own is this one line, of the type `text/html`. */
export function refusalPage({ heading }: Refusal): string {
  return `<h1>${heading}</h1>`
}

/** A whole answer, as HTTP.sys of Windows Server 2003 gives it: without a Server header. The connection closes with it. */
export function refusalText(refusal: Refusal, at: Date): string {
  const page = refusalPage(refusal)
  return [
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}`,
    'Content-Type: text/html',
    `Date: ${at.toUTCString()}`,
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(page)}`,
    '',
    page,
  ].join('\r\n')
}

export const basis: readonly Basis[] = [
  {
    certainty: 'documented',
    about:
      'HTTP (RFC 9110, RFC 9112), and what HTTP.sys refuses before a web site sees it, with its log ' +
      '("Error logging in HTTP APIs", KB 820729)',
  },
  {
    certainty: 'inferred',
    about:
      'A web server answers a TLS handshake on its HTTP port as it answers other bytes that are no ' +
      'verb: 400, and the page `Bad Request (Invalid Verb)` of public captures.',
  },
  {
    certainty: 'our choice',
    about: 'the status 431 for a head that is too long, where HTTP.sys of that age answers 400',
  },
  {
    certainty: 'our choice',
    about: 'the pages of HTTP.sys with other statuses than 400',
  },
  {
    certainty: 'our choice',
    about:
      'the end of the connection after a verb that is not known, and the refusal of a request of ' +
      'HTTP/0.9',
  },
]
