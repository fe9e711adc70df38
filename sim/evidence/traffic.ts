import type { Attempt } from './attempt.ts'
import type { ConnectionEnds } from './connection.ts'
import type { End } from '../vocabulary/network.ts'

/** Is told of every byte that listeners receive and send, and of the connections that no listener accepts. */
export interface Traffic {
  /** A listener has accepted a connection. */
  connected(ends: ConnectionEnds): ConnectionTraffic
  /** A simulated client was refused a connection. */
  refused(ends: ConnectionEnds): void
  /** A datagram went from this end to the other. */
  datagram(ends: ConnectionEnds, from: End, bytes: Buffer): void
  /** A connection, or a client's datagrams, belonged to this attempt. */
  belongs(ends: ConnectionEnds, attempt: Attempt): void
}

/** What goes over one connection, below TLS. */
export interface ConnectionTraffic {
  /** This end sent bytes. */
  sent(from: End, bytes: Buffer): void
  /** This end sends nothing more. */
  finished(from: End): void
  /** This end reset the connection. */
  reset(from: End): void
  /** The listener has let it go. */
  closed(): void
}
