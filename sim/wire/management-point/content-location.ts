import { descend, escapeXml, parseXml, xmlElement, type XmlElement } from '../xml.ts'
import {
  parseClientLocation,
  parseLocatedSites,
  serializeClientLocation,
  serializeLocatedSites,
  type ClientLocation,
  type LocatedSite,
} from './locations.ts'

/** "ContentLocationRequest" of the 2007 SDK: asks for distribution points that have a package. */
export interface ContentLocationRequest {
  package: { id: string; version: string }
  /** Site code. */
  assignedSite: string
  location: ClientLocation
  protection: ProtectionWanted
}

/**
 * Where protected distribution points serve the client's location: `only` these; the others if none of these has it
 * (`first`); or all (`either`). Later versions have the attribute (UseProtected) in their requests; its values are not
 * documented; our choice.
 */
export type ProtectionWanted = keyof typeof useProtected

const useProtected = { first: '0', only: '1', either: '2' } as const

/** A distribution point. Clients try them in order. */
export interface LocatedContent {
  /** `\\SERVER\SMSPKGC$\ABC00001\`. */
  smbPath: string
  /** Only where it transfers by HTTP or HTTPS. */
  url?: string
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
    { SchemaVersion: '1.00', UseProtected: useProtected[request.protection] },
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
  return { package: { id, version }, assignedSite, location, protection: protectionOf(request) }
}

/** `first` when the attribute is missing. */
function protectionOf({ attributes: { UseProtected: value } }: XmlElement): ProtectionWanted {
  return value === useProtected.only ? 'only' : value === useProtected.either ? 'either' : 'first'
}

/** "ContentLocationReply"; without sites when no distribution point has the package. */
export function serializeContentLocationReply(sites: readonly LocatedSite<LocatedContent>[]): string {
  return serializeLocatedSites('ContentLocationReply', sites, (located) => {
    const { smbPath, url, serverName, type, version, ssl } = located
    // The value for HTTPS is not documented; our choice.
    const sslState = xmlElement('Property', { Name: 'SSLState', Value: ssl ? 63 : 0 })
    return xmlElement(
      'LocationRecord',
      {},
      url === undefined ? '' : xmlElement('URL', { Name: url }),
      xmlElement('SMBPath', { Name: smbPath }),
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

function parseRecord(record: XmlElement): LocatedContent | undefined {
  const smbPath = descend(record, 'SMBPath')?.attributes.Name
  if (smbPath === undefined) return undefined
  const url = descend(record, 'URL')?.attributes.Name
  const properties = descend(record, 'Capabilities')?.children ?? []
  const sslState = properties.find(({ attributes }) => attributes.Name === 'SSLState')?.attributes.Value
  return {
    smbPath,
    ...(url !== undefined && { url }),
    serverName: descend(record, 'ServerRemoteName')?.text ?? '',
    type: descend(record, 'DPType')?.text === 'BRANCH' ? 'BRANCH' : 'SERVER',
    version: descend(record, 'Version')?.text ?? '',
    ssl: sslState !== undefined && sslState !== '0',
  }
}
