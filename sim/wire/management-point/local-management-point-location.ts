import { readXml, xmlElement } from '../xml.ts'
import { readClientLocation, writeClientLocation, type ClientLocation } from './client-location.ts'
import { readLocatedSites, writeLocatedSites, type LocatedSite } from './located-sites.ts'

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

/** What a record says of its management point is not documented; our choice. */
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
