import type { HierarchyInput, SiteMode, SiteSystemRole } from '../../sim/index.ts'

/**
 * A hierarchy file of which every field that matters to roaming is written out, so that what has to happen in it can be
 * told from the file alone.
 */
export interface DescribedHierarchy extends HierarchyInput {
  sites: DescribedSite[]
  clients: DescribedClient[]
  packages: DescribedPackage[]
}

export interface DescribedSite {
  code: string
  kind: 'primary' | 'secondary'
  /** Absent at secondary sites, which have their parent's. */
  mode?: SiteMode
  parent?: string
  publishToActiveDirectory: boolean
  httpForRoaming?: boolean
  crlChecking?: boolean
  refusal: 'handshake' | 'iis'
  boundaries: DescribedBoundary[]
  systems: DescribedSystem[]
}

export interface DescribedBoundary {
  subnet?: string
  range?: string
  ipv6Prefix?: string
  activeDirectorySite?: string
  connection: 'fast' | 'slow'
}

export interface DescribedSystem {
  name: string
  roles: SiteSystemRole[]
  httpTransfer?: boolean
  ssl?: boolean
  packages: string[]
  protectedBoundaries: DescribedBoundary[]
  clientConnections: 'intranet' | 'internet' | 'both'
}

/** A client's location. */
export type Place = { address?: string; activeDirectorySite?: string } | { internet: true }

export interface DescribedClient {
  name: string
  kind: 'computer' | 'mobile-device'
  assignedSite: string
  mode: SiteMode
  activeDirectory: boolean
  httpForRoaming: boolean | 'inherit'
  serverLocatorPoint?: string
  fallbackStatusPoint?: string
  internetManagementPoint?: string
  alwaysOnInternet: boolean
  certificate: 'good' | 'none'
  at: Place
}

export interface DescribedPackage {
  id: string
  size: number
  advertisement: {
    whenSlow: 'download' | 'do-not-run'
    runFromDistributionPoint: boolean
    fallBackToUnprotected: boolean
  }
}

export const domain = 'roaming.test'

export function siteCalled({ sites }: DescribedHierarchy, code: string | undefined) {
  return sites.find((site) => site.code === code)
}

/** The primary site that a site belongs to: itself, or the one above a secondary site. */
export function primaryOf({ code, kind, parent }: DescribedSite): string {
  return kind === 'secondary' ? (parent ?? code) : code
}

export function having(site: DescribedSite, role: SiteSystemRole): DescribedSystem[] {
  return site.systems.filter(({ roles }) => roles.includes(role))
}

export function fqdnOf({ name }: { name: string }): string {
  return `${name}.${domain}`
}

/** Whose system it is; undefined for the domain controller and other strangers. */
export function ownerOf({ sites }: DescribedHierarchy, fqdn: string | null) {
  for (const site of sites) {
    const system = site.systems.find((candidate) => fqdnOf(candidate) === fqdn)
    if (system) return { site, system }
  }
  return undefined
}
