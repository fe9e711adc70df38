import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { FaultError, openHierarchy, type RunningHierarchy } from '../../sim/network/running-hierarchy.ts'
import type { HierarchyInput } from '../../sim/index.ts'
import { lacks, run } from '../witness/run-program.ts'
import { newFolder } from '../new-folder.ts'
import { open } from './opened.ts'

const directory = newFolder(t)
const cache = join(directory, 'cache')

const site = (version: '1.2' | '1.3'): HierarchyInput => ({
  tls: { version },
  sites: [
    {
      code: 'NAT',
      mode: 'native',
      systems: [
        { name: 'mp', roles: ['management-point'] },
        { name: 'fsp', roles: ['fallback-status-point'] },
        { name: 'silent-role', roles: ['branch-distribution-point'] },
        { name: 'shv', roles: ['system-health-validator-point'] },
      ],
    },
  ],
  clients: [
    { name: 'PC', assignedSite: 'NAT' },
    { name: 'OTHER', assignedSite: 'NAT' },
  ],
})

const outcomeOf = async (running: RunningHierarchy, client = 'PC'): Promise<string> => {
  const { outcome, diagnosis } = await running.client(client).contact('management-point')
  return diagnosis ?? outcome
}

void t.test('a fault is switched on, takes the place of another, and is switched off', async (t) => {
  const { running } = await open(t, site('1.2'), { cache })
  t.equal(await outcomeOf(running), 'answered')
  await running.break('mp', '503')
  t.equal(await outcomeOf(running), 'service-unavailable')
  await running.break('MP.sitemode.test', 'not-listening')
  t.equal(await outcomeOf(running), 'nothing-listens')
  await running.break('mp', 'name-not-resolved')
  t.equal(await outcomeOf(running), 'name-not-resolved')
  await running.repair('mp')
  t.equal(await outcomeOf(running), 'answered')
  await running.repair('mp')
  t.equal(await outcomeOf(running), 'answered', 'what is not broken stays as it is')
})

void t.test('an impossible fault is refused, with a reason', async (t) => {
  const { running } = await open(t, site('1.2'), { cache })
  const says = async (act: Promise<void>): Promise<string> =>
    act.then(
      () => 'nothing',
      (error: unknown) => (error instanceof FaultError ? error.message : `defect: ${String(error)}`),
    )
  t.match(await says(running.break('nobody', 'reset')), 'the hierarchy has no site system nobody')
  t.match(
    await says(running.break('fsp', 'reset-in-handshake')),
    'fsp cannot break by reset-in-handshake: port 8080',
  )
  t.match(await says(running.break('mp', 'https-on-http-port')), 'port 8443 speaks HTTPS')
  t.match(
    await says(running.break('silent-role', 'reset-in-handshake')),
    'port 8445 speaks SMB, and reset-in-handshake is a fault of TLS',
  )
  t.match(await says(running.break('silent-role', '503')), 'port 8445 speaks SMB, and 503 is a fault of HTTP')
  t.match(await says(running.break('shv', 'reset')), 'has no connections that could break')
  t.equal(await says(running.break('ns', 'reset', 'ldap')), 'ns has no port for LDAP')
  t.equal(await says(running.break('mp', 'reset', 'smb')), 'mp has no port for SMB')
  t.equal(await says(running.break('mp', 'reset', 'http')), 'mp has no port for HTTP')
  t.match(await says(running.break('mp', '503', 'https')), 'nothing')
  await running.repair('mp')
  t.match(
    await says(running.break('mp', 'name-not-resolved', 'https')),
    'mp has one name for all protocols, and name-not-resolved is a fault of it',
  )
  t.match(await says(running.break('mp', 'list-expired')), 'no listener of a site system has this fault')
  t.equal(await outcomeOf(running), 'answered', 'and nothing has broken')
})

