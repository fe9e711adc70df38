import fc from 'fast-check'
import t from 'tap'
import {
  operations,
  parseBindRequest,
  parseExtendedRequest,
  parseExtendedResponse,
  parseMessage,
  parsePagedResults,
  parseResult,
  serializeBindRequest,
  serializeExtendedResponse,
  serializeMessage,
  serializePagedResults,
  serializeResult,
  type BindRequest,
  type Control,
  type ExtendedResponse,
} from '../../sim/wire/ldap/message.ts'
import {
  parseCompareRequest,
  parseEntry,
  parseSearchRequest,
  serializeEntry,
  serializeSearchRequest,
  valuesOf,
  type LdapEntry,
} from '../../sim/wire/ldap/search.ts'
import { attribute, bytes, filter, number, oid, record, text } from './ldap-arbitraries.ts'
import { printCompareRequest, printExtendedRequest } from './ldap-requests.ts'

interface Printed<Message> {
  what: string
  of: fc.Arbitrary<Message>
  print(message: Message): Buffer
  parse(bytes: Buffer): Message | undefined
}

/** A serialized message parses to its original; cut or changed anywhere, it parses or not, and nothing throws. */
function roundTrip<Message>({ what, of, print, parse }: Printed<Message>): void {
  void t.test(what, (t) => {
    fc.assert(
      fc.property(of, fc.nat(), fc.nat(255), (message, at, other) => {
        const printed = print(message)
        t.strictSame(parse(printed), message)
        if (printed.length === 0) return
        parse(printed.subarray(0, at % printed.length))
        printed[at % printed.length] = other
        parse(printed)
      }),
      { numRuns: 60 },
    )
    fc.assert(
      fc.property(bytes(0, 200), (nonsense) => {
        parse(nonsense)
      }),
    )
    t.end()
  })
}

const control: fc.Arbitrary<Control> = fc.record(
  { type: oid, critical: fc.boolean(), value: bytes() },
  { requiredKeys: ['type', 'critical'], noNullPrototype: true },
)
const result = record({ code: fc.nat(200), matchedName: text, message: text })

roundTrip({
  what: 'the envelope',
  of: record({
    id: number,
    operation: fc.constantFrom(...Object.values(operations)),
    content: bytes(0, 300),
    controls: fc.array(control, { maxLength: 3 }),
  }),
  print: serializeMessage,
  parse: parseMessage,
})
roundTrip<BindRequest>({
  what: 'bind request',
  of: record({
    version: number,
    name: text,
    authentication: fc.oneof(
      record({ kind: fc.constant('simple' as const), password: bytes() }),
      record({ kind: fc.constant('sasl' as const), mechanism: text }),
      // Sicily's are 9 to 11 ([MS-ADTS] 5.1.1.1.3).
      record({ kind: fc.constant('other' as const), tag: fc.constantFrom(0x81, 0x89, 0x8a, 0x8b) }),
    ),
  }),
  print: serializeBindRequest,
  parse: parseBindRequest,
})
roundTrip({
  what: 'search request',
  of: record({
    base: text,
    scope: fc.constantFrom('base' as const, 'one' as const, 'sub' as const),
    sizeLimit: number,
    timeLimit: number,
    typesOnly: fc.boolean(),
    filter,
    attributes: fc.array(text, { maxLength: 5 }),
  }),
  print: serializeSearchRequest,
  parse: parseSearchRequest,
})
roundTrip<LdapEntry>({
  what: 'an entry',
  of: record({
    name: text,
    attributes: fc.dictionary(
      fc.oneof(attribute, fc.constant('__proto__')),
      fc.array(text, { maxLength: 4 }),
      {
        noNullPrototype: true,
      },
    ),
  }),
  print: serializeEntry,
  parse: parseEntry,
})
roundTrip({ what: 'a result', of: result, print: serializeResult, parse: parseResult })
roundTrip({
  what: 'compare request',
  of: record({ name: text, attribute, value: bytes() }),
  print: printCompareRequest,
  parse: parseCompareRequest,
})
roundTrip({ what: 'extended request', of: oid, print: printExtendedRequest, parse: parseExtendedRequest })
roundTrip<ExtendedResponse>({
  what: 'extended response',
  of: fc.record(
    { code: fc.nat(200), matchedName: text, message: text, name: oid },
    { requiredKeys: ['code', 'matchedName', 'message'], noNullPrototype: true },
  ),
  print: serializeExtendedResponse,
  parse: parseExtendedResponse,
})
roundTrip({
  what: 'the control for pages',
  of: record({ size: number, cookie: bytes() }),
  print: (page) => serializePagedResults(page, true).value ?? Buffer.alloc(0),
  parse: (value) => parsePagedResults({ type: '', critical: false, value }),
})

const hex = (written: string): Buffer => Buffer.from(written.replaceAll(/\s/g, ''), 'hex')

