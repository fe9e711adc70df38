import t, { type Test } from 'tap'
import type { ActionResult, HierarchyInput } from '../../sim/index.ts'
import { createTransferJob } from '../../sim/client/conversations/transfer-content.ts'
import { copyOf, installedState, type ClientState } from '../../sim/client/context.ts'
import type { Journal } from '../../sim/evidence/recording/event.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { installationOf } from '../../sim/network/installation.ts'
import type { RunningHierarchy, SimulatedClient } from '../../sim/network/running-hierarchy.ts'
import { newFolder } from '../new-folder.ts'
import { openFjords } from './actions/fjords.ts'
import { open } from '../network/opened.ts'

// A plan tries things on copies of a client. A copy knows what the client knows, and nothing of it comes back.

const cache = newFolder(t)
const hour = 3_600_000
const update = '3f0a6d1c-58a4-4f0e-9d0b-1d6f2b7f4a01'

const written: HierarchyInput = {
  domain: 'copy.test',
  sites: [
    {
      code: 'CEN',
      mode: 'mixed',
      boundaries: [{ subnet: '10.0.0.0/16' }],
      systems: [
        { name: 'mp.cen', roles: ['management-point'] },
        {
          name: 'dp.cen',
          roles: ['standard-distribution-point'],
          packages: ['CEN00001', 'CEN00002', 'CEN00003', 'UPD00001'],
        },
        {
          name: 'floor.cen',
          roles: ['standard-distribution-point'],
          packages: ['CEN00001'],
          protectedBoundaries: [{ subnet: '10.0.7.0/24' }],
        },
        { name: 'sup.cen', roles: ['software-update-point'] },
      ],
    },
    {
      code: 'WST',
      mode: 'mixed',
      parent: 'CEN',
      boundaries: [{ subnet: '10.1.0.0/16' }],
      systems: [{ name: 'mp.wst', roles: ['management-point'] }],
    },
  ],
  clients: [
    { name: 'PC', assignedSite: 'CEN', cacheSize: '100 KiB', at: { address: '10.0.0.1' } },
    { name: 'FLOOR', assignedSite: 'CEN', at: { address: '10.0.7.1' } },
  ],
  packages: [
    { id: 'CEN00001', size: '64 KiB' },
    { id: 'CEN00002', size: '64 KiB' },
    { id: 'CEN00003', size: '1 KiB', advertisement: { sensitive: true } },
  ],
  updates: [{ id: update, size: '1 KiB', package: 'UPD00001', deployment: {} }],
}

async function opened(t: Test, journal?: Journal): Promise<RunningHierarchy> {
  const options = { cache, timeout: 5000, time: 'stands', ...(journal && { journal }) } as const
  return (await open(t, written, options)).running
}

/** A client and a copy of it, before either has done anything. */
async function pair(t: Test, name = 'PC') {
  const running = await opened(t)
  const client = running.client(name)
  return { running, client, copy: client.copy() }
}

function count({ data }: Awaited<ReturnType<SimulatedClient['requestPolicy']>>): number {
  return data?.policies.length ?? 0
}

function says({ story }: ActionResult): string {
  return story.map(({ sentence }) => sentence).join(' ')
}

void t.test('a copy knows what the client knows', async (t) => {
  const running = await opened(t)
  const client = running.client('PC')
  await client.requestPolicy()
  await client.getContent('CEN00001')
  await client.installUpdate(update)
  client.move({ address: '10.1.0.9' })
  const copy = client.copy()
  t.strictSame(copy.shown(), client.shown())
  t.strictSame([copy.at, copy.residentSite?.code], [client.at, 'WST'])
  t.equal(copy.assignedSite, client.assignedSite)
  t.equal(count(await copy.requestPolicy()), 0, 'its policy, of which nothing is new')
  t.match(says(await copy.installUpdate(update)), /has installed .* already/)
  copy.move({ address: '10.0.0.1' })
  t.match(says(await copy.getContent('CEN00002')), /no room for CEN00002/, 'and what fills its cache')
  t.match((await copy.getContent('CEN00003')).outcome, 'answered', 'and what was advertised to it')
})

