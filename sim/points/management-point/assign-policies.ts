import { primaryCodeOf } from '../../model/sites.ts'
import { siteModes } from '../../vocabulary/site-mode.ts'
import { signAssignment } from '../../wire/management-point/assignment-signature.ts'
import {
  parseAssignmentsRequest,
  assignmentsCheck,
  serializeAssignment,
  serializeAssignmentsReply,
  type PolicyAssignment,
} from '../../wire/management-point/policy-assignments.ts'
import { policyLocation } from '../../wire/management-point/policy-body.ts'
import { badRequest, type RequestContext } from '../web-server/virtual-directory.ts'
import type { WebServerError } from '../../wire/error-page.ts'
import { createRegisteredClients } from '../site-database.ts'
import { digest, guidOf, policiesOf } from './policies.ts'

/** By cookie: the policies, with their versions, that clients with this cookie know. */
function createPolicyCookies(): Map<string, ReadonlySet<string>> {
  return new Map()
}

const mostCookies = 1000

/** A bit of PolicyFlags (cc144117). */
const requiresAuthentication = 2

/**
 * Answers a request for policy assignments: the changes since a cookie, or all of them if the cookie is unknown or a
 * policy was withdrawn. In native mode the site server has signed them.
 */
export async function assignPolicies(xml: string, context: RequestContext): Promise<string | WebServerError> {
  const request = parseAssignmentsRequest(xml)
  if (!request) return badRequest('The body is not a RequestAssignments with a client and a resource.')
  // All policies here are for computers, none for users.
  const client = context.database.table(createRegisteredClients).withId(request.clientId)
  const policies =
    request.resource === 'Machine'
      ? policiesOf(context.hierarchy, context.site, client?.approved ?? false)
      : []
  const versions = policies.map(({ id, version }) => `${id}.${version}`)
  const cookies = context.database.table(createPolicyCookies)
  const sent = request.type === 'OnUpdate' ? cookies.get(request.serverCookie ?? '') : undefined
  const serverCookie = digest(versions.join('\n'))
  remember(cookies, serverCookie, new Set(versions))
  const ids = new Set(policies.map(({ id }) => id))
  const known = sent && [...sent].every((version) => ids.has(version.slice(0, guidLength))) ? sent : undefined
  const all = policies.map(({ id, version }): PolicyAssignment => ({
    id: guidOf(`assignment of ${id}`),
    policyId: id,
    policyVersion: version,
    policyCategory: '',
    policyType: 'Machine',
    policyFlags: context.system.managementPoint.signatures === 'required' ? requiresAuthentication : 0,
    location: policyLocation({ id, version }, siteModes[context.site.mode].signedPolicies),
  }))
  const assignments = all.filter(({ policyId, policyVersion }) => !known?.has(`${policyId}.${policyVersion}`))
  const signing = await context.siteServerSigning()
  return serializeAssignmentsReply({
    type: known ? 'OnUpdate' : 'Full',
    policySource: `SMS:${primaryCodeOf(context.site)}`,
    clientId: request.clientId,
    resource: request.resource,
    serverCookie,
    assignments,
    ...(request.validation && { validationData: assignmentsCheck(all) }),
    ...(signing && {
      signatures: assignments.map((assignment) =>
        signAssignment({ id: assignment.id, text: serializeAssignment(assignment) }, signing.key),
      ),
    }),
  })
}

/** Length of a GUID with its braces. */
const guidLength = 38

function remember(
  cookies: Map<string, ReadonlySet<string>>,
  cookie: string,
  versions: ReadonlySet<string>,
): void {
  cookies.delete(cookie)
  cookies.set(cookie, versions)
  const [oldest] = cookies.size > mostCookies ? cookies.keys() : []
  if (oldest !== undefined) cookies.delete(oldest)
}
