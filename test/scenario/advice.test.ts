import { readdir } from 'node:fs/promises'
import t from 'tap'
import { loadHierarchy, parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import type { HierarchyInput } from '../../sim/model/schema/hierarchy-input.ts'
import { unacceptedAdvice } from '../../sim/scenario/advice/on-hierarchy.ts'
import { formatFieldPath } from '../../sim/model/source/finding.ts'
import type { FindingCode } from '../../sim/vocabulary/finding-codes.ts'

type Site = HierarchyInput['sites'][number]
type Client = Extract<NonNullable<HierarchyInput['clients']>, readonly unknown[]>[number]

/** A mixed site of which nothing is to be said, with a client. */
const site: Site = {
  code: 'CEN',
  mode: 'mixed',
  boundaries: [{ subnet: '10.1.0.0/16' }],
  systems: [
    { name: 'mp', roles: ['management-point'] },
    { name: 'dp', roles: ['standard-distribution-point'], packages: ['CEN00001'] },
  ],
}
const packages = [{ id: 'CEN00001' }]
const client: Client = { name: 'PC', assignedSite: 'CEN', at: { address: '10.1.0.1' } }

const update = '0a4c6c73-8887-4d7f-9cbe-d08fa8fa9d1e'

interface Case {
  field: string
  smells: Omit<HierarchyInput, 'sites'> & { sites?: Site[] }
  /** The nearest file of which this is not said. */
  right: Omit<HierarchyInput, 'sites'> & { sites?: Site[] }
}

const cases: Partial<Record<FindingCode, Case[]>> = {
  'no-management-point': [
    {
      field: 'sites[0].systems',
      smells: { sites: [{ ...site, systems: [] }], clients: [client] },
      right: { sites: [{ ...site, systems: [] }] },
    },
    {
      field: 'sites[0].systems',
      smells: {
        sites: [
          { ...site, systems: [] },
          { code: 'SEC', kind: 'secondary', parent: 'CEN', systems: site.systems },
        ],
        clients: [client],
      },
      right: {
        sites: [site, { code: 'SEC', kind: 'secondary', parent: 'CEN' }],
        clients: [client],
      },
    },
  ],
  'no-way-to-management-point': [
    {
      field: 'clients[0]',
      smells: { clients: [{ ...client, activeDirectory: false }] },
      right: { clients: [{ ...client, activeDirectory: false, managementPoint: 'mp' }] },
    },
    {
      field: 'groups[0]',
      smells: {
        groups: [
          { name: 'KIOSK', count: 3, assignedSite: 'CEN', activeDirectory: false, at: { site: 'CEN' } },
        ],
      },
      right: {
        groups: [...[{ name: 'KIOSK', count: 3, assignedSite: 'CEN', activeDirectory: false, wins: true }]],
      },
    },
    {
      field: 'clients[0]',
      smells: { sites: [{ ...site, publishToActiveDirectory: false }], clients: [client] },
      right: { sites: [{ ...site, publishToActiveDirectory: true }], clients: [client] },
    },
    {
      field: 'clients[0]',
      smells: {
        sites: [{ ...site, publishToDns: false }],
        clients: [{ ...client, activeDirectory: false, dnsSuffix: 'sitemode.test' }],
      },
      right: {
        sites: [{ ...site, publishToDns: true }],
        clients: [{ ...client, activeDirectory: false, dnsSuffix: 'sitemode.test' }],
      },
    },
  ],
  'client-outside-boundaries': [
    {
      field: 'clients[0].at',
      smells: { clients: [{ ...client, at: { address: '10.2.0.1' } }] },
      right: { clients: [{ ...client, at: { address: '10.1.255.254' } }] },
    },
    {
      field: 'clients[0].at',
      smells: { clients: [{ ...client, at: { activeDirectorySite: 'Oslo' } }] },
      right: { clients: [{ ...client, at: { internet: true } }] },
    },
  ],
  'assignment-without-boundary': [
    {
      field: 'clients[0].at',
      smells: { clients: [{ ...client, assignedSite: 'auto', at: { address: '10.2.0.1' } }] },
      right: { clients: [{ ...client, assignedSite: 'auto' }] },
    },
    {
      field: 'clients[0].at',
      smells: { clients: [{ name: 'PC' }] },
      right: { clients: [{ name: 'PC', assignedSite: 'none' }] },
    },
  ],
  'no-fallback-status-point': [
    {
      field: 'sites[0]',
      smells: { sites: [{ ...site, mode: 'native' }], clients: [client] },
      right: { sites: [site], clients: [client] },
    },
    {
      field: 'sites[0]',
      smells: { sites: [{ ...site, mode: 'native' }], clients: [client] },
      right: {
        sites: [
          {
            ...site,
            mode: 'native',
            systems: [{ name: 'mp', roles: ['management-point', 'fallback-status-point'] }],
          },
        ],
        clients: [{ ...client, fallbackStatusPoint: 'mp' }],
      },
    },
  ],
  'package-nowhere': [
    {
      field: 'packages[1].id',
      smells: { packages: [{ id: 'CEN00001' }, { id: 'CEN00002' }] },
      right: { packages: [{ id: 'CEN00001' }] },
    },
    {
      field: 'updates[0].package',
      smells: { updates: [{ id: update, package: 'CEN00009', deployment: {} }] },
      right: { updates: [{ id: update, package: 'CEN00009' }] },
    },
  ],
  'content-too-far-away': [
    {
      field: 'packages[0]',
      smells: {
        sites: [{ ...site, boundaries: [{ subnet: '10.1.0.0/16', connection: 'slow' }] }],
        clients: [client],
        packages: [{ id: 'CEN00001' }],
      },
      right: {
        sites: [{ ...site, boundaries: [{ subnet: '10.1.0.0/16', connection: 'slow' }] }],
        clients: [client],
        packages: [{ id: 'CEN00001', advertisement: { whenSlow: 'download' } }],
      },
    },
    {
      field: 'packages[0]',
      smells: {
        sites: [site, { code: 'WST', mode: 'mixed', parent: 'CEN', boundaries: [{ subnet: '10.2.0.0/16' }] }],
        groups: [
          {
            ...{ name: 'LAPTOP', count: 4, assignedSite: 'CEN', at: { site: 'CEN' } },
            visits: [{ site: 'WST', share: '25%' }],
          },
        ],
        packages: [{ id: 'CEN00001' }],
      },
      right: {
        sites: [site, { code: 'WST', mode: 'mixed', parent: 'CEN', boundaries: [{ subnet: '10.2.0.0/16' }] }],
        groups: [{ name: 'LAPTOP', count: 4, assignedSite: 'CEN', at: { site: 'CEN' } }],
        packages: [{ id: 'CEN00001' }],
      },
    },
  ],
  'accepted-in-vain': [
    {
      field: 'accepts[0]',
      smells: { accepts: ['package-nowhere'], packages: [{ id: 'CEN00001' }] },
      right: { accepts: ['package-nowhere'], packages: [{ id: 'CEN00001' }, { id: 'CEN00002' }] },
    },
  ],
}

for (const [code, ofCode] of Object.entries(cases)) {
  for (const { field, smells, right } of ofCode) {
    void t.test(`${code} (${field})`, (t) => {
      t.strictSame(fieldsTold(code, smells), [field], 'it is told once')
      t.strictSame(fieldsTold(code, right), [], 'the nearest right file is not told of')
      t.end()
    })
  }
}

function fieldsTold(code: string, { sites = [site], ...rest }: Case['smells']): string[] {
  return unacceptedAdvice(parseHierarchy({ packages, ...rest, sites }))
    .filter((finding) => finding.code === code)
    .map(({ path }) => formatFieldPath(path))
}

void t.test('a hierarchy accepts warnings by their codes, and nothing is told of them', (t) => {
  const written = { sites: [{ ...site, systems: [] }], clients: [client] }
  const accepts = ['no-management-point' as const]
  t.strictSame(unacceptedAdvice(parseHierarchy({ ...written, accepts })), [])
  const twice = [{ subnet: '10.1.0.0/16' }, { subnet: '10.1.0.0/16' }]
  const sites = [{ ...site, boundaries: twice, systems: [] }]
  t.match(parseHierarchy({ sites }).warnings, [{ code: 'duplicate-boundary' }])
  const accepted = parseHierarchy({ sites, accepts: ['duplicate-boundary'] })
  t.strictSame([accepted.warnings, unacceptedAdvice(accepted)], [[], []])
  t.end()
})

void t.test('what advice says helps', (t) => {
  const smells = { sites: [site], clients: [{ ...client, activeDirectory: false }] }
  const [advice] = unacceptedAdvice(parseHierarchy({ packages, ...smells }))
  t.equal(advice?.remedy, 'name it with managementPoint: mp')
  const clients = [{ ...client, activeDirectory: false, managementPoint: 'mp' }]
  t.strictSame(unacceptedAdvice(parseHierarchy({ packages, sites: [site], clients })), [])
  t.end()
})

void t.test('nothing is to be said of the hierarchies that are shipped', async (t) => {
  const folder = new URL('../../../scenarios/', import.meta.url)
  const names = await readdir(new URL('hierarchies/', folder))
  for (const name of [...names.map((one) => `hierarchies/${one}`), 'starter/hierarchy.yaml']) {
    const loaded = await loadHierarchy(new URL(name, folder).pathname)
    t.strictSame([...loaded.warnings, ...unacceptedAdvice(loaded)], [], name)
  }
})
