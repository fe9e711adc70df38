import t, { type Test } from 'tap'
import type { Group, Hierarchy } from '../../sim/model/hierarchy.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { everyClient } from '../../sim/model/populations.ts'
import type { HierarchyInput } from '../../sim/model/schema/hierarchy-input.ts'
import { groupNumbers, groupsOf } from '../../sim/plan/groups.ts'

type ClientInput =
  NonNullable<HierarchyInput['clients']> extends infer Clients
    ? Extract<Clients, readonly unknown[]>[number]
    : never
type GroupInput = NonNullable<HierarchyInput['groups']>[number]
type Place = NonNullable<ClientInput['at']>

/** Two sites with boundaries of each kind, which overlap in 10.1.9.0, and distribution points that stand somewhere. */
const sites: HierarchyInput['sites'] = [
  {
    code: 'CEN',
    mode: 'mixed',
    boundaries: [
      { subnet: '10.1.0.0/16' },
      { subnet: '10.5.0.0/16', connection: 'slow' },
      { ipv6Prefix: 'fd00:1::/64' },
      { activeDirectorySite: 'Oslo' },
    ],
    systems: [
      {
        name: 'mp.cen',
        roles: ['management-point', 'server-locator-point', 'fallback-status-point'],
      },
      { name: 'dp.cen', roles: ['standard-distribution-point'], at: { address: '10.1.4.1' } },
      { name: 'dp2.cen', roles: ['standard-distribution-point'], at: { activeDirectorySite: 'Oslo' } },
      {
        name: 'dp3.cen',
        roles: ['standard-distribution-point'],
        protectedBoundaries: [{ range: '10.1.7.1-10.1.7.9' }],
      },
    ],
  },
  {
    code: 'WST',
    mode: 'mixed',
    parent: 'CEN',
    boundaries: [
      { subnet: '10.2.0.0/16' },
      { range: '10.1.9.1-10.1.9.9' },
      { activeDirectorySite: 'Bergen' },
    ],
    systems: [{ name: 'mp.wst', roles: ['management-point'] }],
  },
]

function described(clients: ClientInput[], groups: GroupInput[] = []): Hierarchy {
  return parseHierarchy({ sites, clients, groups }).hierarchy
}

/** The numbers of the groups of clients with these traits and places, in their order. */
function numbersOf(t: Test, ...clients: Partial<ClientInput>[]): number[] {
  const hierarchy = described(
    clients.map((client, index) => ({ name: `PC${index}`, assignedSite: 'CEN', ...client })),
  )
  const numbers = [...groupNumbers(hierarchy)].map(({ group }) => group)
  t.equal(Math.max(...numbers), groupsOf(hierarchy).length)
  return numbers
}

/** Every field of a client but its name and its place, by a value that is not the usual. */
const unusual: Record<Exclude<keyof ClientInput, 'name' | 'at' | 'install'>, Partial<ClientInput>> = {
  kind: { kind: 'mobile-device' },
  version: { version: '4.00.5931.0000' },
  assignedSite: { assignedSite: 'WST' },
  mode: { assignedSite: 'none', mode: 'native' },
  activeDirectory: { activeDirectory: false },
  computerAccount: { computerAccount: 'broken' },
  httpForRoaming: { httpForRoaming: true },
  managementPoint: { managementPoint: 'mp.cen' },
  serverLocatorPoint: { serverLocatorPoint: 'mp.cen' },
  fallbackStatusPoint: { fallbackStatusPoint: 'mp.cen' },
  dnsSuffix: { dnsSuffix: 'road.test' },
  wins: { wins: true },
  internetManagementPoint: { internetManagementPoint: 'mp.cen' },
  alwaysOnInternet: { alwaysOnInternet: true },
  cacheSize: { cacheSize: '1 MiB' },
  certificate: { certificate: 'expired' },
  trustsRoot: { trustsRoot: false },
  clock: { clock: { behind: '2 h' } },
  pxeBoot: { pxeBoot: 'unknown' },
}