void t.test('shares and the directory break as web servers do', async (t) => {
  const { running } = await open(t, site('1.2'), { cache, timeout: 500 })
  const share = async (): Promise<string> => {
    const { outcome, diagnosis, server_end } = await running.client('PC').contact('branch-distribution-point')
    return `${diagnosis ?? outcome} ${server_end?.stage ?? ''} ${server_end?.code ?? ''}`.trim()
  }
  t.equal(await share(), 'answered')
  await running.break('silent-role', 'reset')
  t.equal(await share(), 'connection-reset connect SENT_RESET')
  await running.break('silent-role', 'silent')
  t.equal(await share(), 'server-silent connect SENT_NOTHING')
  await running.break('silent-role', 'not-listening')
  t.equal(await share(), 'nothing-listens connect NOT_LISTENING')
  await running.break('silent-role', 'garbage-answer')
  t.equal(await share(), 'answer-garbage smb SENT_GARBAGE')
  await running.repair('silent-role')
  t.equal(await share(), 'answered')

  const directory = async (): Promise<(string | undefined)[]> => {
    const before = running.attempts.length
    await running.client('OTHER').assign('NAT')
    const attempts = running.attempts.slice(before).filter(({ protocol }) => protocol === 'ldap')
    return attempts.map(({ diagnosis, server_end }) => diagnosis ?? server_end?.code)
  }
  await running.break('dc', 'closed')
  t.strictSame(new Set(await directory()), new Set(['connection-closed']))
  await running.repair('dc')
  t.strictSame(new Set(await directory()), new Set([undefined]))
})

void t.test('one protocol of a system breaks alone', async (t) => {
  const { running } = await open(
    t,
    {
      packages: [{ id: 'NAT00001', version: 1, size: 1000 }],
      sites: [
        {
          code: 'NAT',
          mode: 'native',
          systems: [
            { name: 'mp', roles: ['management-point'] },
            {
              name: 'both',
              roles: ['standard-distribution-point', 'fallback-status-point'],
              packages: ['NAT00001'],
            },
          ],
        },
      ],
      clients: [{ name: 'PC', assignedSite: 'NAT' }],
    },
    { cache },
  )
  const client = running.client('PC')
  const says = async (): Promise<string[]> => {
    const byWeb = await client.contact('standard-distribution-point')
    const byHttp = await client.contact('fallback-status-point')
    const byShare = await client.contact('standard-distribution-point', { force: true, protocol: 'smb' })
    return [byHttp, byWeb, byShare].map(({ diagnosis, outcome }) => diagnosis ?? outcome)
  }
  t.strictSame(await says(), ['answered', 'answered', 'answered'])
  await running.break('both', 'closed', 'smb')
  t.strictSame(await says(), ['answered', 'answered', 'connection-closed'])
  await running.break('both', '503', 'http')
  t.strictSame(await says(), ['service-unavailable', 'answered', 'answered'], 'in place of the other')
  await running.break('both', 'closed')
  t.strictSame(await says(), ['connection-closed', 'connection-closed', 'answered'])
  await running.repair('both')
  await running.break('both', 'not-listening', 'https')
  t.strictSame(await says(), ['answered', 'nothing-listens', 'answered'])
  await running.repair('both')
  t.strictSame(await says(), ['answered', 'answered', 'answered'])
})

void t.test('a port is closed while a connection to it is open', async (t) => {
  const { running } = await open(t, site('1.2'), { cache })
  const idle = connect({ host: running.systems[0]?.address ?? '', port: 8443 })
  t.teardown(() => idle.destroy())
  await new Promise((resolve) => idle.once('connect', resolve))
  await running.break('mp', 'not-listening')
  t.equal(await outcomeOf(running), 'nothing-listens')
  await running.repair('mp')
  t.equal(await outcomeOf(running), 'answered')
})

