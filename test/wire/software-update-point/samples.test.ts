import t from 'tap'
import {
  getAuthorizationCookie,
  getConfig,
  getCookie,
  registerComputer,
} from '../../../sim/wire/software-update-point/sign-in.ts'
import { getExtendedUpdateInfo, syncUpdates } from '../../../sim/wire/software-update-point/updates.ts'
import {
  parseRequest,
  parseResponse,
  parseSoapBody,
  parseSoapFault,
  serializeRequest,
  type Operation,
  type Parsed,
} from '../../../sim/wire/software-update-point/operation.ts'
import { reportEventBatch } from '../../../sim/wire/software-update-point/report-event-batch.ts'

/** An envelope as agents write it ([MS-WUSP] 4): encoding attributes that mean nothing here, and `xsi:nil`. */
function envelope(body: string): string {
  return (
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"' +
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"' +
    ` xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/">\n <soap:Body>\n${body}</soap:Body>\n</soap:Envelope>\n`
  )
}

function request<Request>(operation: Operation<Request, unknown>, content: string): Parsed<Request> {
  const { name, service } = operation
  const body = parseSoapBody(envelope(`<${name} xmlns="${service.namespace}">\n${content}</${name}>`))
  return body ? parseRequest(operation, body) : { wrong: 'no envelope' }
}

const cookie =
  '<cookie><Expiration>2006-05-23T04:06:32.9843746</Expiration><EncryptedData>AQID\n BA==\n</EncryptedData></cookie>'
const readCookie = {
  Expiration: new Date('2006-05-23T04:06:32.984Z'),
  EncryptedData: Buffer.from([1, 2, 3, 4]),
}

void t.test('requests as agents write them', (t) => {
  t.strictSame(request(getConfig, '<protocolVersion>1.0</protocolVersion>'), {
    value: { protocolVersion: '1.0' },
  })
  t.strictSame(
    request(getAuthorizationCookie, '<clientId>5c7f4f80</clientId><targetGroupName /><dnsName>pc</dnsName>'),
    { value: { clientId: '5c7f4f80', targetGroupName: '', dnsName: 'pc' } },
  )
  t.strictSame(
    request(
      getCookie,
      '<authCookies xmlns:q1="urn:x" soapenc:arrayType="q1:AuthorizationCookie[1]">' +
        '<AuthorizationCookie><PlugInId>SimpleTargeting</PlugInId><CookieData>/+8=</CookieData></AuthorizationCookie>' +
        '</authCookies><oldCookie><Expiration>2006-05-16T18:54:28.85Z</Expiration><EncryptedData xsi:nil="1"/>' +
        '</oldCookie><lastChange>2006-05-16T18:54:28Z</lastChange>' +
        '<currentTime>2006-05-17T18:16:38+02:00</currentTime><protocolVersion>1.8</protocolVersion>',
    ),
    {
      value: {
        authCookies: [{ PlugInId: 'SimpleTargeting', CookieData: Buffer.from([255, 239]) }],
        oldCookie: { Expiration: new Date('2006-05-16T18:54:28.850Z') },
        lastChange: new Date('2006-05-16T18:54:28Z'),
        currentTime: new Date('2006-05-17T16:16:38Z'),
        protocolVersion: '1.8',
      },
    },
  )
  t.strictSame(
    request(
      syncUpdates,
      `${cookie}<parameters><ExpressQuery>false</ExpressQuery>` +
        '<InstalledNonLeafUpdateIDs soapenc:arrayType="xsd:int[2]"><int>109</int>\n<int>191</int></InstalledNonLeafUpdateIDs>' +
        '<OtherCachedUpdateIDs xsi:nil="1" /><SystemSpec xsi:nil="true" /><CachedDriverIDs xsi:nil="1"/>' +
        '<SkipSoftwareSync>0</SkipSoftwareSync></parameters>',
    ),
    {
      value: {
        cookie: readCookie,
        parameters: {
          ExpressQuery: false,
          InstalledNonLeafUpdateIDs: [109, 191],
          SkipSoftwareSync: false,
        },
      },
    },
  )
  t.strictSame(
    request(
      getExtendedUpdateInfo,
      `${cookie}<revisionIDs><int>7</int></revisionIDs><infoTypes><XmlUpdateFragmentType>Extended` +
        '</XmlUpdateFragmentType></infoTypes><locales><string>en-US</string><string xsi:nil="1"/></locales>',
    ),
    { value: { cookie: readCookie, revisionIDs: [7], infoTypes: ['Extended'], locales: ['en-US'] } },
  )
  t.end()
})

