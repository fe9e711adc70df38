import t from 'tap'
import type { HierarchyInput } from '../../sim/model/schema/hierarchy-input.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { clientNamed, everyClient, namesSelected, type Selection } from '../../sim/model/populations.ts'
import { InputError } from '../../sim/errors.ts'
import { error, warning } from './rule-test.ts'

const sites: HierarchyInput['sites'] = [
  {
    code: 'CEN',
    mode: 'mixed',
    boundaries: [
      { subnet: '10.9.0.0/30', connection: 'slow' },
      { subnet: '10.0.0.0/30' },
      { range: '10.0.1.8-10.0.1.9' },
    ],
  },
  { code: 'WST', mode: 'mixed', parent: 'CEN', boundaries: [{ activeDirectorySite: 'West' }] },
]

function described(groups: HierarchyInput['groups'], clients: HierarchyInput['clients'] = []) {
  return parseHierarchy({ sites, groups, clients }).hierarchy
}

void t.test('clients of a group differ in name and address alone, and always in the same way', (t) => {
  const hierarchy = described([
    {
      name: 'KIOSKS',
      count: 6,
      assignedSite: 'CEN',
      certificate: 'none',
      activeDirectory: false,
      at: { site: 'CEN' },
    },
  ])
  const clients = [...everyClient(hierarchy)]
  t.strictSame(
    clients.map(({ name, fqdn, at }) => [name, fqdn, at.internet ? null : at.address]),
    [
      ['KIOSKS-1', 'KIOSKS-1.sitemode.test', '10.0.0.1'],
      ['KIOSKS-2', 'KIOSKS-2.sitemode.test', '10.0.0.2'],
      ['KIOSKS-3', 'KIOSKS-3.sitemode.test', '10.0.1.8'],
      ['KIOSKS-4', 'KIOSKS-4.sitemode.test', '10.0.1.9'],
      ['KIOSKS-5', 'KIOSKS-5.sitemode.test', '10.0.0.1'],
      ['KIOSKS-6', 'KIOSKS-6.sitemode.test', '10.0.0.2'],
    ],
    'fast boundaries in their order, without network and broadcast addresses, and again from the beginning',
  )
  t.match(clients[5], { assignedSite: 'CEN', certificates: [], activeDirectory: false })
  for (const name of ['KIOSKS-0', 'KIOSKS-7', 'KIOSKS-01', 'KIOSKS-1.0', 'KIOSKS-', 'KIOSKS', 'kiosks-1']) {
    t.equal(clientNamed(hierarchy, name), undefined, name)
  }
  t.end()
})

void t.test('a place in a site without addresses is its Active Directory site', (t) => {
  const hierarchy = described(
    [{ name: 'G', count: 2, at: { site: 'WST' } }],
    [{ name: 'PC', at: { site: 'CEN' } }],
  )
  t.strictSame(clientNamed(hierarchy, 'G-2')?.at, { internet: false, activeDirectorySite: 'West' })
  t.strictSame(clientNamed(hierarchy, 'PC')?.at, { internet: false, address: '10.0.0.1' })
  t.end()
})

void t.test('clients are selected all, by group, by visit and by site', (t) => {
  const hierarchy = described(
    [
      { name: 'FIX', count: 3, assignedSite: 'WST' },
      { name: 'AUTO', count: 3, at: { site: 'CEN' }, visits: [{ site: 'WST', share: '50%' }] },
      {
        name: 'FEW',
        count: 2,
        visits: [
          { site: 'WST', share: '1%' },
          { site: 'CEN', share: '0%' },
        ],
      },
    ],
    [
      { name: 'ONE', assignedSite: 'WST' },
      { name: 'TWO', assignedSite: 'CEN' },
    ],
  )
  const names = (selection: Selection): string => [...namesSelected(hierarchy, selection)].join(' ')
  t.equal(names('all'), 'ONE TWO FIX-1 FIX-2 FIX-3 AUTO-1 AUTO-2 AUTO-3 FEW-1 FEW-2')
  t.equal(names({ group: 'FIX' }), 'FIX-1 FIX-2 FIX-3')
  t.equal(names({ site: 'WST' }), 'ONE FIX-1 FIX-2 FIX-3')
  t.equal(names({ site: 'CEN' }), 'TWO AUTO-1 AUTO-2 AUTO-3', 'those that find it by themselves too')
  t.equal(names({ group: 'AUTO', visiting: 'WST' }), 'AUTO-1 AUTO-2')
  t.equal(names({ group: 'FEW', visiting: 'WST' }), 'FEW-1', 'a share is one client at least')
  t.equal(names({ group: 'FEW', visiting: 'CEN' }), '')
  t.end()
})

