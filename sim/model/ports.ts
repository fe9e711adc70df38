import type { Ports, Site } from './hierarchy.ts'
import { isWebProtocol, type Protocol } from '../vocabulary/protocol.ts'
import { siteSystemRoles, type SiteSystemRole } from '../vocabulary/site-system-role.ts'

/** The ports at which a site's systems of this role are to be found: software update points have their own web site. */
export function portsOf(site: Site, role: SiteSystemRole): Ports {
  return site[siteSystemRoles[role].webPorts]
}

/** Where a client of this protocol turns to first. */
export function portOf(site: Site, role: SiteSystemRole, protocol: Protocol): number {
  if (isWebProtocol(protocol)) return portsOf(site, role)[protocol]
  const { smb, dhcp, radius } = site.otherPorts
  return { smb, pxe: dhcp, soh: radius }[protocol]
}
