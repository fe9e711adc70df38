import {
  parseAddress,
  parsePrefix,
  parseRange,
  type Boundary,
  type Location,
  covers,
} from '../../vocabulary/location.ts'
import {
  parseSettings,
  systemManagement,
  type ClientOperationalSettings,
  type PublishedClass,
} from '../../wire/ldap/published.ts'
import {
  valuesOf,
  type LdapEntry,
  allOf,
  anyOf,
  isAtLeast,
  isAtMost,
  isEqual,
  type Filter,
} from '../../wire/ldap/search.ts'
import type { LdapSearch } from '../transports/ldap.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** A boundary as it is published: an Active Directory site's name, a subnet or an IPv6 prefix. */
interface BoundaryRecord {
  text: string
  connection: 'fast' | 'slow'
}

interface SiteRecord {
  code: string
  /** Clients in this site's boundaries are assigned to it: a secondary site names its primary. */
  assignmentSite: string
  boundaries: BoundaryRecord[]
}

interface ManagementPointRecord {
  site: string
  fqdn: string
  address: string
  isDefault: boolean
  forDevices: boolean
  /** A proxy management point: it is in a secondary site, and passes on to the site that its settings name. */
  isProxy: boolean
  version: string
  /** Absent where the entry has no readable settings. */
  settings?: ClientOperationalSettings
}

/** A range of IPv4 addresses, both ends included. */
export interface BoundaryRangeRecord {
  site: string
  first: bigint
  last: bigint
  connection: 'fast' | 'slow'
}

/** Like the functions below, passes over entries of other classes and entries that lack a required attribute. */
export function readSites(entries: readonly LdapEntry[]): SiteRecord[] {
  return ofClass(entries, 'mSSMSSite').map(({ entry, site }) => ({
    code: site,
    assignmentSite: first(entry, 'mSSMSAssignmentSiteCode') || site,
    boundaries: valuesOf(entry, 'mSSMSRoamingBoundaries').map((text) => ({
      text,
      connection: connectionOf(entry, text),
    })),
  }))
}

export function readManagementPoints(entries: readonly LdapEntry[]): ManagementPointRecord[] {
  return ofClass(entries, 'mSSMSManagementPoint').flatMap(({ entry, site }) => {
    const fqdn = nameOf(entry)
    const settings = parseSettings(first(entry, 'mSSMSCapabilities'))
    const assignedSite = settings?.assignedSite ?? ''
    return fqdn === ''
      ? []
      : {
          site,
          fqdn,
          address: first(entry, 'mSSMSMPAddress'),
          isDefault: first(entry, 'mSSMSDefaultMP') === 'TRUE',
          forDevices: first(entry, 'mSSMSDeviceManagementPoint') === 'TRUE',
          isProxy: assignedSite !== '' && assignedSite !== site,
          version: first(entry, 'mSSMSVersion'),
          ...(settings && { settings }),
        }
  })
}

export function readBoundaryRanges(entries: readonly LdapEntry[]): BoundaryRangeRecord[] {
  return ofClass(entries, 'mSSMSRoamingBoundaryRange').flatMap(({ entry, site }) => {
    const [low, high] = [first(entry, 'mSSMSRangedIPLow'), first(entry, 'mSSMSRangedIPHigh')]
    if (!isAddress(low) || !isAddress(high) || BigInt(low) > BigInt(high)) return []
    const text = first(entry, 'mSSMSRoamingBoundaries')
    return { site, first: BigInt(low), last: BigInt(high), connection: connectionOf(entry, text) }
  })
}

function ofClass(
  entries: readonly LdapEntry[],
  objectClass: PublishedClass,
): { entry: LdapEntry; site: string }[] {
  return entries.flatMap((entry) => {
    const site = first(entry, 'mSSMSSiteCode')
    const classes = valuesOf(entry, 'objectClass').map((name) => name.toLowerCase())
    return site !== '' && classes.includes(objectClass.toLowerCase()) ? { entry, site } : []
  })
}

