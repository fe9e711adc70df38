import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { cimDatetime, parseCimDatetime } from '../../sim/wire/text.ts'
import {
  fallbackStatusBody,
  parseFallbackStatusBody,
} from '../../sim/wire/fallback-status-point/state-message-report.ts'
import {
  parseStateMessageReport,
  serializeStateMessageReport,
  type StateMessage,
  type StateMessageReport,
} from '../../sim/wire/state-message.ts'

/** Composed after "Configuration Manager State Message XML" (cc143783) and the pages of its elements. */
const documented = `<?xml version="1.0" encoding="UTF-16"?>
<Report>
  <ReportHeader>
    <Identification>
      <Machine>
        <ClientInstalled>1</ClientInstalled>
        <ClientType>1</ClientType>
        <ClientID>GUID:0A0B0C0D-0000-1111-2222-333344445555</ClientID>
        <ClientVersion>4.00.6487.2000</ClientVersion>
        <NetBIOSName>LAPTOP-1 </NetBIOSName>
        <CodePage>437</CodePage>
        <SystemDefaultLCID>1033</SystemDefaultLCID>
      </Machine>
    </Identification>
    <ReportDetails>
      <ReportContent>State Message Data</ReportContent>
      <ReportType>Full</ReportType>
      <Date>20070822093005.000000+000</Date>
      <Version>1.0</Version>
      <Format>1.0</Format>
    </ReportDetails>
  </ReportHeader>
  <ReportBody>
    <StateMessage MessageTime="20070822113000.250000+120" SerialNumber="17">
      <Topic ID="{11111111-2222-3333-4444-555555555555}" Type="301" IDType="2"/>
      <State ID="6" Criticality="2"/>
      <StateDetails Type="1"><![CDATA[<it> & failed]]></StateDetails>
      <UserParameters Flags="0" Count="2"><Param>one</Param><Param> two</Param></UserParameters>
    </StateMessage>
    <StateMessage MessageTime="20070822093001.000000+000" SerialNumber="18">
      <Topic ID="GUID:0A0B0C0D-0000-1111-2222-333344445555" Type="700" IDType="0"/>
      <State ID="1" Criticality="0"/>
    </StateMessage>
  </ReportBody>
</Report>`

void t.test('a report as the documentation has it is read', (t) => {
  t.strictSame(parseStateMessageReport(documented), {
    machine: {
      netBiosName: 'LAPTOP-1',
      clientInstalled: true,
      clientId: 'GUID:0A0B0C0D-0000-1111-2222-333344445555',
      clientVersion: '4.00.6487.2000',
    },
    date: new Date('2007-08-22T09:30:05Z'),
    messages: [
      {
        time: new Date('2007-08-22T09:30:00.250Z'),
        serialNumber: 17,
        topic: { id: '{11111111-2222-3333-4444-555555555555}', type: 301, idType: 2 },
        state: { id: 6, criticality: 2 },
        details: '<it> & failed',
        parameters: ['one', ' two'],
      },
      {
        time: new Date('2007-08-22T09:30:01Z'),
        serialNumber: 18,
        topic: { id: 'GUID:0A0B0C0D-0000-1111-2222-333344445555', type: 700, idType: 0 },
        state: { id: 1, criticality: 0 },
        parameters: [],
      },
    ],
  })
  t.end()
})

