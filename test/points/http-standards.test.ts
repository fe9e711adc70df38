import { once } from 'node:events'
import { connect as connectTcp, type Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import t from 'tap'
import type { RecordedEvent } from '../../sim/evidence/recording/event.ts'
import type { ForeignConnection } from '../../sim/evidence/foreign-connection.ts'
import type { HierarchyInput, MisbehaviourInput } from '../../sim/index.ts'
import { webProtocols, type WebProtocol } from '../../sim/vocabulary/network.ts'
import { siteSystemRoleNames, type SiteSystemRole } from '../../sim/vocabulary/site-system-role.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'
import { casesOfFile, casesOfServer, type HttpCase } from './http-cases.ts'

/** A target of each role, and the status of its answer to GET; null where the role has no web server. */
const targets = {
  'management-point': ['/SMS_MP/.sms_aut?MPLIST', 200],
  'standard-distribution-point': ['/SMS_DP_SMSPKGC$/NAT00001/NAT00001.bin', 200],
  'branch-distribution-point': null,
  'software-update-point': ['/SelfUpdate/wuident.cab', 200],
  'state-migration-point': ['/SMSSMP/smp.dll', 405],
  'fallback-status-point': ['/SMS_FSP/.sms_fsp', 405],
  'server-locator-point': ['/SMS_SLP/slp.dll?mp&code=NAT', 200],
  'pxe-service-point': null,
  'system-health-validator-point': null,
  'reporting-point': ['/SMSReporting_NAT/', 200],
} as const satisfies Record<SiteSystemRole, readonly [target: string, status: number] | null>

const roles = siteSystemRoleNames.filter((role) => targets[role] !== null)

/** Each role twice: with a port for HTTP, and with one for HTTPS. */
const written: HierarchyInput = {
  domain: 'contoso.test',
  sites: [
    {
      code: 'NAT',
      mode: 'native',
      systems: webProtocols.flatMap((protocol) =>
        roles.map((role) => ({
          name: `${protocol}-${role}`,
          roles: [role],
          listen: { protocol },
          ...(role === 'standard-distribution-point' && { packages: ['NAT00001'] }),
        })),
      ),
    },
  ],
  clients: [{ name: 'PC', assignedSite: 'NAT' }],
  packages: [{ id: 'NAT00001', size: 64 * 1024 }],
}

const events: RecordedEvent[] = []
const { running, pki } = await open(t, written, {
  cache: newFolder(t),
  journal: (event) => events.push(event),
})
const [pc] = running.hierarchy.clients
if (!pc) throw new Error('there is a client')
const { certificate: cert, key } = await pki.client(pc, 'good')
const { root: ca } = await pki.authorities()

/** A connection to a system's web port; its own end stays open when the server closes the other. */
async function connected(name: string): Promise<{ socket: Socket; host: string }> {
  const system = running.systems.find((candidate) => candidate.name === name)
  const url = new URL(system?.urls.find((candidate) => candidate.startsWith('http')) ?? '')
  const { hostname: host, port } = url
  const tcp = connectTcp({ host: system?.address ?? '', port: Number(port), allowHalfOpen: true })
  if (url.protocol === 'http:') {
    await once(tcp, 'connect')
    return { socket: tcp, host }
  }
  const socket = connectTls({ socket: tcp, servername: host, ca, cert, ...(key !== undefined && { key }) })
  await once(socket, 'secureConnect')
  return { socket, host }
}

/**
 * Sends the bytes of a case and, once an answer comes, one more request: it is answered unless the connection has been
 * closed. Resolves to the statuses of all answers.
 */
async function statusesOf(name: string, target: string, one: HttpCase): Promise<number[]> {
  const { socket, host } = await connected(name)
  const more = `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
  if (!one.halfCloses) socket.once('data', () => socket.write(more))
  const received = buffer(socket)
  const bytes = Buffer.from(one.bytes(target, host), 'latin1')
  if (one.halfCloses) socket.end(bytes)
  else socket.write(bytes)
  const answers = await received
  socket.destroy()
  return parseStatuses(answers, one.head ?? false)
}

/** The statuses of answers that follow each other; `head`: the first has no body. */
function parseStatuses(answers: Buffer, head: boolean): number[] {
  const statuses: number[] = []
  let rest = answers
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n') + 4
    const fields = rest.toString('latin1', 0, end)
    const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(fields) ?? []
    if (status === undefined || end < 4) throw new Error(`no answer: ${rest.toString('latin1', 0, 80)}`)
    const hasNoBody = (head && statuses.length === 0) || status === '304' || status === '100'
    const [, length] = /^Content-Length: (\d+)\r$/im.exec(fields) ?? []
    if (!hasNoBody && length === undefined) throw new Error(`an answer without a length: ${fields}`)
    statuses.push(Number(status))
    rest = rest.subarray(end + (hasNoBody ? 0 : Number(length)))
  }
  return statuses
}

const portOf = ({ clientAddress, clientPort }: { clientAddress: string; clientPort: number }): string =>
  `${clientAddress}:${clientPort}`

function hold(role: (typeof roles)[number], protocol: WebProtocol, cases: readonly HttpCase[]): void {
  void t.test(`${role} by ${protocol}: ${cases.length} cases`, async (t) => {
    const [target, own] = targets[role] ?? []
    if (own === undefined) throw new Error('the role has a web server')
    for (const one of cases) {
      const statuses = one.statuses.map((status) => (status === 'own' ? own : status))
      const expected = one.closes ? statuses : [...statuses, own]
      const observed = await statusesOf(`${protocol}-${role}`, target, one)
      t.strictSame(observed, expected, `${one.section}: ${one.says}`)
    }
  })
}

for (const protocol of webProtocols) {
  for (const role of roles) hold(role, protocol, casesOfServer)
  hold('standard-distribution-point', protocol, casesOfFile)
}

for (const protocol of webProtocols) {
  void t.test(
    `by ${protocol}, a body that cannot be read is refused while its role waits for it`,
    async (t) => {
      const name = `${protocol}-management-point`
      for (const [body, status] of [
        ['zz\r\n', 400],
        [`5;${'a'.repeat(65_536)}`, 413],
      ] as const) {
        const { socket, host } = await connected(name)
        const received = buffer(socket)
        const head = `CCM_POST /ccm_system/request HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\n`
        socket.write(`${head}3\r\nabc\r\n`, () => socket.write(body))
        t.strictSame(parseStatuses(await received, false), [status])
        socket.destroy()
      }
    },
  )
}

void t.test('every refusal is recorded at the server, and has its line in a log', async (t) => {
  const { socket } = await connected('http-management-point')
  const { localPort } = socket
  // The system may have given this port to an earlier connection as well, to another address.
  const before = running.connections.length
  socket.end('FRO B\r\n\r\n')
  await buffer(socket)
  const own = (): ForeignConnection | undefined =>
    running.connections.slice(before).find(({ clientPort }) => clientPort === localPort)
  while (!own()) await new Promise(setImmediate)
  t.match(own(), {
    outcome: 'failed',
    status: 400,
    server_end: { stage: 'http', code: /^HPE_/, message: /; answered 400: Bad Request/ },
  })
  const requests = events.flatMap((event) => (event.type === 'request' ? [event.request] : []))
  const logged = new Set(requests.filter(({ status }) => status >= 400).map(portOf))
  // What comes after the last answer is noted, and has none.
  const failed = running.connections.filter(
    ({ server_end }) => server_end && server_end.code !== 'HPE_CLOSED_CONNECTION',
  )
  t.ok(failed.length > 400)
  for (const connection of failed) t.ok(logged.has(portOf(connection)), portOf(connection))
  const reasons = new Set(requests.flatMap(({ httpError }) => httpError?.reason ?? []))
  t.strictSame([...reasons].sort(), [
    'BadRequest',
    'EntityTooLarge',
    'Header',
    'Hostname',
    'Invalid_CR/LF',
    'N/I',
    'Number',
    'RequestLength',
    'URL',
    'URL_Length',
    'Verb',
    'Version_N/S',
  ])
})

/** What comes first of three requests that are sent at once, and the statuses of the answers that the client gets. */
const together: readonly {
  says: string
  fields: string
  statuses: number[]
  script?: Partial<MisbehaviourInput>
}[] = [
  { says: 'three good ones', fields: 'Host: a', statuses: [200, 200, 200] },
  { says: 'no Host', fields: 'Accept: */*', statuses: [400] },
  { says: 'an unknown coding', fields: 'Host: a\r\nTransfer-Encoding: br, chunked\r\nX: y', statuses: [501] },
  { says: 'a scripted end', fields: 'Host: a', statuses: [], script: { fault: 'closed-after-request' } },
  {
    says: 'a scripted answer',
    fields: 'Host: a',
    statuses: [503, 200, 200],
    script: { answer: { status: 503 } },
  },
  { says: 'a scripted delay', fields: 'Host: a', statuses: [200, 200, 200], script: { delayMs: 20 } },
]

for (const protocol of webProtocols) {
  for (const { says, fields, statuses, script } of together) {
    void t.test(`by ${protocol}, as many replies are counted as are sent: ${says}`, async (t) => {
      const system = `${protocol}-management-point`
      const [target] = targets['management-point']
      if (script) running.misbehave({ name: 'first', system, requests: { nth: 1 }, ...script })
      const { socket, host } = await connected(system)
      const { localPort } = socket
      const before = running.connections.length
      const received = buffer(socket)
      const head = `GET ${target} HTTP/1.1\r\n`
      const others = `${head}Host: ${host}\r\n\r\n${head}Host: ${host}\r\nConnection: close\r\n\r\n`
      socket.write(`${head}${fields.replace('Host: a', `Host: ${host}`)}\r\n\r\n${others}`)
      t.strictSame(parseStatuses(await received, false), statuses)
      socket.destroy()
      if (script) running.behave('first')
      const own = (): ForeignConnection | undefined =>
        running.connections.slice(before).find(({ clientPort }) => clientPort === localPort)
      while (!own()) await new Promise(setImmediate)
      t.match(own(), { replies: statuses.length, status: statuses.at(-1) ?? null })
      const logged = events.flatMap((event) => (event.type === 'request' ? [event.request] : []))
      const ofThis = logged
        .slice(-Math.max(1, statuses.length))
        .map(({ clientPort, status }) => [clientPort, status])
      t.strictSame(
        ofThis,
        (statuses.length > 0 ? statuses : [0]).map((status) => [localPort, status]),
      )
    })
  }
}

for (const protocol of webProtocols) {
  void t.test(
    `by ${protocol}, a client that leaves while its requests wait is noticed at once`,
    async (t) => {
      const system = `${protocol}-management-point`
      const [target] = targets['management-point']
      const script = { name: 'silent', system, requests: { nth: 1 }, fault: 'silent-after-request' } as const
      running.misbehave(script)
      t.teardown(() => running.behave('silent'))
      const { socket, host } = await connected(system)
      const { localPort } = socket
      const before = running.connections.length
      socket.resume().write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`.repeat(3))
      socket.end()
      const own = (): ForeignConnection | undefined =>
        running.connections.slice(before).find(({ clientPort }) => clientPort === localPort)
      while (!own()) await new Promise(setImmediate)
      t.match(own(), { replies: 0 })
    },
  )
}
