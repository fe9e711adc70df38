import {
  parseSettings,
  type ClientOperationalSettings,
  type PublishedClass,
} from '../../wire/ldap/published.ts'
import { valuesOf, type LdapEntry } from '../../wire/ldap/search.ts'

/** A boundary as it is published: an Active Directory site's name, a subnet or an IPv6 prefix. */
export interface BoundaryRecord {
  text: string
  connection: 'fast' | 'slow'
}

export interface SiteRecord {
  code: string
  /** Clients in this site's boundaries are assigned to it: a secondary site names its primary. */
  assignmentSite: string
  boundaries: BoundaryRecord[]
}

export interface ManagementPointRecord {
  site: string
  fqdn: string
  address: string
  isDefault: boolean
  forDevices: boolean
  /** It is in a secondary site, and passes on to the site that its settings name. */
  isProxy: boolean
  version: string
  /** Absent where the entry has none that can be read. */
  settings?: ClientOperationalSettings
}

export interface ServerLocatorPointRecord {
  site: string
  fqdn: string
  address: string
}

/** A range of IPv4 addresses, both ends included. */
export interface BoundaryRangeRecord {
  site: string
  first: bigint
  last: bigint
  connection: 'fast' | 'slow'
}

/** Entries of other classes are passed over, as are those that lack what makes them one; so too in what follows. */
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

export function readServerLocatorPoints(entries: readonly LdapEntry[]): ServerLocatorPointRecord[] {
  return ofClass(entries, 'mSSMSServerLocatorPoint').flatMap(({ entry, site }) => {
    const fqdn = nameOf(entry)
    return fqdn === '' ? [] : { site, fqdn, address: first(entry, 'mSSMSMPAddress') }
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

/** Empty where there is none. */
function first(entry: LdapEntry, attribute: string): string {
  return valuesOf(entry, attribute)[0] ?? ''
}

function nameOf(entry: LdapEntry): string {
  return first(entry, 'dNSHostName') || first(entry, 'mSSMSMPName')
}

/** What is fast stands in `mSSMSSiteBoundaries` as well: not documented; our choice. */
function connectionOf(entry: LdapEntry, text: string): 'fast' | 'slow' {
  return valuesOf(entry, 'mSSMSSiteBoundaries').includes(text) ? 'fast' : 'slow'
}

function isAddress(text: string): boolean {
  return /^\d{1,10}$/.test(text) && BigInt(text) < 2n ** 32n
}
