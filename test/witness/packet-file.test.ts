import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { packetFile } from '../../sim/index.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'
import { lacks, run } from './run-program.ts'

const skip = lacks('tshark', '-v')
const cache = newFolder(t)

const names = ['frame.protocols', 'frame.comment', 'tcp.stream', 'http.request.uri'] as const

/** What tshark reads in each packet, without any setting by which it would be told what a file holds. */
async function packetsIn(file: string): Promise<Record<(typeof names)[number], string>[]> {
  const { status, stdout, stderr } = await run('tshark', [
    ...['-r', file, '-T', 'fields', ...names.flatMap((name) => ['-e', name])],
    // Ports that no other program has tell it nothing.
    ...['-d', 'tcp.port==8445,nbss'],
  ])
  if (status !== 0) throw new Error(stderr)
  const lines = stdout.toString().split('\n')
  return lines
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))
    .map(([protocols = '', comment = '', stream = '', uri = '']) => ({
      'frame.protocols': protocols,
      'frame.comment': comment,
      'tcp.stream': stream,
      'http.request.uri': uri,
    }))
}

for (const version of ['1.2', '1.3'] as const) {
  void t.test(`tshark reads every protocol of a run by itself, TLS ${version}`, { skip }, async (t) => {
    const file = join(newFolder(t), 'run.pcapng')
    const blocks: Buffer[] = []
    const { running } = await open(
      t,
      {
        domain: 'contoso.test',
        tls: { version },
        sites: [
          {
            code: 'NAT',
            mode: 'native',
            systems: [
              { name: 'mp', roles: ['management-point'] },
              { name: 'boot', roles: ['pxe-service-point'] },
              { name: 'health', roles: ['system-health-validator-point'] },
              { name: 'branch', roles: ['branch-distribution-point'] },
            ],
          },
        ],
        clients: [
          { name: 'PC', assignedSite: 'NAT' },
          { name: 'EXPIRED', assignedSite: 'NAT', certificate: 'expired' },
        ],
      },
      { cache, packets: packetFile((bytes) => blocks.push(bytes)) },
    )
    const [pc, expired] = ['PC', 'EXPIRED'].map((name) => running.client(name)) as [
      ReturnType<typeof running.client>,
      ReturnType<typeof running.client>,
    ]
    const good = await pc.contact('management-point')
    t.equal(good.outcome, 'answered')
    const bad = await expired.contact('management-point')
    t.equal(bad.diagnosis, 'client-certificate-expired')
    for (const role of [
      'pxe-service-point',
      'system-health-validator-point',
      'branch-distribution-point',
    ] as const)
      t.equal((await pc.contact(role)).outcome, 'answered', role)
    await running.close()
    writeFileSync(file, Buffer.concat(blocks))

    const seen = await packetsIn(file)
    const overTls = seen.filter((packet) => packet['frame.protocols'].endsWith(':tls:http'))
    t.match(
      overTls.filter((packet) => packet['http.request.uri'] !== ''),
      [{ 'http.request.uri': /MPLIST/, 'frame.comment': `attempt ${good.id}: answered` }],
      'decrypted, with the id of the attempt',
    )
    const refusedIn = seen
      .filter((packet) => packet['frame.comment'] === `attempt ${bad.id}: client-certificate-expired`)
      .map((packet) => packet['tcp.stream'])
    t.equal(new Set(refusedIn).size, 1)
    for (const protocol of ['dhcp', 'tftp', 'radius', 'smb2'])
      t.ok(
        seen.some((packet) => packet['frame.protocols'].split(':').includes(protocol)),
        protocol,
      )

    const checked = ['ip', 'tcp', 'udp'].flatMap((name) => ['-o', `${name}.check_checksum:TRUE`])
    const told = await run('tshark', ['-q', '-r', file, ...checked, '-z', 'expert,warn', '-z', 'hosts'])
    const lines = told.stdout.toString().split('\n')
    for (const name of ['mp.contoso.test', 'PC.contoso.test'])
      t.ok(
        lines.some((line) => line.endsWith(`\t${name}`)),
        name,
      )
    const complaints = lines.filter((line) => /^ +\d+ /.test(line))
    // Which is no fault of the file: that is how connections end.
    t.strictSame(
      complaints.filter((line) => !line.includes('Connection reset (RST)')),
      [],
    )
  })
}
