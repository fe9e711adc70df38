import type { Attempt, EndEvidence, OwnCertificate } from '../../evidence/attempt.ts'
import type { ConnectionEnds } from '../../evidence/connection.ts'
import { since } from '../../evidence/since.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { SiteSystemRole } from '../../model/site-system-role.ts'
import type { Rule } from '../../rules/rule.ts'
import type { Conversation } from './conversation.ts'
import type { TransferJob } from '../conversations/transfer-content.ts'
import type { BareEvidence, Exchange } from './http.ts'
import type { FoundSystem, Standing } from '../context.ts'
import type { Surroundings } from '../network.ts'

/** One try by one protocol at one port. */
export interface Try {
  standing: Standing
  role: SiteSystemRole
  relation: Attempt['relation']
  target: FoundSystem
  forced: boolean
  protocol: Protocol
  port: number
  rule: Rule
  withoutCertificate: boolean
  /** Absent for the role's first request. */
  conversation: Conversation<unknown> | undefined
  /** The package that is to be had from a distribution point. */
  transfer: TransferJob | undefined
  /** Id of the attempt that this one follows up. */
  after: string | null
}

/** What came of it at the client's end. */
export interface Tried extends TimedExchange {
  url: string
  /** A look at the client's own certificate, where certificates play a part. */
  own?(): Promise<OwnCertificate>
}

export interface TimedExchange extends Exchange {
  durationMs: number
}

export async function timed(act: () => Promise<Exchange>): Promise<TimedExchange> {
  const startedAt = performance.now()
  const exchange = await act()
  return { ...exchange, durationMs: since(startedAt) }
}

export function withoutSocket(end: Omit<BareEvidence, 'received'>): Exchange {
  const received = 0
  return { progress: { received: () => received }, status: null, substatus: null, end: { ...end, received } }
}

/** What came of a protocol that has no status of HTTP. */
export function withoutStatus({
  ends,
  received,
  end,
}: {
  ends?: ConnectionEnds | undefined
  received: number
  end: EndEvidence | null
}): Exchange {
  return {
    progress: { ...(ends && { ends }), received: () => received },
    status: null,
    substatus: null,
    end: end && { ...end, received },
  }
}

/** Where to connect to, or why nobody can. */
export function lookUp(
  { resolve, openPort }: Pick<Surroundings, 'resolve' | 'openPort'>,
  fqdn: string,
  port: number,
): { address: string; port: number } | Omit<BareEvidence, 'received'> {
  const address = resolve(fqdn)
  if (address === undefined)
    return { stage: 'resolve', code: 'ENOTFOUND', message: `nobody is called ${fqdn}` }
  const open = openPort(fqdn, port)
  return open === undefined ? nobodyThere(fqdn, port) : { address, port: open }
}

/** Where all systems share one address, a port that no system opened belongs to nobody and is not tried. */
export function nobodyThere(fqdn: string, port: number): Omit<BareEvidence, 'received'> {
  return { stage: 'connect', code: 'ECONNREFUSED', message: `${fqdn} has no port ${port} open` }
}
