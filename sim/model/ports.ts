import type { Ports, Site } from './hierarchy.ts'
import type { WebProtocol } from './protocol.ts'

/** The ports at which a site's systems of this role are to be found: software update points have their own web site. */
export function portsOf(site: Site, role: string): Ports {
  return role === 'software-update-point' ? site.softwareUpdatePorts : site.ports
}

/** Where a client of this protocol turns to first. */
export function portOf(site: Site, role: string, protocol: WebProtocol | 'soh'): number {
  return protocol === 'soh' ? site.otherPorts.radius : portsOf(site, role)[protocol]
}
