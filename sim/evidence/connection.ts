/** The addresses and ports of a TCP connection: both ends see the same ones, so their views are joined by them. */
export interface ConnectionEnds {
  /** IP address; simulated clients have addresses of their own on loopback. */
  clientAddress: string
  /** 1 to 65535. */
  clientPort: number
  /** IP address that was connected to. */
  serverAddress: string
  /** 1 to 65535. */
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
  /** The verb: `GET`, `CCM_POST`. */
  method: string
  /** With scheme, FQDN and port. */
  url: string
  /** As they were sent. */
  requestHeaders: Headers
  /** Its size, and its text where that is short. */
  requestBody: Body
  /** null where no response began. */
  answer: {
    /** 100 to 599. */
    status: number
    /** The reason phrase after the status. */
    reason: string
    /** As they came. */
    headers: Headers
    /** Its size, and its text where that is short. */
    body: Body
  } | null
  /** Milliseconds from the request to the response's first byte, and from there to its last. */
  waitMs: number
  /** Milliseconds from the first byte of the response to its last. */
  receiveMs: number
}

/** The body of an HTTP message, as far as a recording keeps it. */
export interface Body {
  /** Its length. */
  bytes: number
  /** Only for short texts. */
  text?: string
}

/** The duration of each part of a connection, in milliseconds; null for a part that was not reached or does not exist. */
export interface ConnectionTimes {
  /** TCP's part. */
  connectMs: number | null
  /** The TLS handshake. */
  tlsMs: number | null
}

/** One HTTP request as a site system's web server saw it, from any client. A failed handshake is no request. */
export interface ServedRequest {
  /** ISO 8601, by the simulation's clock. */
  at: string
  /** FQDN. */
  system: string
  /** `https` where it came over TLS. */
  protocol: 'http' | 'https'
  /** IP address of the listener. */
  serverAddress: string
  /** 1 to 65535. */
  serverPort: number
  /** IP address that it came from. */
  clientAddress: string
  /** 1 to 65535. */
  clientPort: number
  /** The verb. */
  method: string
  /** Without the query, not decoded. */
  path: string
  /** Without its question mark, not decoded; empty where there is none. */
  query: string
  /** User-Agent, as sent. */
  userAgent: string | null
  /** Host, as sent. */
  host: string | null
  /** 0 where no response began. */
  status: number
  /** The substatus of IIS: 7 in 403.7; 0 where there is none. */
  substatus: number
  /** OpenSSL's code for the client's certificate, or for the want of one, for which the request was refused. */
  refused?: string
  /**
   * Why HTTP.sys refused it before any web site had it, in the words of its log, and the version of HTTP, where that could be
   * read. Of what cannot be read at all, the verb and the path are empty.
   */
  httpError?: {
    /** `BadRequest`, `Hostname` and their like. */
    reason: string
    /** `HTTP/1.1`. */
    version: string | null
  }
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
  /** Milliseconds from the request to the end of the response. */
  durationMs: number
}

/** Milliseconds since a moment of `performance.now()`, rounded to a hundredth: further digits are noise. */
export function since(began: number): number {
  return Math.round((performance.now() - began) * 100) / 100
}
