import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import t, { type Test } from 'tap'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import type { AttemptEnded, RecordedEvent } from '../../sim/evidence/recording/event.ts'
import type { HierarchyInput, SiteSystemRole } from '../../sim/index.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { hierarchyPki } from '../../sim/network/hierarchy-pki.ts'
import { createClock } from '../../sim/network/open-context.ts'
import { openListener } from '../../sim/points/listener/listener.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'

const cache = newFolder(t)

const written: HierarchyInput = {
  packages: [{ id: 'PKG00001', size: '1 KiB' }],
  sites: [
    {
      code: 'MIX',
      mode: 'mixed',
      publishToDns: true,
      boundaries: [{ subnet: '10.1.0.0/16' }],
      systems: [
        { name: 'mp', roles: ['management-point'] },
        { name: 'dp', roles: ['standard-distribution-point'], packages: ['PKG00001'], httpTransfer: false },
        { name: 'pxe', roles: ['pxe-service-point'] },
        { name: 'shv', roles: ['system-health-validator-point'] },
      ],
    },
  ],
  clients: [
    { name: 'PC', assignedSite: 'MIX', at: { address: '10.1.0.1' } },
    { name: 'LONE', assignedSite: 'MIX', activeDirectory: false, wins: true, at: { address: '10.1.0.2' } },
    { name: 'NAMED', assignedSite: 'MIX', activeDirectory: false, dnsSuffix: 'sitemode.test' },
  ],
}

const events: RecordedEvent[] = []
const { running } = await open(t, written, { cache, journal: (event) => events.push(event), timeout: 500 })

async function attemptsOf(act: () => Promise<unknown>): Promise<AttemptEnded[]> {
  const before = events.length
  await act()
  return events.slice(before).filter((event) => event.type === 'attempt')
}

const contacts: readonly [SiteSystemRole, number, number | null][] = [
  ['management-point', 1, 200],
  // Negotiation, two for the sign-in, the share, the directory opened, listed to its end and closed, its file opened, read
  // and closed, and the farewells.
  ['standard-distribution-point', 13, null],
  // The offer, the name of the boot program, and the last block of it.
  ['pxe-service-point', 3, null],
  ['system-health-validator-point', 1, null],
]

for (const [role, replies, status] of contacts) {
  void t.test(`a ${role} counts its replies before the client has them`, async (t) => {
    const line = (await attemptsOf(() => running.client('PC').contact(role))).at(-1)
    t.match(line?.attempt, { outcome: 'answered', contradiction: null })
    t.match(line?.server, { replies, status, spoilt: false, clientCertificate: null })
    t.equal(line?.server?.listener?.fqdn, line?.attempt.system)
  })
}

void t.test('the directory and the name servers count theirs', async (t) => {
  const lines = [
    ...(await attemptsOf(() => running.client('PC').start())),
    ...(await attemptsOf(() => running.client('LONE').requestPolicy())),
    ...(await attemptsOf(() => running.client('NAMED').requestPolicy())),
  ]
  for (const protocol of ['ldap', 'dns', 'wins']) {
    const line = lines.find(({ attempt }) => attempt.protocol === protocol)
    t.match(
      line,
      { attempt: { outcome: 'answered' }, server: { listener: { fqdn: line?.attempt.system } } },
      protocol,
    )
    t.ok((line?.server?.replies ?? 0) >= 1)
  }
})

void t.test('a fault takes the reply of a listener', async (t) => {
  const contact = () => running.client('PC').contact('management-point')
  await running.break('mp', 'garbage-answer')
  const line = (await attemptsOf(contact)).at(-1)
  t.match(line, { attempt: { outcome: 'failed' }, server: { replies: 0, spoilt: true } })
  await running.break('mp', '403.6')
  const refused = (await attemptsOf(contact)).at(-1)
  t.match(refused?.server, { replies: 1, status: 403, substatus: 6, spoilt: false })
  await running.repair('mp')
})

const { hierarchy } = parseHierarchy({
  sites: [{ code: 'NAT', mode: 'native', systems: [{ name: 'mp', roles: ['management-point'] }] }],
  clients: [{ name: 'PC', assignedSite: 'NAT' }],
})
const clock = createClock()
const pki = hierarchyPki(hierarchy, clock, { cache })
const [[mp], [pc], { root }] = [
  hierarchy.sites.flatMap(({ systems }) => systems),
  hierarchy.clients,
  await pki.authorities(),
]
if (!mp || !pc) throw new Error('the hierarchy has both')
const [ofServer, ofClient] = [await pki.webServer(mp, 'good'), await pki.client(pc, 'good')]

