import { parsePort } from '../server-address.ts'
import { descend, escapeXml, parseXml, xmlElement, type XmlElement } from '../xml.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** "ClientLocationInfo" of the 2007 SDK: a client's position in the network, in each location request. */
export interface ClientLocation {
  activeDirectorySite?: string
  addresses: readonly { address: string; subnet?: string }[]
}

/** A client has one for each network card. */
const mostAddresses = 16

/** undefined when it is absent. */
function parseClientLocation(request: XmlElement): ClientLocation | undefined {
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

function serializeClientLocation({ activeDirectorySite, addresses }: ClientLocation): string {
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

/** Within a fast boundary of the site, within a slow one, or outside all of them. */
export type Locality = 'LOCAL' | 'REMOTE' | 'FALLBACK'

const localities: readonly Locality[] = ['LOCAL', 'REMOTE', 'FALLBACK']

function serializeLocatedSites<Located>(
  reply: string,
  sites: readonly LocatedSite<Located>[],
  serializeRecord: (located: Located) => string,
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
      xmlElement('LocationRecords', {}, ...records.map(serializeRecord)),
    ),
  )
  return xmlElement(reply, { SchemaVersion: '1.00' }, xmlElement('Sites', {}, ...written))
}

/** undefined when the text is not such a reply, or a site or record in it lacks or garbles what a client goes by. */
function parseLocatedSites<Located>(
  reply: string,
  xml: string,
  parseRecord: (record: XmlElement) => Located | undefined,
): LocatedSite<Located>[] | undefined {
  const root = parseXml(xml)
  const written = descend(root, 'Sites')?.children.filter(({ name }) => name === 'Site')
  if (root?.name !== reply || !written) return undefined
  const sites = written.map((site) => parseSite(site, parseRecord)).filter((site) => site !== undefined)
  return sites.length < written.length ? undefined : sites
}

function parseSite<Located>(
  site: XmlElement,
  parseRecord: (record: XmlElement) => Located | undefined,
): LocatedSite<Located> | undefined {
  const {
    SiteCode: siteCode = '',
    MasterSiteCode: masterSiteCode = siteCode,
    SiteLocality,
    IISPreferedPort = '80',
    IISSSLPreferedPort = '443',
  } = descend(site, 'MPSite')?.attributes ?? {}
  const locality = localities.find((name) => name === SiteLocality)
  const [http, https] = [parsePort(IISPreferedPort), parsePort(IISSSLPreferedPort)]
  const children = descend(site, 'LocationRecords')?.children ?? []
  const written = children.filter(({ name }) => name === 'LocationRecord')
  const records = written.map(parseRecord).filter((record) => record !== undefined)
  if (siteCode === '' || masterSiteCode === '' || !locality) return undefined
  if (http === undefined || https === undefined || records.length < written.length) return undefined
  return { siteCode, masterSiteCode, locality, ports: { http, https }, records }
}

/** "LocalMPLocationRequest" of the 2007 SDK (cc145540): asks in which sites a client is. */
export interface LocalSitesRequest {
  /** Site code. */
  assignedSite: string
  location: ClientLocation
}

/** A site around a client. No system is named: the client finds its management point by service location (cc144687). */
export interface LocalSite {
  siteCode: string
  masterSiteCode: string
  locality: Locality
}

export function serializeLocalSitesRequest({ assignedSite, location }: LocalSitesRequest): string {
  return xmlElement(
    'LocalMPLocationRequest',
    { SchemaVersion: '1.0' },
    xmlElement('AssignedSite', { SiteCode: assignedSite }),
    serializeClientLocation(location),
  )
}

/** undefined when the text is not such a request, or lacks assigned site or location. */
export function parseLocalSitesRequest(xml: string): LocalSitesRequest | undefined {
  const request = parseXml(xml)
  if (request?.name !== 'LocalMPLocationRequest') return undefined
  const assignedSite = descend(request, 'AssignedSite')?.attributes.SiteCode
  const location = parseClientLocation(request)
  return assignedSite === undefined || !location ? undefined : { assignedSite, location }
}

/** "LocalMPLocationReply": a site for each whose boundaries hold the client. */
export function serializeLocalSitesReply(sites: readonly LocalSite[]): string {
  const written = sites.map(({ siteCode, masterSiteCode, locality }) =>
    xmlElement('Site', { SiteCode: siteCode, MasterSiteCode: masterSiteCode, Locality: locality }),
  )
  return xmlElement('LocalMPLocationReply', { SchemaVersion: '1.0' }, xmlElement('Sites', {}, ...written))
}

/** undefined when the text is not such a reply, or a site in it lacks its code or locality. */
export function parseLocalSitesReply(xml: string): LocalSite[] | undefined {
  const root = parseXml(xml)
  const written = descend(root, 'Sites')?.children.filter(({ name }) => name === 'Site')
  if (root?.name !== 'LocalMPLocationReply' || !written) return undefined
  const sites = written.flatMap(({ attributes }): LocalSite[] => {
    const { SiteCode: siteCode = '', MasterSiteCode: masterSiteCode = siteCode, Locality } = attributes
    const locality = localities.find((name) => name === Locality)
    return siteCode === '' || masterSiteCode === '' || !locality
      ? []
      : [{ siteCode, masterSiteCode, locality }]
  })
  return sites.length < written.length ? undefined : sites
}

