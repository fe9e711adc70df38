import type { Listener } from '../net/listener.ts'
import type { WebListener } from '../points/listener/listener.ts'

/** A machine of the hierarchy: a site system, or the point that publishes the revocation lists. */
export interface Host {
  name: string
  fqdn: string
  address: string
  listeners: readonly HostListener[]
}

export interface HostListener extends Listener, Partial<Pick<WebListener, 'ready' | 'renew'>> {
  /** As the site says; the port really open differs where all systems share one address. */
  configuredPort: number
}

/** Of web listeners alone the certificate can be renewed. */
export function isWebListener({ renew }: HostListener): boolean {
  return renew !== undefined
}
