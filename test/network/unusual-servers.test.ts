import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { limits } from '../../sim/limits.ts'
import { createUnusualServers, type UnusualServers } from '../../sim/net/unusual.ts'
import type { ForeignConnection, HierarchyInput, RunningHierarchy } from '../../sim/index.ts'
import { scriptedRows } from '../../sim/vocabulary/misbehaviour.ts'
import { unusualBehaviourNames, type UnusualBehaviour } from '../../sim/vocabulary/unusual.ts'
import { newFolder } from '../new-folder.ts'
import { ask } from '../points/raw-request.ts'
import { open } from './opened.ts'

const cache = join(newFolder(t), 'cache')

const mixed: HierarchyInput = {
  sites: [{ code: 'MIX', mode: 'mixed', systems: [{ name: 'mp', roles: ['management-point'] }] }],
}

const path = '/SMS_MP/.sms_aut?MPLIST'
const requests = 16

/** A hierarchy whose servers behave unusually; `over` resolves once so many connections to it are over. */
async function opened(t: Test, seed: number, ...only: UnusualBehaviour[]) {
  const unusual = { seed, ...(only.length > 0 && { only }) }
  const { running } = await open(t, { ...mixed, unusual }, { cache })
  const over = async (count: number): Promise<ForeignConnection[]> => {
    while (running.connections.length < count) await running.nextConnection()
    return [...running.connections]
  }
  return { running, over }
}

interface Arrived {
  text: string
  /** Bytes in the first piece that was read. */
  first: number
}

/** One request by a bare socket, and its answer as it stands on the wire. */
async function bare({ systems: [system] }: RunningHierarchy): Promise<Arrived> {
  const socket = connect(Number(new URL(system?.urls[0] ?? '').port), system?.address ?? '')
  socket.write(`GET ${path} HTTP/1.1\r\nHost: mp\r\nConnection: close\r\n\r\n`)
  const [first] = (await once(socket, 'data')) as [Buffer]
  const rest = await buffer(socket)
  return { text: Buffer.concat([first, rest]).toString(), first: first.length }
}

async function several(running: RunningHierarchy): Promise<Arrived[]> {
  const arrived: Arrived[] = []
  for (let request = 0; request < requests; request += 1) arrived.push(await bare(running))
  return arrived
}

/** The fields of the answer of a management point, as it usually sends them. */
const usualFields = ['Server', 'Content-Length', 'Content-Type']

/** Names and values of those fields, with the whitespace around them. */
function fieldsOf({ text }: Arrived): { name: string; value: string }[] {
  return [...text.matchAll(/^(server|content-length|content-type):(.*)$/gim)].map(
    ([, name = '', value = '']) => ({
      name,
      value: value.replace(/\r$/, ''),
    }),
  )
}

function isInOrder(arrived: Arrived): boolean {
  const names = fieldsOf(arrived).map(({ name }) => name.toLowerCase())
  const usual = usualFields.map((name) => name.toLowerCase()).filter((name) => names.includes(name))
  return names.join() === usual.join()
}

/** What shows on the wire that a management point behaves so, and what never does otherwise. */
const shows: Partial<Record<UnusualBehaviour, (arrived: Arrived) => boolean>> = {
  'split-writes': ({ text, first }) => first < text.indexOf('\r\n\r\n'),
  'field-order': (arrived) => !isInOrder(arrived),
  'field-case': (arrived) => fieldsOf(arrived).some(({ name }) => !usualFields.includes(name)),
  'field-whitespace': (arrived) => fieldsOf(arrived).some(({ value }) => !/^ \S+$/.test(value)),
  'unknown-fields': ({ text }) => /\r\nX-/i.test(text),
  'reason-phrase': ({ text }) => !/^HTTP\/1\.1 200 OK\r\n/m.test(text),
  'interim-response': ({ text }) => text.startsWith('HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 '),
  chunked: ({ text }) =>
    text.includes('\r\nTransfer-Encoding: chunked\r\n') && !/\r\nContent-Length/i.test(text),
  'xml-form': ({ text }) => text.includes('-->'),
}

for (const [kind, isShown] of Object.entries(shows)) {
  void t.test(`${kind} shows in some answers, and no other kind does`, async (t) => {
    const behaviour = unusualBehaviourNames.find((name) => name === kind)
    if (!behaviour) throw new Error(kind)
    const { running, over } = await opened(t, 1, behaviour)
    const arrived = await several(running)
    const shown = arrived.map(isShown)
    t.ok(shown.includes(true), 'by chance')
    t.ok(shown.includes(false), 'and by chance not')
    for (const [other, isOtherShown] of Object.entries(shows))
      if (other !== kind) t.notOk(arrived.some(isOtherShown), other)
    t.strictSame(
      new Set((await over(requests)).flatMap(({ unusual = [] }) => unusual)),
      new Set([kind]),
      'the connections tell of it',
    )
  })
}

