import type { ClientLocation } from '../../wire/management-point/client-location.ts'
import {
  readLocalManagementPointReply,
  writeLocalManagementPointRequest,
  type LocatedManagementPoint,
} from '../../wire/management-point/local-management-point-location.ts'
import type { LocatedSite } from '../../wire/management-point/located-sites.ts'
import type { Conversation } from '../transports/conversation.ts'
import { requestOf, type Sender } from './send-message.ts'

/** The management points of the sites in whose boundaries a client is. */
export function locateManagementPoint(
  client: Sender,
  location: ClientLocation,
): Conversation<LocatedSite<LocatedManagementPoint>[]> {
  const xml = writeLocalManagementPointRequest(location)
  return requestOf('MP_LocationManager', xml, client, readLocalManagementPointReply)
}
