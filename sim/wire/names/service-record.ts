import { encode, RECURSION_DESIRED } from 'dns-packet'
import { decodePacket, type ServiceRecord } from './dns-message.ts'
import type { Basis } from '../../vocabulary/basis.ts'
import { dnsErrors } from '../../vocabulary/error-codes.ts'

/** The name under which a site publishes its default management point ("How to Publish Management Points in DNS"). */
export function managementPointServiceName(siteCode: string, suffix: string): string {
  return `_mssms_mp_${siteCode.toLowerCase()}._tcp.${suffix}`
}

/** RFC 1035, section 4.1.1: the name does not exist. */
const nameError = 3

export function serializeServiceQuestion(id: number, name: string): Buffer {
  // As resolvers of clients do, which leave the looking up to their server.
  return encode({ type: 'query', id, flags: RECURSION_DESIRED, questions: [{ name, type: 'SRV' }] })
}

/** Empty when there is no such name; undefined unless it answers the question of this id, with records to go by. */
export function parseServiceAnswer(bytes: Buffer, id: number): ServiceRecord[] | undefined {
  const packet = decodePacket(bytes)
  if (packet?.type !== 'response' || packet.id !== id) return undefined
  const outcome = (packet.flags ?? 0) & 0xf
  if (outcome !== 0 && outcome !== nameError) return undefined
  // A resolver passes over records of names that it has not asked for.
  const asked = packet.questions?.[0]?.name.toLowerCase()
  const records = (packet.answers ?? []).flatMap((answer) =>
    answer.type === 'SRV' && answer.name.toLowerCase() === asked
      ? [{ host: answer.data.target, port: answer.data.port, ttl: answer.ttl ?? 0 }]
      : [],
  )
  // The root in place of a host says that the service is not there (RFC 2782).
  const offered = records.filter(({ host }) => host !== '.')
  return offered.every(({ port }) => port > 0) ? offered : undefined
}

/**
 * The codes by which a name server says that it has no answer (RFC 1035, section 4.1.1). A NetBIOS name server has the same
 * numbers for them (RFC 1002, section 4.2.14), by other names.
 */
const { FORMERR, SERVFAIL, NOTIMP, REFUSED } = dnsErrors
const responseCodes = { FORMERR, SERVFAIL, NOTIMP, REFUSED } as const

export type ResponseCode = keyof typeof responseCodes

const byNumber = new Map<number, ResponseCode>(
  Object.entries(responseCodes).map(([name, number]) => [number, name as ResponseCode]),
)

const isResponse = 0x8000
const codeMask = 0xf
/** The id, and the flags with the code. */
const beginning = 4

/** A response without an answer repeats the question. */
export function serializeRefusal(question: Buffer, code: ResponseCode | number): Buffer {
  const response = Buffer.from(question)
  const number = typeof code === 'number' ? code : responseCodes[code]
  response.writeUInt16BE((question.readUInt16BE(2) & ~codeMask) | isResponse | number, 2)
  return response
}

/** undefined unless it responds to this question with one of these codes. */
export function parseRefusal(bytes: Buffer, question: Buffer): ResponseCode | undefined {
  if (bytes.length < beginning || bytes.readUInt16BE(0) !== question.readUInt16BE(0)) return undefined
  const flags = bytes.readUInt16BE(2)
  return (flags & isResponse) === 0 ? undefined : byNumber.get(flags & codeMask)
}

export const basis: readonly Basis[] = [
  {
    certainty: 'documented',
    about: 'The names under which sites publish themselves in DNS and WINS',
  },
]