void t.test('another program takes the place of a system, and is heard by no listener', async (t) => {
  const { running } = await open(t, site('1.2'), { cache })
  const contact = () => running.client('PC').contact('fallback-status-point')
  const byOther = { server_end: { code: 'OTHER_PROGRAM', witnessed: false }, contradiction: null }
  t.match(await contact(), { outcome: 'answered', server_end: null })
  await running.replace('FSP.sitemode.test')
  t.match(await contact(), { outcome: 'failed', client_end: { code: 'ECONNREFUSED' }, ...byOther })
  const { address = '' } = running.systems.find(({ name }) => name === 'fsp') ?? {}
  const other = createServer((request, response) => request.resume().on('end', () => response.end()))
  await new Promise<void>((resolve) => other.listen(8080, address, resolve))
  t.match(await contact(), { outcome: 'answered', status: 200, ...byOther })
  await new Promise((resolve) => other.close(resolve).closeAllConnections())
  await running.repair('fsp')
  t.match(await contact(), { outcome: 'answered', server_end: null })
  t.equal(await outcomeOf(running), 'answered', 'no other system is concerned')
  await t.rejects(running.replace('other'), FaultError)
  t.strictSame(await running.strayConnections(), [])
})

void t.test('a system that is silent or slow keeps no close and no repair waiting', async (t) => {
  for (const fault of [
    'silent',
    'silent-in-handshake',
    'silent-after-request',
    'silent-in-answer',
    'slow',
  ] as const) {
    const { running } = await open(t, site('1.2'), { cache })
    await running.break('mp', fault)
    const attempt = running.client('PC').contact('management-point')
    await connected(running)
    await running.close()
    t.equal((await attempt).outcome, 'failed', fault)
  }
})

/** Resolves once a connection of our own has been opened and ended. */
function connected({ systems }: RunningHierarchy): Promise<void> {
  const address = systems[0]?.address ?? ''
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: 8443 }, () => socket.destroy())
    socket.on('error', () => undefined)
    socket.on('close', () => resolve())
  })
}

for (const version of ['1.2', '1.3'] as const) {
  void t.test(`TLS ${version}: revoked in mid-run, and refused at the next handshake`, async (t) => {
    const { running } = await open(t, site(version), { cache })
    t.equal(await outcomeOf(running), 'answered')
    running.revoke({ client: 'PC', cachedLists: 'keep' })
    t.equal(await outcomeOf(running), 'answered', 'the list from before is still good')
    running.revoke({ client: 'PC' })
    t.equal(await outcomeOf(running), 'client-certificate-revoked', 'within one handshake')
    t.equal(await outcomeOf(running, 'OTHER'), 'answered')
    running.revoke({ system: 'mp' })
    t.equal(await outcomeOf(running, 'OTHER'), 'server-certificate-revoked')
    t.throws(() => running.revoke({ client: 'NOBODY' }), /no client NOBODY/)
    t.throws(() => running.revoke({ system: 'nobody' }), /no site system nobody/)
  })

  void t.test(`TLS ${version}: no session is resumed`, { skip: lacks('openssl', 'version') }, async (t) => {
    const { running, pki } = await open(t, site(version), { cache })
    const reconnected = await reconnect(t, running, pki, version)
    t.match(reconnected, /^New, /m)
    t.notMatch(reconnected, /^Reused, /m)
  })
}

/** The report of `openssl s_client` on one handshake and on a second that offers the session of the first. */
async function reconnect(
  t: Test,
  { systems, hierarchy }: RunningHierarchy,
  pki: Awaited<ReturnType<typeof open>>['pki'],
  version: string,
): Promise<string> {
  const [client] = hierarchy.clients
  const [system] = systems
  if (!client || !system) throw new Error('the site has both')
  const { certificate, key = '' } = await pki.client(client, 'good')
  const folder = t.testdir({ 'pc.pem': certificate, 'pc.key': key, session: '' })
  const session = join(folder, 'session')
  const args = [
    ...['s_client', '-connect', `${system.address}:8443`, '-servername', system.fqdn],
    ...['-cert', join(folder, 'pc.pem'), '-key', join(folder, 'pc.key')],
    version === '1.2' ? '-tls1_2' : '-tls1_3',
  ]
  const request = `GET /SMS_MP/.sms_aut?MPLIST HTTP/1.1\r\nHost: ${system.fqdn}\r\nConnection: close\r\n\r\n`
  const first = await run('openssl', [...args, '-ign_eof', '-sess_out', session], request)
  const second = await run('openssl', [...args, '-ign_eof', '-sess_in', session], request)
  return `${first.stdout.toString()}${second.stdout.toString()}`
}

