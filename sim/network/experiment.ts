import { ContactError } from '../errors.ts'
import type { ClientContactOptions } from '../client/contact.ts'
import type { KnownSystem } from '../client/knowledge.ts'
import { lackOf, systemNames } from '../model/check/unknown-names.ts'
import type { Client, Hierarchy, Site, SiteSystem } from '../model/hierarchy.ts'
import { howItServes, portsOf, primaryCodeOf, siteSystemNamed } from '../model/sites.ts'
import { isClosedToDevice, isProtectedFrom } from '../rules/serving-system.ts'
import type { Location } from '../vocabulary/location.ts'
import { roleInWords, type SiteSystemRole } from '../vocabulary/site-system-role.ts'

/** The client that gets an order, and where it is. */
interface Subject {
  kind: Client['kind']
  at: Location
  /** Its assigned site, and the one that holds it. */
  sites: Readonly<Record<NonNullable<ClientContactOptions['relation']>, Site | undefined>>
}

/**
 * What an experimenter tells a client of a system: where it is, what site it belongs to, and how it is set up, but not that
 * site's mode. undefined where there is no site of this relation. Throws a `ContactError` where there is no such system.
 */
export function experiment(
  hierarchy: Hierarchy,
  { kind, at, sites }: Subject,
  role: SiteSystemRole,
  { relation = 'assigned', system: name }: { relation?: ClientContactOptions['relation']; system?: string },
  moment: string,
): KnownSystem | undefined {
  const told = { by: 'experiment', attempt: null, at: moment } as const
  if (name !== undefined) {
    const found = siteSystemNamed(hierarchy, name)
    if (!found) throw new ContactError(lackOf('site system', name, systemNames(hierarchy)))
    const { site, system } = found
    if (!system.roles.includes(role)) throw new ContactError(`${system.fqdn} is not a ${roleInWords(role)}`)
    return { ...toldOf(site, system, role, at), told }
  }
  const site = sites[relation]
  if (!site) return undefined
  const system = servingSystem(site.systems, role, kind, at)
  if (!system) throw new ContactError(`site ${site.code} has no ${roleInWords(role)}`)
  return { ...toldOf(site, system, role, at), told }
}

function toldOf(site: Site, system: SiteSystem, role: SiteSystemRole, at: Location) {
  const { smb, dhcp, binl, tftp, radius } = site.otherPorts
  const { fqdn, ssl, httpTransfer, clientConnections, packages } = system
  return {
    ...{ role, fqdn, packages },
    site: { code: site.code, primary: primaryCodeOf(site) },
    ports: { ...portsOf(site, role), smb, pxe: dhcp, binl, tftp, soh: radius },
    settings: { ssl, httpTransfer, clientConnections, ...howItServes(system, at) },
  }
}

/**
 * The system of a role that serves a client in a site: the first that does. If none does, the first with the role, so that
 * an attempt shows why.
 */
export function servingSystem(
  systems: readonly SiteSystem[],
  role: SiteSystemRole,
  kind: Client['kind'],
  at: Location,
): SiteSystem | undefined {
  const candidates = systems.filter(({ roles }) => roles.includes(role))
  const serving = candidates.find((system) => {
    const served = { role, client: { kind }, ...howItServes(system, at) }
    const isReachable = system.clientConnections !== (at.internet ? 'intranet' : 'internet')
    return isReachable && !isClosedToDevice(served) && !isProtectedFrom(served)
  })
  return serving ?? candidates[0]
}
