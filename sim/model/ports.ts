import type { Ports, Site } from './hierarchy.ts'
import { isWebProtocol, type Protocol } from './protocol.ts'

/** The ports at which a site's systems of this role are to be found: software update points have their own web site. */
export function portsOf(site: Site, role: string): Ports {
  return role === 'software-update-point' ? site.softwareUpdatePorts : site.ports
}

/** Where a client of this protocol turns to first. */
export function portOf(site: Site, role: string, protocol: Protocol): number {
  if (isWebProtocol(protocol)) return portsOf(site, role)[protocol]
  const { smb, dhcp, radius } = site.otherPorts
  return { smb, pxe: dhcp, soh: radius }[protocol]
}
