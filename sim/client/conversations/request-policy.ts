import {
  readAssignmentsReply,
  writeAssignmentsRequest,
  type AssignmentsReply,
  type PolicyAssignment,
} from '../../wire/management-point/policy-assignments.ts'
import { readPolicyBody, type PolicyBody } from '../../wire/management-point/policy-body.ts'
import { ask, UnexpectedReplyError, type Conversation } from '../conversation.ts'
import { requestOf, type Sender } from './send-message.ts'

/** Asks for the policies of a site's clients: all of them, or those that changed since a cookie. */
export function requestPolicyAssignments(
  client: Sender & { clientId: string },
  siteCode: string,
  serverCookie?: string,
): Conversation<AssignmentsReply> {
  const xml = writeAssignmentsRequest({
    type: serverCookie === undefined ? 'Full' : 'OnUpdate',
    policySource: `SMS:${siteCode}`,
    clientId: client.clientId,
    netBiosName: client.name,
    resource: 'Machine',
    ...(serverCookie !== undefined && { serverCookie }),
  })
  return requestOf('MP_PolicyManager', xml, client, readAssignmentsReply)
}

/** Downloads one policy from the management point that is spoken to. */
export function downloadPolicy({ location }: PolicyAssignment): Conversation<PolicyBody> {
  return async (say) => {
    const path = location.replace(/^https?:\/\/<mp>/i, '')
    const reply = await ask(say, { method: 'GET', path: encodeURI(path) })
    const policy = readPolicyBody(reply.body)
    if (policy) return policy
    throw new UnexpectedReplyError(reply, `GET ${path} brought what is no policy`)
  }
}
