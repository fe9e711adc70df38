import fc from 'fast-check'
import t from 'tap'
import {
  managementPointName,
  parseNetBiosAnswer,
  parseNetBiosName,
  parseNetBiosQuestion,
  serializeNetBiosAnswer,
  serializeNetBiosName,
  serializeNetBiosQuestion,
  serverLocatorPointName,
} from '../../sim/wire/names/netbios.ts'
import {
  parseDnsRequest,
  serializeDnsReply,
  type DnsReply,
  type ServiceRecord,
} from '../../sim/wire/names/dns-message.ts'
import {
  managementPointServiceName,
  parseRefusal,
  parseServiceAnswer,
  serializeRefusal,
  serializeServiceQuestion,
} from '../../sim/wire/names/service-record.ts'

/** The answer of a name server to a client's question; without records the name does not exist. */
function answerTo(id: number, name: string, records: readonly ServiceRecord[]): Buffer {
  const request = parseDnsRequest(serializeServiceQuestion(id, name))
  if (!request) throw new Error('it is read')
  const answers = records.map((record) => ({ name, record: { type: 'SRV', ...record } as const }))
  const code = records.length > 0 ? 'NOERROR' : 'NXDOMAIN'
  return serializeDnsReply(request, { ...reply, code, answers })
}

const reply: DnsReply = {
  ...{ code: 'NOERROR', authoritative: true, answers: [], authorities: [], additionals: [] },
}

void t.test('a NetBIOS name is written as RFC 1001 has it', (t) => {
  const bytes = serializeNetBiosName({ name: 'FRED', suffix: 0x20 })
  t.equal(bytes.toString('latin1', 1, 33), 'EGFCEFEECACACACACACACACACACACACA')
  t.equal(bytes[0], 32)
  t.strictSame(managementPointName('abc'), { name: 'MP_ABC', suffix: 0x1a })
  t.strictSame(serverLocatorPointName, { name: 'SMS_SLP', suffix: 0x1a })
  t.end()
})

void t.test('a refusal is one of the question that it repeats', (t) => {
  const questions = [
    serializeServiceQuestion(7, 'mp.contoso.test'),
    serializeNetBiosQuestion({ id: 7, name: serverLocatorPointName }),
  ]
  for (const question of questions) {
    for (const code of ['FORMERR', 'SERVFAIL', 'NOTIMP', 'REFUSED'] as const) {
      const refusal = serializeRefusal(question, code)
      t.equal(parseRefusal(refusal, question), code)
      t.equal(parseRefusal(refusal, serializeServiceQuestion(8, 'mp.contoso.test')), undefined)
      t.equal(parseRefusal(refusal.subarray(0, 3), question), undefined)
    }
    t.equal(parseRefusal(question, question), undefined, 'a question refuses nothing')
  }
  const unknown = answerTo(7, 'mp.contoso.test', [])
  t.equal(parseRefusal(unknown, serializeServiceQuestion(7, 'mp.contoso.test')), undefined, 'NXDOMAIN')
  t.end()
})

const netBiosName = fc.record(
  { name: fc.stringMatching(/^[A-Z0-9_]{1,15}$/), suffix: fc.nat(255) },
  { noNullPrototype: true },
)
const id = fc.nat(65_535)

void t.test('a serialized text parses to its original', (t) => {
  fc.assert(
    fc.property(netBiosName, id, fc.ipV4(), (name, id, address) => {
      t.strictSame(parseNetBiosName(serializeNetBiosName(name)), name)
      const question = { id, name }
      t.strictSame(parseNetBiosQuestion(serializeNetBiosQuestion(question)), question)
      t.equal(parseNetBiosAnswer(serializeNetBiosAnswer(question, address), id), address)
      t.equal(parseNetBiosAnswer(serializeNetBiosAnswer(question, undefined), id), null)
      t.equal(parseNetBiosAnswer(serializeNetBiosAnswer(question, address), (id + 1) % 65_536), undefined)
    }),
  )
  const host = fc.domain()
  const record = { host, port: fc.integer({ min: 1, max: 65_535 }), ttl: fc.nat() }
  fc.assert(
    fc.property(id, host, fc.array(fc.record(record, { noNullPrototype: true })), (id, name, records) => {
      const request = parseDnsRequest(serializeServiceQuestion(id, name))
      t.match(request, { id, recursionDesired: true, question: { name, type: 'SRV', class: 'IN' } })
      t.equal(request?.refused, undefined)
      t.strictSame(parseServiceAnswer(answerTo(id, name, records), id), records)
    }),
  )
  t.equal(managementPointServiceName('OSL', 'contoso.test'), '_mssms_mp_osl._tcp.contoso.test')
  t.end()
})

void t.test('a query put together by hand is read', (t) => {
  // RFC 1002, section 4.2.12: id, a recursive query of one name, NB, IN.
  const letters = 'ENFAFPEBECEDCACACACACACACACACABK'
  const head = Buffer.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 32])
  const query = Buffer.concat([head, Buffer.from(letters), Buffer.from([0, 0, 0x20, 0, 1])])
  t.strictSame(parseNetBiosQuestion(query), { id: 0x1234, name: { name: 'MP_ABC', suffix: 0x1a } })
  t.end()
})

