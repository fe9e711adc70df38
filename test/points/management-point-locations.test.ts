import t from 'tap'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { locate } from '../../sim/points/management-point/locate.ts'
import {
  parseContentLocationReply,
  parseLocalSitesReply,
  parseStateMigrationPointReply,
  serializeContentLocationRequest,
  serializeLocalSitesRequest,
  serializeStateMigrationPointRequest,
} from '../../sim/wire/management-point/locations.ts'
import { placeIn } from './management-point-context.ts'

const { hierarchy } = parseHierarchy({
  domain: 'contoso.test',
  sites: [
    {
      code: 'CEN',
      mode: 'native',
      boundaries: [{ subnet: '10.1.0.0/16' }],
      ports: { http: 8080, https: 444 },
      systems: [
        { name: 'mp.cen', roles: ['management-point'] },
        { name: 'smp1.cen', roles: ['state-migration-point'] },
        {
          name: 'smp2.cen',
          roles: ['state-migration-point'],
          protectedBoundaries: [{ subnet: '10.1.7.0/24' }],
        },
        { name: 'smp3.cen', roles: ['state-migration-point'], clientConnections: 'internet' },
        { name: 'smp4.cen', roles: ['state-migration-point'] },
      ],
    },
    {
      code: 'OSL',
      mode: 'mixed',
      parent: 'CEN',
      boundaries: [{ subnet: '10.2.0.0/16' }],
      systems: [{ name: 'mp.osl', roles: ['management-point'] }],
    },
    {
      code: 'SEC',
      kind: 'secondary',
      parent: 'CEN',
      boundaries: [
        { subnet: '10.3.0.0/16', connection: 'slow' },
        { subnet: '10.1.9.0/24', connection: 'slow' },
      ],
      systems: [
        { name: 'mp.sec', roles: ['management-point'] },
        { name: 'smp.sec', roles: ['state-migration-point'] },
      ],
    },
    {
      code: 'BGO',
      mode: 'mixed',
      parent: 'CEN',
      boundaries: [{ subnet: '10.4.0.0/16' }],
      systems: [
        { name: 'mp.bgo', roles: ['management-point'] },
        { name: 'dp.bgo', roles: ['standard-distribution-point'], packages: ['CEN00001'] },
        { name: 'bdp.bgo', roles: ['branch-distribution-point'], packages: ['CEN00001', 'CEN00002'] },
      ],
    },
  ],
  packages: [{ id: 'CEN00002' }],
  updates: [
    { id: '3f0a6d1c-58a4-4f0e-9d0b-1d6f2b7f4a01', version: 7, package: 'CEN00001' },
    { id: '3f0a6d1c-58a4-4f0e-9d0b-1d6f2b7f4a02', deployment: {} },
  ],
})

/** What the first management point of a site answers, without a socket. */
function ask(code: string, xml: string): string {
  const site = hierarchy.sites.find((candidate) => candidate.code === code)
  const [system] = site?.systems ?? []
  if (!site || !system) throw new Error(`no site ${code}`)
  const answer = locate(xml, { ...placeIn('mixed'), hierarchy, site, system })
  return typeof answer === 'string' ? answer : answer.reason
}

const at = (address: string) => ({ addresses: [{ address }] })

void t.test('the sites that hold a client are told, and no system of theirs', (t) => {
  const near = (address: string, asked = 'CEN') => {
    const request = serializeLocalSitesRequest({ assignedSite: 'CEN', location: at(address) })
    return parseLocalSitesReply(ask(asked, request))
  }
  const site = (siteCode: string, locality: string, masterSiteCode = siteCode) => [
    { siteCode, masterSiteCode, locality },
  ]
  t.strictSame(near('10.1.2.7'), site('CEN', 'LOCAL'))
  t.strictSame(near('10.2.2.7'), site('OSL', 'LOCAL'))
  t.strictSame(near('10.3.2.7'), site('SEC', 'REMOTE', 'CEN'))
  t.strictSame(
    near('10.1.9.7'),
    [...site('CEN', 'LOCAL'), ...site('SEC', 'REMOTE', 'CEN')],
    'each that holds it',
  )
  t.strictSame(near('192.0.2.1'), site('CEN', 'FALLBACK'), 'the assigned site, where none holds it')
  t.strictSame(near('10.1.2.7', 'OSL'), [], 'a site knows none above it')
  t.notMatch(
    ask('CEN', serializeLocalSitesRequest({ assignedSite: 'CEN', location: at('10.2.2.7') })),
    /mp\./,
  )
  t.end()
})

