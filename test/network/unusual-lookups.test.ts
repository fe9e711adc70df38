import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import packet from 'dns-packet'
import { Client } from 'ldapts'
import t, { type Test } from 'tap'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { createUnusualServers, type UnusualServers } from '../../sim/net/unusual.ts'
import { openDomainController } from '../../sim/points/domain-controller/domain-controller.ts'
import { publishedDirectory } from '../../sim/points/domain-controller/published-directory.ts'
import { scriptedRows } from '../../sim/vocabulary/misbehaviour.ts'
import type { UnusualBehaviour } from '../../sim/vocabulary/unusual.ts'
import { contoso } from '../points/domain-controller-of-contoso.ts'
import { newFolder } from '../new-folder.ts'
import { open } from './opened.ts'

const again = 12

/** Servers that behave in one unusual way, and how often they did. */
function counted(only: UnusualBehaviour): { unusual: UnusualServers; happened: () => number } {
  let happened = 0
  const servers = createUnusualServers({ seed: 3, only: [only] })
  return {
    unusual: (listener, client, side) =>
      servers(listener, client, {
        behavedUnusually(behaviour) {
          happened += 1
          side.behavedUnusually(behaviour)
        },
      }),
    happened: () => happened,
  }
}

const [fqdn, domain] = ['dc1.contoso.test', 'contoso.test']

async function openDirectory(t: Test, unusual?: UnusualServers) {
  const { address, port, close } = await openDomainController({
    ...{ address: '127.0.0.1', port: 0, fqdn, domain, recorder: createRecorder() },
    entries: () => publishedDirectory(contoso, domain),
    accounts: () => [],
    behaviour: { unusual },
  })
  t.teardown(close)
  return { url: `ldap://${address}:${port}` }
}

type Found = Awaited<ReturnType<Client['search']>>['searchEntries']

/** By a client that is not ours. */
async function find(url: string): Promise<Found> {
  const client = new Client({ url })
  const { searchEntries } = await client.search('CN=System Management,CN=System,DC=contoso,DC=test', {
    filter: '(objectClass=*)',
  })
  await client.unbind()
  return searchEntries
}

/** Without what has no meaning: the order, and the case of names. */
function meaningOf(entries: Found): unknown {
  return entries
    .map((entry) =>
      Object.entries(entry)
        .map(([name, values]) => [name.toLowerCase(), [values].flat().map(String).sort()])
        .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
    )
    .map((entry) => JSON.stringify(entry))
    .sort()
}

for (const kind of ['entry-order', 'attribute-order', 'attribute-case'] as const) {
  void t.test(`${kind} changes what a search returns, and not what it means`, async (t) => {
    const usual = await find((await openDirectory(t)).url)
    t.ok(usual.length > 3)
    const { unusual, happened } = counted(kind)
    const { url } = await openDirectory(t, unusual)
    let different = 0
    for (let search = 0; search < again; search += 1) {
      const found = await find(url)
      t.strictSame(meaningOf(found), meaningOf(usual))
      if (JSON.stringify(found) !== JSON.stringify(usual)) different += 1
    }
    t.ok(happened() > 0 && different > 0, `${happened()} times, ${different} seen`)
  })
}

void t.test('long-lengths are read by a client that is not ours', async (t) => {
  const usual = await find((await openDirectory(t)).url)
  const { unusual, happened } = counted('long-lengths')
  const { url } = await openDirectory(t, unusual)
  for (let search = 0; search < again; search += 1) t.strictSame(await find(url), usual)
  t.ok(happened() > 0)
})

for (const kind of scriptedRows.ldap.unusual) {
  void t.test(`${kind} of the search that a script names, and of no other`, async (t) => {
    const { running } = await open(
      t,
      {
        domain,
        sites: ['ONE', 'TWO'].map((code) => ({
          code,
          mode: 'mixed',
          systems: [{ name: `mp-${code.toLowerCase()}`, roles: ['management-point'] }],
        })),
      },
      { cache: newFolder(t) },
    )
    running.misbehave({
      ...{ name: 'second', system: 'dc', protocol: 'ldap', operation: 'search' },
      ...{ requests: { nth: 2 }, unusual: kind },
    })
    const { address, urls } = running.domainController
    const port = new URL(urls.find((url) => url.startsWith('ldap:')) ?? '').port
    const url = `ldap://${address}:${port}`
    const [first, second, third] = [await find(url), await find(url), await find(url)]
    t.strictSame(third, first)
    t.strictSame(meaningOf(second), meaningOf(first))
    t.equal(JSON.stringify(second) === JSON.stringify(first), kind === 'long-lengths')
    while (running.connections.length < 3) await running.nextConnection()
    t.strictSame(
      running.connections.map(({ unusual }) => unusual),
      [undefined, [kind], undefined],
      'the connection tells of it',
    )
  })
}

void t.test('no-additional-records leaves an answer as it is, and what is beside it out', async (t) => {
  const { running } = await open(
    t,
    {
      domain,
      sites: [
        {
          code: 'MIX',
          mode: 'mixed',
          publishToDns: true,
          systems: [{ name: 'mp', roles: ['management-point'] }],
        },
      ],
      unusual: { seed: 3, only: ['no-additional-records'] },
    },
    { cache: newFolder(t) },
  )
  const { address, urls } = running.nameServers
  const port = Number(new URL(urls.find((url) => url.startsWith('dns:')) ?? '').port)
  const beside: number[] = []
  for (let question = 0; question < again; question += 1) {
    const socket = createSocket('udp4')
    const name = `_mssms_mp_mix._tcp.${domain}`
    socket.send(packet.encode({ type: 'query', id: 7, questions: [{ type: 'SRV', name }] }), port, address)
    const [bytes] = (await once(socket, 'message')) as [Buffer]
    socket.close()
    const { answers = [], additionals = [] } = packet.decode(bytes)
    t.equal(answers.length, 1)
    beside.push(additionals.length)
  }
  t.strictSame([...new Set(beside)].sort(), [0, 1])
})