void t.test('a malformed report does not parse, and optional parts may be missing', (t) => {
  const refused: [why: string, from: string, to: string][] = [
    ['another root', '<Report>', '<Reports>'],
    ['no message', '<ReportBody>', '<ReportBody/><Other>'],
    ['one message without a topic', 'Type="301"', ''],
    ['a topic that is no number', 'Type="301"', 'Type="0x12D"'],
    ['one message without a state', '<State ID="6"', '<Status ID="6"'],
    ['a serial number below zero', 'SerialNumber="18"', 'SerialNumber="-1"'],
    ['a serial number of twenty digits', 'SerialNumber="18"', `SerialNumber="${'9'.repeat(20)}"`],
    ['a document type', '<Report>', '<!DOCTYPE Report><Report>'],
  ]
  for (const [why, from, to] of refused) {
    const broken = documented.replace(from, to)
    const closed = broken
      .replace(/<Reports>([^]*)<\/Report>/, '<Reports>$1</Reports>')
      .replace(/<Other>([^]*)<\/ReportBody>/, '<Other>$1</Other>')
    t.not(closed, documented)
    t.equal(parseStateMessageReport(closed), undefined, why)
  }
  for (const text of ['', 'x', '<Report/>', '<Report><ReportBody/></Report>', documented.slice(0, 900)]) {
    t.equal(parseStateMessageReport(text), undefined, text.slice(0, 20))
  }
  const bare =
    '<Report><ReportBody><StateMessage SerialNumber="1"><Topic Type="800"/><State ID="100"/></StateMessage></ReportBody></Report>'
  t.strictSame(parseStateMessageReport(bare), {
    machine: { netBiosName: '', clientInstalled: false },
    messages: [
      {
        serialNumber: 1,
        topic: { id: '', type: 800, idType: 0 },
        state: { id: 100, criticality: 0 },
        parameters: [],
      },
    ],
  })
  const undated = parseStateMessageReport(documented.replace('20070822113000.250000+120', 'yesterday'))
  t.equal(undated?.messages[0]?.time, undefined)
  t.end()
})

/** Text that XML can carry, and that is not trimmed where it is a field of its own. */
const text = fc.string({
  unit: fc.constantFrom('a', 'Z', '0', ' ', '<', '>', '&', '"', "'", '\n', '\t', 'é', '€', '𝄞'),
})
const field = text.map((written) => written.trim())
const moment = fc.date({ min: new Date('1970-01-01'), max: new Date('9999-01-01'), noInvalidDate: true })
const number = fc.integer({ min: 0, max: 4_294_967_295 })
const anyMessage: fc.Arbitrary<StateMessage> = fc
  .record({
    time: moment,
    serialNumber: number,
    topic: fc.record({ id: text, type: number, idType: number }),
    state: fc.record({ id: number, criticality: number }),
    parameters: fc.array(text, { maxLength: 5 }),
  })
  .chain((message) =>
    fc.option(text).map((details) => ({ ...message, ...(details !== null && { details }) })),
  )
const anyReport: fc.Arbitrary<StateMessageReport> = fc.record({
  machine: fc.record({
    netBiosName: field,
    clientInstalled: fc.boolean(),
    clientId: field.map((id) => `GUID:${id}`),
    clientVersion: field.map((version) => `4${version}`),
  }),
  date: moment,
  messages: fc.array(anyMessage, { minLength: 1, maxLength: 4 }),
})

void t.test('any report parses to its original', (t) => {
  fc.assert(
    fc.property(anyReport, (generated) => {
      // Objects made by fast-check have no prototype.
      const report = structuredClone(generated)
      deepStrictEqual(parseStateMessageReport(serializeStateMessageReport(report)), report)
      deepStrictEqual(parseFallbackStatusBody(fallbackStatusBody(report)), report)
    }),
    { numRuns: 50 },
  )
  t.end()
})

void t.test('a report comes in UTF-16, with its byte order mark or without', (t) => {
  const little = Buffer.from(documented, 'utf16le')
  const big = Buffer.from(`\uFEFF${documented}`, 'utf16le').swap16()
  const read = parseStateMessageReport(documented)
  t.strictSame(parseFallbackStatusBody(little), read)
  t.strictSame(parseFallbackStatusBody(Buffer.concat([Buffer.from([0xff, 0xfe]), little])), read)
  t.strictSame(parseFallbackStatusBody(big), read)
  t.equal(parseFallbackStatusBody(Buffer.from(documented, 'utf8')), undefined)
  t.equal(parseFallbackStatusBody(little.subarray(0, -1)), undefined, 'half a character')
  t.equal(parseFallbackStatusBody(Buffer.alloc(0)), undefined)
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => !parseFallbackStatusBody(bytes)))
  t.end()
})

void t.test('a CIM datetime tells a point in time', (t) => {
  t.equal(cimDatetime(new Date('2007-08-22T09:30:00.250Z')), '20070822093000.250000+000')
  t.strictSame(parseCimDatetime('20070822043000.250999-300'), new Date('2007-08-22T09:30:00.250Z'))
  for (const none of [
    '',
    '20070231000000.000000+000',
    '20071322000000.000000+000',
    '********000000.000000+000',
  ]) {
    t.equal(parseCimDatetime(none), undefined, none)
  }
  t.end()
})