void t.test('messages written by hand from RFC 4511', (t) => {
  // An anonymous bind: message 1, version 3, no name, no password.
  const bind = hex('30 0c  02 01 01  60 07  02 01 03  04 00  80 00')
  const message = parseMessage(bind)
  t.strictSame(message, { id: 1, operation: operations.bindRequest, content: bind.subarray(7), controls: [] })
  const asked = {
    version: 3,
    name: '',
    authentication: { kind: 'simple' as const, password: Buffer.alloc(0) },
  }
  t.strictSame(parseBindRequest(bind.subarray(7)), asked)
  t.strictSame(serializeBindRequest(asked), bind.subarray(7))

  // (&(a=b)(!(c=*))) below "x=y", no limits, attribute "d", a page of 2 that has to be.
  const search = hex(`30 50  02 01 02  63 28  04 03 78 3d 79  0a 01 02  0a 01 00  02 01 00  02 01 00  01 01 00
    a0 0d  a3 06 04 01 61 04 01 62  a2 03 87 01 63  30 03 04 01 64
    a0 21 30 1f  04 16 ${Buffer.from('1.2.840.113556.1.4.319').toString('hex')}  01 01 ff  04 02 30 00`)
  const { content = Buffer.alloc(0), controls } = parseMessage(search) ?? {}
  t.strictSame(parseSearchRequest(content), {
    base: 'x=y',
    scope: 'sub',
    sizeLimit: 0,
    timeLimit: 0,
    typesOnly: false,
    filter: {
      kind: 'and',
      filters: [
        { kind: 'equal', attribute: 'a', value: Buffer.from('b') },
        { kind: 'not', filter: { kind: 'present', attribute: 'c' } },
      ],
    },
    attributes: ['d'],
  })
  t.strictSame(controls, [{ type: '1.2.840.113556.1.4.319', critical: true, value: hex('30 00') }])

  const done = hex('30 0c  02 01 02  65 07  0a 01 20  04 00  04 00')
  t.strictSame(
    serializeMessage({
      id: 2,
      operation: operations.searchResultDone,
      content: serializeResult({ code: 32, matchedName: '', message: '' }),
      controls: [],
    }),
    done,
  )
  t.end()
})

void t.test('lengths of four bytes, as Windows writes them', (t) => {
  const bind = hex('30 84 00 00 00 10  02 01 01  60 84 00 00 00 07  02 01 03  04 00  80 00')
  t.equal(parseMessage(bind)?.operation, operations.bindRequest)
  t.end()
})

const broken: [why: string, bytes: string][] = [
  ['nothing', ''],
  ['no sequence', '04 00'],
  ['an empty sequence', '30 00'],
  ['no operation', '30 03 02 01 01'],
  ['a negative number', '30 05 02 01 ff 42 00'],
  ['a number of five bytes', '30 09 02 05 00 00 00 00 01 42 00'],
  ['a number of no bytes', '30 04 02 00 42 00'],
  ['more behind the controls', '30 09 02 01 01 42 00 a0 00 04 00'],
  ['more behind the message', '30 05 02 01 01 42 00 05 00'],
  ['controls by another tag', '30 07 02 01 01 42 00 a1 00'],
  ['a control without a type', '30 09 02 01 01 42 00 a0 02 30 00'],
  ['an indefinite length', '30 80 02 01 01 42 00 00 00'],
  ['a length of five bytes', '30 85 00 00 00 00 05 02 01 01 42 00'],
  ['a tag of two bytes', '30 06 02 01 01 5f 22 00'],
  ['text that is no UTF-8', '30 0c 02 01 01 42 00 a0 05 30 03 04 01 ff'],
]

void t.test('a broken envelope does not parse', (t) => {
  for (const [why, written] of broken) t.equal(parseMessage(hex(written)), undefined, why)
  t.end()
})

void t.test('a broken search request does not parse', (t) => {
  const good = '0400 0a0100 0a0100 020100 020100 010100 8701 63 3000'
  t.ok(parseSearchRequest(hex(good)))
  const cases: [why: string, from: string, to: string][] = [
    ['a scope that is none', '0400 0a0100', '0400 0a0103'],
    ['a way with aliases that is none', '0a0100 020100', '0a0104 020100'],
    ['a limit below 0', '020100 020100', '0201ff 020100'],
    ['a truth of two bytes', '010100', '01020000'],
    ['a filter of an unknown kind', '8701', '8f01'],
    ['nothing to negate', '8701 63', 'a200'],
    ['two to negate', '8701 63', 'a206 870163 870163'],
    ['no value', '8701 63', 'a303 040163'],
    ['no piece', '8701 63', 'a405 040163 3000'],
    ['an empty piece', '8701 63', 'a407 040163 3002 8100'],
    ['a beginning in the middle', '8701 63', 'a40b 040163 3006 810161 800161'],
    ['an end in the middle', '8701 63', 'a40b 040163 3006 820161 810161'],
    ['a rule for nothing', '8701 63', 'a903 830161'],
    ['attributes that are no text', '3000', '3003 020100'],
    ['more behind it', '3000', '3000 0400'],
  ]
  for (const [why, from, to] of cases) {
    t.ok(good.includes(from), why)
    t.equal(parseSearchRequest(hex(good.replace(from, to))), undefined, why)
  }
  t.end()
})

void t.test('filters nest to a depth, and no deeper', (t) => {
  const nested = (depth: number): Buffer => {
    let filter = hex('870163')
    for (let inner = 1; inner < depth; inner += 1) {
      const head =
        filter.length < 128 ? [0xa2, filter.length] : [0xa2, 0x82, filter.length >> 8, filter.length & 255]
      filter = Buffer.concat([Buffer.from(head), filter])
    }
    return Buffer.concat([hex('0400 0a0100 0a0100 020100 020100 010100'), filter, hex('3000')])
  }
  t.ok(parseSearchRequest(nested(64)))
  t.equal(parseSearchRequest(nested(65)), undefined)
  t.equal(parseSearchRequest(nested(10_000)), undefined)
  t.end()
})

void t.test('attributes are found in any case', (t) => {
  const entry = { name: '', attributes: { mSSMSSiteCode: ['OSL'] } }
  t.strictSame(valuesOf(entry, 'mssmssitecode'), ['OSL'])
  t.strictSame(valuesOf(entry, 'mSSMSSiteCode'), ['OSL'])
  t.strictSame(valuesOf(entry, 'constructor'), [])
  t.end()
})
