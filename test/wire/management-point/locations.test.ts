import fc from 'fast-check'
import t from 'tap'
import {
  parseContentLocationReply,
  parseContentLocationRequest,
  parseLocalSitesReply,
  parseLocalSitesRequest,
  parseStateMigrationPointReply,
  parseStateMigrationPointRequest,
  parseUpdateServerReply,
  parseUpdateServerRequest,
  serializeContentLocationReply,
  serializeContentLocationRequest,
  serializeLocalSitesReply,
  serializeLocalSitesRequest,
  serializeStateMigrationPointReply,
  serializeStateMigrationPointRequest,
  serializeUpdateServerReply,
  serializeUpdateServerRequest,
} from '../../../sim/wire/management-point/locations.ts'

const place =
  '<ClientLocationInfo OnInternet="0"><ADSite Name="HQ"/><Forest Name="x"/><IPAddresses>' +
  '<IPAddress SubnetAddress="10.1.2.0" Address="10.1.2.7"/><IPAddress Address="::1"/></IPAddresses></ClientLocationInfo>'
const location = {
  activeDirectorySite: 'HQ',
  addresses: [{ address: '10.1.2.7', subnet: '10.1.2.0' }, { address: '::1' }],
}

void t.test('requests put together by hand are read, whatever else they say', (t) => {
  const content =
    '<ContentLocationRequest SchemaVersion="1.00" BranchDPFlags="0" UseProtected="0"><Package ID="OSL00001" Version="3"/>' +
    `<AssignedSite SiteCode="OSL"/>${place}</ContentLocationRequest>`
  t.strictSame(parseContentLocationRequest(content), {
    package: { id: 'OSL00001', version: '3' },
    assignedSite: 'OSL',
    location,
    onInternet: false,
    protection: 'first',
  })
  const local = `<LocalMPLocationRequest SchemaVersion="1.0"><AssignedSite SiteCode="OSL"/>${place}</LocalMPLocationRequest>`
  t.strictSame(parseLocalSitesRequest(local), { assignedSite: 'OSL', location })
  t.equal(parseLocalSitesRequest(local.replace('SiteCode', 'Code')), undefined)
  const update =
    '<WSUSLocationRequest SchemaVersion="1.00"><Content ID="{0A}" Version="12"/><AssignedSite SiteCode="OSL"/>' +
    `${place}</WSUSLocationRequest>`
  t.strictSame(parseUpdateServerRequest(update), {
    content: { id: '{0A}', version: 12 },
    assignedSite: 'OSL',
    location,
  })
  const migration =
    `<StateMigrationPointLocationRequest SchemaVersion="1.00"><AssignedSite SiteCode="OSL"/>${place}` +
    '</StateMigrationPointLocationRequest>'
  t.strictSame(parseStateMigrationPointRequest(migration), { assignedSite: 'OSL', location })
  t.equal(parseStateMigrationPointRequest(migration.replace('SiteCode', 'Code')), undefined)
  const readers = [
    parseContentLocationRequest,
    parseLocalSitesRequest,
    parseStateMigrationPointRequest,
    parseUpdateServerRequest,
  ]
  for (const written of [content, local, migration, update]) {
    const broken = [
      written
        .replace('ClientLocationInfo OnInternet="0"', 'Elsewhere')
        .replace('/ClientLocationInfo', '/Elsewhere'),
      written.replaceAll('LocationRequest', 'Request'),
      written.slice(0, -1),
    ]
    for (const xml of broken) for (const read of readers) t.equal(read(xml), undefined, xml)
  }
  for (const gone of ['ID=', 'Version="3"', 'SiteCode'])
    t.equal(parseContentLocationRequest(content.replace(gone, `x${gone}`)), undefined, gone)
  for (const gone of ['ID=', 'Version="12"', 'SiteCode'])
    t.equal(parseUpdateServerRequest(update.replace(gone, `x${gone}`)), undefined, gone)
  t.equal(parseUpdateServerRequest(update.replace('12', 'twelve')), undefined)
  t.end()
})

