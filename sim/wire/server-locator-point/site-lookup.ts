import { parseXml, xmlElement } from '../xml.ts'

/**
 * Not documented; our choice: no public source describes a server locator point's requests. The query follows that
 * of a later request with the same purpose, MPLOCATION: `ir` is the client's address, `ip` that of its subnet.
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

/** The most addresses of one client that are used; the rest are ignored. */
const mostAddresses = 32

/** Asks for the site to be assigned to at a location. */
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

/** Asks for the management points of a site. */
export function managementPointLookupPath(siteCode: string): string {
  return `${serverLocatorPath}?mp&${new URLSearchParams({ code: siteCode }).toString()}`
}

/** The words may stand in any order; the n-th `ip` belongs to the n-th `ir`. undefined for any other query. */
export function parseLookupQuery(query: string): LookupQuery | undefined {
  const asked = new URLSearchParams(query)
  if (asked.has('site')) {
    const subnets = asked.getAll('ip')
    const addresses = asked.getAll('ir').map((address, index) => {
      const subnet = subnets[index]
      return { address, ...(subnet !== undefined && { subnet }) }
    })
    const activeDirectorySite = asked.get('ad') ?? undefined
    const location = {
      addresses: addresses.slice(0, mostAddresses),
      ...(activeDirectorySite !== undefined && { activeDirectorySite }),
    }
    return { asks: 'site', location }
  }
  return asked.has('mp') ? { asks: 'mp', siteCode: asked.get('code') ?? undefined } : undefined
}

/** The sites that cover the location asked about; none when it is outside all boundaries. */
export function siteReply(siteCodes: readonly string[]): string {
  return slpReply(siteCodes.map((code) => xmlElement('Site', { Code: code })))
}

export interface LocatedManagementPoint {
  fqdn: string
  /** Its site is in native mode: it speaks HTTPS. */
  native: boolean
  /** Code of the primary site that clients of its site are assigned to. */
  assignmentSite: string
  /** The version of Configuration Manager at its site. */
  version: string
}

/** The management points of the site asked about, with capabilities as in a management point list. */
export function managementPointReply(points: readonly LocatedManagementPoint[]): string {
  return slpReply(
    points.map(({ fqdn, native, assignmentSite, version }) =>
      xmlElement(
        'MP',
        { FQDN: fqdn, SiteCode: assignmentSite, Version: version },
        xmlElement(
          'Capabilities',
          { SchemaVersion: '1.0' },
          ...(native ? [xmlElement('Property', { Name: 'SSL', Version: 1 })] : []),
        ),
      ),
    ),
  )
}

function slpReply(entries: readonly string[]): string {
  return xmlElement('SLPReply', {}, ...entries)
}

/** undefined when it is not such a reply. */
export function parseSiteReply(body: string): string[] | undefined {
  const reply = parseXml(body)
  if (reply?.name !== 'SLPReply') return undefined
  return reply.children.flatMap(({ name, attributes: { Code } }) =>
    name === 'Site' && Code !== undefined ? [Code] : [],
  )
}

/** undefined when it is not such a reply. */
export function parseManagementPointReply(body: string): LocatedManagementPoint[] | undefined {
  const reply = parseXml(body)
  if (reply?.name !== 'SLPReply') return undefined
  return reply.children.flatMap(({ name, attributes, children: [capabilities] }) => {
    const { FQDN: fqdn, SiteCode: assignmentSite, Version: version } = attributes
    if (name !== 'MP' || fqdn === undefined || assignmentSite === undefined || version === undefined)
      return []
    const native = capabilities?.children.some(({ attributes: { Name } }) => Name === 'SSL') ?? false
    return [{ fqdn, native, assignmentSite, version }]
  })
}
