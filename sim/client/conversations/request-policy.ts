import { isAssignmentSigned } from '../../wire/management-point/assignment-signature.ts'
import { downloadHeaders } from '../../wire/management-point/message-header.ts'
import { parseSiteSignCert, siteSignCertPath } from '../../wire/management-point/management-point-list.ts'
import {
  parseAssignmentsReply,
  serializeAssignmentsRequest,
  type PolicyAssignment,
  type ReceivedAssignmentsReply,
} from '../../wire/management-point/policy-assignments.ts'
import {
  parsePolicyBody,
  type PolicyBody,
  type PolicyLocation,
  parsePolicyLocation,
} from '../../wire/management-point/policy-body.ts'
import { publicKeyOf } from '../../wire/management-point/registration.ts'
import { ask, UnexpectedReplyError, type Conversation } from '../transports/http.ts'
import { requestOf, type Sender } from './send-message.ts'
import type { Basis } from '../../vocabulary/basis.ts'

interface PolicyClient extends Sender {
  clientId: string
  /** DER. A client of a native-mode site has it, and accepts only policies signed by it. */
  siteServerSigningCertificate?: Buffer
}

/** An assigned policy, and the address of its body. */
export interface LocatedPolicy extends PolicyAssignment {
  at: PolicyLocation
}

export interface LocatedPolicies extends ReceivedAssignmentsReply {
  assignments: readonly (ReceivedAssignmentsReply['assignments'][number] & LocatedPolicy)[]
}

/** The site server has not signed a policy that a management point assigned to a client. */
export class UnsignedPolicyError extends Error {
  override readonly name = 'UnsignedPolicyError'
}

/** Fetches the certificate with which the site server signs policies, in DER. A mixed-mode site has none. */
export function fetchSiteServerSigningCertificate(): Conversation<Buffer> {
  return async (send) => {
    const reply = await ask(send, { method: 'GET', path: siteSignCertPath })
    const certificate = parseSiteSignCert(reply.body.toString())
    if (certificate && publicKeyOf(certificate)) return certificate
    throw new UnexpectedReplyError(reply, `the reply to GET ${siteSignCertPath} is not a certificate`)
  }
}

/**
 * Asks for the policies of a site's clients: all of them, or those that changed since a cookie. Throws
 * an `UnsignedPolicyError` where the client accepts only signed policies and one is not signed.
 */
export function requestPolicyAssignments(
  { siteServerSigningCertificate, ...client }: PolicyClient,
  siteCode: string,
  serverCookie?: string,
): Conversation<LocatedPolicies> {
  const policySource = `SMS:${siteCode}`
  const xml = serializeAssignmentsRequest({
    type: serverCookie === undefined ? 'Full' : 'OnUpdate',
    policySource,
    clientId: client.clientId,
    netBiosName: client.name,
    resource: 'Machine',
    ...(serverCookie !== undefined && { serverCookie }),
  })
  return async (send) => {
    const reply = await requestOf('MP_PolicyManager', xml, client, (reply) =>
      parseLocatedPolicies(reply, policySource, client.clientId),
    )(send)
    if (siteServerSigningCertificate) refuseUnsigned(reply, siteServerSigningCertificate)
    return reply
  }
}

function refuseUnsigned({ assignments, signatures }: ReceivedAssignmentsReply, certificate: Buffer): void {
  const publicKey = publicKeyOf(certificate)
  for (const { id, policyId, signed } of assignments) {
    const signature = signatures?.find(({ assignmentId }) => assignmentId === id)
    if (signature && publicKey && isAssignmentSigned(signed, signature, publicKey)) continue
    const why = signature ? 'is signed by another' : 'has no signature'
    throw new UnsignedPolicyError(
      `The site server's signing certificate does not vouch for policy ${policyId}: its assignment ${why}.`,
    )
  }
}

/**
 * undefined as well where the policies are another site's, another client's or a user's, or the address of one cannot be
 * read.
 */
function parseLocatedPolicies(
  xml: string,
  policySource: string,
  clientId: string,
): LocatedPolicies | undefined {
  const reply = parseAssignmentsReply(xml)
  if (reply?.policySource !== policySource || reply.clientId !== clientId) return undefined
  if (reply.resource !== 'Machine') return undefined
  const assignments = reply.assignments.flatMap((assignment) => {
    const at = parsePolicyLocation(assignment.location)
    return at && assignment.policyType === 'Machine' ? [{ ...assignment, at }] : []
  })
  return assignments.length < reply.assignments.length ? undefined : { ...reply, assignments }
}

/** Downloads policies from one management point, in their order. */
export function downloadPolicies(
  policies: readonly LocatedPolicy[],
  sender: Partial<Sender>,
): Conversation<PolicyBody[]> {
  return async (send) => {
    const bodies: PolicyBody[] = []
    for (const policy of policies) bodies.push(await downloadPolicy(policy, sender)(send))
    return bodies
  }
}

/** Downloads one policy; a client with a key and an ID identifies itself. */
export function downloadPolicy(
  { at: { path }, policyId, policyVersion }: LocatedPolicy,
  { clientId, signingKey, now }: Partial<Sender> = {},
): Conversation<PolicyBody> {
  return async (send) => {
    const headers =
      clientId !== undefined && signingKey && now
        ? downloadHeaders({ clientId, now, privateKey: signingKey })
        : {}
    const reply = await ask(send, { method: 'GET', path: encodeURI(path), headers })
    const policy = parsePolicyBody(reply.body)
    if (policy?.id === policyId && policy.version === policyVersion) return policy
    throw new UnexpectedReplyError(
      reply,
      `the reply to GET ${path} is not version ${policyVersion} of ${policyId}`,
    )
  }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'policies and state stores for somebody else, which are no answer',
  },
]