for (const kind of scriptedRows.http.unusual) {
  void t.test(`${kind} of the answer that a script names, and of no other`, async (t) => {
    const { running } = await open(t, mixed, { cache })
    running.misbehave({ name: 'second', system: 'mp', requests: { nth: 2 }, unusual: kind })
    const arrived = [await bare(running), await bare(running), await bare(running)]
    t.strictSame(
      arrived.map((one) => shows[kind]?.(one)),
      [false, true, false],
    )
    while (running.connections.length < arrived.length) await running.nextConnection()
    t.strictSame(
      running.connections.map(({ unusual }) => unusual),
      [undefined, [kind], undefined],
      'the connection tells of it',
    )
  })
}

void t.test('a revocation list in chunks, as a script has it', async (t) => {
  const native: HierarchyInput = { sites: [{ code: 'NAT', mode: 'native' }] }
  const { running } = await open(t, native, { cache })
  const { address, fqdn, urls } = running.revocationLists
  const url = urls[0]?.replace(fqdn, address) ?? ''
  const fetched = async (): Promise<[string | null, Buffer]> => {
    const response = await fetch(url)
    return [response.headers.get('transfer-encoding'), Buffer.from(await response.arrayBuffer())]
  }
  const [usually, list] = await fetched()
  running.misbehave({ name: 'chunked', system: 'crl', unusual: 'chunked' })
  const [unusually, same] = await fetched()
  t.strictSame([usually, unusually], [null, 'chunked'])
  t.ok(list.length > 0)
  t.strictSame(same, list)
})

void t.test('the same seed has the same chances, and another seed has others', async (t) => {
  const drawn = async (seed: number): Promise<unknown[]> => {
    const { running, over } = await opened(t, seed)
    await several(running)
    return (await over(requests)).map(({ unusual }) => unusual)
  }
  const first = await drawn(7)
  t.strictSame(await drawn(7), first)
  t.notSame(await drawn(8), first)
})

void t.test('servers that are not asked to do nothing unusual', async (t) => {
  const { running } = await open(t, mixed, { cache })
  const arrived = await several(running)
  for (const [kind, isShown] of Object.entries(shows)) t.notOk(arrived.some(isShown), kind)
  t.strictSame(
    running.connections.filter((connection) => 'unusual' in connection),
    [],
  )
})

/** As somebody writes who has seen one server: the answer comes at once, and says its length in these words. */
function readNaively({ text, first }: Arrived): string {
  const [, length] = /\r\nContent-Length: (\d+)\r\n/.exec(text.slice(0, first)) ?? []
  if (length === undefined) throw new Error('the answer has no length')
  return text.slice(-Number(length))
}

void t.test('a client that relies on luck is found out, and a sound one is not', async (t) => {
  const { running } = await opened(t, 1)
  const usual = await ask((await open(t, mixed, { cache })).running, 'mp', { path })
  let failures = 0
  for (let request = 0; request < requests; request += 1) {
    const arrived = await bare(running)
    try {
      readNaively(arrived)
    } catch {
      failures += 1
    }
    const { status, headers } = await ask(running, 'mp', { path })
    t.equal(status, 200)
    t.equal(headers['content-type']?.trimEnd(), usual.headers['content-type'])
  }
  t.ok(failures > 0 && failures < requests, `${failures} of ${requests}`)
})

const unseen = { behavedUnusually: () => undefined }

/** What happens to a client's connection, kind by kind. */
function drawnBy(servers: UnusualServers, client: string): boolean[] {
  const unusually = servers('mp http', client, unseen)
  return unusualBehaviourNames.flatMap((kind) =>
    [kind, kind, kind].map((again) => unusually(again) !== undefined),
  )
}

void t.test('of too many clients the one that was away for longest is counted anew', (t) => {
  const others = Array.from({ length: limits.unusualClients.value }, (_, index) => `client ${index}`)
  const servers = createUnusualServers({ seed: 1 })
  drawnBy(servers, 'first')
  for (const other of others) servers('mp http', other, unseen)
  const anew = createUnusualServers({ seed: 1 })
  for (const one of ['another', ...others]) anew('mp http', one, unseen)
  t.strictSame(drawnBy(servers, 'first'), drawnBy(anew, 'new'), 'as the first connection of a new client')
  t.end()
})
