/** Where the requests of a connection begin and end (RFC 9112, sections 2 and 6), found without keeping their bodies. */
export interface Framing {
  /** The next byte is the first of a request. */
  atStart(): boolean
  /** The line that was taken last was a request's first. */
  afterRequestLine(): boolean
  /** Takes some of the bytes, at least one: a line, or a piece of a body. Returns how many. */
  take(bytes: Buffer): number
}

/** Bytes of one line; Node's parser has given up by then. */
const longestLine = 64 * 1024
const lineFeed = 0x0a

type State = 'start' | 'headers' | 'body' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailers' | 'lost'

export function createFraming(): Framing {
  let state: State = 'start'
  /** Of the line that is being read. */
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
        else readHeader(whole)
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

  /** Lengths that contradict each other, or are written so that parsers differ on them, are for Node's to refuse. */
  function readHeader(whole: string): void {
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
