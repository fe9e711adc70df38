import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { packetFile } from '../../sim/index.ts'
import { newFolder } from '../new-folder.ts'
import { matrix, twoModes } from '../scenario/two-modes.ts'
import { capture, flowsOf } from './capture.ts'
import { disagreements, networksOf, type TimedEvent } from './captured-run.ts'
import { lacks, run } from './run-program.ts'

const skip = lacks('tshark', '-v')
const cache = newFolder(t)

/** What went in each direction between two ports, as hexadecimal digits: of TCP in one piece, of UDP in datagrams. */
async function payloads(file: string, network: string): Promise<Map<string, string>> {
  const args = [
    ...['-n', '-r', file, '-Y', `ip.addr == ${network} && !icmp && !tcp.analysis.retransmission`],
    ...['-T', 'fields', ...names.flatMap((name) => ['-e', name])],
  ]
  const { status, stdout, stderr } = await run('tshark', args, '', longest)
  if (status !== 0) throw new Error(stderr)
  const said = new Map<string, string>()
  for (const line of stdout.toString().split('\n')) {
    const [from = '', tcpFrom = '', udpFrom = '', to = '', tcpTo = '', udpTo = '', tcp = '', udp = ''] =
      line.split('\t')
    if (tcp === '' && udp === '') continue
    const isTcp = tcp !== ''
    const bytes = isTcp ? tcp : `${udp} `
    const key = isTcp ? `tcp ${from}:${tcpFrom} ${to}:${tcpTo}` : `udp ${from}:${udpFrom} ${to}:${udpTo}`
    said.set(key, (said.get(key) ?? '') + bytes)
  }
  return said
}

/** Milliseconds until tshark is cut off. */
const longest = 300_000

const names = ['ip.src', 'tcp.srcport', 'udp.srcport', 'ip.dst', 'tcp.dstport', 'udp.dstport'].concat(
  'tcp.payload',
  'udp.payload',
)

for (const version of ['1.2', '1.3'] as const) {
  void t.test(
    `the packets of a matrix agree with its recording and with a capture made beside it, TLS ${version}`,
    { skip },
    async (t) => {
      const folder = newFolder(t)
      const [own, beside, keys] = ['own.pcapng', 'beside.pcapng', 'no.keys'].map((name) =>
        join(folder, name),
      ) as [string, string, string]
      writeFileSync(keys, '')
      const capturing = await capture(t, beside)
      const [blocks, events]: [Buffer[], TimedEvent[]] = [[], []]
      const hierarchy = await twoModes({ version })
      const result = await matrix(hierarchy, {
        cache,
        packets: packetFile((bytes) => blocks.push(bytes)),
        journal: (event) => events.push({ at: Date.now(), ...event }),
      })
      t.equal(result.summary.disagree, 0)
      events.push({ type: 'ended', durationMs: 0, at: Date.now() })
      await capturing?.stop()
      writeFileSync(own, Buffer.concat(blocks))

      const networks = networksOf(events)
      const flows = await flowsOf(own, keys, networks)
      t.ok(flows.some(({ clientCertificate }) => clientCertificate))
      t.ok(flows.some(({ refused }) => refused))
      t.strictSame(disagreements(events, flows), [])

      if (!capturing) {
        t.comment('tshark may not capture here')
        return
      }
      const [network = ''] = networks
      const [ours, theirs] = await Promise.all([own, beside].map((file) => payloads(file, network)))
      t.strictSame([...(ours?.keys() ?? [])].sort(), [...(theirs?.keys() ?? [])].sort())
      let whole = 0
      for (const [way, said] of ours ?? []) {
        const captured = theirs?.get(way) ?? ''
        if (captured === said) whole += 1
        // A server that hangs up reads no more of what its client goes on to say.
        else t.ok(captured.startsWith(said) && isToServer(way), way)
      }
      t.ok(whole > 200, `${whole} of ${ours?.size} are the same to the last byte`)
    },
  )
}

/** Clients have addresses above those of systems. */
function isToServer(way: string): boolean {
  const [from = 0, to = 0] = [...way.matchAll(/127\.\d+\.(\d+)\./g)].map(([, third]) => Number(third))
  return from > to
}