void t.test('its moves are its own, and nobody is told of them', async (t) => {
  const told: string[] = []
  const running = await opened(t, ({ type }) => told.push(type))
  const client = running.client('PC')
  const copy = client.copy()
  told.length = 0
  copy.move({ address: '10.1.0.9' })
  t.strictSame(told, [])
  t.strictSame(client.at, { internet: false, address: '10.0.0.1' })
  t.equal(client.residentSite?.code, 'CEN')
  t.equal(client.shown().residentSite, 'CEN')
  client.move({ internet: true })
  t.equal(copy.residentSite?.code, 'WST', 'and so are those of the client')
})

void t.test('its site and its mode', async (t) => {
  const { running, client, copy } = await pair(t)
  t.match(await copy.assign('WST'), { outcome: 'answered' })
  t.equal(client.assignedSite?.code, 'CEN')
  t.equal(client.copy().assignedSite?.code, 'CEN')
  await running.setMode('CEN', 'native')
  const told = client.copy()
  await told.start()
  t.equal(told.shown().mode, 'native')
  t.equal(client.shown().mode, 'mixed')
  t.match(await client.requestPolicy(), { outcome: 'failed', diagnosis: 'mode-not-told-yet' })
  t.match(await told.requestPolicy(), { outcome: 'answered', protocol: 'https' })
  t.match(await client.requestPolicy(), { outcome: 'failed', diagnosis: 'mode-not-told-yet' }, 'still not')
})

void t.test('the policy that it got, and what that advertises', async (t) => {
  const { client, copy } = await pair(t)
  const all = count(await copy.requestPolicy())
  t.ok(all > 0)
  t.equal(count(await copy.requestPolicy()), 0)
  t.match(await client.getContent('CEN00003'), { outcome: 'withheld' }, 'the client was not told of it')
  t.match(await copy.getContent('CEN00003'), { outcome: 'answered' })
  t.equal(count(await client.requestPolicy()), all, 'the client still gets all')
})

void t.test('the updates that it installed', async (t) => {
  const { client, copy } = await pair(t)
  t.match(await copy.installUpdate(update), { outcome: 'answered' })
  t.match(says(await copy.installUpdate(update)), /already/)
  const own = await client.installUpdate(update)
  t.match(own, { outcome: 'answered', system: /^dp\.cen/ })
  t.notMatch(says(own), /already/)
})

void t.test('what it keeps in its cache', async (t) => {
  const { client, copy } = await pair(t)
  t.match(await copy.getContent('CEN00001'), { outcome: 'answered' })
  t.match(await copy.getContent('CEN00002'), { outcome: 'failed' }, 'which then is full')
  t.match(await client.getContent('CEN00002'), { outcome: 'answered' })
})

void t.test('its tries to find room', async (t) => {
  const { client } = await pair(t)
  await client.getContent('CEN00001')
  const copy = client.copy()
  t.match(says(await copy.getContent('CEN00002')), /\(try 1\)/)
  t.match(await copy.getContent('CEN00002'), { outcome: 'withheld' }, 'it waits')
  t.match(says(await client.getContent('CEN00002')), /\(try 1\)/, 'the client has not tried before')
})

