import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { EnvironmentError, type HierarchyInput, type RunningHierarchy } from '../../sim/index.ts'
import type { RecordedEvent } from '../../sim/evidence/recording/event.ts'
import { loadHierarchy, parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import { runMatrix } from '../../sim/scenario/matrix.ts'
import { newFolder } from '../new-folder.ts'
import { open } from './opened.ts'

const cache = newFolder(t)
const file = fileURLToPath(new URL('../../../scenarios/hierarchies/two-modes.yaml', import.meta.url))
const { hierarchy: twoModes } = await loadHierarchy(file)

const addressesOf = ({ systems }: RunningHierarchy): string[] => systems.map(({ address }) => address)

/**
 * Open sockets and listeners of this process. A handle closed in one turn of the event loop leaves Node's list at
 * the end of that turn.
 */
async function openHandles(): Promise<string[]> {
  await nextTurn()
  await nextTurn()
  return process.getActiveResourcesInfo().filter((name) => /^(TCP|UDP)/.test(name))
}

void t.test('hierarchies in one process never share an address', async (t) => {
  const running = await Promise.all(Array.from({ length: 8 }, () => openHierarchy(twoModes, { cache })))
  const addresses = running.flatMap(addressesOf)
  t.equal(addresses.length, 8 * 25)
  t.equal(new Set(addresses).size, addresses.length)
  t.strictSame(
    addresses.filter((address) => !/^127\.\d+\.\d+\.\d+$/.test(address)),
    [],
  )
  const results = await Promise.all(running.slice(0, 2).map((hierarchy) => runMatrix(hierarchy, file)))
  t.equal(results.length, 2)
  for (const { summary } of results) t.strictSame(summary, { cells: 38, agree: 38, disagree: 0, skipped: 0 })
  await Promise.all(running.map((hierarchy) => hierarchy.close()))
  t.strictSame(await openHandles(), [])
})

type Child = ChildProcessByStdio<Writable, Readable, null>

function startChild(): { child: Child; nextLine: () => Promise<unknown> } {
  const program = fileURLToPath(new URL('child-matrix.js', import.meta.url))
  const child = spawn(process.execPath, [program, file, cache], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  return { child, nextLine: async () => JSON.parse(String((await lines.next()).value)) as unknown }
}

void t.test('hierarchies in two processes never share an address either', async (t) => {
  const runs = [startChild(), startChild()]
  t.teardown(() => runs.forEach(({ child }) => child.kill()))
  const addresses = (await Promise.all(runs.map(({ nextLine }) => nextLine()))) as string[][]
  t.strictSame(
    addresses.map(({ length }) => length),
    [25, 25],
  )
  t.equal(new Set(addresses.flat()).size, 50)
  const exits = runs.map(({ child }) => once(child, 'exit'))
  for (const { child } of runs) child.stdin.end()
  for (const { nextLine } of runs) t.match(await nextLine(), { cells: 38, agree: 38 })
  t.strictSame(await Promise.all(exits), [
    [0, null],
    [0, null],
  ])
})

void t.test('all systems on one address, told apart by their ports', async (t) => {
  const running = await openHierarchy(twoModes, { cache, addresses: 'shared' })
  t.teardown(() => running.close())
  t.strictSame(new Set(addressesOf(running)), new Set(['127.0.0.1']))
  const ports = running.systems.flatMap(({ urls }) =>
    urls.map((url) => {
      const { protocol, port } = new URL(url)
      return `${/^(https?|smb):/.test(protocol) ? 'TCP' : 'UDP'} ${port}`
    }),
  )
  // Of the three software update points, the two that serve HTTPS serve HTTP beside it; two of the four standard
  // distribution points, and the two state migration points, have SMB beside it; each PXE service point has three ports.
  t.equal(new Set(ports).size, 35)
  t.strictSame((await runMatrix(running, file)).summary, { cells: 38, agree: 38, disagree: 0, skipped: 0 })
})

const small: HierarchyInput = {
  sites: [
    {
      code: 'NAT',
      mode: 'native',
      systems: [
        { name: 'mp', roles: ['management-point'] },
        { name: 'ss', roles: ['state-migration-point', 'fallback-status-point'] },
      ],
    },
  ],
  clients: Array.from({ length: 50 }, (_, index) => ({ name: `PC-${index}`, assignedSite: 'NAT' })),
}

void t.test('two hundred times open and closed, everything is free again', async (t) => {
  const { hierarchy } = parseHierarchy(small)
  let last: RunningHierarchy | undefined
  for (let times = 0; times < 200; times++) {
    const running = await openHierarchy(hierarchy, { cache })
    const { outcome } = await running.client('PC-0').contact('fallback-status-point')
    if (outcome !== 'answered') t.fail(outcome)
    await running.close()
    last = running
  }
  t.strictSame(await openHandles(), [])
  const { address, urls } = last?.systems.find(({ name }) => name === 'ss') ?? { address: '', urls: [] }
  t.equal(urls.length, 3, 'with the share of user state')
  for (const url of urls) {
    const server = createServer()
    await once(server.listen({ host: address, port: Number(new URL(url).port) }), 'listening')
    server.close()
    await once(server, 'close')
  }
})

void t.test('each client connects from an address of its own', async (t) => {
  const { running } = await open(t, small, { cache })
  const addresses: (string | undefined)[] = []
  const note = (message: unknown): void => {
    addresses.push((message as { socket: Socket }).socket.remoteAddress)
  }
  subscribe('net.server.socket', note)
  for (const name of ['PC-0', 'PC-1', 'PC-0']) await running.client(name).contact('fallback-status-point')
  unsubscribe('net.server.socket', note)
  const [block = ''] = /^127\.\d+\./.exec(addressesOf(running)[0] ?? '') ?? []
  t.strictSame(addresses, [`${block}128.1`, `${block}128.2`, `${block}128.1`])
})

void t.test('a connection that says nothing keeps nothing open', async (t) => {
  const { running } = await open(t, small, { cache })
  const sockets: Socket[] = []
  for (const { address: host, urls } of running.systems) {
    for (const url of urls) {
      const socket = connect({ host, port: Number(new URL(url).port) })
      await once(socket, 'connect')
      sockets.push(socket.resume())
    }
  }
  t.equal(sockets.length, 4)
  const ended = sockets.map((socket) => once(socket, 'close'))
  await running.close()
  await Promise.all(ended)
  t.strictSame(await openHandles(), [])
})

void t.test('closed twice, or by leaving its block, it is closed', async (t) => {
  const { hierarchy } = parseHierarchy(small)
  {
    await using running = await openHierarchy(hierarchy, { cache })
    t.match(running.systems, [
      { site: 'NAT', fqdn: 'mp.sitemode.test', urls: ['https://mp.sitemode.test:8443'] },
      {},
    ])
  }
  t.strictSame(await openHandles(), [])
  const running = await openHierarchy(hierarchy, { cache })
  await Promise.all([running.close(), running.close()])
  await running.close()
  t.strictSame(await openHandles(), [])
  await t.rejects(running.client('PC-0').contact('management-point'), { name: 'ClosedError' })
})

void t.test('a close in the middle of fifty attempts lets every one of them end', async (t) => {
  for (const wait of ['none', 'for the first', 'for the tenth'] as const) {
    const { running } = await open(t, small, { cache })
    const contacts = running.hierarchy.clients.map(({ name }) =>
      running.client(name).contact('management-point'),
    )
    if (wait === 'for the first') await Promise.race(contacts)
    if (wait === 'for the tenth') await contacts[9]
    await running.close()
    const attempts = await Promise.all(contacts)
    t.equal(attempts.length, 50, wait)
    const told = attempts.every(
      ({ outcome, client_end }) => (outcome === 'answered') === (client_end === null),
    )
    t.ok(told, 'answered, or failed with what the client saw')
    t.ok(wait !== 'for the first' || attempts.some(({ outcome }) => outcome === 'answered'))
    t.strictSame(await openHandles(), [])
  }
})

void t.test('a port that another program has is told, with what to do, and nothing stays open', async (t) => {
  // On every address: wherever the hierarchy is put, the port is taken there.
  const other = createServer()
  await once(other.listen({ host: '0.0.0.0', port: 0 }), 'listening')
  t.teardown(() => other.close())
  const { port } = other.address() as AddressInfo
  const before = await openHandles()
  const { hierarchy } = parseHierarchy({
    sites: [
      {
        code: 'MIX',
        mode: 'mixed',
        ports: { http: port, https: 1 },
        systems: [
          { name: 'mp', roles: ['management-point'] },
          { name: 'sup', roles: ['software-update-point'] },
        ],
      },
    ],
  })
  const refused = await openHierarchy(hierarchy, { cache }).catch((error: unknown) => error)
  t.type(refused, EnvironmentError)
  t.match(refused, { code: 'ERR_SITEMODE_ENVIRONMENT' })
  const { message } = refused as EnvironmentError
  t.match(
    message,
    new RegExp(`^cannot open mp\\.sitemode\\.test on 127\\.\\d+\\.1\\.1:${port} \\(EADDRINUSE\\): `),
  )
  t.match(
    message,
    "another program listens there, perhaps on every address; end it or change the site's ports",
  )
  t.strictSame(await openHandles(), before)
})

void t.test('a failure after the listeners are open closes them', async (t) => {
  const { hierarchy } = parseHierarchy(small)
  const journal = ({ type }: RecordedEvent): void => {
    if (type === 'opened') throw new Error('the disk is full')
  }
  for (const addresses of ['own', 'shared'] as const) {
    await t.rejects(openHierarchy(hierarchy, { cache, addresses, journal }), { message: 'the disk is full' })
    t.strictSame(await openHandles(), [], addresses)
  }
})
