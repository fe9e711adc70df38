import {
  parseUpdateServerReply,
  serializeUpdateServerRequest,
  type LocatedSite,
  type LocatedUpdateServer,
  type UpdateServerRequest,
} from '../../wire/management-point/locations.ts'
import type { Conversation } from '../conversation.ts'
import { requestOf, type Sender } from './send-message.ts'

/** The software update point to scan against; no site when there is none. */
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