/** The first value of an attribute; empty where there is none. */
function first(entry: LdapEntry, attribute: string): string {
  return valuesOf(entry, attribute)[0] ?? ''
}

function nameOf(entry: LdapEntry): string {
  return first(entry, 'dNSHostName') || first(entry, 'mSSMSMPName')
}

/** Fast boundaries also stand in `mSSMSSiteBoundaries`: not documented; our choice. */
function connectionOf(entry: LdapEntry, text: string): 'fast' | 'slow' {
  return valuesOf(entry, 'mSSMSSiteBoundaries').includes(text) ? 'fast' : 'slow'
}

function isAddress(text: string): boolean {
  return /^\d{1,10}$/.test(text) && BigInt(text) < 2n ** 32n
}

/** A search for entries of one class in the container where the sites of a domain publish. */
export function findPublished(
  domain: string,
  objectClass: PublishedClass,
  ...more: readonly Filter[]
): LdapSearch {
  const filter = allOf(isEqual('objectCategory', objectClass), ...more)
  return { base: systemManagement(domain), scope: 'one', filter }
}

export function findSites(domain: string): LdapSearch {
  return findPublished(domain, 'mSSMSSite')
}

/** The sites that publish one of these boundaries, by their texts, and the sites of these codes. */
export function findSitesAround(
  domain: string,
  boundaries: readonly string[],
  codes: readonly string[],
): LdapSearch {
  const around = [
    ...boundaries.map((text) => isEqual('mSSMSRoamingBoundaries', text)),
    ...codes.map((code) => isEqual('mSSMSSiteCode', code)),
  ]
  return findPublished(domain, 'mSSMSSite', anyOf(...around))
}

/** Clients use only a site's default management point, however many it has ("Troubleshooting management points"). */
export function findPublishedManagementPoint(domain: string, code: string): LdapSearch {
  const ofSite = isEqual('mSSMSSiteCode', code)
  return findPublished(domain, 'mSSMSManagementPoint', ofSite, isEqual('mSSMSDefaultMP', 'TRUE'))
}

/** The ranges that hold an IPv4 address, given as a number. */
export function findBoundaryRanges(domain: string, address: bigint): LdapSearch {
  const number = String(address)
  const holds = [isAtMost('mSSMSRangedIPLow', number), isAtLeast('mSSMSRangedIPHigh', number)]
  return findPublished(domain, 'mSSMSRoamingBoundaryRange', ...holds)
}

/** A site in whose boundaries a client finds itself. */
export interface HoldingSite {
  code: string
  assignmentSite: string
  /** `fast` where one of the boundaries that hold the client is fast. */
  connection: 'fast' | 'slow'
}

/** The sites whose boundaries hold a location, among the sites and ranges that a client has found. */
export function sitesHolding(
  location: Location,
  sites: readonly SiteRecord[],
  ranges: readonly BoundaryRangeRecord[],
): HoldingSite[] {
  return sites.flatMap(({ code, assignmentSite, boundaries }) => {
    const connections = [
      ...boundaries.filter((boundary) => covers(asBoundary(boundary), location)),
      ...ranges.filter((range) => range.site === code && isWithin(range, location)),
    ].map(({ connection }) => connection)
    if (connections.length === 0) return []
    return { code, assignmentSite, connection: connections.includes('fast') ? 'fast' : 'slow' }
  })
}

/** Any text that is neither a prefix nor a range names an Active Directory site. */
function asBoundary({ text, connection }: BoundaryRecord): Boundary {
  const range = parsePrefix(text) ?? parseRange(text)
  return range
    ? { kind: 'addresses', text, range, connection }
    : { kind: 'active-directory-site', text, connection }
}

function isWithin({ first, last }: BoundaryRangeRecord, location: Location): boolean {
  const own = location.internet || location.address === undefined ? undefined : parseAddress(location.address)
  return own?.version === 4 && first <= own.first && own.first <= last
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the boundaries that it takes for fast: those that stand in `mSSMSSiteBoundaries` as well',
  },
]
