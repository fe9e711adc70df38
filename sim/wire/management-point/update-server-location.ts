import { descend, readXml, xmlElement } from '../xml.ts'
import { readClientLocation, writeClientLocation, type ClientLocation } from './client-location.ts'
import { readLocatedSites, writeLocatedSites, type LocatedSite } from './located-sites.ts'

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
