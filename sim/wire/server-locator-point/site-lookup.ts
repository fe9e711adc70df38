import { hasSslCapability, sslCapability } from '../management-point/management-point-list.ts'
import { isProductVersion } from '../text.ts'
import { parseXml, xmlElement, type XmlElement } from '../xml.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/**
 * Not documented; our choice: no public source describes a server locator point's requests. The query follows that
 * of a later request with the same purpose, MPLOCATION: `ir` is the client's address, `ip` its subnet's.
 */
export const serverLocatorPointDirectory = '/SMS_SLP'
export const serverLocatorPath = '/SMS_SLP/slp.dll'

/** A client's position in the network. */
export interface LookupLocation {
  /** One for each network adapter. */
  addresses: readonly AdapterAddress[]
  activeDirectorySite?: string
}

interface AdapterAddress {
  address: string
  /** First address of its subnet. */
  subnet?: string
}

type LookupQuery = { asks: 'site'; location: LookupLocation } | { asks: 'mp'; siteCode: string | undefined }

/** Addresses of one client; further ones are ignored. */
const mostAddresses = 32

/** The path that asks which site a client at this location should be assigned to. */
export function siteQuery(address: string | undefined, activeDirectorySite: string | undefined): string {
  return siteLookupPath({
    addresses: address === undefined ? [] : [{ address }],
    ...(activeDirectorySite !== undefined && { activeDirectorySite }),
  })
}

export function siteLookupPath({ addresses, activeDirectorySite }: LookupLocation): string {
  const pairs = addresses.flatMap(({ address, subnet }): [string, string][] => [
    ['ir', address],
    ...(subnet === undefined ? [] : ([['ip', subnet]] satisfies [string, string][])),
  ])
  const location = new URLSearchParams(pairs)
  if (activeDirectorySite !== undefined) location.set('ad', activeDirectorySite)
  return location.size === 0
    ? `${serverLocatorPath}?site`
    : `${serverLocatorPath}?site&${location.toString()}`
}

/** The path that asks for the management points of a site. */
export function managementPointLookupPath(siteCode: string): string {
  return `${serverLocatorPath}?mp&${new URLSearchParams({ code: siteCode }).toString()}`
}

/** Parameters may be in any order; the n-th `ip` belongs to the n-th `ir`. undefined for any other query. */
export function parseLookupQuery(query: string): LookupQuery | undefined {
  const parameters = new URLSearchParams(query)
  if (parameters.has('site')) {
    const subnets = parameters.getAll('ip')
    const addresses = parameters.getAll('ir').map((address, index) => {
      const subnet = subnets[index]
      return { address, ...(subnet !== undefined && { subnet }) }
    })
    const activeDirectorySite = parameters.get('ad') ?? undefined
    const location = {
      addresses: addresses.slice(0, mostAddresses),
      ...(activeDirectorySite !== undefined && { activeDirectorySite }),
    }
    return { asks: 'site', location }
  }
  return parameters.has('mp') ? { asks: 'mp', siteCode: parameters.get('code') ?? undefined } : undefined
}

/** The sites that cover the location asked about; none when it is outside all boundaries. */
export function serializeSiteReply(siteCodes: readonly string[]): string {
  return slpReply(siteCodes.map((code) => xmlElement('Site', { Code: code })))
}

export interface LocatedManagementPoint {
  fqdn: string
  /** Whether its site is in native mode, so that it speaks HTTPS. */
  native: boolean
  /** Code of the primary site that clients of its site are assigned to. */
  assignmentSite: string
  /** The version of Configuration Manager at its site. */
  version: string
}

/** The management points of the site asked about, with capabilities as in a management point list. */
export function serializeManagementPointReply(points: readonly LocatedManagementPoint[]): string {
  return slpReply(
    points.map(({ fqdn, native, assignmentSite, version }) =>
      xmlElement(
        'MP',
        { FQDN: fqdn, SiteCode: assignmentSite, Version: version },
        xmlElement('Capabilities', { SchemaVersion: '1.0' }, sslCapability(native)),
      ),
    ),
  )
}

function slpReply(entries: readonly string[]): string {
  return xmlElement('SLPReply', {}, ...entries)
}

/** undefined when the body is not an SLPReply, or a site in it has no code. */
export function parseSiteReply(body: string): string[] | undefined {
  return parseEntries(body, 'Site', ({ attributes: { Code } }) => (Code === '' ? undefined : Code))
}

/** undefined when the body is not an SLPReply, or a management point in it lacks its name, its site or its version. */
export function parseManagementPointReply(body: string): LocatedManagementPoint[] | undefined {
  return parseEntries(body, 'MP', (record) => {
    const { FQDN: fqdn = '', SiteCode: assignmentSite = '', Version: version = '' } = record.attributes
    if (fqdn === '' || assignmentSite === '' || !isProductVersion(version)) return undefined
    return { fqdn, native: hasSslCapability(record), assignmentSite, version }
  })
}

function parseEntries<Entry>(
  body: string,
  name: string,
  parseEntry: (entry: XmlElement) => Entry | undefined,
): Entry[] | undefined {
  const reply = parseXml(body)
  if (reply?.name !== 'SLPReply') return undefined
  const written = reply.children.filter((child) => child.name === name)
  const entries = written.map(parseEntry).filter((entry) => entry !== undefined)
  return entries.length < written.length ? undefined : entries
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the paths and messages of server locator points',
  },
]
