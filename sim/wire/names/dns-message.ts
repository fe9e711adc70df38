import {
  AUTHORITATIVE_ANSWER,
  decode,
  DNSSEC_OK,
  encode,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
  type Answer,
  type DecodedPacket,
} from 'dns-packet'
import type { Basis } from '../../vocabulary/basis.ts'
import { dnsErrors } from '../../vocabulary/error-codes.ts'

/** A request as a name server reads it. A server without recursion needs nothing else of its header. */
export interface DnsRequest {
  id: number
  /** Bits 11 to 14 of the flags, in their place. */
  opcode: number
  /** Repeated by the response (RFC 1035, section 4.1.1). */
  recursionDesired: boolean
  question?: DnsQuestion
  /** What the client's OPT record says (RFC 6891); absent from a client without EDNS. */
  edns?: { payloadSize: number; dnssecOk: boolean }
  /** Why the request gets no answer, whatever it asks. */
  refused?: 'FORMERR' | 'NOTIMP' | 'BADVERS'
}

interface DnsQuestion {
  name: string
  /** `SRV`; `UNKNOWN_65` for a type that has no name here. */
  type: string
  /** `IN`. */
  class: string
  /** As it was asked: a resolver accepts no other answer to its question. */
  bytes: Buffer
}

/** RFC 1035, section 4.1.1; BADVERS is of RFC 6891, section 6.1.3, and lies partly in the OPT record. */
const codes = { NOERROR: 0, ...dnsErrors, BADVERS: 16 } as const

/** Host and port of a service (RFC 2782); priority and weight are not used. */
export interface ServiceRecord {
  host: string
  port: number
  /** Seconds for which whoever asked may keep it. */
  ttl: number
}

export type DnsRecord =
  | ({ type: 'SRV' } & ServiceRecord)
  | { type: 'A'; address: string; ttl: number }
  | { type: 'NS'; host: string; ttl: number }
  | StartOfAuthority

/** RFC 1035, section 3.3.13. Times are in seconds. */
export interface StartOfAuthority {
  type: 'SOA'
  ttl: number
  nameServer: string
  /** The mailbox of whoever is responsible, its @ written as a dot. */
  mailbox: string
  serial: number
  refresh: number
  retry: number
  expire: number
  /** How long a client may believe that a name or a record is not there (RFC 2308, section 4). */
  minimum: number
}

/** A record and the name that has it. */
export interface NamedRecord {
  name: string
  record: DnsRecord
}

export interface DnsReply {
  code: keyof typeof codes
  /** The server's own zone has the name, or would have it. */
  authoritative: boolean
  answers: readonly NamedRecord[]
  authorities: readonly NamedRecord[]
  additionals: readonly NamedRecord[]
}

const headerLength = 12
const isResponse = 0x8000
const opcodeMask = 0x7800

/** undefined for what gets no reply: a response, and fewer bytes than a header has. */
export function parseDnsRequest(bytes: Buffer): DnsRequest | undefined {
  if (bytes.length < headerLength) return undefined
  const flags = bytes.readUInt16BE(2)
  if ((flags & isResponse) !== 0) return undefined
  const header = {
    id: bytes.readUInt16BE(0),
    opcode: flags & opcodeMask,
    recursionDesired: (flags & RECURSION_DESIRED) !== 0,
  }
  // The rest of another kind of request may have another form.
  if (header.opcode !== 0) return { ...header, refused: 'NOTIMP' }
  const packet = decodePacket(bytes)
  const questions = packet?.questions ?? []
  const [question] = questions
  const end = endOfQuestion(bytes)
  // A query asks one question (RFC 9619).
  if (!packet || !question || questions.length > 1 || end === undefined)
    return { ...header, refused: 'FORMERR' }
  const read = {
    ...header,
    question: {
      name: question.name,
      type: question.type,
      class: question.class ?? '',
      bytes: bytes.subarray(headerLength, end),
    },
  }
  const [edns, ...more] = (packet.additionals ?? []).flatMap((one) => (one.type === 'OPT' ? [one] : []))
  // RFC 6891, section 6.1.1.
  if (more.length > 0) return { ...read, refused: 'FORMERR' }
  if (!edns) return read
  const { udpPayloadSize: payloadSize, flag_do: dnssecOk, ednsVersion } = edns
  return {
    ...read,
    edns: { payloadSize, dnssecOk },
    ...(ednsVersion > 0 && { refused: 'BADVERS' as const }),
  }
}

