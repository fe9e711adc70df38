import t from 'tap'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import type { HierarchyInput } from '../../sim/model/schema/hierarchy-input.ts'
import {
  fingerprintOf,
  isInShard,
  parseShard,
  soundSplit,
  type SharedUse,
  type SoundSplit,
  type Whereabouts,
} from '../../sim/parts/partition.ts'
import { startHierarchy, type RunningHierarchy } from '../../sim/index.ts'

void t.test('a shard is a number from 1 and a total', (t) => {
  t.strictSame(parseShard('2/4'), { number: 2, total: 4 })
  for (const wrong of [
    '0/4',
    '5/4',
    '4',
    '/4',
    '2/',
    '-1/4',
    '1.5/4',
    '2/4/8',
    ' 2/4',
    '1/1001',
    '1/9999999',
  ])
    t.equal(parseShard(wrong), undefined, wrong)
  t.end()
})

void t.test('each unit is in one shard, and the shards differ by one unit at most', (t) => {
  for (const total of [1, 2, 3, 7]) {
    const shards = Array.from({ length: total }, (_, index) => ({ number: index + 1, total }))
    const units = Array.from({ length: 50 }, (_, unit) => shards.filter((shard) => isInShard(unit, shard)))
    t.ok(units.every((holders) => holders.length === 1))
    const sizes = shards.map((shard) => units.filter(([holder]) => holder === shard).length)
    t.ok(Math.max(...sizes) - Math.min(...sizes) <= 1)
  }
  t.end()
})

type SystemInput = NonNullable<HierarchyInput['sites'][number]['systems']>[number]

const quota: SystemInput = {
  name: 'smp',
  roles: ['state-migration-point'],
  stateMigration: { quota: '100 KiB' },
}
const onDemand: SystemInput = {
  name: 'bdp',
  roles: ['branch-distribution-point'],
  packages: ['CEN00001'],
  protectedBoundaries: [{ subnet: '10.0.0.0/16' }],
}

function sites(...systems: SystemInput[][]): HierarchyInput {
  const codes = ['CEN', 'WST'].slice(0, systems.length)
  return {
    sites: codes.map((code, index) => ({
      ...{ code, mode: 'mixed' },
      boundaries: [{ subnet: `10.${index}.0.0/16` }],
      systems: [{ name: `mp.${code}`, roles: ['management-point'] }, ...(systems[index] ?? [])],
    })),
    packages: [{ id: 'CEN00001', onDemand: true }],
  }
}

function client(assignedSite: string | null, ...visited: string[]): Whereabouts {
  return { assignedSite, sites: new Set([...(assignedSite === null ? [] : [assignedSite]), ...visited]) }
}

function split(input: HierarchyInput, use: SharedUse, ...clients: Whereabouts[]): SoundSplit {
  return soundSplit(parseHierarchy(input).hierarchy, new Set([use]), () => clients)
}

void t.test('clients that share no limit are split in any way', (t) => {
  const two = sites([{ ...quota, stateMigration: {} }], [])
  t.strictSame(split(two, 'user-state', client('CEN'), client('WST', 'CEN')), { by: 'client' })
  t.strictSame(split(sites([quota], []), 'content', client('CEN')), { by: 'client' }, 'nobody stores a state')
  t.strictSame(split(sites([], [quota]), 'user-state', client('CEN')), { by: 'client' }, 'nobody gets there')
  const standard: SystemInput = {
    ...onDemand,
    roles: ['branch-distribution-point', 'standard-distribution-point'],
  }
  t.strictSame(split(sites([standard]), 'content', client('CEN')), { by: 'client' })
  t.end()
})

void t.test('clients of one site that share a limit stay together', (t) => {
  t.strictSame(split(sites([quota], []), 'user-state', client('CEN'), client('WST')), { by: 'assigned-site' })
  t.strictSame(split(sites([onDemand], []), 'content', client('CEN', 'WST')), { by: 'assigned-site' })
  t.end()
})

void t.test('clients of two sites that share a limit cannot be split', (t) => {
  const shared = split(sites([quota], []), 'user-state', client('CEN'), client('WST', 'CEN'))
  t.match(shared, { by: 'nothing', system: 'smp.sitemode.test', limit: /state store/ })
  const branch = split(sites([onDemand], []), 'content', client('CEN'), client(null, 'CEN'))
  t.match(branch, { by: 'nothing', system: 'bdp.sitemode.test', limit: /fetches/ })
  t.end()
})

/** What two clients come to in one hierarchy, and each in one of its own. */
async function togetherAndApart(
  input: HierarchyInput,
  act: (running: RunningHierarchy, name: string) => Promise<string>,
): Promise<[string[], string[]]> {
  const names = ['PC-1', 'PC-2']
  const clients = names.map((name, index) => ({
    ...{ name, assignedSite: 'CEN', at: { address: `10.0.0.${index + 1}` } },
  }))
  const come = async (those: string[]): Promise<string[]> => {
    await using running = await startHierarchy({ ...input, clients })
    const ended: string[] = []
    for (const name of those) ended.push(await act(running, name))
    return ended
  }
  return [await come(names), [...(await come(['PC-1'])), ...(await come(['PC-2']))]]
}

void t.test('a state store with a quota, and a package fetched on demand, are such limits', async (t) => {
  const store = await togetherAndApart(sites([quota]), async (running, name) => {
    return (await running.client(name).storeState(64 * 1024)).outcome
  })
  t.strictSame(store, [
    ['answered', 'failed'],
    ['answered', 'answered'],
  ])
  const standard: SystemInput = { name: 'dp', roles: ['standard-distribution-point'], packages: ['CEN00001'] }
  const fetched = await togetherAndApart(sites([onDemand, standard]), async (running, name) => {
    const { outcome, attempts } = await running.client(name).getContent('CEN00001')
    return `${outcome} after ${attempts.length} attempts`
  })
  t.not(fetched[0][1], fetched[1][1], `${fetched[0].join()} together, ${fetched[1].join()} apart`)
})

void t.test('the throttle of a fallback status point, and simultaneous connections, are none', async (t) => {
  const status: SystemInput = {
    name: 'fsp',
    roles: ['fallback-status-point'],
    fallbackStatus: { messages: 1, seconds: 3600 },
  }
  const branch: SystemInput = { ...onDemand, branchDistributionPoint: { connections: 1 } }
  const input: HierarchyInput = { ...sites([status, branch]), packages: [{ id: 'CEN00001' }] }
  const acts = [
    async (running: RunningHierarchy, name: string) =>
      (await running.client(name).contact('fallback-status-point')).outcome,
    async (running: RunningHierarchy, name: string) =>
      (await running.client(name).getContent('CEN00001')).outcome,
  ]
  for (const act of acts) {
    const [together, apart] = await togetherAndApart(input, act)
    t.strictSame(together, ['answered', 'answered'])
    t.strictSame(apart, together)
  }
})

void t.test('a fingerprint depends on data alone', (t) => {
  const one = { sites: [{ code: 'CEN', mode: 'native' }], places: new Map([['PC-1', 1]]) }
  const same = { places: new Map([['PC-1', 1]]), sites: [{ mode: 'native', code: 'CEN' }] }
  t.equal(fingerprintOf(one), fingerprintOf(same))
  t.not(fingerprintOf(one), fingerprintOf({ ...same, places: new Map([['PC-1', 2]]) }))
  t.not(fingerprintOf([1n, 2n]), fingerprintOf([1n, 3n]))
  t.not(fingerprintOf([1, 2]), fingerprintOf([2, 1]))
  t.end()
})