void t.test('a reply put together by hand is read', (t) => {
  const reply =
    '<ContentLocationReply SchemaVersion="1.00"><Sites><Site><MPSite SiteCode="OSL" MasterSiteCode="OSL" SiteLocality="LOCAL" ' +
    'IISPreferedPort="8080" IISSSLPreferedPort="443"/><LocationRecords><LocationRecord>' +
    '<URL Name="http://dp/SMS_DP_SMSPKGC$/OSL00001/" Signature="http://dp/SMS_DP_SMSSIG$/OSL00001.3.tar"/>' +
    '<SMBPath Name="\\\\DP\\SMSPKGC$\\OSL00001\\"/><ADSite Name="HQ"/><IPSubnets><IPSubnet Address="10.1.2.0"/></IPSubnets>' +
    '<Metric Value=""/><Version>6487</Version><Capabilities SchemaVersion="1.0"><Property Name="SSLState" Value="0"/></Capabilities>' +
    '<ServerRemoteName>DP</ServerRemoteName><DPType>SERVER</DPType></LocationRecord></LocationRecords></Site></Sites></ContentLocationReply>'
  const read = parseContentLocationReply(reply)
  const elements = [...serializeContentLocationReply(read ?? []).matchAll(/<([A-Z]\w+)/g)].map(
    ([, name]) => name,
  )
  const shown = [...reply.matchAll(/<([A-Z]\w+)/g)].map(([, name]) => name)
  t.strictSame([...new Set(elements)].sort(), [...new Set(shown)].sort(), 'and ours has the same elements')
  t.strictSame(read, [
    {
      siteCode: 'OSL',
      masterSiteCode: 'OSL',
      locality: 'LOCAL',
      ports: { http: 8080, https: 443 },
      records: [
        {
          smbPath: '\\\\DP\\SMSPKGC$\\OSL00001\\',
          url: 'http://dp/SMS_DP_SMSPKGC$/OSL00001/',
          activeDirectorySite: 'HQ',
          subnets: ['10.1.2.0'],
          serverName: 'DP',
          type: 'SERVER',
          version: '6487',
          ssl: false,
        },
      ],
    },
  ])
  t.equal(parseContentLocationReply(reply.replace('SMBPath', 'Path')), undefined)
  t.equal(parseContentLocationReply(reply.replace('SiteCode', 'Code')), undefined)
  const withoutPorts = reply.replace('IISPreferedPort="8080" IISSSLPreferedPort="443"', '')
  t.match(parseContentLocationReply(withoutPorts), [{ ports: { http: 80, https: 443 } }])
  const withoutUrl = parseContentLocationReply(reply.replace('<URL ', '<Other '))
  t.strictSame(
    withoutUrl?.[0]?.records.map(({ url }) => url),
    [undefined],
    'by SMB only',
  )
  for (const [from, to] of [
    ['SiteCode="OSL" Master', 'SiteCode="" Master'],
    ['MasterSiteCode="OSL"', 'MasterSiteCode=""'],
    ['SiteLocality="LOCAL"', ''],
    ['"LOCAL"', '"NEAR"'],
    ['"LOCAL"', '"local"'],
    ['"8080"', '"0"'],
    ['"8080"', '"65536"'],
    ['"8080"', '""'],
    ['"443"', '"https"'],
    ['SSLState', 'State'],
    ['Value="0"', ''],
    ['Value="0"', 'Value="yes"'],
    ['Value="0"', 'Value=""'],
    ['Capabilities', 'Abilities'],
    ['SERVER', 'SHARE'],
    ['<DPType>SERVER</DPType>', ''],
  ] as const)
    t.equal(parseContentLocationReply(reply.replaceAll(from, to)), undefined, `${from} to ${to}`)
  t.equal(parseContentLocationReply('<ContentLocationReply/>'), undefined)
  t.equal(parseUpdateServerReply(reply), undefined)
  t.end()
})

void t.test('other replies put together by hand are read', (t) => {
  const site =
    '<MPSite SiteCode="BGO" MasterSiteCode="OSL" SiteLocality="REMOTE" IISPreferedPort="80" IISSSLPreferedPort="443" New="1"/>'
  const common = {
    siteCode: 'BGO',
    masterSiteCode: 'OSL',
    locality: 'REMOTE',
    ports: { http: 80, https: 443 },
  } as const
  const update =
    `<WSUSLocationReply SchemaVersion="1.00"><Sites><Site>${site}<LocationRecords>` +
    '<LocationRecord WSUSURL="http://SUP:8530" ServerName="SUP" Version="12" New="1"><New/></LocationRecord></LocationRecords></Site>' +
    '</Sites></WSUSLocationReply>'
  t.strictSame(parseUpdateServerReply(update), [
    { ...common, records: [{ url: 'http://SUP:8530', serverName: 'SUP', version: 12 }] },
  ])
  for (const gone of ['WSUSURL', ' Version="12"', 'SiteCode'])
    t.equal(parseUpdateServerReply(update.replace(gone, ` x${gone.trim()}`)), undefined, gone)
  const local =
    '<LocalMPLocationReply SchemaVersion="1.0"><Sites><Site SiteCode="BGO" MasterSiteCode="OSL" Locality="REMOTE" New="1">' +
    '<New/></Site></Sites></LocalMPLocationReply>'
  t.equal(parseUpdateServerReply(update.replaceAll('Sites>', 'Places>')), undefined)
  t.strictSame(parseLocalSitesReply(local), [{ siteCode: 'BGO', masterSiteCode: 'OSL', locality: 'REMOTE' }])
  t.match(parseLocalSitesReply(local.replace('MasterSiteCode="OSL"', '')), [{ masterSiteCode: 'BGO' }])
  const migration =
    `<StateMigrationPointLocationReply SchemaVersion="1.00"><Sites><Site>${site}<LocationRecords>` +
    '<LocationRecord URL="http://smp/SMSSMP/smp.dll" New="1"/></LocationRecords></Site></Sites></StateMigrationPointLocationReply>'
  t.strictSame(parseStateMigrationPointReply(migration), [
    { ...common, records: [{ url: 'http://smp/SMSSMP/smp.dll' }] },
  ])
  t.equal(parseStateMigrationPointReply(migration.replace('URL', 'Address')), undefined)
  for (const emptied of ['"BGO"', '"OSL"', '"REMOTE"'])
    t.equal(parseLocalSitesReply(local.replace(emptied, '""')), undefined, emptied)
  for (const gone of ['SiteCode', 'Locality', 'Sites>', 'LocalMPLocationReply'])
    t.equal(parseLocalSitesReply(local.replaceAll(gone, `x${gone}`)), undefined, gone)
  t.end()
})

