import type { RequestContext } from '../web-server/role.ts'
import { badRequest, protocolBySiteMode } from '../web-server/role.ts'
import { primaryCodeOf } from '../../model/primary-site.ts'
import { sitesBelow } from '../../model/sites-below.ts'
import type { WebServerError } from '../../wire/error-page.ts'
import {
  readLocalManagementPointRequest,
  writeLocalManagementPointReply,
} from '../../wire/management-point/local-management-point-location.ts'
import {
  readUpdateServerRequest,
  writeUpdateServerReply,
} from '../../wire/management-point/update-server-location.ts'
import { addressOf, currentSites, located, localityIn, netBiosNameOf } from './claimed-location.ts'

/** Answers with the management points of the sites that hold the client, as far as they are below this one. */
export function locateManagementPoint(
  xml: string,
  { hierarchy, site }: RequestContext,
): string | WebServerError {
  const location = readLocalManagementPointRequest(xml)
  if (!location) return badRequest('The body is no LocalMPLocationRequest with a location.')
  const sites = sitesBelow(hierarchy, site).flatMap((candidate) => {
    const locality = localityIn(candidate, location)
    const managementPoints = candidate.systems.filter(({ roles }) => roles.includes('management-point'))
    if (locality === undefined || managementPoints.length === 0) return []
    return [
      located(
        candidate,
        locality,
        managementPoints.map(({ fqdn }) => ({ fqdn })),
      ),
    ]
  })
  return writeLocalManagementPointReply(sites)
}

/** One software update point serves a site, or a secondary site's own the clients within its boundaries. */
export function locateUpdateServer(
  xml: string,
  { hierarchy, site }: RequestContext,
): string | WebServerError {
  const request = readUpdateServerRequest(xml)
  if (!request) return badRequest('The body is no WSUSLocationRequest with content, site and location.')
  const current = currentSites(hierarchy, site, request.location).filter(({ kind }) => kind === 'secondary')
  const primary = hierarchy.sites.filter(({ code }) => code === primaryCodeOf(site))
  for (const candidate of [...current, ...primary]) {
    const system = candidate.systems.find(({ roles }) => roles.includes('software-update-point'))
    if (!system) continue
    const protocol = system.ssl ? 'https' : protocolBySiteMode(candidate)
    const record = {
      url: addressOf(protocol, system.fqdn, candidate.softwareUpdatePorts[protocol]),
      serverName: netBiosNameOf(system),
      // Its catalogue is as new as the client needs it.
      version: request.content.version,
    }
    return writeUpdateServerReply([
      located(candidate, localityIn(candidate, request.location) ?? 'FALLBACK', [record]),
    ])
  }
  return writeUpdateServerReply([])
}
