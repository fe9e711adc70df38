import {
  parseContentLocationReply,
  serializeContentLocationRequest,
  type ContentLocationRequest,
  type LocatedContent,
} from '../../wire/management-point/content-location.ts'
import type { LocatedSite } from '../../wire/management-point/locations.ts'
import type { Conversation } from '../conversation.ts'
import { requestOf, type Sender } from './send-message.ts'

/** Where a package is to be had; no sites when nobody near has it. */
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
