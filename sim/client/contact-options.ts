import type { Conversation } from './transports/conversation.ts'
import type { TransferJob } from './conversations/transfer-content.ts'
import type { Rule } from '../rules/rule.ts'
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
  /** Of a distribution point: the package that is to be had from it, by whichever protocol. */
  transfer?: TransferJob
  /** Of a distribution point that may be contacted: by SMB instead, and by which rule. */
  overSmb?: Rule
  /** With `force`: present no certificate although there is one. */
  withoutCertificate?: boolean
}
