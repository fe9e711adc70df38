import { createHook } from 'node:async_hooks'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Socket } from 'node:net'
import t from 'tap'
import type { Attempt, HierarchyInput } from '../../sim/index.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'

const cache = newFolder(t)

const written: HierarchyInput = {
  sites: [
    {
      code: 'NAT',
      mode: 'native',
      boundaries: [{ subnet: '10.1.0.0/16' }],
      systems: [
        { name: 'mp.nat', roles: ['management-point'] },
        { name: 'dp.nat', roles: ['standard-distribution-point'] },
        { name: 'ss.nat', roles: ['state-migration-point', 'fallback-status-point', 'server-locator-point'] },
        { name: 'iis.nat', roles: ['management-point'], listen: { refusal: 'iis' } },
        { name: 'accept.nat', roles: ['management-point'], listen: { clientCertificate: 'accept' } },
        { name: 'ignore.nat', roles: ['management-point'], listen: { clientCertificate: 'ignore' } },
        { name: 'plain.nat', roles: ['management-point'], listen: { protocol: 'http' } },
        { name: 'rp.nat', roles: ['reporting-point'] },
      ],
    },
    {
      code: 'MIX',
      mode: 'mixed',
      parent: 'NAT',
      boundaries: [{ subnet: '10.2.0.0/16' }],
      systems: [
        { name: 'mp.mix', roles: ['management-point'] },
        {
          name: 'smb.mix',
          roles: ['standard-distribution-point'],
          httpTransfer: false,
          packages: ['MIX00001'],
        },
      ],
    },
    { code: 'EMP', mode: 'mixed', parent: 'NAT', boundaries: [{ subnet: '10.3.0.0/16' }] },
  ],
  clients: [
    { name: 'NATIVE', assignedSite: 'NAT', at: { address: '10.1.0.1' } },
    { name: 'ROAMER', assignedSite: 'NAT', httpForRoaming: true, at: { address: '10.2.0.1' } },
    { name: 'EXPIRED', assignedSite: 'NAT', certificate: 'expired', at: { address: '10.1.0.2' } },
    { name: 'BARE', assignedSite: 'NAT', certificate: 'none', at: { address: '10.1.0.3' } },
    { name: 'MIXED', assignedSite: 'MIX', at: { address: '10.1.0.4' } },
    { name: 'NOBODY', at: { address: '10.9.0.1' } },
  ],
  packages: [{ id: 'MIX00001', size: 100 * 1024 }],
}

const { running } = await open(t, written, { cache })

/** Runs something and counts the connections, to anybody and by any library, that were tried meanwhile. */
async function countingSockets(act: () => Promise<unknown>): Promise<number> {
  let opened = 0
  const hook = createHook({
    init(_id, type) {
      if (type === 'TCPCONNECTWRAP') opened += 1
    },
  }).enable()
  await act().finally(() => hook.disable())
  return opened
}

/** The attempt before the one that a forced contact resolves to. */
function followedUp({ after }: Attempt): Attempt | undefined {
  return running.attempts.find(({ id }) => id === after)
}

void t.test('what the rules forbid is withheld, and no socket is opened but to look things up', async (t) => {
  const [native, mixed, nobody] = [
    running.client('NATIVE'),
    running.client('MIXED'),
    running.client('NOBODY'),
  ]
  const withheld: Attempt[] = []
  const before = running.attempts.length
  const sockets = await countingSockets(async () => {
    withheld.push(await mixed.contact('management-point', { relation: 'resident' }))
    withheld.push(await native.contact('management-point', { system: 'mp.mix' }))
    withheld.push(await native.contact('server-locator-point'))
    withheld.push(await nobody.contact('management-point'))
    withheld.push(await nobody.contact('management-point', { relation: 'resident', force: true }))
  })
  const made = running.attempts.slice(before)
  t.equal(sockets, made.filter(({ outcome }) => outcome !== 'withheld').length)
  t.ok(made.every(({ outcome, protocol }) => outcome === 'withheld' || protocol === 'ldap'))
  t.strictSame(
    withheld.map(({ outcome, rule, system, protocol, url }) => ({ outcome, rule, system, protocol, url })),
    [
      ['roaming/mixed-client-in-native-site', 'mp.nat.sitemode.test', 'https'],
      ['roaming/native-client-in-mixed-site', 'mp.mix.sitemode.test', 'http'],
      ['server-locator-point/native-client-needs-http-option', 'ss.nat.sitemode.test', 'http'],
      ['site-assignment/unassigned', null, 'http'],
      ['resident-site/outside-all-boundaries', null, 'http'],
    ].map(([rule, system, protocol]) => ({ outcome: 'withheld', rule, system, protocol, url: null })),
  )
  for (const attempt of withheld) {
    t.match(attempt, {
      status: null,
      client_end: null,
      server_end: null,
      diagnosis: null,
      tls: null,
      after: null,
    })
    t.equal(
      running.attempts.find(({ id }) => id === attempt.id),
      attempt,
      'kept all the same',
    )
  }
  // Both ends fetch the revocation lists the first time.
  await native.contact('management-point')
  t.equal(await countingSockets(() => native.contact('management-point')), 1, 'what they allow opens one')
})

