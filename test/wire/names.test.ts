import fc from 'fast-check'
import t from 'tap'
import {
  managementPointName,
  parseNetBiosName,
  printNetBiosName,
  serverLocatorPointName,
} from '../../sim/wire/names/netbios-name.ts'
import {
  parseNetBiosAnswer,
  parseNetBiosQuestion,
  printNetBiosAnswer,
  printNetBiosQuestion,
} from '../../sim/wire/names/netbios-query.ts'
import {
  managementPointServiceName,
  parseQuestion,
  parseServiceAnswer,
  printServiceAnswer,
  printServiceQuestion,
} from '../../sim/wire/names/service-record.ts'

void t.test('a NetBIOS name is written as RFC 1001 has it', (t) => {
  const bytes = printNetBiosName({ name: 'FRED', suffix: 0x20 })
  t.equal(bytes.toString('latin1', 1, 33), 'EGFCEFEECACACACACACACACACACACACA')
  t.equal(bytes[0], 32)
  t.strictSame(managementPointName('abc'), { name: 'MP_ABC', suffix: 0x1a })
  t.strictSame(serverLocatorPointName, { name: 'SMS_SLP', suffix: 0x1a })
  t.end()
})

const netBiosName = fc.record(
  { name: fc.stringMatching(/^[A-Z0-9_]{1,15}$/), suffix: fc.nat(255) },
  { noNullPrototype: true },
)
const id = fc.nat(65_535)

void t.test('what is written is read', (t) => {
  fc.assert(
    fc.property(netBiosName, id, fc.ipV4(), (name, id, address) => {
      t.strictSame(parseNetBiosName(printNetBiosName(name)), name)
      const question = { id, name }
      t.strictSame(parseNetBiosQuestion(printNetBiosQuestion(question)), question)
      t.equal(parseNetBiosAnswer(printNetBiosAnswer(question, address), id), address)
      t.equal(parseNetBiosAnswer(printNetBiosAnswer(question, undefined), id), null)
      t.equal(parseNetBiosAnswer(printNetBiosAnswer(question, address), (id + 1) % 65_536), undefined)
    }),
  )
  const host = fc.domain()
  fc.assert(
    fc.property(
      id,
      host,
      fc.array(fc.record({ host, port: id }, { noNullPrototype: true })),
      (id, name, records) => {
        const question = parseQuestion(printServiceQuestion(id, name))
        t.strictSame(question, { id, name, type: 'SRV' })
        t.strictSame(parseServiceAnswer(printServiceAnswer({ id, name, type: 'SRV' }, records), id), records)
      },
    ),
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

void t.test('of nonsense nothing is made', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const buffer = Buffer.from(bytes)
      for (const parse of [parseNetBiosQuestion, parseNetBiosName, parseQuestion]) parse(buffer)
      parseNetBiosAnswer(buffer, 0)
      parseServiceAnswer(buffer, 0)
    }),
  )
  const good = printNetBiosQuestion({ id: 7, name: serverLocatorPointName })
  for (let length = 0; length < good.length; length += 1)
    t.equal(parseNetBiosQuestion(good.subarray(0, length)), undefined)
  const statusQuery = Buffer.from(good)
  statusQuery[good.length - 3] = 0x21
  t.equal(parseNetBiosQuestion(statusQuery), undefined, 'a node status request')
  const answer = printNetBiosAnswer({ id: 7, name: serverLocatorPointName }, '127.0.0.1')
  t.equal(parseNetBiosQuestion(answer), undefined, 'an answer is no question')
  t.equal(parseNetBiosAnswer(good, 7), undefined, 'and a question is no answer')
  t.equal(parseNetBiosAnswer(answer.subarray(0, -1), 7), undefined)
  const asked = printServiceQuestion(7, 'a.test')
  t.equal(parseServiceAnswer(asked, 7), undefined)
  t.equal(parseQuestion(printServiceAnswer({ id: 7, name: 'a.test', type: 'SRV' }, [])), undefined)
  t.end()
})
