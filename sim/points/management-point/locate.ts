import { primaryCodeOf, sitesBelow } from '../../model/sites.ts'
import type { WebServerError } from '../../wire/error-page.ts'
import {
  parseLocalManagementPointRequest,
  parseUpdateServerRequest,
  serializeLocalManagementPointReply,
  serializeUpdateServerReply,
} from '../../wire/management-point/locations.ts'
import { badRequest, protocolBySiteMode, type RequestContext } from '../web-server/virtual-directory.ts'
import {
  addressOf,
  currentSites,
  localityIn,
  locateContent,
  located,
  netBiosNameOf,
} from './locate-content.ts'

/** By the root element, by which the location manager tells its requests apart. */
const requests = new Map<string, (xml: string, context: RequestContext) => string | WebServerError>([
  ['ContentLocationRequest', locateContent],
  ['LocalMPLocationRequest', locateManagementPoint],
  ['WSUSLocationRequest', locateUpdateServer],
])

/** Which one it may be is looked up in the text, by its first tag, so that a long one is not parsed twice. */
export function locate(xml: string, context: RequestContext): string | WebServerError {
  const [, root = ''] = /<(?:[\w.-]+:)?(\w+)/.exec(xml) ?? []
  const answer = requests.get(root)
  return answer
    ? answer(xml, context)
    : badRequest('The body is no request for a location that a management point knows.')
}

/** Answers with the management points of the sites that hold the client, as far as they are below this one. */
export function locateManagementPoint(
  xml: string,
  { hierarchy, site }: RequestContext,
): string | WebServerError {
  const location = parseLocalManagementPointRequest(xml)
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
  return serializeLocalManagementPointReply(sites)
}

/** One software update point serves a site, or a secondary site's own the clients within its boundaries. */
export function locateUpdateServer(
  xml: string,
  { hierarchy, site }: RequestContext,
): string | WebServerError {
  const request = parseUpdateServerRequest(xml)
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
    return serializeUpdateServerReply([
      located(candidate, localityIn(candidate, request.location) ?? 'FALLBACK', [record]),
    ])
  }
  return serializeUpdateServerReply([])
}