for (const [trait, fields] of Object.entries(unusual)) {
  void t.test(`clients are told apart by ${trait}`, (t) => {
    const at = { address: '10.1.0.1' }
    const usual = trait === 'mode' ? { assignedSite: 'none' } : {}
    const numbers = numbersOf(t, { ...usual, at }, { ...fields, at }, { ...usual, at }, { ...fields, at })
    t.strictSame(numbers, [1, 2, 1, 2])
    t.end()
  })
}

void t.test('a certificate that nobody knows is not one that is missing', (t) => {
  t.strictSame(
    numbersOf(t, { certificate: 'none' }, { certificate: 'unknown' }, { certificate: ['good'] }, {}),
    [1, 2, 3, 3],
  )
  t.match(groupsOf(described([{ name: 'PC', certificate: 'unknown' }])), [
    { shown: { certificates: 'unknown' } },
  ])
  t.end()
})

/** Pairs of places, and whether clients there are alike. */
const places: Record<string, { alike: boolean; one: Place; other: Place }> = {
  'two places of a fast boundary': {
    alike: true,
    one: { address: '10.1.0.1' },
    other: { address: '10.1.200.1' },
  },
  'a fast and a slow boundary of one site': {
    alike: false,
    one: { address: '10.1.0.1' },
    other: { address: '10.5.0.1' },
  },
  'two places of a slow boundary': {
    alike: true,
    one: { address: '10.5.0.1' },
    other: { address: '10.5.1.1' },
  },
  'boundaries of two sites': {
    alike: false,
    one: { address: '10.1.0.1' },
    other: { address: '10.2.0.1' },
  },
  'boundaries that overlap, and one of them': {
    alike: false,
    one: { address: '10.1.9.1' },
    other: { address: '10.1.0.1' },
  },
  'boundaries that overlap, and the other': {
    alike: false,
    one: { address: '10.1.9.1' },
    other: { address: '10.2.0.1' },
  },
  'a protected boundary, and the rest of its subnet': {
    alike: false,
    one: { address: '10.1.7.1' },
    other: { address: '10.1.7.100' },
  },
  'IPv4 and IPv6 within one site': {
    alike: false,
    one: { address: '10.1.0.1' },
    other: { address: 'fd00:1::1' },
  },
  'two places of an IPv6 prefix': {
    alike: true,
    one: { address: 'fd00:1::1' },
    other: { address: 'fd00:1::ff' },
  },
  'an IPv6 prefix and no boundary': {
    alike: false,
    one: { address: 'fd00:1::1' },
    other: { address: 'fd00:2::1' },
  },
  'an Active Directory site in any case': {
    alike: true,
    one: { activeDirectorySite: 'Oslo' },
    other: { activeDirectorySite: 'OSLO' },
  },
  'Active Directory sites of two sites': {
    alike: false,
    one: { activeDirectorySite: 'Oslo' },
    other: { activeDirectorySite: 'Bergen' },
  },
  'an Active Directory site and a subnet of one site': {
    alike: false,
    one: { activeDirectorySite: 'Oslo' },
    other: { address: '10.1.0.1' },
  },
  'an Active Directory site that is a boundary, and another': {
    alike: false,
    one: { address: '10.2.0.1', activeDirectorySite: 'Oslo' },
    other: { address: '10.2.0.1', activeDirectorySite: 'Molde' },
  },
  'two Active Directory sites that are no boundaries': {
    alike: true,
    one: { address: '10.2.0.1', activeDirectorySite: 'Molde' },
    other: { address: '10.2.0.1', activeDirectorySite: 'Hamar' },
  },
  'two places outside all boundaries': {
    alike: true,
    one: { address: '10.9.0.1' },
    other: { address: '192.168.0.1' },
  },
  'no place at all, and one outside all boundaries': {
    alike: false,
    one: {},
    other: { address: '10.9.0.1' },
  },
  'the Internet, and no place at all': { alike: false, one: { internet: true }, other: {} },
  'the Internet twice': { alike: true, one: { internet: true }, other: { internet: true } },
  "a distribution point's subnet, and another": {
    alike: false,
    one: { address: '10.1.4.20' },
    other: { address: '10.1.5.20' },
  },
  "two places in a distribution point's subnet": {
    alike: true,
    one: { address: '10.1.4.20' },
    other: { address: '10.1.4.21' },
  },
  "a distribution point's Active Directory site, and another": {
    alike: false,
    one: { address: '10.9.0.1', activeDirectorySite: 'Oslo' },
    other: { address: '10.9.0.1', activeDirectorySite: 'Molde' },
  },
}

