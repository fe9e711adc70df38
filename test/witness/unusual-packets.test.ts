import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Journal } from '../../sim/evidence/recording/event.ts'
import { packetFile, startHierarchy, type HierarchyInput } from '../../sim/index.ts'
import type { UnusualBehaviour } from '../../sim/vocabulary/unusual.ts'
import { newFolder } from '../new-folder.ts'
import { lacks, run } from './run-program.ts'

// What a program that we did not write sees on the wire of servers that behave unusually.

const ids = ['MIX00001', 'MIX00002', 'MIX00003', 'MIX00004', 'MIX00005', 'MIX00006']
const times = 8

const described: HierarchyInput = {
  sites: [
    {
      code: 'MIX',
      mode: 'mixed',
      systems: [
        {
          name: 'dp',
          roles: ['standard-distribution-point'],
          packages: ids,
          anonymousAccess: true,
        },
      ],
    },
    {
      code: 'NAT',
      mode: 'native',
      boundaries: [{ subnet: '10.1.0.0/16' }],
      systems: [{ name: 'dp.nat', roles: ['standard-distribution-point'], packages: ['MIX00001'] }],
    },
  ],
  clients: [{ name: 'PC', assignedSite: 'NAT', at: { address: '10.1.0.7' } }],
  packages: ids.map((id) => ({ id })),
}

/** A hierarchy in which one kind happens, and how often it did; `packets` closes it, and has tshark read what was sent. */
async function opened(t: Test, kind: UnusualBehaviour) {
  const blocks: Buffer[] = []
  let happened = 0
  const count = (unusual: UnusualBehaviour[] = []): void => {
    if (unusual.includes(kind)) happened += 1
  }
  const journal: Journal = (event) => {
    if (event.type === 'attempt') count(event.server?.unusual)
    if (event.type === 'connection') count(event.connection.unusual)
  }
  const running = await startHierarchy(described, {
    ...{ cache: newFolder(t), journal, unusual: { seed: 3, only: [kind] } },
    packets: packetFile((bytes) => blocks.push(bytes)),
  })
  t.teardown(() => running.close())
  return {
    running,
    happened: () => happened,
    /** The values of a field in the packets that pass a filter, by the number of their connection. */
    async packets(filter: string, field: string): Promise<string[][]> {
      await running.close()
      const file = join(newFolder(t), 'packets.pcapng')
      writeFileSync(file, Buffer.concat(blocks))
      const { status, stdout, stderr } = await run('tshark', [
        ...['-r', file, '-Y', filter, '-T', 'fields', '-e', 'tcp.stream', '-e', field],
        ...['-d', 'tcp.port==8445,nbss', '-E', 'aggregator=,'],
      ])
      t.equal(status, 0, stderr)
      const streams = new Map<string, string[]>()
      for (const line of stdout.toString().split('\n').filter(Boolean)) {
        const [stream = '', values = ''] = line.split('\t')
        streams.set(stream, [...(streams.get(stream) ?? []), ...values.split(',').filter(Boolean)])
      }
      return [...streams.values()].filter((values) => values.length > 0)
    },
  }
}

const skip = lacks('tshark', '-v')

void t.test('small-records', { skip }, async (t) => {
  const { running, happened, packets } = await opened(t, 'small-records')
  const client = running.client('PC')
  for (let time = 0; time < times; time += 1)
    t.equal((await client.contact('standard-distribution-point', { system: 'dp.nat' })).outcome, 'answered')
  const records = await packets('tls.record.content_type == 23 && tcp.srcport == 8443', 'tls.record.length')
  const longest = records.map((lengths) => Math.max(...lengths.map(Number)))
  // 512 bytes, and what TLS 1.2 adds to them: 8 bytes of a nonce and 16 of a tag.
  t.equal(longest.length, times)
  t.equal(longest.filter((length) => length <= 512 + 24).length, happened(), longest.join(' '))
  t.ok(happened() > 0 && happened() < times)
})

const withSmbclient = { skip: skip || lacks('smbclient', '--version') }

/** Lists the share, once for each connection. */
async function listed(t: Test, kind: UnusualBehaviour) {
  const hierarchy = await opened(t, kind)
  const { address = '' } = hierarchy.running.systems.find(({ name }) => name === 'dp') ?? {}
  for (let time = 0; time < times; time += 1) {
    const { status } = await run('smbclient', [
      ...['--configfile', '/dev/null', '-p', '8445', '-N', `//${address}/SMSPKGC$`, '-c', 'ls'],
    ])
    t.equal(status, 0)
  }
  return hierarchy
}

void t.test('few-credits', withSmbclient, async (t) => {
  const { happened, packets } = await listed(t, 'few-credits')
  const credits = await packets('smb2.flags.response == 1', 'smb2.credits.granted')
  const most = credits.map((granted) => Math.max(...granted.map(Number)))
  t.equal(most.length, times)
  t.equal(most.filter((granted) => granted <= 4).length, happened(), most.join(' '))
  t.ok(happened() > 0 && happened() < times)
})

void t.test('list-order', withSmbclient, async (t) => {
  const { happened, packets } = await listed(t, 'list-order')
  const names = await packets('smb2.flags.response == 1 && smb2.cmd == 14', 'smb2.filename')
  const orders = names.map((listing) => listing.filter((name) => ids.includes(name)))
  t.equal(orders.length, times)
  for (const order of orders) t.strictSame([...order].sort(), ids, 'the same names')
  t.equal(orders.filter((order) => order.join() !== ids.join()).length, happened())
  t.ok(happened() > 0 && happened() < times)
})
