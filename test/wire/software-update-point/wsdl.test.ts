import t from 'tap'
import { getConfig, getCookie, registerComputer } from '../../../sim/wire/software-update-point/sign-in.ts'
import { reportEventBatch } from '../../../sim/wire/software-update-point/report-event-batch.ts'
import { syncUpdates } from '../../../sim/wire/software-update-point/updates.ts'
import { clientWebService, reportingWebService } from '../../../sim/wire/software-update-point/operation.ts'
import { wsdl } from '../../../sim/wire/software-update-point/wsdl.ts'
import { descend, parseXml, type XmlElement } from '../../../sim/wire/xml.ts'

const location = 'http://sup.contoso.test:8530/ClientWebService/client.asmx?a&b'
const client = parseXml(
  wsdl(clientWebService, [getConfig, getCookie, registerComputer, syncUpdates], location),
)
const named = (parent: XmlElement | undefined, kind: string): string[] =>
  (parent?.children ?? []).filter(({ name }) => name === kind).map(({ attributes }) => attributes.name ?? '')

void t.test('a WSDL names the operations of [MS-WUSP] 2.2.2.2', (t) => {
  t.equal(
    client?.attributes.targetNamespace,
    'http://www.microsoft.com/SoftwareDistribution/Server/ClientWebService',
  )
  const operations = ['GetConfig', 'GetCookie', 'RegisterComputer', 'SyncUpdates']
  t.strictSame(named(descend(client, 'portType'), 'operation'), operations)
  t.strictSame(named(descend(client, 'binding'), 'operation'), operations)
  t.equal(
    descend(client, 'binding', 'operation', 'operation')?.attributes.soapAction,
    'http://www.microsoft.com/SoftwareDistribution/Server/ClientWebService/GetConfig',
  )
  t.equal(descend(client, 'service', 'port', 'address')?.attributes.location, location)
  t.end()
})

void t.test('every type is declared, once', (t) => {
  const schema = descend(client, 'types', 'schema')
  const declared = [...named(schema, 'complexType'), ...named(schema, 'simpleType')]
  t.equal(new Set(declared).size, declared.length)
  for (const name of ['Cookie', 'ComputerInfo', 'ArrayOfInt', 'ArrayOfUpdateInfo', 'DeploymentAction'])
    t.ok(declared.includes(name), name)
  const used = (element: XmlElement): string[] => [
    element.attributes.type ?? '',
    ...element.children.flatMap(used),
  ]
  const ours = (schema ? used(schema) : []).filter((type) => type.startsWith('tns:'))
  t.strictSame(
    ours.filter((type) => !declared.includes(type.slice(4))),
    [],
  )
  t.end()
})

void t.test('an element is as often there as the specification says', (t) => {
  const types = descend(client, 'types', 'schema')?.children ?? []
  const info = types.find(({ name, attributes }) => name === 'complexType' && attributes.name === 'SyncInfo')
  const elements = descend(info, 'sequence')?.children.map(({ attributes }) => attributes) ?? []
  t.match(elements, [
    { minOccurs: '0', maxOccurs: '1', name: 'NewUpdates', type: 'tns:ArrayOfUpdateInfo' },
    { minOccurs: '0', name: 'OutOfScopeRevisionIDs', type: 'tns:ArrayOfInt' },
    { minOccurs: '0', name: 'ChangedUpdates', type: 'tns:ArrayOfUpdateInfo' },
    { minOccurs: '1', name: 'Truncated', type: 's:boolean' },
    { minOccurs: '0', name: 'NewCookie', type: 'tns:Cookie' },
  ])
  const reporting = parseXml(wsdl(reportingWebService, [reportEventBatch], location))
  t.equal(reporting?.attributes.targetNamespace, 'http://www.microsoft.com/SoftwareDistribution')
  t.equal(
    descend(reporting, 'binding', 'operation', 'operation')?.attributes.soapAction,
    'http://www.microsoft.com/SoftwareDistribution/ReportEventBatch',
  )
  t.end()
})