for (const [called, { alike, one, other }] of Object.entries(places)) {
  void t.test(`${called}: ${alike ? 'alike' : 'told apart'}`, (t) => {
    t.strictSame(numbersOf(t, { at: one }, { at: other }), alike ? [1, 1] : [1, 2])
    t.end()
  })
}

void t.test('a client that cannot know its Active Directory site is not told apart by it', (t) => {
  const workgroup = (activeDirectorySite: string) => ({
    activeDirectory: false,
    at: { address: '10.2.0.1', activeDirectorySite },
  })
  t.strictSame(numbersOf(t, workgroup('Oslo'), workgroup('Bergen'), workgroup('Molde')), [1, 1, 1])
  t.end()
})

void t.test('a client that takes itself to be on the Internet is nowhere else', (t) => {
  const always = { alwaysOnInternet: true }
  t.strictSame(
    numbersOf(
      t,
      { ...always, at: { address: '10.1.0.1' } },
      { ...always, at: { address: '10.2.0.1' } },
      { ...always, at: { internet: true } },
    ),
    [1, 1, 1],
  )
  const [group] = groupsOf(described([{ name: 'PC', ...always, at: { address: '10.1.0.1' } }]))
  t.match(group, { shown: { at: [], onInternet: true }, representatives: [{ home: { resident: null } }] })
  t.end()
})

void t.test('a client that finds its site by itself goes with the ones that find the same', (t) => {
  const auto = { assignedSite: 'auto' }
  t.strictSame(
    numbersOf(
      t,
      { ...auto, at: { address: '10.1.0.1' } },
      { ...auto, at: { address: '10.2.0.1' } },
      { ...auto, at: { address: '10.1.0.2' } },
      { ...auto, at: { address: '10.9.0.1' } },
      { assignedSite: 'CEN', at: { address: '10.1.0.1' } },
    ),
    [1, 2, 1, 3, 4],
    'and not with the ones that were told their site',
  )
  const shown = groupsOf(
    described([
      { name: 'A', at: { address: '10.2.0.1' } },
      { name: 'B', at: { address: '10.9.0.1' } },
    ]),
  ).map((group) => group.shown.assignedSite)
  t.strictSame(shown, ['WST', null])
  t.end()
})

void t.test('clients are told apart by the names that the criteria of their site look for', (t) => {
  const numbers = (criteria: string, assignedSite = 'CEN') => {
    const { hierarchy } = parseHierarchy({
      sites: [
        { code: 'CEN', mode: 'mixed', certificateSelection: { criteria } },
        { code: 'WST', mode: 'mixed', parent: 'CEN' },
      ],
      clients: ['KIOSK-1', 'DESK-1', 'KIOSK-2'].map((name) => ({ name, assignedSite })),
    })
    return [...groupNumbers(hierarchy)].map(({ group }) => group)
  }
  t.strictSame(numbers('SubjectStr:kiosk'), [1, 2, 1])
  t.strictSame(numbers('SubjectStr:KIOSK-2'), [1, 1, 2])
  t.strictSame(numbers('SubjectStr:sitemode.test'), [1, 1, 1])
  t.strictSame(numbers('none'), [1, 1, 1])
  t.strictSame(numbers('SubjectStr:kiosk', 'WST'), [1, 1, 1], 'but not by those of another site')
  t.end()
})

