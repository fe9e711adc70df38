import type { Site, Hierarchy, Boundary, Location, SiteSystem, Ports, Client } from './hierarchy.ts'
import { overlaps, parseAddress } from './address-range.ts'
import { isCalled } from '../vocabulary/hosts.ts'
import { isWebProtocol, type Protocol } from '../vocabulary/protocol.ts'
import { siteSystemRoles, type SiteSystemRole } from '../vocabulary/site-system-role.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'

/**
 * The code of the primary site that a site belongs to: its own, or that of a secondary site's parent, whose clients a
 * secondary site serves and in whose place nobody is assigned to it ("About Client Site Assignment").
 */
export function primaryCodeOf({ kind, parent, code }: Site): string {
  return kind === 'secondary' && parent !== undefined ? parent : code
}

/** A site, and all below it: what a site knows of its hierarchy. */
export function sitesBelow({ sites }: Hierarchy, site: Site): Site[] {
  const below = new Set([site])
  // Once a site is in, those below it come in as well: Set.forEach visits what is added meanwhile.
  below.forEach((upper) =>
    sites.filter(({ parent }) => parent === upper.code).forEach((lower) => below.add(lower)),
  )
  return [...below]
}

/** The sites whose boundaries hold a location, in the order of the hierarchy. */
export function sitesCovering(hierarchy: Hierarchy, location: Location): Site[] {
  const holds = holding(location)
  return hierarchy.sites.filter((site) => site.boundaries.some(holds))
}

/** Whether a boundary holds a location. */
export function covers(boundary: Boundary, location: Location): boolean {
  return holding(location)(boundary)
}

/** Tells of many boundaries whether they hold one location. */
export function holding(location: Location): (boundary: Boundary) => boolean {
  if (location.internet) return () => false
  const address = location.address === undefined ? undefined : parseAddress(location.address)
  const activeDirectorySite = location.activeDirectorySite?.toLowerCase()
  return (boundary) =>
    boundary.kind === 'active-directory-site'
      ? boundary.text.toLowerCase() === activeDirectorySite
      : address !== undefined && overlaps(boundary.range, address)
}

/** A site system by its name or FQDN, wherever in the hierarchy. */
export function siteSystemNamed(
  hierarchy: Hierarchy,
  written: string,
): { site: Site; system: SiteSystem } | undefined {
  for (const site of hierarchy.sites) {
    const system = site.systems.find((candidate) => isCalled(candidate, written))
    if (system) return { site, system }
  }
  return undefined
}

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

/** "HTTP communication for roaming and site assignment", as a client has it: its own setting, or that of its site. */
export function hasHttpForRoaming({ httpForRoaming }: Client, assigned: Site | undefined): boolean {
  return httpForRoaming === 'inherit' ? (assigned?.httpForRoaming ?? false) : httpForRoaming
}

/**
 * Whether a primary site of the first mode may have a parent of the second: "It is not supported to attach a native mode
 * child site to a parent primary site configured for mixed mode."
 */
export const mayStandUnder: Readonly<Record<SiteMode, Readonly<Record<SiteMode, boolean>>>> = {
  mixed: { mixed: true, native: true },
  native: { mixed: false, native: true },
}

/** "How to Migrate a Site to Native Mode" and "How to Revert a Site to Mixed Mode", in short. */
const order: Readonly<Record<SiteMode, string>> = {
  native:
    'a site goes into native mode only under a parent that is in native mode already, from the top down',
  mixed:
    'a site goes back into mixed mode only above children that are in mixed mode already, from the bottom up',
}

/** The site that has to go over first, and why; undefined when nothing stands in the way. */
export function inTheWay(
  { sites }: Pick<Hierarchy, 'sites'>,
  code: string,
  mode: SiteMode,
): { site: string; why: string } | undefined {
  const parent = sites.find((site) => site.code === code)?.parent
  const first = sites.find(
    (site) =>
      (site.code === parent && !mayStandUnder[mode][site.mode]) ||
      (site.parent === code && site.kind === 'primary' && !mayStandUnder[site.mode][mode]),
  )
  return first && { site: first.code, why: order[mode] }
}
