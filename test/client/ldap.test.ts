import { framed } from '../../sim/net/framed.ts'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import { searchDirectory, type LdapSearch, type LdapTarget } from '../../sim/client/transports/ldap.ts'
import {
  readBoundaryRanges,
  readManagementPoints,
  readSites,
  findBoundaryRanges,
  findPublishedManagementPoint,
  findSites,
} from '../../sim/client/conversations/published-sites.ts'
import { publishedDirectory } from '../../sim/points/domain-controller/published-directory.ts'
import { valuesOf, type LdapEntry, isPresent } from '../../sim/wire/ldap/search.ts'
import {
  noticeOfDisconnection,
  operations,
  parseMessage,
  serializeExtendedResponse,
  serializeMessage,
  serializeResult,
  type LdapMessage,
  ldapMessageBounds,
} from '../../sim/wire/ldap/message.ts'
import {
  container,
  account,
  contosoDirectory,
  domain,
  openContoso,
  principalName,
  site,
} from '../points/domain-controller-of-contoso.ts'
import {
  readServerLocatorPoints,
  findManagementPoints,
  findServerLocatorPoints,
  findSite,
} from './published.ts'

async function find(target: LdapTarget, search: LdapSearch): Promise<LdapEntry[]> {
  const { entries, end } = await searchDirectory(target, search)
  t.equal(end, null)
  return entries
}

const address = (text: string): bigint => text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)

void t.test('a client finds its site, and who serves it', async (t) => {
  const { target } = await openContoso(t)
  const [oslo, ...others] = readSites(await find(target, findSite(domain, 'osl')))
  t.strictSame(oslo, {
    code: 'OSL',
    assignmentSite: 'OSL',
    boundaries: [
      { text: '10.1.0.0/16', connection: 'fast' },
      { text: 'fd00:1::/64', connection: 'fast' },
      { text: 'Oslo (east)', connection: 'slow' },
    ],
  })
  t.strictSame(others, [])
  const sites = readSites(await find(target, findSites(domain)))
  t.strictSame(
    sites.map(({ code, assignmentSite }) => [code, assignmentSite]),
    [
      ['BGO', 'OSL'],
      ['CEN', 'CEN'],
      ['OSL', 'OSL'],
    ],
  )

  const [point] = readManagementPoints(await find(target, findPublishedManagementPoint(domain, 'OSL')))
  t.match(point, {
    fqdn: 'mp.osl.contoso.test',
    address: '127.0.0.5',
    isDefault: true,
    forDevices: true,
    isProxy: false,
  })
  t.strictSame(point?.settings, {
    version: '4.00.6487.2000',
    assignedSite: 'OSL',
    rootSite: 'CEN',
    mode: 'native',
    ports: { http: 8080, https: 8443 },
    httpForRoaming: true,
    crlChecking: true,
    certificateCriteria: 'SubjectStr:a & b',
    selectFirstCertificate: true,
    fallbackStatusPoint: 'fsp.osl.contoso.test',
  })
  const points = readManagementPoints(await find(target, findManagementPoints(domain)))
  t.strictSame(
    points.filter(({ isProxy }) => isProxy).map(({ site }) => site),
    ['BGO'],
    'the one of a secondary site',
  )

  const locators = readServerLocatorPoints(await find(target, findServerLocatorPoints(domain)))
  t.strictSame(locators, [{ site: 'CEN', fqdn: 'slp.cen.contoso.test', address: '127.0.0.8' }])

  const ranges = async (text: string) =>
    readBoundaryRanges(await find(target, findBoundaryRanges(domain, address(text))))
  t.strictSame(await ranges('10.9.0.99'), [
    { site: 'OSL', first: address('10.9.0.10'), last: address('10.9.0.99'), connection: 'slow' },
  ])
  t.strictSame(await ranges('10.9.0.100'), [])
  t.match(await ranges('10.8.0.1'), [{ connection: 'fast' }])
})

void t.test('a large directory comes page by page', async (t) => {
  const sites = Array.from({ length: 2500 }, (_, index) => site(index.toString(36).padStart(3, '0')))
  const entries = publishedDirectory(sites, domain)
  const { target } = await openContoso(t, () => entries)
  const found = await find(target, {
    base: container,
    scope: 'sub',
    filter: isPresent('cn'),
    attributes: ['cn'],
  })
  t.equal(found.length, 5001)
  t.equal(new Set(found.map((entry) => valuesOf(entry, 'cn')[0])).size, 5001)
})

