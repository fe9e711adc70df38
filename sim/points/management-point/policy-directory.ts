import { parseByteRange } from '../../wire/distribution-point/distribution-point.ts'
import { policyPath, writePolicyBody } from '../../wire/management-point/policy-body.ts'
import {
  methodNotAllowed,
  notFound,
  type Answer,
  type Place,
  type ReceivedRequest,
} from '../web-server/role.ts'
import { policiesOf } from './policies.ts'

export function isPolicyPath(path: string): boolean {
  return path.toLowerCase() === policyPath.toLowerCase()
}

/** Sends a policy with its length, whole or in part, as BITS asks for it. */
export function sendPolicy({ method, query, header }: ReceivedRequest, place: Place): Answer {
  if (method !== 'GET' && method !== 'HEAD') return methodNotAllowed('GET', 'HEAD')
  const wanted = decoded(query).toLowerCase()
  const policy = policiesOf(place.hierarchy, place.site).find(
    ({ id, version }) => `${id}.${version}`.toLowerCase() === wanted,
  )
  if (!policy) return notFound()
  const body = writePolicyBody(policy)
  const range = parseByteRange(header('range'), body.length)
  const headers = {
    'Content-Type': 'text/xml',
    'Accept-Ranges': 'bytes',
    ETag: `"${policy.id}.${policy.version}"`,
  }
  if (range === 'unsatisfiable')
    return { status: 416, headers: { ...headers, 'Content-Range': `bytes */${body.length}` } }
  const { first, last } = range ?? { first: 0, last: body.length - 1 }
  return {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      'Content-Length': last - first + 1,
      ...(range && { 'Content-Range': `bytes ${first}-${last}/${body.length}` }),
    },
    ...(method === 'GET' && { body: body.subarray(first, last + 1) }),
  }
}

/** Clients of that age send the braces of a GUID as they are, and others encode them. */
function decoded(query: string): string {
  try {
    return decodeURIComponent(query)
  } catch {
    return query
  }
}