function stateMigrationPoints(address: string, assignedSite = 'CEN', asked = 'CEN') {
  const request = serializeStateMigrationPointRequest({ assignedSite, location: at(address) })
  return parseStateMigrationPointReply(ask(asked, request))?.map(({ siteCode, locality, records }) => ({
    siteCode,
    locality,
    hosts: records.map(({ url }) => /smp\d/.exec(url)?.[0]),
  }))
}

void t.test(
  'state migration points that protect the location come first, and closed ones not at all',
  (t) => {
    const found = (locality: string, ...hosts: string[]) => [{ siteCode: 'CEN', locality, hosts }]
    t.strictSame(stateMigrationPoints('10.1.2.7'), found('LOCAL', 'smp1', 'smp4'))
    t.strictSame(stateMigrationPoints('10.1.7.7'), found('LOCAL', 'smp2', 'smp1', 'smp4'))
    t.strictSame(stateMigrationPoints('192.0.2.1', 'cen'), found('FALLBACK', 'smp1', 'smp4'))
    t.end()
  },
)

void t.test('state migration points are those of the assigned site', (t) => {
  const found = stateMigrationPoints('10.3.2.7', 'CEN', 'SEC')
  t.strictSame(
    found,
    [{ siteCode: 'CEN', locality: 'FALLBACK', hosts: ['smp1', 'smp4'] }],
    'asked by way of a proxy',
  )
  t.strictSame(stateMigrationPoints('10.2.2.7', 'OSL', 'OSL'), [], 'it has none')
  t.strictSame(stateMigrationPoints('10.1.2.7', 'CEN', 'OSL'), [], 'another site is not asked')
  t.strictSame(stateMigrationPoints('10.1.2.7', 'XYZ'), [])
  t.end()
})

void t.test('the address of a state migration point has scheme, port and path', (t) => {
  const request = serializeStateMigrationPointRequest({ assignedSite: 'CEN', location: at('10.1.2.7') })
  const [site] = parseStateMigrationPointReply(ask('CEN', request)) ?? []
  t.equal(site?.records[0]?.url, 'https://smp1.cen.contoso.test:444/SMSSMP/smp.dll')
  t.end()
})

void t.test('an update is found by its unique id and version, in its deployment package', (t) => {
  const find = (id: string, version: string) => {
    const request = serializeContentLocationRequest({
      ...{ package: { id, version }, assignedSite: 'BGO', location: at('10.4.0.20') },
      ...{ onInternet: false, protection: 'first' },
    })
    const [site] = parseContentLocationReply(ask('BGO', request)) ?? []
    return site?.records.map(({ url, smbPath, version: told }) => [url, smbPath, told])
  }
  const update = '3f0a6d1c-58a4-4f0e-9d0b-1d6f2b7f4a01'
  const places = [
    [
      `http://dp.bgo.contoso.test:8080/SMS_DP_SMSPKGC$/CEN00001/${update}/`,
      `\\\\dp.bgo.contoso.test\\SMSPKGC$\\CEN00001\\${update}\\`,
      '7',
    ],
    [undefined, `\\\\bdp.bgo.contoso.test\\SMSPKGC$\\CEN00001\\${update}\\`, '7'],
  ]
  t.strictSame(find(update, '7'), places)
  t.strictSame(find(update.toUpperCase(), '7'), places)
  t.equal(find(update, '6'), undefined, 'no other revision')
  t.equal(find('3f0a6d1c-58a4-4f0e-9d0b-1d6f2b7f4a02', '1'), undefined, 'none that is in no package')
  t.equal(find('CEN00001', '1'), undefined, 'and no deployment package')
  t.equal(find('CEN00002', '1')?.length, 1, 'a package is found as ever')
  t.end()
})
