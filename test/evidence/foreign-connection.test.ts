import t from 'tap'
import { terminalOf } from '../../sim/cli/terminal.ts'
import type { EndEvidence } from '../../sim/evidence/end-evidence.ts'
import type { ConnectionEnds } from '../../sim/evidence/connection.ts'
import {
  foreignConnection,
  keptForeign,
  type ForeignConnection,
} from '../../sim/evidence/foreign-connection.ts'
import { createRecorder, nothingSeen, type Recorder } from '../../sim/evidence/recorder.ts'
import { numbered } from '../../sim/evidence/recording/recording-text.ts'
import { emptyRecording, follow } from '../../sim/evidence/recording/recording.ts'
import type { ClosedConnection, ServerView } from '../../sim/evidence/server-view.ts'
import { foreignText } from '../../sim/report/terminal/foreign-text.ts'
import { colorsOf } from '../../sim/report/terminal/colors.ts'
import { leaf, syntheticAttempt } from './synthetic-evidence.ts'

const client = '127.20.128.1'
const stranger = '127.0.0.1'

function ends(clientAddress: string, clientPort: number): ConnectionEnds {
  return { clientAddress, clientPort, serverAddress: '127.20.1.1', serverPort: 8443 }
}

const by = { fqdn: 'mp.contoso.test', protocol: 'https', transport: 'tcp' } as const

/** A recorder that watches the client, and the ports of the connections that it called foreign. */
function recording(): { recorder: Recorder; foreign: number[] } {
  const foreign: number[] = []
  const recorder = createRecorder(1, undefined, (closed) => void foreign.push(closed.ends.clientPort))
  recorder.watch(client)
  return { recorder, foreign }
}

function claim(recorder: Recorder, clientPort: number, protocol: 'https' | 'pxe' = 'https'): void {
  recorder.add(
    { ...syntheticAttempt, protocol },
    {
      ends: ends(client, clientPort),
      times: { connectMs: null, tlsMs: null },
      exchanges: [],
      server: null,
    },
  )
}

void t.test('a connection from nobody’s address is foreign as soon as it has closed', (t) => {
  const { recorder, foreign } = recording()
  const done = recorder.begins(client)
  const side = recorder.accepted(ends(stranger, 1), by)
  t.strictSame(foreign, [])
  side.closed()
  t.strictSame(foreign, [1], 'whatever the clients do meanwhile')
  done()
  t.strictSame(foreign, [1], 'and once')
  t.end()
})

void t.test('a connection that an attempt claims is never foreign', (t) => {
  for (const claimedFirst of [true, false]) {
    const { recorder, foreign } = recording()
    const done = recorder.begins(client)
    const side = recorder.accepted(ends(client, 1), by)
    if (claimedFirst) claim(recorder, 1)
    side.closed()
    if (!claimedFirst) claim(recorder, 1)
    done()
    t.strictSame(foreign, [], claimedFirst ? 'claimed before it closed' : 'claimed after it closed')
  }
  t.end()
})

void t.test('where clients share an address, it is settled when no attempt is in progress', (t) => {
  const { recorder, foreign } = recording()
  const [first, second] = [recorder.begins(client), recorder.begins(client)]
  for (const port of [1, 2]) recorder.accepted(ends(client, port), by).closed()
  claim(recorder, 1)
  first()
  t.strictSame(foreign, [], 'the second attempt may still claim it')
  second()
  t.strictSame(foreign, [2])
  t.strictSame(
    recorder.takeStrays().map((stray) => stray.ends.clientPort),
    [2],
    'from a client’s own address it is a stray as well',
  )
  t.end()
})

void t.test('late datagrams of a socket that an attempt claims are not foreign', (t) => {
  const { recorder, foreign } = recording()
  const boot = { ...by, protocol: 'pxe', transport: 'udp' } as const
  const done = recorder.begins(client)
  const first = recorder.accepted(ends(client, 68), boot)
  const other = recorder.accepted({ ...ends(client, 68), serverPort: 4011 }, boot)
  first.closed()
  claim(recorder, 68, 'pxe')
  done()
  other.closed()
  recorder.accepted(ends(client, 68), boot).closed()
  t.strictSame(foreign, [])
  recorder.accepted(ends(client, 69), boot).closed()
  t.strictSame(foreign, [69], 'another socket is')
  t.end()
})