void t.test('a client that moves turns to where it is', async (t) => {
  const roamer = running.client('ROAMER')
  const resident = (): Promise<Attempt> => roamer.contact('management-point', { relation: 'resident' })
  t.match(await resident(), { outcome: 'answered', protocol: 'http', site: 'MIX', clientMode: 'native' })
  roamer.move({ address: '10.1.0.9' })
  t.equal(roamer.residentSite?.code, 'NAT')
  t.match(await resident(), { outcome: 'answered', protocol: 'https', site: 'NAT' })
  roamer.move({ internet: true })
  t.equal(roamer.residentSite, undefined)
  t.match(await resident(), { outcome: 'withheld', site: null })
  roamer.move({ address: '10.2.0.1' })
  t.match(await roamer.contact('management-point'), {
    site: 'NAT',
    url: /^https:\/\/mp\.nat\.sitemode\.test:8443\/SMS_MP\//,
  })
})

void t.test('a forced try finds nobody, and is followed up where somebody listens', async (t) => {
  const force = { force: true } as const
  const http = await running.client('NATIVE').contact('management-point', { ...force, protocol: 'http' })
  t.match(http, {
    forced: true,
    outcome: 'failed',
    url: /^http:.*:8443\//,
    diagnosis: 'http-to-https-port',
    client_end: { stage: 'http' },
    server_end: { stage: 'tls', code: 'ERR_SSL_HTTP_REQUEST' },
  })
  t.match(followedUp(http), {
    forced: true,
    url: /^http:.*:8080\//,
    diagnosis: 'nothing-listens',
    client_end: { stage: 'connect', code: 'ECONNREFUSED' },
    server_end: { stage: 'connect', code: 'NOT_LISTENING' },
    after: null,
  })
  const propfind = await running
    .client('NATIVE')
    .contact('standard-distribution-point', { ...force, protocol: 'http' })
  t.match(propfind, { diagnosis: 'http-to-https-port', server_end: { code: 'ERR_SSL_WRONG_VERSION_NUMBER' } })
  const https = await running.client('NATIVE').contact('management-point', { ...force, system: 'mp.mix' })
  t.match(https, {
    url: /^https:.*:8080\//,
    diagnosis: 'https-to-http-port',
    client_end: { stage: 'tls', code: /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/ },
    server_end: { stage: 'http', code: 'HPE_INVALID_METHOD', message: /Bad Request \(Invalid Verb\)$/ },
    tls: null,
  })
  t.match(followedUp(https), { url: /^https:.*:8443\//, diagnosis: 'nothing-listens' })

  const before = running.attempts.length
  const unforced = await running.client('NATIVE').contact('management-point', { system: 'plain.nat' })
  t.match(unforced, { outcome: 'failed', diagnosis: 'nothing-listens', after: null })
  t.equal(running.attempts.length, before + 1, 'a try that the rules led to is not followed up')
})

void t.test('forced to what only its rule forbids, a client is answered', async (t) => {
  const options = { system: 'mp.mix', force: true, protocol: 'http' } as const
  const attempt = await running.client('NATIVE').contact('management-point', options)
  t.match(attempt, {
    forced: true,
    outcome: 'answered',
    status: 200,
    rule: 'roaming/native-client-in-mixed-site',
  })
  const bare = await running
    .client('NATIVE')
    .contact('management-point', { force: true, protocol: 'https', withoutCertificate: true })
  t.match(bare, { outcome: 'failed', diagnosis: 'client-certificate-missing' })
})

void t.test('a distribution point is tried by SMB with a file, and not only with a list', async (t) => {
  const sockets: Socket[] = []
  const heard = (message: unknown): void => {
    if (message instanceof Object && 'socket' in message && message.socket instanceof Socket)
      sockets.push(message.socket)
  }
  subscribe('net.client.socket', heard)
  t.teardown(() => unsubscribe('net.client.socket', heard))
  const attempt = await running.client('MIXED').contact('standard-distribution-point')
  t.match(attempt, { outcome: 'answered', protocol: 'smb' })
  const most = Math.max(...sockets.map(({ bytesRead }) => bytesRead))
  t.ok(most > 65_536, 'as much as is read of the first file')
})

void t.test('roles on one system share its ports, and each keeps to its protocol', async (t) => {
  const smp = await running.client('NATIVE').contact('state-migration-point')
  t.match(smp, { outcome: 'answered', protocol: 'https', tls: { clientCertificate: true } })
  t.match(await running.client('NATIVE').contact('fallback-status-point'), {
    outcome: 'answered',
    protocol: 'http',
  })
  const slp = await running.client('ROAMER').contact('server-locator-point')
  t.match(slp, { outcome: 'answered', protocol: 'http', system: smp.system })

  const plain = await running
    .client('NATIVE')
    .contact('state-migration-point', { force: true, protocol: 'http' })
  t.match(plain, {
    outcome: 'failed',
    status: 403,
    substatus: 4,
    diagnosis: 'ssl-required',
    client_end: { stage: 'http', code: '403.4' },
    server_end: { stage: 'http', code: '403.4' },
    after: null,
  })
  for (const role of ['fallback-status-point', 'server-locator-point'] as const) {
    const secure = await running.client('ROAMER').contact(role, { force: true, protocol: 'https' })
    t.match(secure, {
      outcome: 'failed',
      status: 404,
      diagnosis: 'not-served-by-this-protocol',
      client_end: { stage: 'http', code: '404' },
      server_end: { stage: 'http', code: '404' },
      tls: { clientCertificate: true },
    })
  }
})

void t.test(
  'with refusal iis a native system keeps its HTTP port open, and answers 403.4 there',
  async (t) => {
    const options = { system: 'iis.nat', force: true, protocol: 'http' } as const
    const plain = await running.client('NATIVE').contact('management-point', options)
    t.match(plain, { status: 403, substatus: 4, diagnosis: 'ssl-required', url: /:8080\//, after: null })
  },
)

void t.test('a client certificate can be required, accepted or ignored', async (t) => {
  const tries = async (system: string): Promise<unknown[]> => {
    const seen: unknown[] = []
    for (const name of ['NATIVE', 'EXPIRED', 'BARE']) {
      const { status, substatus, tls, diagnosis } = await running
        .client(name)
        .contact('management-point', { system })
      seen.push([status, substatus, tls?.clientCertificate, diagnosis])
    }
    return seen
  }
  t.strictSame(await tries('iis.nat'), [
    [200, null, true, null],
    [403, 17, true, 'client-certificate-expired'],
    [403, 7, false, 'client-certificate-missing'],
  ])
  t.strictSame(await tries('accept.nat'), [
    [200, null, true, null],
    [403, 17, true, 'client-certificate-expired'],
    [200, null, false, null],
  ])
  t.strictSame(await tries('ignore.nat'), [
    [200, null, false, null],
    [200, null, false, null],
    [200, null, false, null],
  ])
})

void t.test('a contact that nobody could answer is an error, not an attempt', async (t) => {
  const before = running.attempts.length
  const native = running.client('NATIVE')
  const refused = { name: 'ContactError', code: 'ERR_SITEMODE_CONTACT' }
  const says = (message: RegExp) => ({ ...refused, message })
  await t.rejects(native.contact('management-point', { system: 'mp.xxx' }), says(/no site system mp\.xxx/))
  await t.rejects(
    native.contact('management-point', { system: 'dp.nat' }),
    says(/dp\.nat\.sitemode\.test is not a management point/),
  )
  await t.rejects(native.contact('pxe-service-point'), says(/site NAT has no pxe service point/))
  t.equal(running.attempts.length, before)
  t.throws(() => running.client('STRANGER'), says(/no client STRANGER/))
  t.equal(running.client('NATIVE'), native, 'a client is one and the same')
})