/** "WSUSLocationRequest" of the 2007 SDK: asks for a software update point to scan against. */
export interface UpdateServerRequest {
  /** The update source, and the oldest acceptable version of its catalogue. */
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

export function serializeUpdateServerRequest({
  content,
  assignedSite,
  location,
}: UpdateServerRequest): string {
  return xmlElement(
    'WSUSLocationRequest',
    { SchemaVersion: '1.00' },
    xmlElement('Content', { ID: content.id, Version: content.version }),
    xmlElement('AssignedSite', { SiteCode: assignedSite }),
    serializeClientLocation(location),
  )
}

/** undefined when the text is not such a request, or lacks content, assigned site or location. */
export function parseUpdateServerRequest(xml: string): UpdateServerRequest | undefined {
  const request = parseXml(xml)
  if (request?.name !== 'WSUSLocationRequest') return undefined
  const { ID: id, Version } = descend(request, 'Content')?.attributes ?? {}
  const assignedSite = descend(request, 'AssignedSite')?.attributes.SiteCode
  const location = parseClientLocation(request)
  const version = parseVersion(Version)
  if (id === undefined || version === undefined || assignedSite === undefined || !location) return undefined
  return { content: { id, version }, assignedSite, location }
}

export function serializeUpdateServerReply(sites: readonly LocatedSite<LocatedUpdateServer>[]): string {
  return serializeLocatedSites('WSUSLocationReply', sites, ({ url, serverName, version }) =>
    xmlElement('LocationRecord', { WSUSURL: url, ServerName: serverName, Version: version }),
  )
}

export function parseUpdateServerReply(xml: string): LocatedSite<LocatedUpdateServer>[] | undefined {
  return parseLocatedSites('WSUSLocationReply', xml, ({ attributes: { WSUSURL, ServerName, Version } }) => {
    const version = parseVersion(Version)
    if (WSUSURL === undefined || version === undefined) return undefined
    return { url: WSUSURL, serverName: ServerName ?? '', version }
  })
}

/** Asks for a state migration point, as the first step of a task sequence that captures or restores user state does. */
export interface StateMigrationPointRequest {
  /** Site code. */
  assignedSite: string
  location: ClientLocation
}

/** Clients try them in order. */
export interface LocatedStateMigrationPoint {
  /** Where it takes requests of state stores. */
  url: string
}

/** Not documented; our choice: no public source describes this message, whose shape is that of the others. */
export function serializeStateMigrationPointRequest({
  assignedSite,
  location,
}: StateMigrationPointRequest): string {
  return xmlElement(
    'StateMigrationPointLocationRequest',
    { SchemaVersion: '1.00' },
    xmlElement('AssignedSite', { SiteCode: assignedSite }),
    serializeClientLocation(location),
  )
}

/** undefined when the text is not such a request, or lacks assigned site or location. */
export function parseStateMigrationPointRequest(xml: string): StateMigrationPointRequest | undefined {
  const request = parseXml(xml)
  if (request?.name !== 'StateMigrationPointLocationRequest') return undefined
  const assignedSite = descend(request, 'AssignedSite')?.attributes.SiteCode
  const location = parseClientLocation(request)
  return assignedSite === undefined || !location ? undefined : { assignedSite, location }
}

/** Without sites when no state migration point of the assigned site serves the location. */
export function serializeStateMigrationPointReply(
  sites: readonly LocatedSite<LocatedStateMigrationPoint>[],
): string {
  return serializeLocatedSites('StateMigrationPointLocationReply', sites, ({ url }) =>
    xmlElement('LocationRecord', { URL: url }),
  )
}

export function parseStateMigrationPointReply(
  xml: string,
): LocatedSite<LocatedStateMigrationPoint>[] | undefined {
  return parseLocatedSites('StateMigrationPointLocationReply', xml, ({ attributes: { URL: url } }) =>
    url === undefined ? undefined : { url },
  )
}

function parseVersion(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

/** "ContentLocationRequest" of the 2007 SDK: asks for distribution points that have a package. */
export interface ContentLocationRequest {
  package: { id: string; version: string }
  /** Site code. */
  assignedSite: string
  location: ClientLocation
  /** The client is on the Internet, and wants distribution points that accept connections from there. */
  onInternet: boolean
  protection: ProtectionWanted
}

/**
 * Where protected distribution points serve the client's location: `only` these; the others if none of these has it
 * (`first`); or all (`either`). Later versions have the attributes UseProtected and UseInternetDP in their requests; the
 * values of the first are not documented; our choice.
 */
type ProtectionWanted = keyof typeof useProtected

const useProtected = { first: '0', only: '1', either: '2' } as const

/** A distribution point. The order has no meaning: clients put those that they are told of into one. */
export interface LocatedContent {
  /** `\\SERVER\SMSPKGC$\ABC00001\`. */
  smbPath: string
  /** Only where it transfers by HTTP or HTTPS. */
  url?: string
  /** Where it stands, as far as the management point knows. */
  activeDirectorySite?: string
  subnets: readonly string[]
  serverName: string
  type: 'SERVER' | 'BRANCH'
  version: string
  /** Whether its HTTP is HTTPS. */
  ssl: boolean
}

export function serializeContentLocationRequest(request: ContentLocationRequest): string {
  const { id, version } = request.package
  return xmlElement(
    'ContentLocationRequest',
    {
      SchemaVersion: '1.00',
      UseProtected: useProtected[request.protection],
      UseInternetDP: request.onInternet ? '1' : '0',
    },
    xmlElement('Package', { ID: id, Version: version }),
    xmlElement('AssignedSite', { SiteCode: request.assignedSite }),
    serializeClientLocation(request.location),
  )
}

/** undefined when the text is not such a request, or lacks package, assigned site or location. */
export function parseContentLocationRequest(xml: string): ContentLocationRequest | undefined {
  const request = parseXml(xml)
  if (request?.name !== 'ContentLocationRequest') return undefined
  const { ID: id, Version: version } = descend(request, 'Package')?.attributes ?? {}
  const assignedSite = descend(request, 'AssignedSite')?.attributes.SiteCode
  const location = parseClientLocation(request)
  if (id === undefined || version === undefined || assignedSite === undefined || !location) return undefined
  const onInternet = request.attributes.UseInternetDP === '1'
  return { package: { id, version }, assignedSite, location, onInternet, protection: protectionOf(request) }
}

/** `first` when the attribute is missing. */
function protectionOf({ attributes: { UseProtected: value } }: XmlElement): ProtectionWanted {
  return value === useProtected.only ? 'only' : value === useProtected.either ? 'either' : 'first'
}

/**
 * "ContentLocationReply" (cc144750); without sites when no distribution point has the package. Field logs show the metric
 * empty; what it may hold is not documented, and clients do not go by it.
 */
export function serializeContentLocationReply(sites: readonly LocatedSite<LocatedContent>[]): string {
  return serializeLocatedSites('ContentLocationReply', sites, (located) => {
    const { smbPath, url, activeDirectorySite, subnets, serverName, type, version, ssl } = located
    // The value for HTTPS is not documented; our choice.
    const sslState = xmlElement('Property', { Name: 'SSLState', Value: ssl ? 63 : 0 })
    return xmlElement(
      'LocationRecord',
      {},
      url === undefined ? '' : xmlElement('URL', { Name: url }),
      xmlElement('SMBPath', { Name: smbPath }),
      activeDirectorySite === undefined ? '' : xmlElement('ADSite', { Name: activeDirectorySite }),
      xmlElement('IPSubnets', {}, ...subnets.map((subnet) => xmlElement('IPSubnet', { Address: subnet }))),
      xmlElement('Metric', { Value: '' }),
      xmlElement('Version', {}, escapeXml(version)),
      xmlElement('Capabilities', { SchemaVersion: '1.0' }, sslState),
      xmlElement('ServerRemoteName', {}, escapeXml(serverName)),
      xmlElement('DPType', {}, type),
    )
  })
}

export function parseContentLocationReply(xml: string): LocatedSite<LocatedContent>[] | undefined {
  return parseLocatedSites('ContentLocationReply', xml, parseRecord)
}

const contentTypes: readonly LocatedContent['type'][] = ['SERVER', 'BRANCH']

function parseRecord(record: XmlElement): LocatedContent | undefined {
  const smbPath = descend(record, 'SMBPath')?.attributes.Name
  const type = contentTypes.find((name) => name === descend(record, 'DPType')?.text)
  const url = descend(record, 'URL')?.attributes.Name
  const activeDirectorySite = descend(record, 'ADSite')?.attributes.Name ?? ''
  const subnets = descend(record, 'IPSubnets')?.children ?? []
  const properties = descend(record, 'Capabilities')?.children ?? []
  const { Value: sslState = '' } =
    properties.find(({ attributes }) => attributes.Name === 'SSLState')?.attributes ?? {}
  if (smbPath === undefined || !type || !/^\d{1,3}$/.test(sslState)) return undefined
  return {
    smbPath,
    ...(url !== undefined && { url }),
    ...(activeDirectorySite !== '' && { activeDirectorySite }),
    subnets: subnets.flatMap(({ attributes: { Address } }) => (Address === undefined ? [] : [Address])),
    serverName: descend(record, 'ServerRemoteName')?.text ?? '',
    type,
    version: descend(record, 'Version')?.text ?? '',
    ssl: Number(sslState) !== 0,
  }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'documented',
    about: "The bodies of a management point's messages (the 2007 SDK)",
  },
  {
    certainty: 'our choice',
    about: 'the field in which a client says whether it wants protected distribution points',
  },
  {
    certainty: 'our choice',
    about: 'the metric of a distribution point, which is empty, and by which no client goes',
  },
]
