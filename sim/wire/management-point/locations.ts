import { descend, readXml, xmlElement, type XmlElement } from '../xml.ts'

/** "ClientLocationInfo" of the 2007 SDK: where a client is, in each request for a location. */
export interface ClientLocation {
  activeDirectorySite?: string
  addresses: readonly { address: string; subnet?: string }[]
}

/** A client has one for each network card. */
const mostAddresses = 16

/** undefined when it is absent. */
export function readClientLocation(request: XmlElement): ClientLocation | undefined {
  const location = descend(request, 'ClientLocationInfo')
  if (!location) return undefined
  const activeDirectorySite = descend(location, 'ADSite')?.attributes.Name ?? ''
  const addresses = descend(location, 'IPAddresses')?.children ?? []
  return {
    ...(activeDirectorySite !== '' && { activeDirectorySite }),
    addresses: addresses.slice(0, mostAddresses).flatMap(({ attributes }) => {
      const { Address: address, SubnetAddress: subnet } = attributes
      return address === undefined ? [] : [{ address, ...(subnet !== undefined && { subnet }) }]
    }),
  }
}

export function writeClientLocation({ activeDirectorySite, addresses }: ClientLocation): string {
  const written = addresses.map(({ address, subnet }) =>
    xmlElement('IPAddress', { SubnetAddress: subnet, Address: address }),
  )
  return xmlElement(
    'ClientLocationInfo',
    {},
    activeDirectorySite === undefined ? '' : xmlElement('ADSite', { Name: activeDirectorySite }),
    xmlElement('IPAddresses', {}, ...written),
  )
}

/** The common shape of replies to location requests: records, by site. */
export interface LocatedSite<Located> {
  siteCode: string
  /** The primary site that clients there are assigned to. */
  masterSiteCode: string
  locality: Locality
  /** `IISPreferedPort` and `IISSSLPreferedPort`, as they are spelt on the wire. */
  ports: { http: number; https: number }
  records: readonly Located[]
}

/** Within a fast boundary of the site, a slow one, or none. */
export type Locality = 'LOCAL' | 'REMOTE' | 'FALLBACK'

const localities: readonly Locality[] = ['LOCAL', 'REMOTE', 'FALLBACK']

export function writeLocatedSites<Located>(
  reply: string,
  sites: readonly LocatedSite<Located>[],
  writeRecord: (located: Located) => string,
): string {
  const written = sites.map(({ siteCode, masterSiteCode, locality, ports, records }) =>
    xmlElement(
      'Site',
      {},
      xmlElement('MPSite', {
        SiteCode: siteCode,
        MasterSiteCode: masterSiteCode,
        SiteLocality: locality,
        IISPreferedPort: ports.http,
        IISSSLPreferedPort: ports.https,
      }),
      xmlElement('LocationRecords', {}, ...records.map(writeRecord)),
    ),
  )
  return xmlElement(reply, { SchemaVersion: '1.00' }, xmlElement('Sites', {}, ...written))
}

/** undefined when the text is no such reply. */
export function readLocatedSites<Located>(
  reply: string,
  xml: string,
  readRecord: (record: XmlElement) => Located | undefined,
): LocatedSite<Located>[] | undefined {
  const root = readXml(xml)
  const written = descend(root, 'Sites')?.children.filter(({ name }) => name === 'Site')
  if (root?.name !== reply || !written) return undefined
  const sites = written.map((site) => readSite(site, readRecord)).filter((site) => site !== undefined)
  return sites.length < written.length ? undefined : sites
}