void t.test('a certificate runs out when the clock has moved, and is dated by that clock', async (t) => {
  const { running } = await open(t, site('1.2'), { cache })
  t.equal(await outcomeOf(running), 'answered')
  running.advance(400 * 86_400_000)
  const { server_end, startedAt } = await running.client('PC').contact('management-point')
  t.equal(server_end?.code, 'CERT_HAS_EXPIRED')
  const { notAfter = '' } = server_end?.certificate ?? {}
  t.ok(notAfter > new Date().toISOString(), 'it is valid by the clock of this machine')
  t.ok(notAfter < startedAt, 'and not by the clock of the simulation')
})

void t.test(
  'a clock that is centuries ahead finds certificates expired, and dates them by itself',
  async (t) => {
    const { running } = await open(t, site('1.2'), { cache })
    const year = new Date().getUTCFullYear()
    // Certificates are dated back to before 1950, where UTCTime would be read as a century later; then as far as it goes.
    for (const years of [80, 300, 519]) {
      running.advance(years * 365.25 * 86_400_000)
      const { server_end, startedAt } = await running.client('PC').contact('management-point')
      t.equal(server_end?.code, 'CERT_HAS_EXPIRED', startedAt)
      t.match(server_end?.certificate?.notAfter, new RegExp(`^(${year}|${year + 1}|${year + 2})-`))
    }
    t.throws(() => running.advance(2 * 365.25 * 86_400_000), { name: 'ClockError' })
    await t.rejects(openHierarchy(running.hierarchy, { cache, startsAt: new Date('1969-01-01Z') }), {
      name: 'ClockError',
    })
  },
)

void t.test('a list that is kept outlives a small step of the clock', async (t) => {
  const { running } = await open(t, site('1.2'), { cache })
  t.equal(await outcomeOf(running), 'answered')
  running.revoke({ client: 'PC', cachedLists: 'keep' })
  for (const days of [0.5, 1, 2]) {
    running.advance(days * 86_400_000)
    t.equal(await outcomeOf(running), 'answered', `${days} days`)
  }
  running.advance(14 * 86_400_000)
  t.equal(await outcomeOf(running), 'client-certificate-revoked')
})

void t.test('a simulation may begin at another time', async (t) => {
  const { running } = await open(t, site('1.2'), { cache, startsAt: new Date('2007-11-01T12:00:00Z') })
  const { outcome, startedAt } = await running.client('PC').contact('management-point')
  t.equal(outcome, 'answered')
  t.match(startedAt, /^2007-11-01T12:0/)
})

void t.test(
  'revocation lists are there for other programs as well',
  { skip: lacks('openssl', 'version') },
  async (t) => {
    const { running, pki } = await open(t, site('1.2'), { cache })
    const { address, fqdn, urls } = running.revocationLists
    t.equal(urls.length, 2)
    for (const url of urls) {
      const { port, pathname } = new URL(url)
      const list = await fetch(`http://${address}:${port}${pathname}`, { headers: { Host: fqdn } })
      t.equal(list.headers.get('content-type'), 'application/pkix-crl')
      const file = join(t.testdir(), 'list.crl')
      writeFileSync(file, Buffer.from(await list.arrayBuffer()))
      const read = spawnSync('openssl', [
        'crl',
        '-inform',
        'DER',
        '-in',
        file,
        '-noout',
        '-issuer',
        '-nextupdate',
      ])
      const { root, issuing } = await pki.authorities()
      const authority = pathname === '/root.crl' ? root : issuing
      const [, name = '?'] = /CN=(.*)/.exec(new X509Certificate(authority).subject) ?? []
      t.match(read.stdout.toString(), name)
    }
    const { port } = new URL(urls[0] ?? '')
    t.equal((await fetch(`http://${address}:${port}/other.crl`)).status, 404)
    t.equal(
      (await fetch(`http://${address}:${port}/root.crl`, { method: 'POST' })).headers.get('allow'),
      'GET, HEAD',
    )
  },
)