void t.test('a NetBIOS name may have any byte, and keeps its length', (t) => {
  const bytes = serializeNetBiosName({ name: '\u00c5\u00e9\u00ff', suffix: 0xff })
  t.equal(bytes.length, 34)
  t.strictSame(parseNetBiosName(bytes), { name: '\u00c5\u00e9\u00ff', suffix: 0xff })
  t.end()
})

void t.test('that nothing has a name is said as RFC 1002 has it', (t) => {
  // Section 4.2.14: a response with RCODE NAM_ERR; the name, NULL, IN, no time to live, no data.
  const answer = serializeNetBiosAnswer({ id: 0x1234, name: { name: 'MP_ABC', suffix: 0x1a } }, undefined)
  t.equal(answer.toString('hex', 0, 4), '12348583')
  t.equal(answer.toString('latin1', 13, 45), 'ENFAFPEBECEDCACACACACACACACACABK')
  t.equal(answer.toString('hex', 46), '000a0001' + '00000000' + '0000')
  t.end()
})

void t.test('a question is answered as it was asked', (t) => {
  // RFC 1035, section 4.1.2: a.test, of type A (1), class IN (1).
  const question = (type: number, of: number) =>
    Buffer.from([0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0x61, 4, 0x74, 0x65, 0x73, 0x74, 0, 0, type, 0, of])
  const asked = parseDnsRequest(question(1, 1))
  t.match(asked, { id: 7, recursionDesired: true, question: { name: 'a.test', type: 'A', class: 'IN' } })
  if (!asked) throw new Error('it is read')
  const known = serializeDnsReply(asked, reply)
  t.equal(known.toString('hex', 12), question(1, 1).toString('hex', 12), 'the question, and no record')
  t.equal(known.readUInt16BE(2), 0x8500, 'a response, of the zone itself, and recursion was desired')
  t.equal(serializeDnsReply(asked, { ...reply, code: 'NXDOMAIN' }).readUInt16BE(2), 0x8503)
  t.match(parseDnsRequest(question(33, 3)), { question: { class: 'CH' } }, 'of class CHAOS')
  t.match(parseDnsRequest(question(65, 1)), { question: { type: 'UNKNOWN_65' } })
  t.end()
})

void t.test('an answer of another server is read, or not at all', (t) => {
  const name = 'a.test'
  const answer = (host: string, port: number, ttl: number) => answerTo(7, name, [{ host, port, ttl }])
  t.strictSame(parseServiceAnswer(answer('mp.test', 443, 0), 7), [{ host: 'mp.test', port: 443, ttl: 0 }])
  t.strictSame(parseServiceAnswer(answer('.', 443, 60), 7), [], 'the service is not there')
  t.equal(parseServiceAnswer(answer('mp.test', 0, 60), 7), undefined, 'there is no port 0')
  const nobody = answerTo(7, name, [])
  t.strictSame(parseServiceAnswer(nobody, 7), [], 'there is no such name')
  const other = answer('mp.test', 443, 60)
  const owner = other.lastIndexOf('a', other.indexOf('mp') - 1)
  other[owner] = 0x62
  t.strictSame(parseServiceAnswer(other, 7), [], 'a record of another name')
  const failing = Buffer.from(nobody)
  failing[3] = 0x82
  t.equal(parseServiceAnswer(failing, 7), undefined, 'the server failed')
  t.end()
})

void t.test('nonsense does not parse', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const buffer = Buffer.from(bytes)
      for (const parse of [parseNetBiosQuestion, parseNetBiosName, parseDnsRequest]) parse(buffer)
      parseNetBiosAnswer(buffer, 0)
      parseServiceAnswer(buffer, 0)
    }),
  )
  const good = serializeNetBiosQuestion({ id: 7, name: serverLocatorPointName })
  for (let length = 0; length < good.length; length += 1)
    t.equal(parseNetBiosQuestion(good.subarray(0, length)), undefined)
  const statusQuery = Buffer.from(good)
  statusQuery[good.length - 3] = 0x21
  t.equal(parseNetBiosQuestion(statusQuery), undefined, 'a node status request')
  const answer = serializeNetBiosAnswer({ id: 7, name: serverLocatorPointName }, '127.0.0.1')
  t.equal(parseNetBiosQuestion(answer), undefined, 'an answer is no question')
  t.equal(parseNetBiosAnswer(good, 7), undefined, 'and a question is no answer')
  t.equal(parseNetBiosAnswer(answer.subarray(0, -1), 7), undefined)
  const failing = serializeNetBiosAnswer({ id: 7, name: serverLocatorPointName }, undefined)
  failing[3] = 0x82
  t.equal(parseNetBiosAnswer(failing, 7), undefined, 'the server failed')
  const asked = serializeServiceQuestion(7, 'a.test')
  t.equal(parseServiceAnswer(asked, 7), undefined)
  t.equal(parseDnsRequest(answerTo(7, 'a.test', [])), undefined)
  t.end()
})
