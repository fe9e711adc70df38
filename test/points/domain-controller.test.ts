import { once } from 'node:events'
import t from 'tap'
import { searchDirectory } from '../../sim/client/transports/ldap.ts'
import {
  noticeOfDisconnection,
  operations,
  parseExtendedResponse,
  serializeMessage,
} from '../../sim/wire/ldap/message.ts'
import { printExtendedRequest } from '../wire/ldap-requests.ts'
import { isPresent, type SearchRequest } from '../../sim/wire/ldap/search.ts'
import {
  account,
  container,
  contosoDirectory,
  domain,
  netBiosName,
  openContoso,
  principalName,
} from './domain-controller-of-contoso.ts'
import { bind, dial, hear, resultOf, say, search, type Said } from './domain-controller-talk.ts'
import { findManagementPoints } from '../client/published.ts'

void t.test('requests are answered in turn, each by its own number', async (t) => {
  const { server, recorder, target } = await openContoso(t)
  const heard = await say(
    t,
    server.port,
    bind(),
    search({ scope: 'base' }),
    search({ base: '', scope: 'base' }),
  )
  t.strictSame(
    heard.map(({ id, operation }) => [id, operation]),
    [
      [1, operations.bindResponse],
      [2, operations.searchResultEntry],
      [2, operations.searchResultDone],
      [3, operations.searchResultEntry],
      [3, operations.searchResultDone],
    ],
  )
  const { ends } = await searchDirectory(target, findManagementPoints(domain))
  t.ok(ends)
  if (ends) t.equal((await recorder.settledServerView(ends)).end, null, 'and nothing went wrong')
})

void t.test('accepted and refused ways to sign in', async (t) => {
  const { server } = await openContoso(t)
  const simple = (name: string, password: string): Said =>
    bind({ name, authentication: { kind: 'simple', password: Buffer.from(password) } })
  const heard = await say(
    t,
    server.port,
    ...[bind(), simple(principalName, account.password), simple('CN=PC', ''), bind({ version: 2 })],
    bind({ authentication: { kind: 'sasl', mechanism: 'GSS-SPNEGO' } }),
    // RFC 4511, 4.2: the choice of authentication may be one that the server has never heard of.
    ...[0x81, 0x89, 0x8b].map((tag) => bind({ authentication: { kind: 'other', tag } })),
    bind({ version: 2, authentication: { kind: 'other', tag: 0x89 } }),
    ...[simple(netBiosName, account.password), simple(principalName.toLowerCase(), account.password)],
    // RFC 4511, appendix A.2: the name, or the password.
    ...[
      simple(principalName, 'Secret'),
      simple(principalName, 'secre'),
      simple('PC2$@contoso.test', 'secret'),
    ],
    ...[simple('PC1$', account.password), simple('CN=PC1,DC=contoso,DC=test', account.password)],
    simple('', account.password),
    [operations.bindRequest, Buffer.from('0500', 'hex')],
    search({ scope: 'base' }),
  )
  t.strictSame(heard.filter(({ operation }) => operation === operations.bindResponse).map(resultOf), [
    'success',
    'success',
    'unwillingToPerform',
    'protocolError',
    'authMethodNotSupported',
    ...Array.from({ length: 3 }, () => 'authMethodNotSupported'),
    'protocolError',
    ...['success', 'success'],
    ...Array.from({ length: 6 }, () => 'invalidCredentials'),
    'protocolError',
  ])
  t.equal(heard.at(-1)?.operation, operations.searchResultDone, 'and nobody is turned away')
})

void t.test('all that would write is refused, and all that is not known', async (t) => {
  const { server } = await openContoso(t)
  const none = Buffer.alloc(0)
  const critical = [{ type: '1.2.3', critical: true }]
  const heard = await say(
    t,
    server.port,
    [operations.addRequest, none],
    [operations.deleteRequest, Buffer.from(container)],
    [operations.modifyRequest, none],
    [operations.modifyNameRequest, none],
    [operations.abandonRequest, Buffer.from([1])],
    [operations.extendedRequest, printExtendedRequest('1.3.6.1.4.1.1466.20037')],
    [operations.extendedRequest, none],
    [operations.searchRequest, none],
    search({}, critical),
    [operations.abandonRequest, none, critical],
    search({ scope: 'base' }, [{ type: '1.2.3', critical: false }]),
    [operations.compareRequest, none],
    search({}, [{ type: '1.2.840.113556.1.4.319', critical: false }]),
  )
  t.strictSame(
    heard
      .filter(({ operation }) => operation !== operations.searchResultEntry)
      .map((each) => [each.operation, resultOf(each)]),
    [
      [operations.addResponse, 'insufficientAccessRights'],
      [operations.deleteResponse, 'insufficientAccessRights'],
      [operations.modifyResponse, 'insufficientAccessRights'],
      [operations.modifyNameResponse, 'insufficientAccessRights'],
      [operations.extendedResponse, 'protocolError'],
      [operations.extendedResponse, 'protocolError'],
      [operations.searchResultDone, 'protocolError'],
      [operations.searchResultDone, 'unavailableCriticalExtension'],
      [operations.searchResultDone, 'success'],
      [operations.compareResponse, 'protocolError'],
      [operations.searchResultDone, 'protocolError'],
    ],
  )
})

