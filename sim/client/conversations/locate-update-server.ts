import type { LocatedSite } from '../../wire/management-point/located-sites.ts'
import {
  readUpdateServerReply,
  writeUpdateServerRequest,
  type LocatedUpdateServer,
  type UpdateServerRequest,
} from '../../wire/management-point/update-server-location.ts'
import type { Conversation } from '../transports/conversation.ts'
import { requestOf, type Sender } from './send-message.ts'

/** The software update point to scan against; no site when there is none. */
export function locateUpdateServer(
  client: Sender,
  request: UpdateServerRequest,
): Conversation<LocatedSite<LocatedUpdateServer>[]> {
  return requestOf('MP_LocationManager', writeUpdateServerRequest(request), client, readUpdateServerReply)
}