/** The offset behind the first question, whose name cannot be compressed: nothing stands before it. */
function endOfQuestion(bytes: Buffer): number | undefined {
  for (let at = headerLength; ;) {
    const length = bytes[at]
    if (length === undefined || length > longestLabel) return undefined
    at += 1 + length
    if (length === 0) return at + 4 <= bytes.length ? at + 4 : undefined
  }
}

const longestLabel = 63

/** Bytes of a datagram that every client accepts (RFC 1035, section 4.2.1), and of one that this server does. */
const shortestPayload = 512
const ownPayloadSize = 1232

/** The bytes of the longest datagram that this client accepts. */
export function longestDatagram({ edns }: DnsRequest): number {
  return Math.max(shortestPayload, edns?.payloadSize ?? 0)
}

/** A response that is longer than `longest` leaves its records out and says so: the client asks again by TCP (RFC 7766). */
export function serializeDnsReply(request: DnsRequest, reply: DnsReply, longest = Infinity): Buffer {
  const whole = serialize(request, reply, 0)
  if (whole.length <= longest) return whole
  const none = { answers: [], authorities: [], additionals: [] }
  return serialize(request, { ...reply, ...none }, TRUNCATED_RESPONSE)
}

function serialize(request: DnsRequest, reply: DnsReply, truncated: number): Buffer {
  const { id, opcode, recursionDesired, question, edns } = request
  const { authoritative, answers, authorities, additionals } = reply
  const code = codes[reply.code]
  const message = encode({
    type: 'response',
    id,
    flags:
      opcode |
      (authoritative ? AUTHORITATIVE_ANSWER : 0) |
      truncated |
      (recursionDesired ? RECURSION_DESIRED : 0) |
      (code & 0xf),
    answers: answers.map(answerOf),
    authorities: authorities.map(answerOf),
    additionals: [
      ...additionals.map(answerOf),
      // RFC 6891, section 7: only a client that has sent one gets one.
      ...(edns ? [optRecord(code >> 4, edns.dnssecOk)] : []),
    ],
  })
  if (!question) return message
  message.writeUInt16BE(1, 4)
  // Nothing behind it is compressed, so it can be put in.
  return Buffer.concat([message.subarray(0, headerLength), question.bytes, message.subarray(headerLength)])
}

function optRecord(extendedRcode: number, dnssecOk: boolean): Answer {
  return {
    ...{ type: 'OPT', name: '.', udpPayloadSize: ownPayloadSize, extendedRcode, ednsVersion: 0 },
    // The client's bit comes back (RFC 3225, section 3); there are no signatures to send.
    ...{ flags: dnssecOk ? DNSSEC_OK : 0, flag_do: dnssecOk, options: [] },
  }
}

function answerOf({ name, record }: NamedRecord): Answer {
  const { ttl } = record
  switch (record.type) {
    case 'SRV':
      return {
        type: 'SRV',
        name,
        ttl,
        data: { target: record.host, port: record.port, priority: 0, weight: 0 },
      }
    case 'A':
      return { type: 'A', name, ttl, data: record.address }
    case 'NS':
      return { type: 'NS', name, ttl, data: record.host }
    case 'SOA': {
      const { nameServer: mname, mailbox: rname, serial, refresh, retry, expire, minimum } = record
      return { type: 'SOA', name, ttl, data: { mname, rname, serial, refresh, retry, expire, minimum } }
    }
  }
}

export function decodePacket(bytes: Buffer): DecodedPacket | undefined {
  try {
    return decode(bytes)
  } catch {
    return undefined
  }
}

/** How DNS marks its messages in a stream: with their length (RFC 7766, section 8). */
export function dnsMessageBounds(
  bytes: Buffer,
): { start: number; end: number } | { wrong: string } | undefined {
  if (bytes.length < lengthPrefix) return undefined
  const length = bytes.readUInt16BE()
  if (length < headerLength) return { wrong: `what came is no DNS message: it has ${length} bytes` }
  return { start: lengthPrefix, end: lengthPrefix + length }
}

const lengthPrefix = 2

export function dnsFrame(message: Buffer): Buffer {
  const prefix = Buffer.alloc(lengthPrefix)
  prefix.writeUInt16BE(message.length)
  return Buffer.concat([prefix, message])
}

export const basis: readonly Basis[] = [
  {
    certainty: 'documented',
    about: 'DNS (RFC 1035; by TCP, RFC 7766; with EDNS, RFC 6891)',
  },
]
