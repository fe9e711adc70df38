import type { Conversation } from './conversation.ts'
import type { Protocol } from '../model/protocol.ts'

/** How a client turns to a site system. */
export interface ContactOptions {
  /** Whose system: the assigned site's (default) or that of the site where the client is. */
  relation?: 'assigned' | 'resident'
  /** A certain system, by name or FQDN; else the site's first of the role. */
  system?: string
  /** Try whatever the rules say. */
  force?: boolean
  /** With `force`: the protocol; by default that of the client's own mode. */
  protocol?: Protocol
  /** What is said, over one connection; by default the request by which a client shows that the role answers it. */
  conversation?: Conversation<unknown>
  /** With `force`: present no certificate although there is one. */
  withoutCertificate?: boolean
}