function readSite<Located>(
  site: XmlElement,
  readRecord: (record: XmlElement) => Located | undefined,
): LocatedSite<Located> | undefined {
  const mpSite = descend(site, 'MPSite')?.attributes
  const children = descend(site, 'LocationRecords')?.children ?? []
  const written = children.filter(({ name }) => name === 'LocationRecord')
  const records = written.map(readRecord).filter((record) => record !== undefined)
  if (mpSite?.SiteCode === undefined || records.length < written.length) return undefined
  return {
    siteCode: mpSite.SiteCode,
    masterSiteCode: mpSite.MasterSiteCode ?? mpSite.SiteCode,
    locality: localities.find((name) => name === mpSite.SiteLocality) ?? 'REMOTE',
    ports: { http: portOf(mpSite.IISPreferedPort, 80), https: portOf(mpSite.IISSSLPreferedPort, 443) },
    records,
  }
}

function portOf(text: string | undefined, usual: number): number {
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : usual
}

/** A management point of a site in whose boundaries a client is. */
export interface LocatedManagementPoint {
  fqdn: string
}

/** "LocalMPLocationRequest" of the 2007 SDK: which management point is near. */
export function writeLocalManagementPointRequest(location: ClientLocation): string {
  return xmlElement('LocalMPLocationRequest', { SchemaVersion: '1.0' }, writeClientLocation(location))
}

export function readLocalManagementPointRequest(xml: string): ClientLocation | undefined {
  const request = readXml(xml)
  return request?.name === 'LocalMPLocationRequest' ? readClientLocation(request) : undefined
}

/** The attributes of a record are not documented; our choice. */
export function writeLocalManagementPointReply(
  sites: readonly LocatedSite<LocatedManagementPoint>[],
): string {
  return writeLocatedSites('LocalMPLocationReply', sites, ({ fqdn }) =>
    xmlElement('LocationRecord', { FQDN: fqdn }),
  )
}

export function readLocalManagementPointReply(
  xml: string,
): LocatedSite<LocatedManagementPoint>[] | undefined {
  return readLocatedSites('LocalMPLocationReply', xml, ({ attributes: { FQDN } }) =>
    FQDN === undefined ? undefined : { fqdn: FQDN },
  )
}

/** "WSUSLocationRequest" of the 2007 SDK: which software update point to scan against. */
export interface UpdateServerRequest {
  /** The update source, and the version of its catalogue at least. */
  content: { id: string; version: number }
  assignedSite: string
  location: ClientLocation
}

export interface LocatedUpdateServer {
  url: string
  /** NetBIOS name. */
  serverName: string
  version: number
}

export function writeUpdateServerRequest({ content, assignedSite, location }: UpdateServerRequest): string {
  return xmlElement(
    'WSUSLocationRequest',
    { SchemaVersion: '1.00' },
    xmlElement('Content', { ID: content.id, Version: content.version }),
    xmlElement('AssignedSite', { SiteCode: assignedSite }),
    writeClientLocation(location),
  )
}

/** undefined when the text is no such request, or one without content, assigned site or location. */
export function readUpdateServerRequest(xml: string): UpdateServerRequest | undefined {
  const request = readXml(xml)
  if (request?.name !== 'WSUSLocationRequest') return undefined
  const { ID: id, Version } = descend(request, 'Content')?.attributes ?? {}
  const assignedSite = descend(request, 'AssignedSite')?.attributes.SiteCode
  const location = readClientLocation(request)
  const version = readVersion(Version)
  if (id === undefined || version === undefined || assignedSite === undefined || !location) return undefined
  return { content: { id, version }, assignedSite, location }
}

export function writeUpdateServerReply(sites: readonly LocatedSite<LocatedUpdateServer>[]): string {
  return writeLocatedSites('WSUSLocationReply', sites, ({ url, serverName, version }) =>
    xmlElement('LocationRecord', { WSUSURL: url, ServerName: serverName, Version: version }),
  )
}

export function readUpdateServerReply(xml: string): LocatedSite<LocatedUpdateServer>[] | undefined {
  return readLocatedSites('WSUSLocationReply', xml, ({ attributes: { WSUSURL, ServerName, Version } }) => {
    const version = readVersion(Version)
    if (WSUSURL === undefined || version === undefined) return undefined
    return { url: WSUSURL, serverName: ServerName ?? '', version }
  })
}

function readVersion(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
