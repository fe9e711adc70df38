import {
  parseLocalManagementPointReply,
  serializeLocalManagementPointRequest,
  type ClientLocation,
  type LocatedManagementPoint,
  type LocatedSite,
} from '../../wire/management-point/locations.ts'
import type { Conversation } from '../conversation.ts'
import { requestOf, type Sender } from './send-message.ts'

/** The management points of the sites in whose boundaries a client is. */
export function locateManagementPoint(
  client: Sender,
  location: ClientLocation,
): Conversation<LocatedSite<LocatedManagementPoint>[]> {
  const xml = serializeLocalManagementPointRequest(location)
  return requestOf('MP_LocationManager', xml, client, parseLocalManagementPointReply)
}
