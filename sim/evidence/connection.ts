/** The addresses and ports of a TCP connection: both ends see the same ones, so their views are joined by them. */
export interface ConnectionEnds {
  clientAddress: string
  clientPort: number
  serverAddress: string
  serverPort: number
}

export function connectionKey(ends: ConnectionEnds): string {
  return `${ends.clientAddress}:${ends.clientPort}>${ends.serverAddress}:${ends.serverPort}`
}

/** Names in the case and the order in which they were sent. */
export type Headers = [name: string, value: string][]

/** One HTTP request of a simulated client and its response, as the client saw them. */
export interface HttpExchange {
  /** Milliseconds after the attempt began. */
  atMs: number
  method: string
  url: string
  requestHeaders: Headers
  requestBody: Body
  /** null where no response began. */
  answer: { status: number; reason: string; headers: Headers; body: Body } | null
  /** Milliseconds from the request to the response's first byte, and from there to its last. */
  waitMs: number
  receiveMs: number
}

export interface Body {
  bytes: number
  /** Only for short texts. */
  text?: string
}

/** The duration of each part of a connection, in milliseconds; null for a part that was not reached or does not exist. */
export interface ConnectionTimes {
  connectMs: number | null
  tlsMs: number | null
}

/** One HTTP request as a site system's web server saw it, from any client. A failed handshake is no request. */
export interface ServedRequest {
  /** ISO 8601, by the simulation's clock. */
  at: string
  /** FQDN. */
  system: string
  protocol: 'http' | 'https'
  serverAddress: string
  serverPort: number
  clientAddress: string
  clientPort: number
  method: string
  /** Without the query, not decoded. */
  path: string
  query: string
  userAgent: string | null
  host: string | null
  /** 0 where no response began. */
  status: number
  substatus: number
  /** OpenSSL's code for the client's certificate, or for the want of one, for which the request was refused. */
  refused?: string
  /**
   * Why HTTP.sys refused it before any web site had it, in the words of its log, and the version of HTTP, where that could be
   * read. Of what cannot be read at all, the verb and the path are empty.
   */
  httpError?: { reason: string; version: string | null }
  /** Answered with a challenge, by which a sign-in goes on. */
  challenged?: true
  /** The account that had signed in on its connection: `CONTOSO\\PC$`. */
  account?: string
  /** The client went away before it had the whole response. */
  aborted: boolean
  /** The response with its head, as it went over the network; under TLS with the record overhead. */
  bytesSent: number
  /** The request's body. */
  bytesReceived: number
  durationMs: number
}

/** Milliseconds since a moment of `performance.now()`, rounded to a hundredth: further digits are noise. */
export function since(began: number): number {
  return Math.round((performance.now() - began) * 100) / 100
}