void t.test('an account, a source address of its own, and the server itself', async (t) => {
  const { target } = await openContoso(t)
  const from = { ...target, sourceAddress: '127.0.0.77' }
  const { ends, entries, received } = await searchDirectory(from, {
    ...{ base: '', scope: 'base', filter: isPresent('objectClass') },
    account: { ...account, name: principalName },
  })
  t.equal(ends?.clientAddress, '127.0.0.77')
  t.equal(ends?.serverPort, target.port)
  t.ok(received > 0)
  t.strictSame(entries[0]?.attributes.defaultNamingContext, ['DC=contoso,DC=test'])
})

void t.test('what the server refuses, both ends know', async (t) => {
  const { target, recorder } = await openContoso(t)
  const { ends, end, entries } = await searchDirectory(target, { ...findSites('other.test') })
  t.match(end, { code: 'noSuchObject', stage: 'ldap' })
  t.match(
    end?.message,
    'dc1.contoso.test did not find what is below "CN=System Management,CN=System,DC=other,DC=test"',
  )
  t.strictSame(entries, [])
  t.ok(ends)
  if (ends) t.match(await recorder.settledServerView(ends), { end: { code: 'noSuchObject' } })

  const half = await searchDirectory(target, {
    ...findSites(domain),
    account: { name: 'CN=PC', password: '' },
  })
  t.equal(half.end?.code, 'unwillingToPerform')
  t.match(half.end?.message, 'does not let CN=PC sign in')

  const wrong = await searchDirectory(target, {
    ...findSites(domain),
    account: { name: principalName, password: 'other' },
  })
  t.match(wrong, { entries: [], end: { code: 'invalidCredentials', stage: 'ldap' } })
  if (wrong.ends)
    t.match(await recorder.settledServerView(wrong.ends), { end: { code: 'invalidCredentials' } })
})

/** A server that answers each message as it is told, and nothing more. */
async function openFalse(
  t: Test,
  answer: (request: LdapMessage, socket: Socket) => readonly LdapMessage[] | Buffer,
) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    void (async () => {
      for await (const bytes of framed(socket, { boundsOf: ldapMessageBounds, longest: 100_000 })) {
        const request = parseMessage(bytes)
        const said = request ? answer(request, socket) : []
        socket.write(Buffer.isBuffer(said) ? said : Buffer.concat(said.map(serializeMessage)))
      }
    })().catch(() => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const opened = server.address()
  const port = typeof opened === 'object' && opened ? opened.port : 0
  return { address: '127.0.0.1', port, timeout: 10_000 }
}

const good = serializeResult({ code: 0, matchedName: '', message: '' })
const bound: LdapMessage = { id: 1, operation: operations.bindResponse, content: good, controls: [] }
const done: LdapMessage = { id: 2, operation: operations.searchResultDone, content: good, controls: [] }
const entry = (name: string): LdapMessage => ({
  id: 2,
  operation: operations.searchResultEntry,
  content: Buffer.concat([Buffer.from([4, name.length]), Buffer.from(name), Buffer.from([0x30, 0])]),
  controls: [],
})

