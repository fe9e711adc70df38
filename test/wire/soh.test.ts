import fc from 'fast-check'
import t from 'tap'
import {
  failureCategories,
  parseHealthState,
  parseStatement,
  serializeHealthState,
  serializeStatement,
  type FailureCategory,
} from '../../sim/wire/soh/configuration-manager-entry.ts'
import { parseFileTime, serializeFileTime } from '../../sim/encoding/file-time.ts'
import {
  configurationManagerHealthId,
  entryOf,
  napSystemId,
  parseHealthMessage,
  parseTlvs,
  serializeHealthMessage,
  serializeTlvs,
} from '../../sim/wire/soh/message.ts'
import { parseSystemEntry, serializeSystemEntry } from '../../sim/wire/soh/system-entry.ts'
import { statementMessages } from './statement-of-health-sample.ts'

// Objects as the parsers make them, with a prototype.
const plain = { noNullPrototype: true } as const
const bytes = (most: number) => fc.uint8Array({ maxLength: most }).map((array) => Buffer.from(array))
const exactly = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array))
const time = fc.date({ min: new Date('1601-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
const tlv = fc.record({ type: fc.integer({ min: 0, max: 0x3fff }), value: bytes(60) }, plain)
const failure = fc.record(
  {
    category: fc.constantFrom(...(Object.keys(failureCategories) as FailureCategory[])),
    code: fc.integer({ min: 0, max: 0xffff_ffff }),
  },
  plain,
)

void t.test('attributes are printed and read again, whatever is in them', (t) => {
  fc.assert(
    fc.property(fc.array(tlv, { maxLength: 100 }), (tlvs) => {
      t.strictSame(parseTlvs(serializeTlvs(tlvs)), tlvs)
    }),
    { numRuns: 30 },
  )
  t.equal(
    parseTlvs(serializeTlvs(Array.from({ length: 101 }, () => ({ type: 8, value: Buffer.alloc(1) })))),
    undefined,
  )
  t.strictSame(
    parseTlvs(Buffer.from('c0020000', 'hex')),
    [{ type: 2, value: Buffer.alloc(0) }],
    'M and R are not type',
  )
  for (const cut of ['00', '000200', '00020001', '0002000500000000']) {
    t.equal(parseTlvs(Buffer.from(cut, 'hex')), undefined, cut)
  }
  t.end()
})

void t.test('times count from 1601, in network byte order', (t) => {
  // KB 188768 and [MS-DTYP] 2.3.3: 0x019DB1DED53E8000 is the first of January 1970.
  const epoch = Buffer.from('019db1ded53e8000', 'hex')
  t.strictSame(parseFileTime(epoch), new Date(0))
  t.strictSame(serializeFileTime(new Date(0)), epoch)
  fc.assert(fc.property(time, (date) => t.strictSame(parseFileTime(serializeFileTime(date)), date)))
  t.equal(parseFileTime(Buffer.alloc(7)), undefined)
  t.ok(parseFileTime(Buffer.alloc(8, 0xff)), 'the last one that can be written is a date')
  t.throws(() => serializeFileTime(new Date('1600-12-31')), RangeError)
  t.throws(() => serializeFileTime(new Date(Number.NaN)), RangeError)
  t.end()
})

void t.test('a message has the platform around it', (t) => {
  const mode = fc.record({ correlationId: exactly(24), intent: fc.integer({ min: 0, max: 255 }) }, plain)
  const entry = fc.record(
    {
      systemHealthId: fc.integer({ min: 0, max: 0xffff_ffff }),
      attributes: fc.array(
        tlv.filter(({ type }) => type !== 2),
        { maxLength: 3 },
      ),
    },
    plain,
  )
  const message = fc.record(
    { mode, entries: fc.array(entry, { maxLength: 8 }) },
    { ...plain, requiredKeys: ['entries'] },
  )
  fc.assert(
    fc.property(message, (said) => {
      t.strictSame(parseHealthMessage(serializeHealthMessage(said)), said)
    }),
  )
  const entries = [{ systemHealthId: 1, attributes: [{ type: 7, value: Buffer.alloc(4000) }] }]
  t.throws(() => serializeHealthMessage({ entries }), { message: /at most 4000 bytes/ })
  const many = Array.from({ length: 22 }, (_, systemHealthId) => ({ systemHealthId, attributes: [] }))
  t.equal(
    parseHealthMessage(serializeHealthMessage({ entries: many })),
    undefined,
    'more agents than there can be',
  )
  t.end()
})

void t.test('a message put together by hand is read, and written the same', (t) => {
  const { withMode, withoutMode, correlationId, statement } = statementMessages
  for (const [bytes, mode] of [
    [withMode, { correlationId, intent: 1 }],
    [withoutMode, undefined],
  ] as const) {
    const message = parseHealthMessage(bytes)
    if (!message) throw new Error('it was not read')
    t.strictSame(message.mode, mode)
    t.strictSame(
      message.entries.map(({ systemHealthId }) => systemHealthId),
      [napSystemId, configurationManagerHealthId],
    )
    const system = parseSystemEntry(entryOf(message, napSystemId) ?? [])
    t.strictSame(system, { response: false, machineName: 'pc.contoso.test', correlationId })
    t.strictSame(parseStatement(entryOf(message, configurationManagerHealthId) ?? []), statement)
    t.equal(entryOf(message, 0x0001_3780), undefined)
    t.strictSame(serializeHealthMessage(message), bytes)
    const attributes = serializeStatement(statement)
    t.strictSame(attributes, entryOf(message, configurationManagerHealthId))
  }
  t.end()
})

void t.test('bytes cut off or of another length are not a message', (t) => {
  const { withMode } = statementMessages
  for (const length of withMode.keys()) {
    t.equal(parseHealthMessage(withMode.subarray(0, length)), undefined, `${length} bytes`)
  }
  t.equal(parseHealthMessage(Buffer.concat([withMode, Buffer.alloc(4)])), undefined, 'more than it says')
  const wrong: [at: number, byte: number, what: string][] = [
    [1, 6, 'not from a vendor'],
    [7, 0x38, 'not from Microsoft'],
    [9, 3, 'a form that there is none of'],
    [13, 8, 'no mode sub-header'],
    [15, 31, 'a longer mode sub-header'],
    [19, 0x38, 'the mode sub-header of another vendor'],
    [45, 1, 'another content'],
    [47, 8, 'an entry without its system health id'],
    [49, 3, 'a shorter system health id'],
  ]
  for (const [at, byte, what] of wrong) {
    const bytes = Buffer.from(withMode)
    bytes[at] = byte
    t.equal(parseHealthMessage(bytes), undefined, what)
  }
  fc.assert(
    fc.property(bytes(200), (garbage) => {
      parseHealthMessage(garbage)
      return true
    }),
  )
  t.end()
})

void t.test('the system tells of the machine and of its access', (t) => {
  const state = fc.constantFrom('not-restricted', 'in-probation', 'restricted-access')
  const entry = fc.record(
    {
      response: fc.boolean(),
      correlationId: exactly(24),
      machineName: fc.string({ unit: 'grapheme', maxLength: 40 }),
      isolation: fc.record(
        { state, until: time.filter((date) => date.getTime() !== Date.parse('1601-01-01')) },
        {
          ...plain,
          requiredKeys: ['state'],
        },
      ),
    },
    { ...plain, requiredKeys: ['response'] },
  )
  fc.assert(
    fc.property(entry, (said) => {
      t.strictSame(parseSystemEntry(serializeSystemEntry(said)), said)
    }),
  )
  const read = (hex: string) =>
    parseSystemEntry([{ type: 7, value: Buffer.from(hex.replaceAll(' ', ''), 'hex') }])
  const all = [
    '00000137',
    '01 00000006 00000001 00001db1 0001 0000 0009',
    '03 11',
    '04 0004 00013781',
    '05 0002 5043',
    '07 0004 00013781',
    '08 00000000 01',
  ].join('')
  t.strictSame(read(all), { response: false, machineName: 'PC' }, 'what Windows sends as well')
  t.strictSame(read('00000137 03 01'), { response: true })
  for (const wrong of [
    '',
    '000001',
    '00000138 03 11',
    '00000137 09',
    '00000137 03',
    '00000137 05 0003 5043',
    '00000137 06 00',
    '00000137 02 00 04 0000000000000000 0000',
    '00000137 02 00 01 0000000000000000 0001',
  ]) {
    t.equal(read(wrong), undefined, wrong)
  }
  t.equal(parseSystemEntry([]), undefined)
  t.end()
})

void t.test('Configuration Manager states compliance, site and time stamps', (t) => {
  const statement = fc.record(
    {
      siteCode: fc.stringMatching(/^[A-Z0-9]{3}$/),
      policyTimeStamp: time,
      generated: time,
      outcome: fc.oneof(fc.constantFrom('compliant' as const, 'non-compliant' as const), failure),
    },
    plain,
  )
  fc.assert(
    fc.property(statement, (said) => {
      t.strictSame(parseStatement(serializeStatement(said)), said)
    }),
  )
  fc.assert(
    fc.property(
      fc.array(fc.record({ type: fc.integer({ min: 2, max: 16 }), value: bytes(20) }, plain)),
      (attributes) => t.equal(parseStatement(attributes), undefined),
    ),
  )
  const { statement: sample } = statementMessages
  t.throws(() => serializeStatement({ ...sample, siteCode: 'SITE' }), { message: 'SITE is no site code' })
  const [own, generated] = serializeStatement(sample)
  if (!own || !generated) throw new Error('two attributes')
  const changed = (at: number, byte: number) => {
    const value = Buffer.from(own.value)
    value[at] = byte
    return parseStatement([{ ...own, value }, generated])
  }
  t.ok(changed(5, 2), 'non-compliant')
  t.equal(changed(3, 0x80), undefined, "another agent's")
  t.equal(changed(4, 2), undefined, 'another layout')
  t.equal(changed(5, 3), undefined, 'no outcome')
  t.equal(changed(5, 0), undefined, 'a failure without its category')
  t.equal(changed(6, 0x2f), undefined, 'no site code')
  t.equal(parseStatement([own]), undefined, 'made at no time')
  t.end()
})

void t.test('the validator gives a health state or a failure', (t) => {
  fc.assert(
    fc.property(
      fc.oneof(fc.constantFrom('compliant' as const, 'non-compliant' as const), failure),
      (state) => {
        t.strictSame(parseHealthState(serializeHealthState(state)), state)
      },
    ),
  )
  t.strictSame(serializeHealthState('compliant'), [{ type: 4, value: Buffer.alloc(4) }], 'S_OK is compliant')
  t.equal(parseHealthState([{ type: 4, value: Buffer.from('80004005', 'hex') }]), 'non-compliant')
  t.equal(parseHealthState([{ type: 4, value: Buffer.alloc(3) }]), undefined)
  const category = (number: number) => ({ type: 14, value: Buffer.from([number]) })
  const code = { type: 13, value: Buffer.from('80004005', 'hex') }
  // naptypes.h: failureCategoryServerCommunication is 5.
  t.strictSame(parseHealthState([category(5), code]), { category: 'server-communication', code: 0x8000_4005 })
  t.equal(parseHealthState([category(6), code]), undefined)
  t.equal(parseHealthState([category(0), code]), undefined)
  t.equal(parseHealthState([category(1)]), undefined)
  t.end()
})
