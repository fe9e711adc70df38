import type { Socket } from 'node:net'
import type { EndEvidence } from '../evidence/end-evidence.ts'
import type { Stage } from '../vocabulary/network.ts'
import {
  type AnswerFault,
  type Fault,
  type RevocationListFault,
  type FaultOf,
  layerOf,
} from '../vocabulary/fault.ts'

/** Why a port that has no such layer cannot have a fault. */
export function faultOutOfPlace(
  fault: Fault | RevocationListFault,
  port: number,
  protocol: string,
): RangeError {
  const layer = layerOf(fault)
  if (layer === 'name' || layer === 'revocation list')
    return new RangeError('no listener of a site system has this fault')
  return new RangeError(`port ${port} speaks ${protocol.toUpperCase()}, and ${fault} is a fault of ${layer}`)
}

/** A server's misbehaviour: hooks in the order of a connection's life. */
export interface TcpFault {
  /** Listens nowhere, or on another port. */
  port?: 'none' | 'another'
  /** Evidence on the machine itself, since the client may never learn that the connection was established. */
  refuses?: EndEvidence
  /** Takes the connection over as soon as it is established. */
  connected?(socket: Socket): EndEvidence
  /** Whether a request on this connection is answered as if nothing were wrong. */
  spares?(socket: Socket): boolean
  /** Takes the connection over when a request has been read. */
  requested?(reply: SpoiltReply): EndEvidence
  /** Closes the connection once a request has been answered. */
  closesAfterReply?: Omit<EndEvidence, 'stage'>
  /** The fault in its place, once it has taken a connection over. */
  afterwards?: TcpFault
}

/** A fault that spoils answers. */
type SpoilingFault = TcpFault & Required<Pick<TcpFault, 'requested'>>

/** The means to spoil the reply to a request. */
export interface SpoiltReply {
  stage: Stage
  /** The TCP socket, below TLS. */
  socket: Socket
  /** Sends this text, which is not a reply of the protocol, and ends the connection. */
  sendInstead(text: string): void
  /** Sends the head and the first part of a reply that is longer than any client waits for. */
  begin(sent: () => void): void
  /** Sends one more byte of it. */
  trickle(): void
}

/** Milliseconds for a client in another process to read what it was sent. */
const readingTime = 50
/** Bytes that a connection carries before it breaks: more than one range of a download. */
const carried = 1024 * 1024
/** Milliseconds between bytes: short enough that no timer which starts again at each byte runs out. */
const pace = 20
/** A mail server's greeting: neither TLS, HTTP, SMB nor LDAP. */
export const mailBanner = '220 mail.example ESMTP ready\r\n'

const wasReset = {
  stage: 'connect',
  code: 'SENT_RESET',
  message: 'reset the connection as soon as it was established',
} as const

const reset: TcpFault = {
  refuses: wasReset,
  connected(socket) {
    socket.resetAndDestroy()
    return wasReset
  },
}

/**
 * Acts when the client has read what it was sent: libuv reports a mere end when a reset comes with unread data. A client in
 * this process reads in the next turn of the event loop that looks at sockets, and timers come before that.
 */
function onceRead(act: () => void): void {
  setTimeout(() => setImmediate(act), readingTime)
}

const resetInAnswer: SpoilingFault = {
  requested({ stage, socket, begin }) {
    begin(() => onceRead(() => socket.resetAndDestroy()))
    return { stage, code: 'CUT_BY_RESET', message: 'reset the connection in the middle of the answer' }
  },
}

export const connectionFaults: Readonly<
  Record<FaultOf<'port' | 'connection'>, TcpFault> & Record<AnswerFault, SpoilingFault>
> = {
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
      return {
        stage: 'connect',
        code: 'SENT_CLOSE',
        message: 'closed the connection as soon as it was established',
      }
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
  'closed-in-conversation': {
    closesAfterReply: {
      code: 'CLOSED_IN_CONVERSATION',
      message: 'closed the connection once it had answered a request',
    },
  },
  'silent-in-answer': {
    requested({ stage, begin }) {
      begin(() => undefined)
      return { stage, code: 'STALLED', message: 'stopped in the middle of the answer' }
    },
  },
  'reset-in-answer': resetInAnswer,
  // The network fails in the middle of a download, and stays down until repaired.
  'reset-in-transfer': {
    ...resetInAnswer,
    spares: ({ bytesWritten }) => bytesWritten < carried,
    afterwards: reset,
  },
  truncated: {
    requested({ stage, socket, begin }) {
      begin(() => socket.destroy())
      return { stage, code: 'CUT_SHORT', message: 'closed the connection before the answer was complete' }
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
