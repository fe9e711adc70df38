import type { EndEvidence } from '../evidence/attempt.ts'
import type { Fault, RevocationListFault } from '../model/fault.ts'

/** A machine of the hierarchy: a site system, or the point that publishes the revocation lists. */
export interface Host {
  name: string
  fqdn: string
  address: string
  listeners: readonly HostListener[]
}

/** What a listener lets the network do with it. */
export interface HostListener {
  /** As configured. */
  configuredPort: number
  /** Really open. */
  port: number
  /** Throws a `RangeError` for a fault that has nothing to act on here. */
  break(fault: Fault | RevocationListFault): Promise<void>
  repair(): Promise<void>
  /** Why nobody can connect; null where it listens as configured. */
  refuses(): EndEvidence | null
}
