import type { Site, Hierarchy, SiteSystem, Client } from './hierarchy.ts'
import { covers, holding, knownLocation, type Location } from '../vocabulary/location.ts'
import { type Ports, isCalled, isWebProtocol, type Protocol } from '../vocabulary/network.ts'
import { siteSystemRoles, type SiteSystemRole } from '../vocabulary/site-system-role.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import type { Basis } from '../vocabulary/basis.ts'

/**
 * The code of the primary site that a site belongs to: its own, or its parent's for a secondary site. A secondary site
 * serves its parent's clients and has none of its own ("About Client Site Assignment").
 */
export function primaryCodeOf({ kind, parent, code }: Site): string {
  return kind === 'secondary' && parent !== undefined ? parent : code
}

/** A site and all sites below it: the part of the hierarchy that the site knows. */
export function sitesBelow({ sites }: Hierarchy, site: Site): Site[] {
  const below = new Set([site])
  // Set.forEach also visits the sites that are added meanwhile.
  below.forEach((upper) =>
    sites.filter(({ parent }) => parent === upper.code).forEach((lower) => below.add(lower)),
  )
  return [...below]
}

/** The sites whose boundaries contain a location, in the order of the hierarchy. */
export function sitesCovering(hierarchy: Hierarchy, location: Location): Site[] {
  const holds = holding(location)
  return hierarchy.sites.filter((site) => site.boundaries.some(holds))
}

/**
 * The site that a client is in. Where boundaries overlap, the assigned site if it is among them, else the first in the
 * hierarchy: overlaps are unsupported, and what the product does is not documented; our choice.
 */
export function residentSiteOf(
  hierarchy: Hierarchy,
  location: Location,
  assigned: Site | undefined,
): Site | undefined {
  const covering = sitesCovering(hierarchy, location)
  return covering.find(({ code }) => code === assigned?.code) ?? covering[0]
}

/**
 * The primary site that manages a client when the hierarchy opens: the one named, or the one whose boundaries contain
 * it. In the boundaries of a secondary site it is assigned to the parent.
 */
export function assignedSiteOf(
  hierarchy: Hierarchy,
  client: Pick<
    Client,
    'activeDirectory' | 'alwaysOnInternet' | 'assignedSite' | 'at' | 'internetManagementPoint'
  >,
): Site | undefined {
  const { assignedSite, at, internetManagementPoint, alwaysOnInternet } = client
  const isForInternet = alwaysOnInternet || internetManagementPoint !== undefined
  const automatic = assignedSite === 'auto' && !isForInternet
  const [covering] = automatic ? sitesCovering(hierarchy, knownLocation(client, at)) : []
  const wanted = covering ? primaryCodeOf(covering) : assignedSite
  return hierarchy.sites.find(({ code }) => code === wanted)
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

/** A server that is a standard distribution point as well has its packages as those have them. */
export function isBranchAlone({ roles }: SiteSystem): boolean {
  return roles.includes('branch-distribution-point') && !roles.includes('standard-distribution-point')
}

/** The web ports of a site's systems of one role: software update points have a web site of their own. */
export function portsOf(site: Site, role: SiteSystemRole): Ports {
  return site[siteSystemRoles[role].webPorts]
}

/** The port that a client contacts first by a protocol. */
export function portOf(site: Site, role: SiteSystemRole, protocol: Protocol): number {
  if (isWebProtocol(protocol)) return portsOf(site, role)[protocol]
  const { smb, dhcp, radius } = site.otherPorts
  return { smb, pxe: dhcp, soh: radius }[protocol]
}

/** A client's "HTTP communication for roaming and site assignment": its own setting, or its site's. */
export function hasHttpForRoaming(
  { httpForRoaming }: Pick<Client, 'httpForRoaming'>,
  assigned: Site | undefined,
): boolean {
  return httpForRoaming === 'inherit' ? (assigned?.httpForRoaming ?? false) : httpForRoaming
}

/**
 * Whether a primary site of the first mode may have a parent of the second: "It is not supported to attach a native
 * mode child site to a parent primary site configured for mixed mode."
 */
export const mayHaveParent: Readonly<Record<SiteMode, Readonly<Record<SiteMode, boolean>>>> = {
  mixed: { mixed: true, native: true },
  native: { mixed: false, native: true },
}

/** "How to Migrate a Site to Native Mode" and "How to Revert a Site to Mixed Mode", in short. */
const orderOfChange: Readonly<Record<SiteMode, string>> = {
  native:
    'a site goes into native mode only under a parent that is in native mode already, from the top down',
  mixed:
    'a site goes back into mixed mode only above children that are in mixed mode already, from the bottom up',
}

/** The site that has to change its mode first, and why; undefined if none has to. */
export function siteToChangeFirst(
  { sites }: { sites: readonly Site[] },
  code: string,
  mode: SiteMode,
): { site: string; why: string } | undefined {
  const parent = sites.find((site) => site.code === code)?.parent
  const first = sites.find(
    (site) =>
      (site.code === parent && !mayHaveParent[mode][site.mode]) ||
      (site.parent === code && site.kind === 'primary' && !mayHaveParent[site.mode][mode]),
  )
  return first && { site: first.code, why: orderOfChange[mode] }
}

/** The properties of a contact that depend on a system's settings and the client's location. */
export function howItServes({ managementPoint, protectedBoundaries }: SiteSystem, at: Location) {
  return {
    devices: managementPoint.devices,
    outsideProtection:
      protectedBoundaries.length > 0 && !protectedBoundaries.some((boundary) => covers(boundary, at)),
  }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the site that counts where boundaries overlap',
  },
]
