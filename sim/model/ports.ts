import type { Ports, Site } from './hierarchy.ts'

/** The ports at which a site's systems of this role are to be found: software update points have their own web site. */
export function portsOf(site: Site, role: string): Ports {
  return role === 'software-update-point' ? site.softwareUpdatePorts : site.ports
}