void t.test('a share of a group that visits is a group by itself', (t) => {
  const hierarchy = described(
    [],
    [
      {
        ...{ name: 'G', count: 10, assignedSite: 'CEN', at: { site: 'CEN' } },
        visits: [
          { site: 'WST', share: '30%' },
          { site: 'CEN', share: '10%' },
        ],
      },
    ],
  )
  t.strictSame(
    groupsOf(hierarchy).map(({ shown, representatives: [first] }) => [
      shown.number,
      shown.clients,
      shown.visits.join(' '),
      first?.client.name,
    ]),
    [
      [1, 1, 'WST CEN', 'G-1'],
      [2, 2, 'WST', 'G-2'],
      [3, 7, '', 'G-4'],
    ],
  )
  const [travelled] = groupsOf(hierarchy).map(({ representatives }) => representatives[0]?.visits)
  t.strictSame(travelled, [
    { site: 'WST', at: { internet: false, address: '10.2.0.1' }, resident: 'WST' },
    { site: 'CEN', at: { internet: false, address: '10.1.0.1' }, resident: 'CEN' },
  ])
  t.end()
})

void t.test('a visit to the subnet of a distribution point is told apart', (t) => {
  const count = 4 * 256 + 2
  const hierarchy = described(
    [],
    [
      {
        ...{ name: 'G', count, assignedSite: 'WST', at: { address: '10.2.0.1' } },
        visits: [{ site: 'CEN', share: '100%' }],
      },
    ],
  )
  t.strictSame(
    groupsOf(hierarchy).map(({ shown, representatives: [first] }) => [shown.clients, first?.client.name]),
    [
      // 10.1.0.1 to 10.1.3.255 without the ones before, then 10.1.4.0 and so on.
      [1023, 'G-1'],
      [3, 'G-1024'],
    ],
  )
  t.end()
})

void t.test('groups stand in the order of the file, and name where their clients come from', (t) => {
  const kiosk = { assignedSite: 'WST', certificate: 'none', at: { site: 'WST' } } as const
  const hierarchy = described(
    [
      { name: 'ALONE', ...kiosk },
      { name: 'OTHER', assignedSite: 'CEN', at: { address: '10.1.0.1' } },
    ],
    [
      { name: 'KIOSKS', count: 3, ...kiosk },
      { name: 'DESKS', count: 2, assignedSite: 'CEN', kind: 'computer', at: { address: '10.5.0.1' } },
      { name: 'MORE', count: 4, ...kiosk },
    ],
  )
  t.strictSame(
    groupsOf(hierarchy).map(({ shown: { number, from, clients, at } }) => ({ number, from, clients, at })),
    [
      { number: 1, from: [null, 'KIOSKS', 'MORE'], clients: 8, at: ['WST'] },
      { number: 2, from: [null], clients: 1, at: ['CEN'] },
      { number: 3, from: ['DESKS'], clients: 2, at: ['CEN'] },
    ],
  )
  t.match(groupsOf(hierarchy)[0]?.shown, {
    kind: 'computer',
    assignedSite: 'WST',
    onInternet: false,
    activeDirectory: true,
    certificates: [],
    version: '4.00.6487.2000',
  })
  t.end()
})

void t.test('the first clients of a group stand for it, as many as are wanted', (t) => {
  const hierarchy = described([{ name: 'ONE' }], [{ name: 'G', count: 3 }])
  const names = (sample?: number) =>
    groupsOf(hierarchy, sample).map(({ representatives }) => representatives.map(({ client }) => client.name))
  t.strictSame(names(), [['ONE']])
  t.strictSame(names(3), [['ONE', 'G-1', 'G-2']])
  t.strictSame(names(9), [['ONE', 'G-1', 'G-2', 'G-3']], 'all, where there are fewer')
  t.end()
})

