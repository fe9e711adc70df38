import { roleInWords, type SiteSystemRole } from '../../vocabulary/site-system-role.ts'
import { parseMultistatus } from '../../wire/distribution-point/webdav.ts'
import { parseMpList } from '../../wire/management-point/management-point-list.ts'
import { parseReportIndexPage } from '../../wire/reporting-point/report-page.ts'
import { parseSiteReply } from '../../wire/server-locator-point/site-lookup.ts'
import { parseResponse } from '../../wire/software-update-point/operation.ts'
import { getConfig } from '../../wire/software-update-point/sign-in.ts'
import { parseStateStoreReply } from '../../wire/state-migration-point/state-store.ts'
import { ask, UnexpectedReplyError, type Conversation, type Reply, type Request } from '../transports/http.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/**
 * Makes a role's first request, and holds only if the reply is the role's own: a web server that answers anything with
 * status 200 is no site system. Rejects with an `UnexpectedReplyError`.
 */
export function askAtFirst(role: SiteSystemRole, siteCode: string, request: Request): Conversation<unknown> {
  return async (send) => {
    const reply = await ask(send, request)
    const answer = reply.status === ownStatus(role) ? ownAnswers[role](reply.body, siteCode) : undefined
    if (answer !== undefined) return answer
    const { method, path } = request
    throw new UnexpectedReplyError(
      reply,
      `the reply to ${method} ${path} is not the answer of a ${roleInWords(role)}`,
    )
  }
}

/** A listing has a status of its own (RFC 4918, section 11.1). */
function ownStatus(role: SiteSystemRole): number {
  return role === 'standard-distribution-point' ? 207 : 200
}

/** Reads a role's own answer to its first request; undefined: the reply is another. */
type ReadAnswer = (body: Reply['body'], siteCode: string) => unknown

/** A role that does not speak HTTP has no answer in it. */
const noAnswer: ReadAnswer = () => undefined

const ownAnswers: Readonly<Record<SiteSystemRole, ReadAnswer>> = {
  'management-point': (body) => parseMpList(body.toString()),
  'standard-distribution-point': (body) => parseMultistatus(body.toString()),
  'branch-distribution-point': noAnswer,
  'software-update-point'(body) {
    const response = parseResponse(getConfig, body.toString())
    return 'value' in response ? response.value.GetConfigResult : undefined
  },
  'state-migration-point': (body) => parseStateStoreReply(body.toString()),
  // It takes a report without a word.
  'fallback-status-point': (body) => (body.length === 0 ? body : undefined),
  'server-locator-point': (body) => parseSiteReply(body.toString()),
  'pxe-service-point': noAnswer,
  'system-health-validator-point': noAnswer,
  'reporting-point': (body, siteCode) => parseReportIndexPage(siteCode, body.toString()),
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      "the demand that a management point's list names it with the site's code and the capability " +
      "for the client's mode",
  },
]