const computer: [name: string, text: string, value: unknown][] = [
  ['DnsName', 'pc.contoso.test', 'pc.contoso.test'],
  ['OSMajorVersion', '5', 5],
  ['OSMinorVersion', '1', 1],
  ['OSBuildNumber', '2600', 2600],
  ['OSServicePackMajorNumber', '2', 2],
  ['OSServicePackMinorNumber', '0', 0],
  ['OSLocale', 'en-US', 'en-US'],
  ['BiosReleaseDate', '2003-08-14T00:00:00Z', new Date('2003-08-14T00:00:00Z')],
  ['ProcessorArchitecture', 'x86', 'x86'],
  ['SuiteMask', '272', 272],
  ['OldProductType', '3', 3],
  ['NewProductType', '0', 0],
  ['SystemMetrics', '0', 0],
  ['ClientVersionMajorNumber', '7', 7],
  ['ClientVersionMinorNumber', '0', 0],
  ['ClientVersionBuildNumber', '6000', 6000],
  ['ClientVersionQfeNumber', '317', 317],
]

void t.test('a computer registers, and leaves nothing out that the schema requires', (t) => {
  const told = (parts: typeof computer): Parsed<unknown> =>
    request(
      registerComputer,
      `${cookie}<computerInfo>${parts.map(([name, text]) => `<${name}>${text}</${name}>`).join('\n')}</computerInfo>`,
    )
  const whole = {
    value: {
      cookie: readCookie,
      computerInfo: Object.fromEntries(computer.map(([name, , value]) => [name, value])),
    },
  }
  t.strictSame(told(computer), whole)
  t.strictSame(told(computer.toReversed()), whole, 'in whatever order')
  for (const part of computer) {
    const [name] = part
    const read = told(computer.filter((other) => other !== part))
    if (['DnsName', 'OSLocale', 'ProcessorArchitecture'].includes(name)) t.match(read, { value: {} }, name)
    else t.strictSame(read, { wrong: `computerInfo/${name}: is missing` })
  }
  for (const [name, wrong] of [
    ['OSMajorVersion', 'five'],
    ['OSMajorVersion', ''],
    ['OSMajorVersion', '1e3'],
    ['OSMajorVersion', '2147483648'],
    ['SuiteMask', '32768'],
    ['OldProductType', '-1'],
    ['OldProductType', '256'],
    ['BiosReleaseDate', '2003-08-14'],
    ['BiosReleaseDate', '2003-13-14T00:00:00Z'],
    ['BiosReleaseDate', ''],
  ] as const) {
    const read = told(computer.map((part) => (part[0] === name ? [name, wrong, wrong] : part)))
    t.match(read, { wrong: new RegExp(`^computerInfo/${name}: is no `) }, `${name} ${wrong}`)
  }
  t.end()
})

void t.test('an event is reported', (t) => {
  const event =
    '<ReportingEvent><BasicData><TargetID><Sid>5c7f4f80</Sid></TargetID><SequenceNumber>0</SequenceNumber>' +
    '<TimeAtTarget>2006-05-17T16:13:29.734</TimeAtTarget>' +
    '<EventInstanceID>E6D82915-627F-418B-A5CC-B9FCD400455B</EventInstanceID><NamespaceID>1</NamespaceID>' +
    '<EventID>148</EventID><SourceID>101</SourceID><UpdateID><UpdateID>D67661EB-2423-451D-BF5D-13199E37DF28</UpdateID>' +
    '<RevisionNumber>0</RevisionNumber></UpdateID><Win32HResult>-2145107943</Win32HResult><AppName>SelfUpdate</AppName>' +
    '</BasicData><PrivateData><ComputerDnsName /><UserAccountName /></PrivateData></ReportingEvent>'
  const batch = (events: string): Parsed<unknown> =>
    request(
      reportEventBatch,
      `${cookie}<clientTime>2006-05-17T16:16:38.015</clientTime><eventBatch>${events}</eventBatch>`,
    )
  t.strictSame(batch(event), {
    value: {
      cookie: readCookie,
      clientTime: new Date('2006-05-17T16:16:38.015Z'),
      eventBatch: [
        {
          BasicData: {
            TargetID: { Sid: '5c7f4f80' },
            SequenceNumber: 0,
            TimeAtTarget: new Date('2006-05-17T16:13:29.734Z'),
            EventInstanceID: 'e6d82915-627f-418b-a5cc-b9fcd400455b',
            NamespaceID: 1,
            EventID: 148,
            SourceID: 101,
            UpdateID: { UpdateID: 'd67661eb-2423-451d-bf5d-13199e37df28', RevisionNumber: 0 },
            // 0x80244019, of the example's own replacement string.
            Win32HResult: 0x80244019 - 2 ** 32,
            AppName: 'SelfUpdate',
          },
          PrivateData: { ComputerDnsName: '', UserAccountName: '' },
        },
      ],
    },
  })
  t.match(batch(event + event), { value: { eventBatch: { length: 2 } } })
  t.strictSame(batch(event.replace('E6D82915', '{E6D8291')), {
    wrong: 'eventBatch/ReportingEvent/BasicData/EventInstanceID: is no GUID',
  })
  t.strictSame(batch(event.replace('<EventID>148</EventID>', '')), {
    wrong: 'eventBatch/ReportingEvent/BasicData/EventID: is missing',
  })
  t.end()
})

