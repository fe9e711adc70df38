import type { EndEvidence } from '../../evidence/attempt.ts'
import type { ServerConnection } from '../../net/tcp-server.ts'

/** A connection of a web listener, from its first byte to its last. */
export interface WebConnection extends ServerConnection {
  /** Observations that are not recorded yet; looking at a certificate takes time. */
  observing: Promise<void>[]
  /** A whole request has come. */
  requested: boolean
  /** Substatus of the answer to the request that is being served; 0: none. */
  substatus: number
  /** Another system's name, under which the client came here. */
  calledBy: string | undefined
  /** The client's certificate is refused: the handshake was let pass, its requests are not. */
  refused?: Refused
}

/** Why a client's certificate is refused. */
export type Refused = Omit<EndEvidence, 'stage'>

/** Records what went wrong, if anything, once it is known. */
export function observe(connection: WebConnection, observation: Promise<EndEvidence | undefined>): void {
  const recorded = observation.then((end) => end && connection.side.sawWrong(end))
  // A failed observation is not recorded.
  connection.observing.push(recorded.catch(() => undefined))
}

/** A client that asks for another's name was sent here by a wrong address; what goes wrong then follows from that. */
export function observeOtherName({ side, calledBy }: WebConnection, fqdn: string): void {
  if (calledBy === undefined) return
  side.sawWrong({
    stage: 'tls',
    code: 'OTHER_NAME_ASKED',
    message: `was asked for ${calledBy}, and is ${fqdn}`,
  })
}
