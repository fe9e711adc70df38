import fc from 'fast-check'
import t from 'tap'
import {
  parseDiscoveryDataRecord,
  parseStatusMessage,
  serializeDiscoveryDataRecord,
  serializeStatusMessage,
} from '../../../sim/wire/management-point/reports.ts'

const header =
  '<ReportHeader><Identification><Machine><ClientInstalled>1</ClientInstalled><ClientType>1</ClientType><ClientID>GUID:0A</ClientID>' +
  '<NetBIOSName>PC</NetBIOSName></Machine></Identification><ReportDetails><ReportContent>Inventory Data</ReportContent>' +
  '<ReportType>Full</ReportType><Date>20070822093000.000000+120</Date><Version>1.0</Version><Format>1.1</Format></ReportDetails>' +
  '<InventoryAction ActionType="Predefined"><InventoryActionID>{00000000-0000-0000-0000-000000000003}</InventoryActionID>' +
  '<Description>Discovery</Description></InventoryAction></ReportHeader>'
const body =
  '<ReportBody><Instance Class="CCM_ComputerSystem" Content="New"><CCM_ComputerSystem><Domain>CONTOSO</Domain></CCM_ComputerSystem>' +
  '</Instance><Instance Class="CCM_Client" Content="New"><CCM_Client><ClientVersion>4</ClientVersion></CCM_Client></Instance></ReportBody>'
const read = {
  clientId: 'GUID:0A',
  netBiosName: 'PC',
  date: new Date('2007-08-22T07:30:00Z'),
  properties: { Domain: 'CONTOSO', ClientVersion: '4' },
}

void t.test('a discovery data record has its body in it or apart', (t) => {
  t.strictSame(parseDiscoveryDataRecord(`<Report>${header}${body}</Report>`), read)
  t.strictSame(parseDiscoveryDataRecord(`<Report>${header}<ReportBody/></Report>`, body), read)
  const whole = `<Report>${header}${body}</Report>`
  for (const wrong of [
    '',
    `<Report>${header}</Report>`,
    whole.replace('0000-000000000003', '0000-000000000001'),
    whole.replace('GUID:0A', ' '),
    whole.replaceAll('Report>', 'Other>'),
  ])
    t.equal(parseDiscoveryDataRecord(wrong), undefined, wrong.slice(0, 40))
  t.equal(parseDiscoveryDataRecord(whole, '<Other/>'), undefined)
  t.end()
})

void t.test('a status message put together by hand is read', (t) => {
  const written =
    '<Status SchemaVersion="1.0" CodePage="437" LocaleID="1033"><Type Name="SMS_Generic_StatusMessage_Info"/><Properties>' +
    '<Property Name="Attribute403" Value="OSL00001"/></Properties><Qualifiers><Qualifier Name="q">v</Qualifier></Qualifiers></Status>'
  t.strictSame(parseStatusMessage(written), {
    type: 'SMS_Generic_StatusMessage_Info',
    properties: [{ name: 'Attribute403', value: 'OSL00001' }],
    qualifiers: [{ name: 'q', value: 'v' }],
  })
  for (const wrong of [
    '',
    '<Status/>',
    written.replaceAll('Type', 'Kind'),
    written.replaceAll('Status ', 'S '),
  ])
    t.equal(parseStatusMessage(wrong), undefined)
  t.end()
})

const plain = { noNullPrototype: true }
const text = fc.string().map((said) => `x${said}x`)

void t.test('a serialized text parses to its original', (t) => {
  const values = fc.array(fc.record({ name: text, value: text }, plain), { maxLength: 4 })
  const status = fc.record({ type: text, properties: values, qualifiers: values }, plain)
  fc.assert(
    fc.property(status, (said) => t.strictSame(parseStatusMessage(serializeStatusMessage(said)), said)),
  )
  const record = fc.record(
    {
      clientId: text,
      netBiosName: text,
      date: fc.date({ min: new Date('1601-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      properties: fc.dictionary(fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,9}$/), text, { maxKeys: 5, ...plain }),
    },
    { requiredKeys: ['clientId', 'netBiosName', 'properties'], ...plain },
  )
  fc.assert(
    fc.property(record, (said) =>
      t.strictSame(parseDiscoveryDataRecord(serializeDiscoveryDataRecord(said)), said),
    ),
  )
  t.end()
})