void t.test('unknown elements are ignored, and missing ones are errors', (t) => {
  t.strictSame(
    request(getConfig, '<x:new xmlns:x="urn:x"/><protocolVersion unit="u">1.8</protocolVersion>'),
    { value: { protocolVersion: '1.8' } },
  )
  t.strictSame(request(getConfig, ''), { value: {} })
  const times = '<lastChange>2006-05-16T18:54:28Z</lastChange><currentTime>2006-05-17T16:16:38Z</currentTime>'
  t.match(request(getCookie, times), { value: {} })
  t.strictSame(request(getCookie, times.slice(0, times.indexOf('<c'))), { wrong: 'currentTime: is missing' })
  t.strictSame(request(getCookie, times.replaceAll(/<\/?l.*?>/g, '')), { wrong: 'lastChange: is missing' })
  t.strictSame(request(syncUpdates, '<parameters/>'), { wrong: 'parameters/ExpressQuery: is missing' })
  t.strictSame(request(syncUpdates, '<parameters><ExpressQuery>no</ExpressQuery></parameters>'), {
    wrong: 'parameters/ExpressQuery: is neither true nor false',
  })
  t.strictSame(
    request(
      getExtendedUpdateInfo,
      '<infoTypes><XmlUpdateFragmentType>All</XmlUpdateFragmentType></infoTypes>',
    ),
    {
      wrong:
        'infoTypes/XmlUpdateFragmentType: is none of Published, Core, Extended, VerificationRule, LocalizedProperties, ' +
        'Eula, FileUrl, FileDecryption',
    },
  )
  for (const digits of ['AQI', 'AQ=I', '====', 'A\u00e9==', 'AQID!'])
    t.strictSame(
      request(
        syncUpdates,
        `<cookie><Expiration>2006-05-16T18:54:28Z</Expiration><EncryptedData>${digits}</EncryptedData></cookie>`,
      ),
      { wrong: 'cookie/EncryptedData: is no base 64' },
      digits,
    )
  const body = parseSoapBody(serializeRequest(getConfig, {}))
  t.strictSame(body && parseRequest(getCookie, body), { wrong: 'the body holds GetConfig, not GetCookie' })
  t.end()
})

void t.test('responses and faults as servers write them', (t) => {
  t.strictSame(
    parseResponse(
      getConfig,
      envelope(
        `<GetConfigResponse xmlns="${getConfig.service.namespace}"><GetConfigResult>` +
          '<LastChange>2007-01-31T04:16:35.24Z</LastChange><IsRegistrationRequired>true</IsRegistrationRequired>' +
          '<AuthInfo><AuthPlugInInfo><PlugInID>SimpleTargeting</PlugInID>' +
          '<ServiceUrl>SimpleAuthWebService/SimpleAuth.asmx</ServiceUrl><Parameter /></AuthPlugInInfo></AuthInfo>' +
          '<Properties><ConfigurationProperty><Name>MaxExtendedUpdatesPerRequest</Name><Value>50</Value>' +
          '</ConfigurationProperty></Properties></GetConfigResult></GetConfigResponse>',
      ),
    ),
    {
      value: {
        GetConfigResult: {
          LastChange: new Date('2007-01-31T04:16:35.240Z'),
          IsRegistrationRequired: true,
          AuthInfo: [
            {
              PlugInID: 'SimpleTargeting',
              ServiceUrl: 'SimpleAuthWebService/SimpleAuth.asmx',
              Parameter: '',
            },
          ],
          Properties: [{ Name: 'MaxExtendedUpdatesPerRequest', Value: '50' }],
        },
      },
    },
  )
  const fault = (detail: string): string =>
    envelope(
      '<soap:Fault><faultcode>soap:Client</faultcode><faultstring>System.Web.Services</faultstring>' +
        `<faultactor>http://sup:8530/ClientWebService/client.asmx</faultactor>${detail}</soap:Fault>`,
    )
  const told =
    '<Message /><ID>2587c8c1-4f54-4033-9f1a-3a195bf0495d</ID>' +
    '<Method>"http://www.microsoft.com/SoftwareDistribution/Server/ClientWebService/GetCookie"</Method></detail>'
  t.strictSame(parseSoapFault(fault(`<detail><ErrorCode>ConfigChanged</ErrorCode>${told}`)), {
    reason: 'System.Web.Services',
    detail: {
      errorCode: 'ConfigChanged',
      message: '',
      id: '2587c8c1-4f54-4033-9f1a-3a195bf0495d',
      method: 'http://www.microsoft.com/SoftwareDistribution/Server/ClientWebService/GetCookie',
    },
  })
  t.strictSame(parseSoapFault(fault('')), { reason: 'System.Web.Services' })
  t.strictSame(parseSoapFault(fault(`<detail><ErrorCode>Unheard</ErrorCode>${told}`)), {
    reason: 'System.Web.Services',
  })
  t.equal(parseSoapFault(serializeRequest(getConfig, {})), undefined)
  t.strictSame(parseResponse(getConfig, '<html/>'), { wrong: 'it is no SOAP message' })
  t.end()
})