const plain = colorsOf({ stdout: {}, env: { NO_COLOR: '1' } })

function closedWith(view: Partial<ServerView>): ClosedConnection {
  const { end = null } = view
  return { ...by, ends: ends(stranger, 1), view: { ...nothingSeen, failure: end, ...view }, durationMs: 1 }
}

function told(view: Partial<ServerView>): ForeignConnection {
  return foreignConnection(closedWith(view), 'c1', '2026-01-01T00:00:00.000Z')
}

const expired = { stage: 'tls', code: 'CERT_HAS_EXPIRED', message: 'expired' } as const

void t.test('the server’s end alone decides', (t) => {
  t.match(told({ end: expired }), {
    outcome: 'failed',
    diagnosis: 'client-certificate-expired',
    candidates: ['client-certificate-expired'],
  })
  t.match(told({ replies: 1, status: 200 }), { outcome: 'answered', diagnosis: null, candidates: [] })
  t.match(told({}), { outcome: 'unanswered', diagnosis: null, tls: null, certificate: null })
  t.match(told({ end: { ...expired, code: 'NEVER_HEARD_OF' } }), { diagnosis: 'unexplained', candidates: [] })
  t.end()
})

void t.test('a script lets the server answer, or keeps the client waiting', (t) => {
  const script = { stage: 'http', code: 'SCRIPTED', message: 'as it is scripted' } as const
  const answered = { end: script, failure: null, replies: 1, status: 200 }
  t.match(told(answered), { outcome: 'answered', server_end: script, diagnosis: null, candidates: [] })
  const left = { end: script, failure: expired, awaitsScript: true }
  t.match(told(left), { outcome: 'failed', server_end: script, diagnosis: 'scripted-misbehaviour' })
  t.match(told({ ...answered, failure: expired }), { outcome: 'failed', server_end: expired })
  t.end()
})

void t.test('what the connection reached rules causes out', (t) => {
  const gone = { stage: 'tls', code: 'ECONNRESET', message: 'gone' } as const
  const handshake = { version: 'TLSv1.3', certificate: () => undefined, wrongWithOwn: () => [] }
  const blamesCertificates = (view: Partial<ServerView>): boolean =>
    told({ end: gone, ...view }).candidates.some((id) => id.startsWith('server-certificate-'))
  t.equal(blamesCertificates({}), false, 'no hello: nobody has seen a certificate')
  t.equal(blamesCertificates({ handshake }), true)
  t.equal(blamesCertificates({ handshake, clientCertificate: 'none' }), true)
  t.equal(blamesCertificates({ handshake, clientCertificate: 'none', replies: 1 }), false, 'it went on')
  t.end()
})

/** A completed handshake of a server with whose own certificate a client finds this wrong. */
function shownBy(...wrongWithOwn: EndEvidence[]): Partial<ServerView> {
  const handshake = { version: 'TLSv1.3', certificate: () => undefined, wrongWithOwn: () => wrongWithOwn }
  return { handshake, clientCertificate: 'none' }
}

