import type { Socket } from 'node:net'
import type { EndEvidence } from '../evidence/attempt.ts'
import type { Stage } from '../vocabulary/protocol.ts'
import type { Fault, RevocationListFault } from '../vocabulary/fault.ts'

/** The layer of each fault, which tells the ports that can have it: any TCP server has the faults of a connection. */
const layers = {
  'name-not-resolved': 'name',
  'wrong-name-resolved': 'name',
  'not-listening': 'connection',
  'wrong-port': 'connection',
  'http-on-https-port': 'TLS',
  'https-on-http-port': 'TLS',
  silent: 'connection',
  reset: 'connection',
  closed: 'connection',
  'silent-in-handshake': 'TLS',
  'reset-in-handshake': 'TLS',
  'closed-in-handshake': 'TLS',
  'garbage-in-handshake': 'TLS',
  'tls-version-not-shared': 'TLS',
  'cipher-not-shared': 'TLS',
  'silent-after-request': 'connection',
  'reset-after-request': 'connection',
  'closed-after-request': 'connection',
  'garbage-answer': 'connection',
  'silent-in-answer': 'connection',
  'reset-in-answer': 'connection',
  'reset-in-transfer': 'connection',
  truncated: 'connection',
  slow: 'connection',
  '401': 'HTTP',
  '403.1': 'HTTP',
  '403.2': 'HTTP',
  '403.3': 'HTTP',
  '403.4': 'HTTP',
  '403.5': 'HTTP',
  '403.6': 'HTTP',
  '403.8': 'HTTP',
  '403.9': 'HTTP',
  '403.12': 'HTTP',
  '403.14': 'HTTP',
  '404': 'HTTP',
  '405': 'HTTP',
  '500': 'HTTP',
  '503': 'HTTP',
  'list-missing': 'revocation list',
  'list-expired': 'revocation list',
  'list-wrongly-signed': 'revocation list',
} as const satisfies Record<
  Fault | RevocationListFault,
  'name' | 'connection' | 'TLS' | 'HTTP' | 'revocation list'
>

type Layers = typeof layers
export type FaultLayer = Layers[keyof Layers]
/** The faults of one layer. */
export type FaultOf<Layer extends FaultLayer> = {
  [Name in keyof Layers]: Layers[Name] extends Layer ? Name : never
}[keyof Layers]

export function isFaultOf<Layer extends FaultLayer>(
  fault: Fault | RevocationListFault,
  ...wanted: Layer[]
): fault is FaultOf<Layer> {
  const layer: FaultLayer = layers[fault]
  return wanted.some((one) => one === layer)
}

/** Why a port that has no such layer cannot have a fault. */
export function faultOutOfPlace(
  fault: Fault | RevocationListFault,
  port: number,
  protocol: string,
): RangeError {
  const layer = layers[fault]
  if (layer === 'name' || layer === 'revocation list')
    return new RangeError('no listener of a site system has this fault')
  return new RangeError(`port ${port} speaks ${protocol.toUpperCase()}, and ${fault} is a fault of ${layer}`)
}

/** How a server misbehaves: hooks in the order of a connection's life. */
export interface TcpFault {
  /** It listens nowhere, or on another port. */
  port?: 'none' | 'another'
  /** A client may never learn that the connection stood; this is what is seen on the machine itself all the same. */
  refuses?: EndEvidence
  /** Takes the connection over as soon as it stands. */
  connected?(socket: Socket): EndEvidence
  /** Whether a request on this connection is answered as if nothing were wrong. */
  spares?(socket: Socket): boolean
  /** Takes the connection over when a request has been read. */
  requested?(reply: SpoiltReply): EndEvidence
  /** The fault in its place, once it has taken a connection over. */
  afterwards?: TcpFault
}

/** The reply that a request would have had. */
export interface SpoiltReply {
  stage: Stage
  /** The TCP socket, below TLS. */
  socket: Socket
  /** Sends this, which is no reply at all, and ends the connection. */
  sendInstead(text: string): void
  /** Sends the head and the first part of a reply that is longer than any client waits for. */
  begin(sent: () => void): void
  /** Sends one more byte of it. */
  trickle(): void
}

/** Milliseconds for the client to read what it was sent: libuv drops unread data when a reset follows. */
const readingTime = 50
/** Bytes that a connection carries before it breaks: more than one range of a download. */
const carried = 1024 * 1024
/** Milliseconds between bytes: short enough that no timer which starts again at each byte runs out. */
const pace = 20
/** Neither TLS, HTTP, SMB nor LDAP: what a mail server says first. */
export const mailBanner = '220 mail.example ESMTP ready\r\n'

const wasReset = {
  stage: 'connect',
  code: 'SENT_RESET',
  message: 'reset the connection as soon as it stood',
} as const

const reset: TcpFault = {
  refuses: wasReset,
  connected(socket) {
    socket.resetAndDestroy()
    return wasReset
  },
}

const resetInAnswer: TcpFault = {
  requested({ stage, socket, begin }) {
    // After the time one more turn of the loop, in which a client in this process reads what has come.
    begin(() => setTimeout(() => setImmediate(() => socket.resetAndDestroy()), readingTime))
    return { stage, code: 'CUT_BY_RESET', message: 'reset the connection in the middle of the answer' }
  },
}

export const connectionFaults: Readonly<Record<FaultOf<'connection'>, TcpFault>> = {
  'not-listening': { port: 'none' },
  'wrong-port': { port: 'another' },
  silent: {
    connected: () => ({ stage: 'connect', code: 'SENT_NOTHING', message: 'kept silent from the start' }),
  },
  reset,
  closed: {
    connected(socket) {
      // Closing with unread data would be a reset.
      socket.resume().end()
      return { stage: 'connect', code: 'SENT_CLOSE', message: 'closed the connection as soon as it stood' }
    },
  },
  'silent-after-request': {
    requested: ({ stage }) => ({ stage, code: 'SENT_NOTHING', message: 'did not answer the request' }),
  },
  'reset-after-request': {
    requested({ stage, socket }) {
      socket.resetAndDestroy()
      return { stage, code: 'SENT_RESET', message: 'reset the connection instead of an answer' }
    },
  },
  'closed-after-request': {
    requested({ stage, socket }) {
      socket.destroy()
      return { stage, code: 'SENT_CLOSE', message: 'closed the connection instead of an answer' }
    },
  },
  'garbage-answer': {
    requested({ stage, sendInstead }) {
      sendInstead(mailBanner)
      const message = `answered the request with something that is not ${stage.toUpperCase()}`
      return { stage, code: 'SENT_GARBAGE', message }
    },
  },
  'silent-in-answer': {
    requested({ stage, begin }) {
      begin(() => undefined)
      return { stage, code: 'STALLED', message: 'stopped in the middle of the answer' }
    },
  },
  'reset-in-answer': resetInAnswer,
  // The network goes in the middle of a download, and does not come back by itself.
  'reset-in-transfer': {
    ...resetInAnswer,
    spares: ({ bytesWritten }) => bytesWritten < carried,
    afterwards: reset,
  },
  truncated: {
    requested({ stage, socket, begin }) {
      begin(() => socket.destroy())
      return { stage, code: 'CUT_SHORT', message: 'closed the connection before the answer was whole' }
    },
  },
  slow: {
    requested({ stage, socket, begin, trickle }) {
      begin(() => undefined)
      const timer = setInterval(trickle, pace)
      socket.once('close', () => clearInterval(timer))
      return { stage, code: 'TRICKLED', message: 'sent the answer a byte at a time' }
    },
  },
}
