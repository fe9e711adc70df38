import {
  parseContentLocationReply,
  parseLocalManagementPointReply,
  parseUpdateServerReply,
  serializeContentLocationRequest,
  serializeLocalManagementPointRequest,
  serializeUpdateServerRequest,
  type ClientLocation,
  type ContentLocationRequest,
  type LocatedContent,
  type LocatedManagementPoint as LocalManagementPoint,
  type LocatedSite,
  type LocatedUpdateServer,
  type UpdateServerRequest,
} from '../../wire/management-point/locations.ts'
import {
  managementPointLookupPath,
  parseManagementPointReply,
  parseSiteReply,
  siteLookupPath,
  type LocatedManagementPoint,
  type LookupLocation,
} from '../../wire/server-locator-point/site-lookup.ts'
import { UnexpectedReplyError, type Conversation } from '../transports/http.ts'
import { requestOf, type Sender } from './send-message.ts'

/** Asks which distribution points have a package; no sites when none nearby has it. */
export function locateContent(
  client: Sender,
  request: ContentLocationRequest,
): Conversation<LocatedSite<LocatedContent>[]> {
  return requestOf(
    'MP_LocationManager',
    serializeContentLocationRequest(request),
    client,
    parseContentLocationReply,
  )
}

/** Asks for the management points of the sites whose boundaries hold a client. */
export function locateManagementPoint(
  client: Sender,
  location: ClientLocation,
): Conversation<LocatedSite<LocalManagementPoint>[]> {
  const xml = serializeLocalManagementPointRequest(location)
  return requestOf('MP_LocationManager', xml, client, parseLocalManagementPointReply)
}

/** Asks for the software update point to scan against; no site when there is none. */
export function locateUpdateServer(
  client: Sender,
  request: UpdateServerRequest,
): Conversation<LocatedSite<LocatedUpdateServer>[]> {
  return requestOf(
    'MP_LocationManager',
    serializeUpdateServerRequest(request),
    client,
    parseUpdateServerReply,
  )
}

/** Asks for the codes of the sites to which a client at a location can be assigned; none outside all boundaries. */
export function askForSites(location: LookupLocation): Conversation<string[]> {
  return ask(siteLookupPath(location), parseSiteReply)
}

/** Asks for the management points of a site; none for an unknown site. */
export function askForManagementPoints(siteCode: string): Conversation<LocatedManagementPoint[]> {
  return ask(managementPointLookupPath(siteCode), parseManagementPointReply)
}

function ask<Answer>(path: string, read: (body: string) => Answer | undefined): Conversation<Answer> {
  return async (send) => {
    const reply = await send({ method: 'GET', path })
    const answer = reply.status === 200 ? read(reply.body.toString()) : undefined
    if (answer !== undefined) return answer
    throw new UnexpectedReplyError(
      reply,
      `the server locator point answered with ${reply.status} and no list`,
    )
  }
}