void t.test('a group costs the same whatever its count', (t) => {
  const { groups } = described([{ name: 'ALL', count: 1_000_000, at: { site: 'CEN' } }])
  t.ok(JSON.stringify(groups).length < 1000, 'none of its clients is there')
  t.end()
})

void t.test('a client whose certificates nobody knows has none', (t) => {
  const { clients } = described(
    [],
    [
      { name: 'PC', certificate: 'unknown' },
      { name: 'NO', certificate: 'none' },
    ],
  )
  t.match(clients[0], { certificates: [], certificatesUnknown: true })
  t.notOk('certificatesUnknown' in (clients[1] ?? {}), 'unlike one of which it is known')
  t.end()
})

const head = `sites:
  - { code: CEN, mode: mixed, boundaries: [{ subnet: 10.0.0.0/16 }], systems: [{ name: mp.cen, roles: [management-point] }] }
  - { code: SEC, kind: secondary, parent: CEN }
`

function group(written: string, rest = ''): string {
  return `${head}groups:\n  - ${written}\n${rest}`
}

error(
  'unknown-site',
  'groups[0].at.site',
  group('{ name: G, count: 2, at: { site: »CET } }'),
  group('{ name: G, count: 2, at: { site: CEN } }'),
)
error(
  'site-without-boundaries',
  'groups[0].visits[0].site',
  group('{ name: G, count: 2, visits: [{ site: »SEC, share: 5% }] }'),
  group('{ name: G, count: 2, visits: [{ site: CEN, share: 5% }] }'),
)
error(
  'malformed',
  'groups[0].visits[0].share',
  group('{ name: G, count: 2, visits: [{ site: CEN, share: »101% }] }'),
  group('{ name: G, count: 2, visits: [{ site: CEN, share: 100% }] }'),
)
error(
  'site-with-place',
  'groups[0].at',
  group('{ name: G, count: 2, at: »{ site: CEN, address: 10.0.0.1 } }'),
  group('{ name: G, count: 2, at: { address: 10.0.0.1 } }'),
)
error('out-of-range', 'groups[0].count', group('{ name: G, count: »0 }'), group('{ name: G, count: 1 }'))
error(
  'unknown-system',
  'groups[0].fallbackStatusPoint',
  group('{ name: G, count: 2, fallbackStatusPoint: »fsp.cen }'),
  group('{ name: G, count: 2, managementPoint: mp.cen }'),
)
error(
  'duplicate-group',
  'groups[1].name',
  group('{ name: G, count: 2 }', '  - { name: »g, count: 2 }\n'),
  group('{ name: G, count: 2 }', '  - { name: H, count: 2 }\n'),
)
error(
  'named-as-member',
  'clients[0].name',
  group('{ name: G, count: 2 }', 'clients: [{ name: »G-2 }]\n'),
  group('{ name: G, count: 2 }', 'clients: [{ name: G-3 }]\n'),
)
warning(
  'repeated-visit',
  'groups[0].visits[1]',
  group('{ name: G, count: 2, visits: [{ site: CEN, share: 5% }, »{ site: CEN, share: 6% }] }'),
  group('{ name: G, count: 2, visits: [{ site: CEN, share: 5% }] }'),
)
void t.test('a table has a place only beside the file of its hierarchy', (t) => {
  try {
    parseHierarchy({ sites, clients: { from: 'clients.csv' } })
    t.fail('read')
  } catch (error) {
    t.match(error instanceof InputError && error.problems, [{ code: 'table-without-file', field: 'clients' }])
  }
  t.end()
})
