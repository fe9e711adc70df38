import type { Socket } from 'node:net'
import type { EndEvidence } from '../../evidence/attempt.ts'
import type { ServerSide } from '../../evidence/recorder.ts'

/** A connection of a listener, from its first byte to its last. */
export interface OpenConnection {
  /** The TCP socket, below TLS. */
  socket: Socket
  side: ServerSide
  /** Looks that have not been written down yet; one at a certificate takes its time. */
  seeing: Promise<void>[]
  /** A whole request has come. */
  requested: boolean
  /** Of the answer to the request that is being served; 0: none. */
  substatus: number
  /** Another system's name, under which the client came here. */
  calledBy: string | undefined
  /** The client's certificate is refused: the handshake was let pass, its requests are not. */
  refused?: Refused
}

/** What speaks against a client's certificate. */
export type Refused = Omit<EndEvidence, 'stage'>

/** Found again by the client's address and port. */
export type OpenConnections = ReadonlyMap<string, OpenConnection>

export function clientOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress}:${remotePort}`
}

/** Writes down what went wrong, if anything, once it is known. */
export function see(connection: OpenConnection, look: Promise<EndEvidence | undefined>): void {
  const written = look.then((end) => end && connection.side.sawWrong(end))
  // What cannot be looked at is not written down.
  connection.seeing.push(written.catch(() => undefined))
}

/** Whoever comes under another's name was sent here by a wrong address; what goes wrong then follows from that. */
export function seeOtherName({ side, calledBy }: OpenConnection, fqdn: string): void {
  if (calledBy === undefined) return
  side.sawWrong({
    stage: 'tls',
    code: 'OTHER_NAME_ASKED',
    message: `was asked for ${calledBy}, and is ${fqdn}`,
  })
}
