import fc from 'fast-check'
import t from 'tap'
import type { Attempt, EndEvidence } from '../../sim/evidence/attempt.ts'
import { catalogue } from '../../sim/evidence/catalogue.ts'
import type { ConnectionEnds } from '../../sim/evidence/connection.ts'
import { diagnose } from '../../sim/evidence/diagnosis.ts'
import { createRecorder } from '../../sim/evidence/recorder.ts'

/** `tls ECONNRESET`: what one end saw, in two words. */
function end(words: string | null): EndEvidence | null {
  if (words === null) return null
  const [stage = '', code = ''] = words.split(' ')
  return { stage: stage as EndEvidence['stage'], code, message: 'seen' }
}

void t.test('what both ends saw leads to the failure', (t) => {
  const cases: [client: string, server: string | null, diagnosis: string][] = [
    ['resolve ENOTFOUND', null, 'name-not-resolved'],
    ['connect ECONNREFUSED', null, 'nothing-listens'],
    ['tls ECONNRESET', 'http HPE_INVALID_METHOD', 'https-to-http-port'],
    ['http UND_ERR_SOCKET', 'tls ERR_SSL_HTTP_REQUEST', 'http-to-https-port'],
    ['http UND_ERR_SOCKET', 'tls ERR_SSL_WRONG_VERSION_NUMBER', 'http-to-https-port'],
    ['http 403.4', 'http 403.4', 'ssl-required'],
    ['http 404', 'http 404', 'not-served-by-this-protocol'],
    ['http 403.7', 'tls ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE', 'client-certificate-missing'],
    ['tls ECONNRESET', 'tls CERT_HAS_EXPIRED', 'client-certificate-expired'],
    ['tls CERT_HAS_EXPIRED', 'tls ECONNRESET', 'server-certificate-expired'],
    ['http UND_ERR_SOCKET', 'tls CERT_NOT_YET_VALID', 'client-certificate-not-yet-valid'],
    ['tls CERT_NOT_YET_VALID', null, 'server-certificate-not-yet-valid'],
    ['http 403.13', 'tls CERT_REVOKED', 'client-certificate-revoked'],
    ['tls CERT_REVOKED', null, 'server-certificate-revoked'],
    ['http 403.16', 'tls INVALID_PURPOSE', 'client-certificate-wrong-usage'],
    ['tls INVALID_PURPOSE', null, 'server-certificate-wrong-usage'],
    ['tls ECONNRESET', 'tls DEPTH_ZERO_SELF_SIGNED_CERT', 'client-certificate-self-signed'],
    ['tls DEPTH_ZERO_SELF_SIGNED_CERT', null, 'server-certificate-self-signed'],
    ['tls ECONNRESET', 'tls UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'client-certificate-untrusted'],
    ['tls ECONNRESET', 'tls UNABLE_TO_GET_CRL', 'client-certificate-untrusted'],
    ['tls UNABLE_TO_GET_CRL', null, 'server-certificate-untrusted'],
    ['tls SELF_SIGNED_CERT_IN_CHAIN', null, 'server-certificate-untrusted'],
    ['tls ERR_TLS_CERT_ALTNAME_INVALID', null, 'server-certificate-wrong-host'],
    ['tls UND_ERR_CONNECT_TIMEOUT', null, 'no-answer-in-time'],
    ['http UND_ERR_HEADERS_TIMEOUT', null, 'no-answer-in-time'],
    // One end alone does not make it: the other may have done what it looks like.
    ['tls ECONNRESET', null, 'unexplained'],
    ['http HPE_INVALID_METHOD', null, 'unexplained'],
    ['http CERT_HAS_EXPIRED', null, 'unexplained'],
    ['http 503', 'http 503', 'unexplained'],
  ]
  for (const [client, server, diagnosis] of cases) {
    t.equal(diagnose(end(client), end(server)), diagnosis, `${client}, ${server ?? 'nothing'}`)
  }
  const covered = new Set(cases.map(([, , diagnosis]) => diagnosis))
  t.strictSame(
    catalogue.map(({ id }) => id).filter((id) => !covered.has(id)),
    [],
    'each entry has its case',
  )
  t.equal(new Set(catalogue.map(({ id }) => id)).size, catalogue.length, 'each id is of one entry')
  for (const { id, title, remedy } of catalogue) t.ok(title && remedy, `${id} says what it is and what to do`)
  t.end()
})

const attempt: Omit<Attempt, 'id'> = {
  client: 'PC',
  clientMode: 'mixed',
  forced: false,
  role: 'management-point',
  relation: 'assigned',
  site: null,
  system: null,
  protocol: 'http',
  url: null,
  outcome: 'withheld',
  why: '',
  rule: '',
  status: null,
  substatus: null,
  client_end: null,
  server_end: null,
  diagnosis: null,
  tls: null,
  after: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 0,
}

void t.test('attempts are numbered in the order in which they are added', (t) => {
  const recorder = createRecorder()
  t.equal(recorder.add(attempt).id, 'a1')
  t.equal(recorder.add({ ...attempt, client: 'PC2' }).id, 'a2')
  t.strictSame(
    recorder.attempts.map(({ client }) => client),
    ['PC', 'PC2'],
  )
  t.equal(createRecorder(8).add(attempt).id, 'a8')
  t.end()
})

const ends = (clientPort: number): ConnectionEnds => ({
  clientAddress: '127.20.128.1',
  clientPort,
  serverAddress: '127.20.1.1',
  serverPort: 8443,
})
const expired = { stage: 'tls', code: 'CERT_HAS_EXPIRED', message: 'first' } as const

void t.test('either end may come first, and the first thing that went wrong counts', async (t) => {
  for (const clientFirst of [true, false]) {
    const recorder = createRecorder()
    const early = clientFirst ? recorder.settledServerView(ends(1)) : undefined
    const side = recorder.accepted(ends(1))
    side.presentedCertificate()
    side.sawWrong(expired)
    side.sawWrong({ stage: 'http', code: 'HPE_INVALID_METHOD', message: 'second' })
    side.closed()
    const view = await (early ?? recorder.settledServerView(ends(1)))
    t.strictSame(
      view,
      { end: expired, clientCertificate: true },
      clientFirst ? 'client first' : 'server first',
    )
  }
})

void t.test('a view is settled by what went wrong or by the close, and not before', async (t) => {
  const recorder = createRecorder()
  const side = recorder.accepted(ends(1))
  let settled = false
  const view = recorder.settledServerView(ends(1)).then((seen) => {
    settled = true
    return seen
  })
  side.presentedCertificate()
  t.strictSame(
    recorder.serverView(ends(1)),
    { end: null, clientCertificate: true },
    'it can be read any time',
  )
  await new Promise(setImmediate)
  t.notOk(settled)
  side.closed()
  t.strictSame(await view, { end: null, clientCertificate: true })
})

void t.test('the same addresses and ports can come again', async (t) => {
  const recorder = createRecorder()
  recorder.accepted(ends(1)).sawWrong(expired)
  const again = recorder.accepted(ends(1))
  again.closed()
  t.strictSame(await recorder.settledServerView(ends(1)), { end: null, clientCertificate: false })
})

void t.test('when the servers are gone nobody waits for them', async (t) => {
  const recorder = createRecorder()
  const early = recorder.settledServerView(ends(1))
  recorder.end()
  t.strictSame(await early, { end: null, clientCertificate: false })
  t.strictSame(await recorder.settledServerView(ends(2)), { end: null, clientCertificate: false })
})

void t.test('however connections mingle, each view is that of its own connection', async () => {
  const ports = fc.uniqueArray(fc.integer({ min: 1, max: 65_535 }), { minLength: 2, maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(ports, fc.infiniteStream(fc.boolean()), async (clientPorts, coins) => {
      const recorder = createRecorder()
      const views = clientPorts.map((port) =>
        toss(coins) ? recorder.settledServerView(ends(port)) : undefined,
      )
      const sides = clientPorts.map((port) => [port, recorder.accepted(ends(port))] as const)
      for (const [port, side] of toss(coins) ? sides : sides.toReversed()) {
        side.sawWrong({ stage: 'tls', code: String(port), message: '' })
      }
      for (const [index, port] of clientPorts.entries()) {
        const view = await (views[index] ?? recorder.settledServerView(ends(port)))
        if (view.end?.code !== String(port))
          throw new Error(`${port} has the view of ${String(view.end?.code)}`)
      }
    }),
  )
})

function toss(coins: Iterator<boolean, unknown>): boolean {
  return coins.next().value === true
}

void t.test('closed connections that nobody asks about are forgotten in time, open ones never', async (t) => {
  const recorder = createRecorder()
  const open = recorder.accepted(ends(1))
  for (let port = 2; port <= 60_000; port++) {
    const side = recorder.accepted(ends(port))
    side.sawWrong(expired)
    side.closed()
  }
  t.equal(recorder.serverView(ends(60_000)).end, expired, 'the latest is kept')
  t.equal(recorder.serverView(ends(2)).end, null, 'the first is not')
  open.sawWrong(expired)
  t.equal((await recorder.settledServerView(ends(1))).end, expired, 'what was open all the time')
})
