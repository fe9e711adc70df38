import {
  managementPointLookupPath,
  parseManagementPointReply,
  parseSiteReply,
  siteLookupPath,
  type LocatedManagementPoint,
  type LookupLocation,
} from '../../wire/server-locator-point/site-lookup.ts'
import { UnexpectedReplyError, type Conversation } from '../conversation.ts'

/** The codes of the sites to which a client there can be assigned; none outside all boundaries. */
export function askForSites(location: LookupLocation): Conversation<string[]> {
  return ask(siteLookupPath(location), parseSiteReply)
}

/** The management points of a site; none of a site that nobody knows. */
export function askForManagementPoints(siteCode: string): Conversation<LocatedManagementPoint[]> {
  return ask(managementPointLookupPath(siteCode), parseManagementPointReply)
}

function ask<Answer>(path: string, read: (body: string) => Answer | undefined): Conversation<Answer> {
  return async (say) => {
    const reply = await say({ method: 'GET', path })
    const answer = reply.status === 200 ? read(reply.body.toString()) : undefined
    if (answer !== undefined) return answer
    throw new UnexpectedReplyError(
      reply,
      `the server locator point answered with ${reply.status} and no list`,
    )
  }
}