const text = fc.string().map((said) => `x${said}x`)
const port = fc.integer({ min: 1, max: 65_535 })
const plain = { noNullPrototype: true }
const locality = fc.constantFrom('LOCAL' as const, 'REMOTE' as const, 'FALLBACK' as const)
const sites = <Located>(record: fc.Arbitrary<Located>) =>
  fc.array(
    fc.record(
      {
        siteCode: text,
        masterSiteCode: text,
        locality,
        ports: fc.record({ http: port, https: port }, plain),
        records: fc.array(record, { maxLength: 3 }),
      },
      plain,
    ),
    { maxLength: 3 },
  )
const somewhere = fc.record(
  {
    activeDirectorySite: text,
    addresses: fc.array(fc.record({ address: text, subnet: text }, { requiredKeys: ['address'], ...plain }), {
      maxLength: 16,
    }),
  },
  { requiredKeys: ['addresses'], ...plain },
)

void t.test('a serialized text parses to its original', (t) => {
  const located = fc.record(
    {
      smbPath: text,
      url: text,
      activeDirectorySite: text,
      subnets: fc.array(text, { maxLength: 3 }),
      serverName: text,
      type: fc.constantFrom('SERVER' as const, 'BRANCH' as const),
      version: text,
      ssl: fc.boolean(),
    },
    { requiredKeys: ['smbPath', 'subnets', 'serverName', 'type', 'version', 'ssl'], ...plain },
  )
  const asked = {
    package: fc.record({ id: text, version: text }, plain),
    assignedSite: text,
    location: somewhere,
    onInternet: fc.boolean(),
    protection: fc.constantFrom('first' as const, 'only' as const, 'either' as const),
  }
  fc.assert(
    fc.property(fc.record(asked, plain), sites(located), (request, reply) => {
      t.strictSame(parseContentLocationRequest(serializeContentLocationRequest(request)), request)
      t.strictSame(parseContentLocationReply(serializeContentLocationReply(reply)), reply)
    }),
  )
  const ofSite = fc.record({ assignedSite: text, location: somewhere }, plain)
  const around = fc.array(fc.record({ siteCode: text, masterSiteCode: text, locality }, plain), {
    maxLength: 3,
  })
  fc.assert(
    fc.property(ofSite, around, (request, reply) => {
      t.strictSame(parseLocalSitesRequest(serializeLocalSitesRequest(request)), request)
      t.strictSame(parseLocalSitesReply(serializeLocalSitesReply(reply)), reply)
    }),
  )
  fc.assert(
    fc.property(ofSite, sites(fc.record({ url: text }, plain)), (request, reply) => {
      t.strictSame(parseStateMigrationPointRequest(serializeStateMigrationPointRequest(request)), request)
      t.strictSame(parseStateMigrationPointReply(serializeStateMigrationPointReply(reply)), reply)
    }),
  )
  const version = fc.nat(999_999_999)
  const server = fc.record({ url: text, serverName: text, version }, plain)
  const scan = { content: fc.record({ id: text, version }, plain), assignedSite: text, location: somewhere }
  fc.assert(
    fc.property(fc.record(scan, plain), sites(server), (request, reply) => {
      t.strictSame(parseUpdateServerRequest(serializeUpdateServerRequest(request)), request)
      t.strictSame(parseUpdateServerReply(serializeUpdateServerReply(reply)), reply)
    }),
  )
  t.end()
})
