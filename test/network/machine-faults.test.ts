import t from 'tap'
import { EnvironmentError } from '../../sim/errors.ts'
import type { ActionResult, Attempt } from '../../sim/index.ts'
import { newFolder } from '../new-folder.ts'
import { open } from './opened.ts'
import { refuseCalls, type Call, type Caller } from './refused-calls.ts'

// Whatever the machine keeps our own ends from says nothing of a site system.

const at = { address: '10.1.0.9' }
const { running } = await open(
  t,
  {
    sites: [
      {
        code: 'MIX',
        mode: 'mixed',
        systems: [
          { name: 'mp', roles: ['management-point'] },
          { name: 'bdp', roles: ['branch-distribution-point'] },
          { name: 'pxe', roles: ['pxe-service-point'] },
          { name: 'shv', roles: ['system-health-validator-point'] },
        ],
        boundaries: [{ subnet: '10.1.0.0/16' }],
      },
      {
        code: 'NAT',
        mode: 'native',
        crlChecking: true,
        systems: [{ name: 'mpn', roles: ['management-point'] }],
        boundaries: [{ subnet: '10.2.0.0/16' }],
      },
    ],
    clients: [
      { name: 'PC', assignedSite: 'MIX', at, pxeBoot: 'advertised' },
      { name: 'LAPTOP', assignedSite: 'NAT', at: { address: '10.2.0.9' } },
      { name: 'REVOKED', assignedSite: 'NAT', at },
      { name: 'NEW', assignedSite: 'none', at },
    ],
  },
  // Firmware takes what it could not send for silence, and waits.
  { cache: newFolder(t), timeout: 150 },
)

/** The codes of the table in sim/errors.ts, each of which a call of a socket can fail with. */
const codes = [
  ...['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRINUSE', 'EADDRNOTAVAIL', 'ENETDOWN', 'ENETUNREACH'],
  ...['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'],
]

const pc = running.client('PC')
const byHttp = () => pc.contact('management-point')
const bySmb = () => pc.contact('branch-distribution-point')
const byPxe = () => pc.contact('pxe-service-point')
const byRadius = () => pc.contact('system-health-validator-point')
const byHttps = () => running.client('LAPTOP').contact('management-point')
const byLdap = () => running.client('NEW').assign('auto')

const listsPort = Number(new URL(running.revocationLists.urls[0] ?? '').port)
const addressOf = (name: string) => running.systems.find((system) => system.name === name)?.address
const isAt = (address: string | undefined) => (caller: Caller) => caller.at === address
const isElsewhere = (address: string | undefined) => (caller: Caller) => caller.at !== address

const calls: Readonly<
  Record<
    string,
    { call: Call; when?: (caller: Caller) => boolean; act: () => Promise<Attempt | ActionResult> }
  >
> = {
  'a client connects by HTTP': { call: 'connect', act: byHttp },
  'a client connects by HTTPS': { call: 'connect', when: ({ to }) => to !== listsPort, act: byHttps },
  'a client connects by SMB': { call: 'connect', act: bySmb },
  'a client connects by LDAP': { call: 'connect', act: byLdap },
  'a client opens a socket for datagrams': { call: 'bind', act: byRadius },
  'a client sends a datagram': { call: 'send', when: isElsewhere(addressOf('shv')), act: byRadius },
  'firmware opens its socket': { call: 'bind', act: byPxe },
  'firmware sends': { call: 'send', when: isElsewhere(addressOf('pxe')), act: byPxe },
  'a server opens a socket for a boot file': { call: 'bind', when: isAt(addressOf('pxe')), act: byPxe },
  'a server replies by UDP': { call: 'send', when: isAt(addressOf('shv')), act: byRadius },
  'a machine fetches a list': { call: 'connect', when: ({ to }) => to === listsPort, act: byHttps },
  'a listener accepts': { call: 'accept', when: isAt(addressOf('mp')), act: byHttp },
  'a listener of another protocol accepts': { call: 'accept', when: isAt(addressOf('bdp')), act: bySmb },
  'the point of the lists accepts': {
    call: 'accept',
    when: isAt(running.revocationLists.address),
    act: byHttps,
  },
}

/** The lists are fetched anew at the next handshake. */
function forgetLists(): void {
  running.revoke({ client: 'REVOKED' })
}

for (const [what, { call, when, act }] of Object.entries(calls)) {
  void t.test(`what the machine keeps us from is no attempt: ${what}`, async (t) => {
    for (const code of codes) {
      forgetLists()
      const before = running.attempts.length
      const refused = refuseCalls(call, code, when)
      const error: unknown = await act().then(
        (result) => result,
        (thrown: unknown) => thrown,
      )
      refused[Symbol.dispose]()
      t.type(error, EnvironmentError, code)
      t.match(error, { message: new RegExp(` \\(${code}\\): .`) })
      t.strictSame(running.attempts.slice(before), [], 'nothing is diagnosed')
      t.strictSame(await running.strayConnections(), [])
    }
    forgetLists()
    t.match(await act(), { outcome: 'answered' }, 'and it goes on')
    t.strictSame(running.connections, [], 'no connection was foreign')
  })
}

void t.test('where there is no route, what the system says is evidence', async (t) => {
  await running.break('mp', 'no-route')
  t.teardown(() => running.repair('mp'))
  for (const code of ['EADDRNOTAVAIL', 'ENETUNREACH']) {
    const refused = refuseCalls('connect', code)
    t.match(await byHttp(), { outcome: 'failed', client_end: { code }, diagnosis: 'no-route' })
    refused[Symbol.dispose]()
  }
})