void t.test('where boundaries overlap, the assigned site is the one that a client is in', (t) => {
  const at = { address: '10.1.9.1' }
  const residents = groupsOf(
    described([
      { name: 'A', assignedSite: 'CEN', at },
      { name: 'B', assignedSite: 'WST', at },
      { name: 'C', assignedSite: 'none', at },
    ]),
  ).map(({ shown, representatives: [first] }) => [shown.at.join(' '), first?.home.resident])
  t.strictSame(residents, [
    ['CEN WST', 'CEN'],
    ['CEN WST', 'WST'],
    ['CEN WST', 'CEN'],
  ])
  t.end()
})

/** A hierarchy with this many clients of a table, whose places are drawn from a few. */
function withTable(count: number): Hierarchy {
  const { groups, ...same } = described([], [{ name: 'TABLE', count: 1, assignedSite: 'auto' }])
  const octets = [1, 2, 5, 9]
  const places = new Map(
    Array.from({ length: count }, (_, number) => {
      const address = `10.${octets[number % 4]}.${(number >> 8) & 0xff}.${number & 0xff}`
      return [`PC${number}`, { number, at: { internet: false, address } as const }]
    }),
  )
  const listed = groups.map((group): Group => ({ ...group, members: { kind: 'listed', places } }))
  return { ...same, groups: listed }
}

// Measured by `performance.now()` and, after `gc()`, `heapUsed` around `groupsOf`: 1.6 s on two cores that twenty other
// processes shared, 0.3 MiB kept, and a process of 120 MiB at its largest.
void t.test('100,000 clients of a table fall into a few groups, of which one client each is kept', (t) => {
  const count = 100_000
  const hierarchy = withTable(count)
  const groups = groupsOf(hierarchy)
  const sum = groups.reduce((clients, { shown }) => clients + shown.clients, 0)
  t.equal(sum, count)
  t.strictSame(
    groups.map(({ shown }) => [shown.assignedSite, shown.at.join(' '), shown.clients]),
    [
      // A quarter of the clients has addresses in 10.1.0.0, with every fourth of its numbers.
      ['CEN', 'CEN', 25_000 - 128 - 4 - 4],
      ['WST', 'WST', 25_000],
      ['CEN', 'CEN', 25_000],
      [null, '', 25_000],
      // The subnet of dp.cen, the protected boundary of dp3.cen, and the overlap; each twice in 100,000.
      ['CEN', 'CEN', 2 * 64],
      ['CEN', 'CEN', 2 * 2],
      ['CEN', 'CEN WST', 2 * 2],
    ],
  )
  t.equal(groups.flatMap(({ representatives }) => representatives).length, groups.length)
  const counted = new Map<number, number>()
  const names = everyClient(hierarchy)[Symbol.iterator]()
  let astray = 0
  for (const { client, group } of groupNumbers(hierarchy)) {
    counted.set(group, (counted.get(group) ?? 0) + 1)
    const next = names.next()
    if (next.done === true || next.value.name !== client.name) astray += 1
  }
  t.equal(astray, 0, 'every client is numbered, in the order of the file')
  t.strictSame(
    [...counted],
    groups.map(({ shown }) => [shown.number, shown.clients]),
    'and the numbers are those of the groups',
  )
  t.end()
})

void t.test('names tell clients apart where certificates are selected by them', (t) => {
  const groupsWith = (criteria: string) => {
    const { hierarchy } = parseHierarchy({
      domain: 'apart.test',
      sites: [{ code: 'CEN', mode: 'native', certificateSelection: { criteria } }],
      groups: [{ name: 'PC', count: 12, assignedSite: 'CEN' }],
    })
    return groupsOf(hierarchy).map(({ shown }) => shown.clients)
  }
  t.strictSame(groupsWith('none'), [12])
  t.strictSame(groupsWith('Subject:PC-7.apart.test'), [11, 1])
  t.strictSame(groupsWith('SubjectStr:pc-1'), [4, 8])
  t.strictSame(groupsWith('SubjectStr:apart.test'), [12])
  t.strictSame(groupsWith('SubjectAttr:CN = PC-12.apart.test'), [11, 1])
  t.strictSame(groupsWith('SubjectAttr:OU = Sales'), [12])
  t.end()
})
