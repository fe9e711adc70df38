import {
  parseSettings,
  type ClientOperationalSettings,
} from '../../../wire/ldap/client-operational-settings.ts'
import { valuesOf, type LdapEntry } from '../../../wire/ldap/entry.ts'
import type { PublishedClass } from '../../../wire/ldap/published-names.ts'

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
