/** Verbs of this web server that Node's parser does not know. They have a body, so it can take them for POST. */
const furtherVerbs = ['CCM_POST', 'BITS_POST'] as const

const longestToken = Math.max(...furtherVerbs.map((verb) => verb.length)) + 1

/**
 * Turns the bytes of one connection, in pieces as they arrive, into bytes that Node's parser reads: a further verb
 * becomes POST, and a header line named `header` holds the original. Every other byte passes unchanged, at once except
 * for the few that could still become a verb; Node's parser alone decides what is a request. Where the two would
 * disagree on where one begins, rewriting stops.
 */
export function createVerbRewriter(header: string): (piece: Buffer) => Buffer[] {
  const framing = createFraming()
  let held: Buffer = Buffer.alloc(0)
  let verb: string | undefined

  return (piece) => {
    const out: Buffer[] = []
    let rest = held.length > 0 ? Buffer.concat([held, piece]) : piece
    held = Buffer.alloc(0)
    while (rest.length > 0) {
      if (framing.atStart()) {
        const start = beginningOf(rest)
        if (start === 'undecided') {
          held = rest
          break
        }
        verb = start
        if (verb !== undefined) {
          out.push(Buffer.from('POST'))
          rest = rest.subarray(verb.length)
        }
      }
      const taken = framing.take(rest)
      out.push(rest.subarray(0, taken))
      rest = rest.subarray(taken)
      if (verb !== undefined && framing.afterRequestLine()) {
        out.push(Buffer.from(`${header}: ${verb}\r\n`))
        verb = undefined
      }
    }
    return out
  }
}

/** The further verb that a request begins with. */
function beginningOf(bytes: Buffer): (typeof furtherVerbs)[number] | 'undecided' | undefined {
  const text = bytes.toString('latin1', 0, longestToken)
  const candidates = furtherVerbs.filter((verb) => `${verb} `.startsWith(text.slice(0, verb.length + 1)))
  return (
    candidates.find((verb) => text.startsWith(`${verb} `)) ??
    (candidates.length > 0 ? 'undecided' : undefined)
  )
}

/** Finds the boundaries of a connection's requests (RFC 9112, sections 2 and 6) without keeping their bodies. */
export interface Framing {
  /** The next byte is the first of a request. */
  atStart(): boolean
  /** The line consumed last was a request's first. */
  afterRequestLine(): boolean
  /** Consumes some of the bytes, at least one: a line, or a piece of a body. Returns how many. */
  take(bytes: Buffer): number
}

/** Bytes of one line; Node's parser has given up by then. */
const longestLine = 64 * 1024
const lineFeed = 0x0a

type State = 'start' | 'headers' | 'body' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailers' | 'lost'

function createFraming(): Framing {
  let state: State = 'start'
  /** The line being read. */
  let line = ''
  /** Bytes of the body or chunk that are still to come. */
  let left = 0
  let length: number | undefined
  let chunked = false
  let requestLine = false

  function takeLine(bytes: Buffer): number {
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
        requestLine = true
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
    }
  }

  function beginBody(): void {
    left = length ?? 0
    state = chunked ? 'chunk-size' : left > 0 ? 'body' : 'start'
  }

  return {
    atStart: () => state === 'start' && line === '',
    afterRequestLine: () => requestLine,
    take(bytes) {
      requestLine = false
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
  }
}
