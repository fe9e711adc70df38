import { METHODS } from 'node:http'
import type { HeadSeen, RefusalReason } from './refusal.ts'

/**
 * The verbs that a web server of that age knows: those that IIS 6.0 lists for all its resources in the `Public` header of its
 * answer to OPTIONS, and two that programs beside it take.
 */
export const knownVerbs = [
  'OPTIONS',
  'TRACE',
  'GET',
  'HEAD',
  'DELETE',
  'PUT',
  'POST',
  'COPY',
  'MOVE',
  'MKCOL',
  'PROPFIND',
  'PROPPATCH',
  'LOCK',
  'UNLOCK',
  'SEARCH',
  'CCM_POST',
  'BITS_POST',
] as const

const known: ReadonlySet<string> = new Set(knownVerbs)

/** Verbs are case-sensitive (RFC 9110, section 9.1). */
export function isKnownVerb(verb: string): boolean {
  return known.has(verb)
}

/** The parts of a request line, as far as they can be told; empty where they cannot. */
interface RequestLine {
  verb: string
  target: string
  /** `HTTP/1.1`. */
  version: string
}

/** Characters of a verb and of a target in the log of HTTP.sys, which cuts them (KB 820729). */
const loggedVerb = 255
const loggedTarget = 4096

export function parseRequestLine(line: string): RequestLine {
  const [, verb = '', target = '', version = ''] =
    /^([!#$%&'*+.^`|~\w-]+) +([!-~]+)(?: +(HTTP\/\d\.\d))?/.exec(line) ?? []
  return { verb: verb.slice(0, loggedVerb), target: target.slice(0, loggedTarget), version }
}

/** What a request asks for (RFC 9112, section 3.2). */
interface RequestTarget {
  /** Without the query, not decoded; `*` where the server itself is meant. */
  path: string
  /** The part after the question mark. */
  query: string
  /** The host of an absolute target, which counts instead of the Host header (section 3.2.2). */
  host?: string
}

/** undefined where the target has another form, or one that does not go with the verb. */
export function parseRequestTarget(verb: string, target: string): RequestTarget | undefined {
  if (target === '*') return verb === 'OPTIONS' ? { path: '*', query: '' } : undefined
  const [, host, written = ''] = /^(?:https?:\/\/([^/?]+))?(.*)$/is.exec(target) ?? []
  const [, path = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(written) ?? []
  if (host === undefined) return path.startsWith('/') ? { path, query } : undefined
  if (path !== '') return { path, query, host }
  // OPTIONS of an absolute target without a path is for the server itself (section 3.2.4).
  return { path: verb === 'OPTIONS' && query === '' ? '*' : '/', query, host }
}

/** The part of a request that is looked at once its head is whole. */
interface WholeHead {
  /** `1.1`. */
  version: string
  /** Names and values in turn, as received. */
  fields: readonly string[]
}

/** Why a request is refused although Node's parser can read its head. */
export function faultOfHead({ version, fields }: WholeHead): RefusalReason | undefined {
  // A request of one line, which is no longer one of HTTP (RFC 9112, section 3).
  if (version === '0.9') return 'BadRequest'
  if (!version.startsWith('1.')) return 'Version_N/S'
  const [host, second] = valuesOf('host', fields)
  // RFC 9112, section 3.2.
  if (second !== undefined || (host === undefined ? version !== '1.0' : !isHost(host))) return 'Hostname'
  const codings = valuesOf('transfer-encoding', fields)
  return codings.every((coding) => coding.trim().toLowerCase() === 'chunked') ? undefined : 'N/I'
}

function valuesOf(name: string, fields: readonly string[]): string[] {
  return fields.filter((_, at) => at % 2 === 1 && fields[at - 1]?.toLowerCase() === name)
}

/** A name or an address, and a port (RFC 9110, section 7.2); it may be empty. */
function isHost(value: string): boolean {
  return /^(?:\[[\da-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})*)(?::\d*)?$/i.test(value)
}

/** Finds the boundaries of a connection's requests (RFC 9112, sections 2 and 6) without keeping their bodies. */
interface RequestFraming {
  /** The next byte is the first of a request. */
  atStart(): boolean
  /** The line consumed last was a request's first. */
  afterRequestLine(): boolean
  /** Consumes some of the bytes, at least one: a line, or a piece of a body. Returns how many. */
  take(bytes: Buffer): number
  /** What has come of the head of the request that is being read. */
  head(): HeadSeen
}

/** Bytes of one line; Node's parser has given up by then. */
const longestLine = 64 * 1024
const lineFeed = 0x0a

type State = 'start' | 'headers' | 'body' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailers' | 'lost'

function createRequestFraming(): RequestFraming {
  let state: State = 'start'
  /** The line being read. */
  let line = ''
  /** Bytes of the body or chunk that are still to come. */
  let left = 0
  let length: number | undefined
  let chunked = false
  let requestLine: string | undefined
  let transferEncoding = ''
  let afterRequestLine = false

  function takeLine(bytes: Buffer): number {
    if (state === 'start') requestLine = undefined
    const end = bytes.indexOf(lineFeed)
    const taken = end < 0 ? bytes.length : end + 1
    line += bytes.toString('latin1', 0, taken)
    if (end >= 0) {
      const whole = line.replace(/\r?\n$/, '')
      line = ''
      endOfLine(whole)
    } else if (line.length > longestLine) state = 'lost'
    return taken
  }

  function endOfLine(whole: string): void {
    switch (state) {
      case 'start':
        // Empty lines before a request are no part of it (RFC 9112, section 2.2).
        if (whole === '') return
        afterRequestLine = true
        requestLine = whole
        transferEncoding = ''
        state = 'headers'
        length = undefined
        chunked = false
        return
      case 'headers':
        if (whole === '') beginBody()
        else parseHeader(whole)
        return
      case 'chunk-size': {
        const [, digits] = /^([\da-f]{1,12})\s*(?:;.*)?$/i.exec(whole) ?? []
        left = Number.parseInt(digits ?? '', 16)
        state = digits === undefined ? 'lost' : left === 0 ? 'trailers' : 'chunk'
        return
      }
      case 'chunk-end':
        state = whole === '' ? 'chunk-size' : 'lost'
        return
      case 'trailers':
        if (whole === '') state = 'start'
    }
  }

  /** Contradictory or ambiguous lengths are left for Node's parser to refuse. */
  function parseHeader(whole: string): void {
    const [, name = '', value = ''] = /^([^\s:]+):[ \t]*(.*?)[ \t]*$/.exec(whole) ?? []
    if (name === '') state = 'lost'
    else if (/^content-length$/i.test(name)) {
      if (length !== undefined || chunked || !/^\d{1,15}$/.test(value)) state = 'lost'
      length = Number(value)
    } else if (/^transfer-encoding$/i.test(name)) {
      if (length !== undefined || chunked || !/^chunked$/i.test(value)) state = 'lost'
      chunked = true
      transferEncoding = transferEncoding === '' ? value : `${transferEncoding}, ${value}`
    }
  }

  function beginBody(): void {
    left = length ?? 0
    state = chunked ? 'chunk-size' : left > 0 ? 'body' : 'start'
  }

  return {
    atStart: () => state === 'start' && line === '',
    afterRequestLine: () => afterRequestLine,
    take(bytes) {
      afterRequestLine = false
      switch (state) {
        case 'lost':
          return bytes.length
        case 'body':
        case 'chunk': {
          const taken = Math.min(left, bytes.length)
          left -= taken
          if (left === 0) state = state === 'body' ? 'start' : 'chunk-end'
          return taken
        }
        default:
          return takeLine(bytes)
      }
    },
    head: () => ({ requestLine: requestLine ?? line, inFields: requestLine !== undefined, transferEncoding }),
  }
}

/** The bytes of one connection, rewritten for a parser that knows fewer verbs than its server. */
export interface VerbRewriter {
  /** The bytes to parse, for a piece that has come: at least a part for each request. */
  rewrite(piece: Buffer): Iterable<Buffer>
  /** The bytes that are still held back when no more come. */
  rest(): Buffer
  /** What has come of the request that is being read, with its own verb. */
  head(): HeadSeen
}

/** Node's parser refuses all others. It hands CONNECT over as a tunnel, without an answer. */
const parserVerbs: ReadonlySet<string> = new Set(METHODS)

/** Characters of a verb; a longer one is left for Node's parser to refuse. */
const longestVerb = 64

/**
 * Turns the bytes of one connection, in pieces as they arrive, into bytes that Node's parser reads: a verb that it does not
 * know becomes POST, and a header line named `header` holds the original. Every other byte passes unchanged, at once except
 * for the few that could still become a verb; Node's parser alone decides what is a request. Where the two would
 * disagree on where one begins, rewriting stops. The head of a request of HTTP/0.9 is one line: an empty one is added, for
 * which that parser would wait.
 */
export function createVerbRewriter(header: string): VerbRewriter {
  const framing = createRequestFraming()
  let held: Buffer = Buffer.alloc(0)
  /** The verb that was taken from the request that is being read. */
  let verb: string | undefined

  return {
    *rewrite(piece) {
      const bytes = held.length > 0 ? Buffer.concat([held, piece]) : piece
      held = Buffer.alloc(0)
      let passed = 0
      let at = 0
      while (at < bytes.length) {
        if (framing.atStart()) {
          if (passed < at) yield bytes.subarray(passed, at)
          passed = at
          const start = beginningOf(bytes.subarray(at))
          if (start === undecided) {
            held = bytes.subarray(at)
            return
          }
          verb = start
          if (verb !== undefined) {
            yield Buffer.from('POST')
            at += verb.length
            passed = at
          }
        }
        at += framing.take(bytes.subarray(at))
        if (!framing.afterRequestLine()) continue
        const added = verb === undefined ? '' : `${header}: ${verb}\r\n`
        const ending = isSimple(framing.head().requestLine) ? '\r\n' : ''
        if (added + ending === '') continue
        yield bytes.subarray(passed, at)
        yield Buffer.from(added + ending)
        passed = at
      }
      if (passed < at) yield bytes.subarray(passed)
    },
    rest: () => held,
    head() {
      const seen = framing.head()
      const requestLine = held.length > 0 ? held.toString('latin1') : (verb ?? '') + seen.requestLine
      return { ...seen, requestLine }
    },
  }
}

const undecided = Symbol('more bytes are needed')

/** The verb that a request begins with, if it is one that Node's parser does not know. */
function beginningOf(bytes: Buffer): string | typeof undecided | undefined {
  const [token = ''] = /^[!#$%&'*+.^`|~\w-]*/.exec(bytes.toString('latin1', 0, longestVerb + 1)) ?? []
  if (token === '' || token.length > longestVerb) return undefined
  if (token.length === bytes.length) return undecided
  return bytes[token.length] === space && !parserVerbs.has(token) ? token : undefined
}

const space = 0x20

/** A request of HTTP/0.9 names no version. */
function isSimple(requestLine: string): boolean {
  return !requestLine.includes(' HTTP/')
}
