/** Names as they were sent, in that order. */
export type Headers = [name: string, value: string][]

/** One HTTP request of a simulated client and what came back, as the client saw it. */
export interface HttpExchange {
  /** Milliseconds after the attempt began. */
  atMs: number
  method: string
  url: string
  requestHeaders: Headers
  requestBody: Body
  /** null where no answer began. */
  answer: { status: number; reason: string; headers: Headers; body: Body } | null
  /** Milliseconds from the request to the answer's first byte, and from there to its last. */
  waitMs: number
  receiveMs: number
}

export interface Body {
  bytes: number
  /** Of short texts alone. */
  text?: string
}

/** How long each part of a connection took, in milliseconds; null where it was not come to, or is not there. */
export interface ConnectionTimes {
  connectMs: number | null
  tlsMs: number | null
}

/** One HTTP request as a site system's web server saw it, whoever sent it. A failed handshake is none. */
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
  /** Without its query, as it came. */
  path: string
  query: string
  userAgent: string | null
  host: string | null
  /** 0 where no answer began. */
  status: number
  substatus: number
  /** The client went away before the answer was whole. */
  aborted: boolean
  /** Of the answer with its head, as it went over the network; under TLS with its records. */
  bytesSent: number
  /** Of the request's body. */
  bytesReceived: number
  durationMs: number
}