void t.test('a download half done', async (t) => {
  const running = await openFjords(t, { cache })
  const client = running.client('TRAVELLER')
  const gets = async (one: SimulatedClient) => {
    const result = await one.getContent('CEN00007')
    return [result.outcome, /goes on with CEN00007 after (\d+) bytes/.exec(says(result))?.[1]]
  }
  const mebibyte = String(1024 * 1024)
  await running.break('dp.osl', 'reset-in-transfer')
  t.strictSame(await gets(client.copy()), ['failed', mebibyte])
  await running.repair('dp.osl')
  t.strictSame(await gets(client), ['answered', undefined], 'the client begins at the beginning')

  await running.break('dp.osl', 'reset-in-transfer')
  t.strictSame(await gets(client), ['failed', mebibyte])
  const copies = [client.copy(), client.copy()]
  await running.repair('dp.osl')
  for (const copy of copies)
    t.strictSame(await gets(copy), ['answered', mebibyte], 'a copy goes on from there')
  t.strictSame(await gets(client), ['answered', mebibyte], 'and so does the client, whatever they did')
})

void t.test('how long it has been without content', async (t) => {
  const { running, client, copy } = await pair(t, 'FLOOR')
  await running.break('floor.cen', 'name-not-resolved')
  t.match(await copy.getContent('CEN00001'), { outcome: 'failed', system: /^floor/ })
  running.advance(9 * hour)
  t.match(await client.getContent('CEN00001'), { outcome: 'failed', system: /^floor/ }, 'this long')
  t.match(await copy.getContent('CEN00001'), { outcome: 'answered', system: /^dp/ })
})

void t.test('the modes of other sites', async (t) => {
  const { running, client, copy } = await pair(t)
  const lookups = async (one: SimulatedClient): Promise<number> => {
    const before = running.attempts.length
    await one.contact('management-point', { system: 'mp.wst' })
    return running.attempts.slice(before).filter(({ role }) => role === 'domain-controller').length
  }
  t.equal(await lookups(copy), 1)
  t.equal(await lookups(copy), 0, 'it knows by now')
  t.equal(await lookups(client), 1, 'and the client does not')
})

function isCollection(value: unknown): value is Map<string, unknown> | Set<string> {
  return value instanceof Map || value instanceof Set
}

/** A state in which everything that can hold something does. */
function fullState(): ClientState {
  const { hierarchy } = parseHierarchy(written)
  const [client] = hierarchy.clients
  if (!client) throw new Error('there are clients')
  const state = installedState(installationOf(client, hierarchy, new Date(0)))
  const told = { by: 'installation', attempt: null, at: new Date(0).toISOString() } as const
  state.neighbours.set('WST', { mode: 'mixed', until: 1, told })
  const job = createTransferJob({ packageId: 'CEN00001', byBits: true, sha1: '' })
  job.hash.update('half')
  state.transfers.set('CEN00001', job)
  state.withoutContent.set('CEN00001', 1)
  state.cache.set('CEN00001', { id: 'CEN00001', size: 1, used: 1 })
  state.installed.add(update)
  state.waitingForRoom.set('CEN00001', { count: 1, last: 1 })
  state.advertised.add('CEN00001')
  state.policy = { site: 'CEN', cookie: '1' }
  return state
}

void t.test('no map or set is shared, and none is left out', (t) => {
  const state = fullState()
  const copy = copyOf(state)
  const copied: ReadonlyMap<string, unknown> = new Map(Object.entries(copy))
  const entries: [string, unknown][] = Object.entries(state)
  let collections = 0
  for (const [key, value] of entries) {
    const other = copied.get(key)
    if (isCollection(value) && isCollection(other)) {
      collections += 1
      t.not(other, value, `${key} is another`)
      t.ok(value.size > 0, `${key} is not empty`)
      t.strictSame([...other.keys()], [...value.keys()], `${key} holds the same`)
    } else t.strictSame(other, value, key)
  }
  t.equal(collections, 7)
  const [own, other] = [state.transfers.get('CEN00001'), copy.transfers.get('CEN00001')]
  if (!own || !other) throw new Error('both have begun')
  other.hash.update('more')
  other.transferred += 4
  t.equal(own.transferred, 0)
  t.not(own.hash.copy().digest('hex'), other.hash.copy().digest('hex'), 'nor the hash of a download')
  t.end()
})
