import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { Attempt } from '../../sim/index.ts'
import { sourcesBelow } from '../architecture/source.ts'
import type { DescribedSite, DescribedSystem } from './described-hierarchy.ts'
import { invariants, type Seen } from './invariants.ts'
import type { Knowledge } from './world.ts'

void t.test("the judge does not share the simulator's decisions", (t) => {
  const root = fileURLToPath(new URL('../../../', import.meta.url))
  const sources = sourcesBelow(root, 'test/roaming')
  const judges = new Set(['test/roaming/judge.ts'])
  // The imports of a judge belong to it; Set.forEach also visits items added meanwhile.
  judges.forEach((path) => {
    const { files = [] } = sources.find((source) => source.path === path) ?? {}
    for (const file of files) if (file.startsWith('test/')) judges.add(file)
  })
  for (const name of ['invariants', 'content-oracle', 'assignment-oracle', 'world', 'geography'])
    t.ok(judges.has(`test/roaming/${name}.ts`), name)
  // Only `live-through.ts` and what it needs lets a hierarchy run, and the judges have its types alone.
  const imported = [...judges]
    .filter((path) => !['live-through', 'accepted-connections'].some((name) => path.includes(name)))
    .flatMap((path) => sources.find((source) => source.path === path)?.files ?? [])
    .filter((file) => file.startsWith('sim/'))
  t.strictSame([...new Set(imported)], ['sim/index.ts'])
  t.end()
})

const site: DescribedSite = {
  ...{ code: 'S01', kind: 'primary', mode: 'native', publishToActiveDirectory: true, refusal: 'iis' },
  ...{ boundaries: [], systems: [] },
}
const system: DescribedSystem = {
  ...{ name: 'mp.s01', roles: ['management-point'], packages: [], protectedBoundaries: [] },
  clientConnections: 'both',
}
const attempt: Attempt = {
  ...{ id: 'a1', client: 'PC0', clientMode: 'native', forced: false, role: 'management-point' },
  ...{ relation: 'assigned', site: 'S01', system: 'mp.s01.roaming.test', protocol: 'https' },
  ...{
    told: null,
    url: 'https://mp.s01.roaming.test:8443/',
    outcome: 'answered',
    why: '',
    rule: '',
    status: 200,
  },
  contradiction: null,
  ...{ substatus: null, client_end: null, server_end: null, diagnosis: null, tls: null, after: null },
  ...{ startedAt: '2007-11-23T00:00:00Z', durationMs: 1 },
}
const knowledge: Knowledge = {
  client: {
    ...{ name: 'PC0', kind: 'computer', assignedSite: 'S01', mode: 'native', activeDirectory: true },
    ...{ httpForRoaming: false, alwaysOnInternet: false, certificate: 'good', at: {} },
  },
  ...{ at: {}, assigned: 'S01', mode: 'native', httpForRoaming: false, read: 0, modeRead: 0 },
}
const good: Seen = {
  ...{
    attempt,
    owner: { site, system },
    siteMode: 'native',
    client: { before: knowledge, after: knowledge },
  },
  ...{ isOwn: true, isAround: true, tried: true, accepted: 1 },
}

/** A client of that sort, at that place. */
function seenBy(kind: 'computer' | 'mobile-device', at: Knowledge['at']): Seen {
  const one: Knowledge = { ...knowledge, client: { ...knowledge.client, kind }, at }
  return { ...good, client: { before: one, after: one } }
}

/** An attempt of that sort, with the system that has the role for it. */
function tried(what: Partial<Attempt>, seen: Seen = good): Seen {
  return { ...seen, attempt: { ...attempt, ...what } }
}

const http = { protocol: 'http', url: 'http://mp.s01.roaming.test:8080/' } as const
const toDistributionPoint = { role: 'standard-distribution-point' }

/** A violation of each invariant, in their order. */
const broken: readonly Seen[][] = [
  [tried({ clientMode: 'mixed' }, { ...good, isOwn: false })],
  [
    tried({ ...http, outcome: 'failed' }),
    tried({ ...http, role: 'server-locator-point' }),
    tried({ ...http, relation: 'resident' }, { ...good, siteMode: 'mixed', isOwn: false }),
  ],
  [
    tried(http),
    tried({ ...http, role: 'state-migration-point' }),
    tried({ ...toDistributionPoint, ...http }),
  ],
  [{ ...good, siteMode: 'mixed' }, tried({ role: 'software-update-point' }, { ...good, siteMode: 'mixed' })],
  [tried({ role: 'fallback-status-point' })],
  [
    { ...seenBy('mobile-device', {}), isOwn: false },
    tried({ ...http, role: 'server-locator-point' }, seenBy('mobile-device', {})),
    tried({ ...toDistributionPoint, protocol: 'smb' }, seenBy('mobile-device', {})),
  ],
  [
    { ...seenBy('computer', { internet: true }), isOwn: false },
    tried({ protocol: 'ldap', role: 'domain-controller' }, seenBy('computer', { internet: true })),
    tried({ ...toDistributionPoint, protocol: 'smb' }, seenBy('computer', { internet: true })),
    tried({ clientMode: 'mixed' }, seenBy('computer', { internet: true })),
    { ...seenBy('computer', { internet: true }), owner: { site: { ...site, kind: 'secondary' }, system } },
  ],
  [{ ...good, owner: { site, system: { ...system, clientConnections: 'internet' } } }],
  [tried({ protocol: 'smb' }), tried({ role: 'branch-distribution-point' })],
  [tried(toDistributionPoint, { ...good, owner: { site, system: { ...system, httpTransfer: false } } })],
  [
    { ...good, isOwn: false, isAround: false },
    tried({ role: 'software-update-point' }, { ...good, isOwn: false }),
  ],
  [tried({ outcome: 'withheld' }), tried({ outcome: 'withheld', url: null, status: 200 })],
  [
    { ...good, accepted: 0 },
    tried({ site: 'S02' }),
    tried({ role: 'software-update-point' }),
    tried({ url: 'https://mp.s02.roaming.test:8443/' }),
    tried({ url: http.url }),
  ],
  [tried({ outcome: 'failed' }), tried({ diagnosis: 'nothing-listens' })],
  [tried({ clientMode: 'mixed' })],
  [tried({ forced: true })],
]

void t.test('each invariant holds of what is right, and not of what breaks it', (t) => {
  t.equal(broken.length, invariants.length)
  for (const [index, { name, brokenBy }] of invariants.entries()) {
    t.notOk(brokenBy(good), name)
    for (const seen of broken[index] ?? []) t.ok(brokenBy(seen), name)
  }
  t.end()
})
