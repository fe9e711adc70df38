import {
  parseContentLocationReply,
  parseLocalSitesReply,
  parseStateMigrationPointReply,
  parseUpdateServerReply,
  serializeContentLocationRequest,
  serializeLocalSitesRequest,
  serializeStateMigrationPointRequest,
  serializeUpdateServerRequest,
  type ContentLocationRequest,
  type LocatedContent,
  type LocalSite,
  type LocalSitesRequest,
  type LocatedSite,
  type LocatedStateMigrationPoint,
  type LocatedUpdateServer,
  type StateMigrationPointRequest,
  type UpdateServerRequest,
} from '../../wire/management-point/locations.ts'
import {
  mpListPath,
  parseMpList,
  type ReceivedManagementPoint,
} from '../../wire/management-point/management-point-list.ts'
import {
  managementPointLookupPath,
  parseManagementPointReply,
  parseSiteReply,
  siteLookupPath,
  type LocatedManagementPoint,
  type LookupLocation,
} from '../../wire/server-locator-point/site-lookup.ts'
import { ask, UnexpectedReplyError, type Conversation } from '../transports/http.ts'
import { requestOf, type Sender } from './send-message.ts'

/** Asks a management point for the list of those of its site. */
export function listManagementPoints(): Conversation<ReceivedManagementPoint[]> {
  return async (send) => {
    const reply = await ask(send, { method: 'GET', path: mpListPath })
    const list = parseMpList(reply.body.toString())
    if (list) return list
    throw new UnexpectedReplyError(reply, `the reply to GET ${mpListPath} is not a list of management points`)
  }
}

/** Asks a management point which distribution points have a package; no sites if none nearby has it. */
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

/** Asks a management point in which of the sites that it knows a client is. */
export function locateSites(client: Sender, request: LocalSitesRequest): Conversation<LocalSite[]> {
  return requestOf('MP_LocationManager', serializeLocalSitesRequest(request), client, parseLocalSitesReply)
}

/**
 * Asks a management point for the software update point to scan against; no site if there is none. One whose catalogue is
 * older than the oldest acceptable version is passed over.
 */
export function locateUpdateServer(
  client: Sender,
  request: UpdateServerRequest,
): Conversation<LocatedSite<LocatedUpdateServer>[]> {
  const { version: oldest } = request.content
  return requestOf('MP_LocationManager', serializeUpdateServerRequest(request), client, (reply) =>
    parseUpdateServerReply(reply)?.map((site) => ({
      ...site,
      records: site.records.filter(({ version }) => version >= oldest),
    })),
  )
}

/** Asks a management point for the state migration points of the assigned site; no site if none serves the client. */
export function locateStateMigrationPoint(
  client: Sender,
  request: StateMigrationPointRequest,
): Conversation<LocatedSite<LocatedStateMigrationPoint>[]> {
  return requestOf(
    'MP_LocationManager',
    serializeStateMigrationPointRequest(request),
    client,
    parseStateMigrationPointReply,
  )
}

/** Asks a server locator point to which sites (codes) a client can be assigned; none outside all boundaries. */
export function askForSites(location: LookupLocation): Conversation<string[]> {
  return lookUp(siteLookupPath(location), parseSiteReply)
}

/** Asks a server locator point for the management points of a site; none for an unknown site. */
export function askForManagementPoints(siteCode: string): Conversation<LocatedManagementPoint[]> {
  return lookUp(managementPointLookupPath(siteCode), parseManagementPointReply)
}

function lookUp<Answer>(path: string, read: (body: string) => Answer | undefined): Conversation<Answer> {
  return async (send) => {
    const reply = await send({ method: 'GET', path })
    const answer = reply.status === 200 ? read(reply.body.toString()) : undefined
    if (answer !== undefined) return answer
    throw new UnexpectedReplyError(
      reply,
      `the server locator point replied with status ${reply.status} and no list`,
    )
  }
}