async function listening(t: Test, version: '1.2' | '1.3') {
  const recorder = createRecorder()
  const listener = await openListener({
    ...{ address: '127.0.0.1', port: 0, protocol: 'https', fqdn: mp?.fqdn ?? '', recorder },
    answer: (_request, response) => response.end(),
    tls: {
      ...{ clientCertificate: 'require', refusal: 'handshake' },
      material: () =>
        Promise.resolve({
          ...{ profile: { ...hierarchy.tls, version }, ...ofServer, weak: false, root, now: clock.now },
          revocation: { check: () => Promise.resolve(undefined), forget: () => undefined },
          describe: () => {
            throw new Error('nothing is wrong with it')
          },
        }),
    },
  })
  t.teardown(() => listener.close())
  return { recorder, port: listener.port }
}

/** Shakes hands, with the client's bytes as `changed` has them; resolves to the server's view at the end of it. */
async function shakeHands(t: Test, version: '1.2' | '1.3', changed?: (bytes: Buffer) => Buffer) {
  const { recorder, port } = await listening(t, version)
  const tcp = connect({ host: '127.0.0.1', port })
  await once(tcp, 'connect')
  const ends = {
    ...{ clientAddress: '127.0.0.1', clientPort: tcp.localPort ?? 0 },
    ...{ serverAddress: '127.0.0.1', serverPort: port },
  }
  const socket = connectTls({
    ...{
      socket: changed ? changing(tcp, changed) : tcp,
      cert: ofClient.certificate,
      key: ofClient.key,
      ca: root,
    },
    servername: mp?.fqdn ?? '',
  })
  socket.on('error', () => undefined)
  socket.write('GET / HTTP/1.1\r\nHost: mp\r\n\r\n')
  await Promise.race([once(socket, 'data').catch(() => undefined), once(tcp, 'close')])
  const view = recorder.serverView(ends)
  socket.destroy()
  tcp.destroy()
  return view
}

function changing(tcp: Socket, changed: (bytes: Buffer) => Buffer): Duplex {
  const stream = new Duplex({
    read: () => undefined,
    write: (bytes: Buffer, _encoding, done) => void tcp.write(changed(bytes), done),
  })
  tcp.on('data', (bytes) => stream.push(bytes))
  tcp.on('close', () => stream.destroy())
  tcp.on('error', () => undefined)
  return stream
}

/** The record of a handshake, and its message that proves by a signature that the client has the certificate's key. */
const [handshake, certificateVerify] = [22, 15]

/** Spoils the signature in TLS 1.2, where it goes over the network in the clear. Takes whole records, and keeps the rest. */
function withoutProof(): (bytes: Buffer) => Buffer {
  let kept = Buffer.alloc(0)
  return (bytes) => {
    kept = Buffer.concat([kept, bytes])
    let record = 0
    for (let end = endOfRecord(kept, 0); end <= kept.length; end = endOfRecord(kept, record)) {
      if (kept[record] === handshake) spoilProof(kept.subarray(record + 5, end))
      record = end
    }
    const whole = kept.subarray(0, record)
    kept = kept.subarray(record)
    return whole
  }
}

function endOfRecord(bytes: Buffer, at: number): number {
  return at + 5 > bytes.length ? Infinity : at + 5 + bytes.readUInt16BE(at + 3)
}

/** A record has one message of the handshake, or several; a sealed one has none that can be read. */
function spoilProof(record: Buffer): void {
  for (let at = 0; at + 4 <= record.length; at += 4 + record.readUIntBE(at + 1, 3)) {
    const last = at + 3 + record.readUIntBE(at + 1, 3)
    if (record[at] === certificateVerify && last < record.length) record[last] = record.readUInt8(last) ^ 1
  }
}

void t.test('a certificate counts once the signature with its key is verified', async (t) => {
  for (const version of ['1.2', '1.3'] as const) {
    t.match(await shakeHands(t, version), { clientCertificate: 'verified', replies: 0, end: null }, version)
  }
  const view = await shakeHands(t, '1.2', withoutProof())
  t.match(view, { clientCertificate: null, replies: 0, end: { stage: 'tls' } })
})
