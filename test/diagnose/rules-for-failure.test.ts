import t from 'tap'
import { rulesForFailure } from '../../sim/diagnose/rules-for-failure.ts'
import { roleOfPath } from '../../sim/diagnose/role-of-path.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { directoriesOf } from '../../sim/points/points.ts'
import { withoutCertificateDirectory } from '../../sim/wire/distribution-point/package.ts'

const { hierarchy } = parseHierarchy({
  name: 'Oslo and Bergen',
  domain: 'contoso.test',
  sites: [
    {
      code: 'OSL',
      mode: 'native',
      httpForRoaming: true,
      systems: [
        { name: 'mp.osl', roles: ['management-point', 'fallback-status-point'] },
        {
          name: 'dp.osl',
          roles: ['standard-distribution-point'],
          protectedBoundaries: [{ subnet: '10.1.7.0/24' }],
        },
        { name: 'sup.osl', roles: ['software-update-point', 'state-migration-point', 'reporting-point'] },
      ],
    },
    {
      code: 'BGO',
      mode: 'mixed',
      parent: 'OSL',
      ports: { http: 80, https: 443 },
      systems: [{ name: 'mp.bgo', roles: ['management-point'] }],
    },
    {
      code: 'TRD',
      mode: 'native',
      parent: 'OSL',
      systems: [{ name: 'slp.trd', roles: ['server-locator-point'] }],
    },
  ],
  clients: [{ name: 'PC1', assignedSite: 'BGO' }],
})

const nothing = { hosts: [], url: null, path: null, port: null, clients: [] }
const request = (url: string, ...clients: string[]) => {
  const { hostname, pathname, port } = new URL(url)
  return { hosts: [hostname], url, path: pathname, port: Number(port), clients }
}

void t.test('the rules are asked for the clients of every site, by the path that failed', (t) => {
  const { system, site, clients, remarks } = rulesForFailure(
    hierarchy,
    request('http://mp.osl.contoso.test:8080/ccm_system/request'),
  )
  t.equal(system, 'mp.osl.contoso.test')
  t.strictSame(site, { code: 'OSL', mode: 'native' })
  t.strictSame(
    clients.map(({ client, protocol, port, asAsked, rule }) => [client, protocol, port, asAsked, rule]),
    [
      ['a client of OSL', 'https', 8443, false, 'within-assigned-site/site-mode'],
      ['a client of BGO that is in OSL', null, null, false, 'roaming/mixed-client-in-native-site'],
      ['a client of TRD that is in OSL', 'https', 8443, false, 'roaming/same-mode'],
    ],
  )
  t.ok(clients.every(({ role, sentence }) => role === 'management-point' && sentence.length > 40))
  t.strictSame(remarks, [
    'by the rules nobody asks it by HTTP on port 8080',
    'not known: which site the client is assigned to, and whether it is on the Internet',
  ])
  t.end()
})

void t.test('the option of the assigned site decides for a native-mode client in a mixed-mode site', (t) => {
  const asked = rulesForFailure(hierarchy, request('http://mp.bgo:8081/SMS_MP/.sms_aut'))
  t.strictSame(
    asked.clients.map(({ client, protocol, port, asAsked }) => [client, protocol, port, asAsked]),
    [
      ['a client of BGO', 'http', 80, false],
      ['a client of OSL that is in BGO', 'http', 80, false],
      ['a client of TRD that is in BGO', null, null, false],
    ],
    'another port is another request',
  )
  const rightly = rulesForFailure(hierarchy, { ...request('http://mp.bgo:8081/SMS_MP/'), port: 80 })
  t.equal(
    rightly.remarks[0],
    'by the rules, of these only a client of BGO or a client of OSL that is in BGO asks it by HTTP on port 80',
  )
  t.end()
})

void t.test('a client that the hierarchy knows is told of alone', (t) => {
  const { clients, remarks } = rulesForFailure(hierarchy, request('https://mp.osl:8443/SMS_MP/', 'pc1'))
  t.strictSame(
    clients.map(({ client, protocol }) => [client, protocol]),
    [['PC1, a client of BGO', null]],
  )
  t.strictSame(remarks, ['by the rules nobody asks it by HTTPS on port 8443'])
  t.end()
})

void t.test('without a path, every role with a web server is meant; what is not known is told', (t) => {
  const { clients, remarks } = rulesForFailure(hierarchy, { ...nothing, hosts: ['dp.osl'] })
  t.strictSame(new Set(clients.map(({ role }) => role)), new Set(['standard-distribution-point']))
  t.ok(clients.every(({ asAsked }) => asAsked === null))
  t.strictSame(remarks, [
    'the logs do not tell by which protocol it was asked',
    'not known: which site the client is assigned to, and whether it is on the Internet',
    'not known: whether the client is within its protected boundaries',
  ])
  const both = rulesForFailure(hierarchy, { ...nothing, hosts: ['mp.osl'] })
  t.strictSame(
    [...new Set(both.clients.map(({ role }) => role))],
    ['management-point', 'fallback-status-point'],
  )
  t.end()
})

void t.test('a server without a name is told by a path that only one system answers', (t) => {
  const found = rulesForFailure(hierarchy, { ...nothing, hosts: ['10.3.0.1'], path: '/SMS_SLP/slp.dll' })
  t.equal(found.system, 'slp.trd.contoso.test')
  t.equal(
    found.remarks[0],
    '10.3.0.1 is taken for slp.trd.contoso.test, the only server locator point of Oslo and Bergen',
  )
  for (const [asked, remark] of [
    [
      { ...nothing, hosts: ['10.3.0.1'], path: '/SMS_MP/.sms_pol' },
      '10.3.0.1 is not named in Oslo and Bergen; the path is that of a management point: which of its 2 is not known',
    ],
    [
      { ...nothing, hosts: ['a.test'] },
      'a.test is no site system of Oslo and Bergen, which knows them by name',
    ],
    [nothing, /^the server, which the logs do not name, is no site system/],
  ] as const) {
    t.match(rulesForFailure(hierarchy, asked), { system: null, site: null, clients: [], remarks: [remark] })
  }
  t.end()
})

void t.test('the role of every virtual directory is told by its path', (t) => {
  const directories = hierarchy.sites.flatMap((site) =>
    site.systems.flatMap((system) => directoriesOf(site, system)),
  )
  t.ok(directories.length > 10)
  for (const { role, directory } of directories) t.equal(roleOfPath(directory.path), role, directory.path)
  t.equal(roleOfPath(withoutCertificateDirectory), 'standard-distribution-point')
  t.equal(roleOfPath('/sms_dp_smspkgd$/OSL00001/setup.exe'), 'standard-distribution-point')
  t.equal(roleOfPath('/iisstart.htm'), undefined)
  t.end()
})
