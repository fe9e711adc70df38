import type { DnsRecord, DnsReply, DnsRequest, NamedRecord } from '../../wire/names/dns-message.ts'
import type { Zone } from './published-names.ts'
import type { Basis } from '../../vocabulary/basis.ts'

const nothing = { authoritative: false, answers: [], authorities: [], additionals: [] } as const

/** Copies of whole zones are for their other servers. */
const transfers: readonly string[] = ['AXFR', 'IXFR']

/** Answers as the server of one zone that looks nothing up for others (RFC 1034, section 4.3.2). */
export function answerDns({ refused, question }: DnsRequest, zone: Zone): DnsReply {
  if (refused) return { ...nothing, code: refused }
  const isServed = question?.class === 'IN' && isWithin(question.name, zone.apex)
  if (!isServed || transfers.includes(question.type)) return { ...nothing, code: 'REFUSED' }
  const { name, type } = question
  const records = zone.lookUp(name)
  const answers = (records ?? [])
    .filter((record) => type === 'ANY' || record.type === type)
    .map((record) => ({ name, record }))
  return {
    code: records ? 'NOERROR' : 'NXDOMAIN',
    authoritative: true,
    answers,
    // RFC 2308, section 3: it says how long the answer holds that something is not there.
    authorities: answers.length > 0 ? [] : [{ name: zone.apex, record: zone.authority }],
    additionals: answers.flatMap(({ record }) => addressesOf(record, zone)),
  }
}

function isWithin(name: string, apex: string): boolean {
  return `.${name.toLowerCase()}`.endsWith(`.${apex.toLowerCase()}`)
}

/** The addresses of the host that a record names, for clients that will want them next (RFC 2782; RFC 1035, section 3.3.11). */
function addressesOf(record: DnsRecord, zone: Zone): NamedRecord[] {
  if (record.type !== 'SRV' && record.type !== 'NS') return []
  const { host } = record
  const known = isWithin(host, zone.apex) ? (zone.lookUp(host) ?? []) : []
  return known.flatMap((record) => (record.type === 'A' ? [{ name: host, record }] : []))
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'the refusal by DNS of every name outside the domain of the hierarchy: it asks no other ' + 'server',
  },
]