void t.test('answers that are none', async (t) => {
  const onSearch = (answers: readonly LdapMessage[] | Buffer) => (request: LdapMessage) =>
    request.operation === operations.searchRequest ? answers : [bound]
  const notice = serializeExtendedResponse({
    code: 52,
    matchedName: '',
    message: 'going',
    name: noticeOfDisconnection,
  })
  const cases: [what: string, answer: Parameters<typeof openFalse>[1], code: string, entries: number][] = [
    ['no LDAP at all', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'INVALID_MESSAGE', 0],
    ['no message', () => Buffer.from('3000', 'hex'), 'INVALID_MESSAGE', 0],
    ['too long a message', () => Buffer.from('3084ffffffff', 'hex'), 'INVALID_MESSAGE', 0],
    ['another number', () => [{ ...bound, id: 9 }], 'INVALID_MESSAGE', 0],
    ['another operation', () => [{ ...bound, operation: operations.compareResponse }], 'INVALID_MESSAGE', 0],
    ['no result', () => [{ ...bound, content: Buffer.alloc(0) }], 'INVALID_MESSAGE', 0],
    [
      'a notice',
      onSearch([entry('CN=a'), { ...done, id: 0, operation: operations.extendedResponse, content: notice }]),
      'unavailable',
      1,
    ],
    ['no entry', onSearch([{ ...entry(''), content: Buffer.alloc(3) }]), 'INVALID_MESSAGE', 0],
    [
      'an unknown result',
      onSearch([{ ...done, content: serializeResult({ code: 71, matchedName: '', message: '' }) }]),
      'result 71',
      0,
    ],
    [
      'a half message',
      (_request, socket) => (socket.end(Buffer.from('300c02', 'hex')), Buffer.alloc(0)),
      'INVALID_MESSAGE',
      0,
    ],
    ['nothing', (_request, socket) => (socket.end(), Buffer.alloc(0)), 'ECONNRESET', 0],
    ['a reset', (_request, socket) => (socket.resetAndDestroy(), Buffer.alloc(0)), 'ECONNRESET', 0],
  ]
  for (const [what, answer, code, found] of cases) {
    const { end, entries } = await searchDirectory(await openFalse(t, answer), findSites(domain))
    t.equal(end?.code, code, what)
    t.equal(entries.length, found)
  }
  const silent = { ...(await openFalse(t, () => [])), timeout: 50 }
  t.equal((await searchDirectory(silent, findSites(domain))).end?.code, 'ETIMEDOUT')

  const reference = { ...entry('CN=a'), operation: operations.searchResultReference }
  const whole = await searchDirectory(
    await openFalse(t, onSearch([reference, entry('CN=b'), done])),
    findSites(domain),
  )
  t.equal(whole.end, null, 'no pages, and a reference to nowhere')
  t.strictSame(whole.entries, [{ name: 'CN=b', attributes: {} }])
})

void t.test('nobody listens', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const opened = server.address()
  const port = typeof opened === 'object' && opened ? opened.port : 0
  await new Promise((resolve) => server.close(resolve))
  const { ends, end } = await searchDirectory(
    { address: '127.0.0.1', port, timeout: 10_000 },
    findSites(domain),
  )
  t.match(end, { stage: 'connect', code: 'ECONNREFUSED', received: 0 })
  t.equal(ends, undefined)
})

void t.test('entries that say less, or more, or nonsense', (t) => {
  const of = (objectClass: string, attributes: Record<string, string[]>): LdapEntry => ({
    name: 'CN=x',
    attributes: { objectClass: ['top', objectClass], mSSMSSiteCode: ['OSL'], ...attributes },
  })
  const site = of('MSSMSSITE', { unknown: ['?'], mssmsroamingboundaries: ['Oslo'] })
  t.strictSame(readSites([site]), [
    { code: 'OSL', assignmentSite: 'OSL', boundaries: [{ text: 'Oslo', connection: 'slow' }] },
  ])
  t.strictSame(readSites([of('mSSMSSite', { mSSMSSiteCode: [] }), of('container', {})]), [])
  const point = of('mSSMSManagementPoint', { mSSMSMPName: ['MP'], mSSMSCapabilities: ['<broken'] })
  t.strictSame(readManagementPoints([point, of('mSSMSManagementPoint', {})]), [
    {
      site: 'OSL',
      fqdn: 'MP',
      address: '',
      isDefault: false,
      forDevices: false,
      isProxy: false,
      version: '',
    },
  ])
  t.strictSame(readServerLocatorPoints([of('mSSMSServerLocatorPoint', {})]), [])
  const ranges: [low: string, high: string, read: number][] = [
    ['1', '2', 1],
    ['4294967295', '4294967295', 1],
    ['2', '1', 0],
    ['-1', '2', 0],
    ['1', '4294967296', 0],
    ['1', '', 0],
    ['x', '2', 0],
  ]
  for (const [low, high, read] of ranges) {
    const range = of('mSSMSRoamingBoundaryRange', { mSSMSRangedIPLow: [low], mSSMSRangedIPHigh: [high] })
    t.equal(readBoundaryRanges([range]).length, read, `${low} to ${high}`)
  }
  t.equal(readSites(contosoDirectory).length, 3, 'the others are passed over')
  t.end()
})
