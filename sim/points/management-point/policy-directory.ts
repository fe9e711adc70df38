import { downloadAuthenticity } from '../../wire/management-point/download-signature.ts'
import { policyPath, writePolicyBody } from '../../wire/management-point/policy-body.ts'
import { firstModified } from '../first-modified.ts'
import { sendFile } from '../web-server/send-file.ts'
import {
  methodNotAllowed,
  notFound,
  type Answer,
  type RequestContext,
  type ReceivedRequest,
} from '../web-server/role.ts'
import { publicKeyOf } from '../../wire/management-point/registration.ts'
import { policiesOf } from './policies.ts'
import { createRegisteredClients } from './registered-clients.ts'

export function isPolicyPath(path: string): boolean {
  return path.toLowerCase() === policyPath.toLowerCase()
}

/** Sends a policy, as BITS asks for it. That a wrong signature is answered with 403 is not documented; our choice. */
export function sendPolicy(request: ReceivedRequest, place: RequestContext): Answer {
  if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed('GET', 'HEAD')
  const wanted = decoded(request.query).toLowerCase()
  const policy = policiesOf(place.hierarchy, place.site).find(
    ({ id, version }) => `${id}.${version}`.toLowerCase() === wanted,
  )
  if (!policy) return notFound()
  if (!mayDownload(request, place)) return { status: 403, reason: 'The client has not signed the request.' }
  const body = writePolicyBody(policy)
  return sendFile(request, {
    type: 'text/xml',
    etag: `"${policy.id}.${policy.version}"`,
    lastModified: firstModified,
    size: body.length,
    read: ({ first, last }) => [body.subarray(first, last + 1)],
  })
}

function mayDownload({ header }: ReceivedRequest, { database, system }: RequestContext): boolean {
  const { signatures } = system.managementPoint
  if (signatures === 'ignored') return true
  const client = database.table(createRegisteredClients).withId(header('CCMClientID') ?? '')
  const authenticity = downloadAuthenticity(header, client && publicKeyOf(client.signing))
  return authenticity === 'genuine' || (authenticity === 'unsigned' && signatures === 'verified')
}

/** Clients of that age send the braces of a GUID as they are, and others encode them. */
function decoded(query: string): string {
  try {
    return decodeURIComponent(query)
  } catch {
    return query
  }
}