void t.test('bases and sizes', async (t) => {
  const { server } = await openContoso(t)
  const cases: [more: Partial<SearchRequest>, entries: number, result: string][] = [
    [{ base: '', scope: 'base' }, 1, 'success'],
    [{ base: '', scope: 'one' }, 0, 'noSuchObject'],
    [{ base: '', scope: 'sub' }, 0, 'noSuchObject'],
    [{ base: 'DC=other' }, 0, 'noSuchObject'],
    [{ base: 'no name' }, 0, 'invalidDNSyntax'],
    [{ sizeLimit: 3 }, 3, 'sizeLimitExceeded'],
    [{ sizeLimit: contosoDirectory.length }, contosoDirectory.length - 2, 'success'],
    [{ filter: isPresent('mSSMSSiteCode'), scope: 'base' }, 0, 'success'],
  ]
  for (const [more, entries, result] of cases) {
    const heard = await say(t, server.port, search(more))
    t.equal(heard.length - 1, entries, JSON.stringify(more))
    t.strictSame(heard.slice(-1).map(resultOf), [result])
  }
})

const nonsense: [what: string, bytes: Buffer][] = [
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ['TLS', Buffer.from('16030100a5010000a10303', 'hex')],
  ['too long a message', Buffer.from('308400ffffff', 'hex')],
  ['no message', Buffer.from('3000', 'hex')],
  ['message 0', Buffer.from('300502010042 00'.replace(' ', ''), 'hex')],
  [
    'a response',
    serializeMessage({ id: 1, operation: operations.bindResponse, content: Buffer.alloc(0), controls: [] }),
  ],
]

void t.test(
  'what is no request ends the connection with a notice, and the next client is answered',
  async (t) => {
    const { server, target, recorder } = await openContoso(t)
    for (const [what, bytes] of nonsense) {
      const socket = await dial(t, server.port)
      const ends = {
        ...{ clientAddress: '127.0.0.1', clientPort: socket.localPort ?? 0 },
        ...{ serverAddress: '127.0.0.1', serverPort: server.port },
      }
      socket.write(bytes)
      const [notice] = await hear(socket)
      const said = notice && parseExtendedResponse(notice.content)
      t.equal(notice?.id, 0, what)
      t.equal(said?.name, noticeOfDisconnection)
      t.equal(said?.code, 2, 'protocolError')
      t.equal((await recorder.settledServerView(ends)).end?.code, 'INVALID_MESSAGE')
    }
    t.equal((await searchDirectory(target, findManagementPoints(domain))).end, null)
  },
)

void t.test('a connection that breaks within a message, or while it is answered, harms nobody', async (t) => {
  const { server, target } = await openContoso(t)
  const cut = await dial(t, server.port)
  cut.end(Buffer.from('30840000', 'hex'))
  await hear(cut)
  const rude = await dial(t, server.port)
  const many = Array.from({ length: 500 }, (_, index) =>
    serializeMessage({
      id: index + 1,
      operation: search()[0],
      content: search({ attributes: [] })[1],
      controls: [],
    }),
  )
  rude.write(Buffer.concat(many))
  await once(rude, 'readable')
  rude.resetAndDestroy()
  t.equal((await searchDirectory(target, findManagementPoints(domain))).end, null)
})

void t.test('closing ends what is open, and closes once', async (t) => {
  const { server } = await openContoso(t)
  const socket = await dial(t, server.port)
  const ended = once(socket, 'close')
  socket.on('error', () => undefined).resume()
  await Promise.all([server.close(), ended])
  await server.close()
  t.ok(socket.destroyed)
})
