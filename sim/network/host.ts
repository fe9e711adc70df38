import type { Listener } from '../points/listener/listener.ts'

/** A machine of the hierarchy: a site system, or the point that publishes the revocation lists. */
export interface Host {
  name: string
  fqdn: string
  address: string
  listeners: readonly HostListener[]
}

export interface HostListener extends Listener {
  /** As the site says; the port really open differs where all systems share one address. */
  configuredPort: number
}