const badCertificate = { ...expired, code: 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE' } as const

void t.test('a server knows its own certificate when a client refuses it', (t) => {
  const first = (view: Partial<ServerView>): string | undefined => told(view).candidates[0]
  t.equal(first({ ...shownBy(expired), end: badCertificate }), 'server-certificate-expired')
  const authority = { ...expired, certificate: { ...leaf, authority: true } }
  t.equal(first({ ...shownBy(authority), end: badCertificate }), 'server-certificate-authority-expired')
  t.equal(
    first({ ...shownBy(), end: badCertificate }),
    'server-certificate-untrusted',
    'nothing wrong with it',
  )
  t.equal(first({ end: badCertificate }), 'server-certificate-expired', 'unknown: the most frequent')
  t.end()
})

void t.test('a client that leaves after the handshake may have refused the server', (t) => {
  const left = told(shownBy())
  t.match(left, { outcome: 'unanswered', diagnosis: null, candidates: ['server-certificate-untrusted'] })
  t.notOk(left.candidates.includes('client-certificate-key-mismatch'), 'that client would not have come')
  t.match(foreignText(left, plain), /ended before any reply \(perhaps server-certificate-untrusted, .* more;/)
  t.strictSame(told({ ...shownBy(), replies: 1 }).candidates, [], 'it was answered')
  t.end()
})

const certificate = { ...leaf, subject: 'CN=x', issuer: 'CN=y', usages: ['1.3.6.1.5.5.7.3.2', '1.2.3'] }

void t.test('a stranger’s certificate is neither too long to keep nor obeyed by a terminal', (t) => {
  const many = Array.from({ length: 5000 }, (_, index) => `${index}.example`.padStart(1000, 'x'))
  const long = { ...certificate, subject: `CN=\u001b[2J\u009b2J${'x'.repeat(100_000)}`, names: many }
  const handshake = { version: 'TLSv1.3', certificate: () => long, wrongWithOwn: () => [] }
  const connection = told({ handshake, end: { ...expired, certificate: long } })
  t.ok(JSON.stringify(connection).length < 20_000)
  let line = ''
  terminalOf({ write: (text) => (line += text) }, {}).tell(connection, foreignText)
  t.notMatch(line, /\p{Cc}/u)
  t.match(line, String.raw`CN=\u001b[2J\u009b2J`)
  t.end()
})

void t.test('one line has everything', (t) => {
  const handshake = { version: 'TLSv1.3', certificate: () => certificate, wrongWithOwn: () => [] }
  t.equal(
    foreignText(told({ handshake, clientCertificate: 'verified', end: expired }), plain),
    "00:00:00 127.0.0.1:1 to mp.contoso.test:8443, HTTPS over TLSv1.3, failed: the client's certificate has expired " +
      '(CERT_HAS_EXPIRED at stage tls; showed CN=x, issued by CN=y, valid 2026-01-01 to 2027-01-01, for client authentication, 1.2.3)',
  )
  t.equal(
    foreignText(told({ replies: 2, status: 200 }), plain),
    '00:00:00 127.0.0.1:1 to mp.contoso.test:8443, HTTPS, answered 200',
  )
  t.match(foreignText(told({}), plain), /HTTPS, ended before any reply$/)
  t.match(
    foreignText(told({ end: { ...expired, code: 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE' } }), plain),
    /failed: most likely the site system asked for a client certificate and got none \(.*; or (?:[\w-]+, ){3}\d more\)$/,
  )
  t.end()
})

void t.test('a recording in memory does not grow with the connections', (t) => {
  const recording = emptyRecording()
  const journal = numbered('test', follow(recording))
  journal({
    type: 'opened',
    hierarchy: { name: 'x', domain: 'x', sites: [], clients: [] },
    now: '2026-01-01T00:00:00.000Z',
  })
  const closed = closedWith({ end: expired })
  for (let count = 1; count <= keptForeign + 5; count++)
    journal({ type: 'connection', connection: foreignConnection(closed, `c${count}`, '') })
  const [hierarchy] = recording.hierarchies
  t.equal(hierarchy?.foreign.length, keptForeign)
  t.equal(hierarchy?.foreign[0]?.id, 'c6', 'the latest are kept')
  t.equal(hierarchy?.foreignLeftOut, 5)
  t.equal(hierarchy?.lines.length, 1)
  t.end()
})

void t.test('nor with the lists that are fetched for them, where only the latest requests are kept', (t) => {
  const recording = emptyRecording()
  const journal = numbered('test', follow(recording, 3))
  journal({
    type: 'opened',
    hierarchy: { name: 'x', domain: 'x', sites: [], clients: [] },
    now: '2026-01-01T00:00:00.000Z',
  })
  for (let count = 1; count <= 10; count++) {
    const fetched = { by: '127.0.0.1', url: `http://crl/${count}`, ends: null, status: null, code: null }
    journal({ type: 'revocation-list', ...fetched, durationMs: 1 })
    journal({ type: 'clock', now: '2026-01-01T00:00:00.000Z' })
  }
  const lines = recording.hierarchies[0]?.lines ?? []
  t.strictSame(
    lines.flatMap((line) => (line.type === 'revocation-list' ? [line.url] : [])),
    ['http://crl/8', 'http://crl/9', 'http://crl/10'],
  )
  t.equal(lines.filter(({ type }) => type === 'clock').length, 10, 'what is ours is kept')
  t.end()
})
