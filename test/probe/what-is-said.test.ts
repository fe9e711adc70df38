import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createHttpsServer, type ServerOptions } from 'node:https'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import { TLSSocket } from 'node:tls'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import type { CertificateRecipe } from '../../sim/vocabulary/certificate.ts'
import { probe, type ProbeOptions } from '../../sim/probe/probe.ts'
import { allPrintable } from '../../sim/printable.ts'
import type { ProbeResult } from '../../sim/report/command-results.ts'
import { colorsOf } from '../../sim/report/terminal/colors.ts'
import { probeText } from '../../sim/report/terminal/probe-text.ts'
import { mp1, newPki, pc1 } from '../certs/contoso.ts'

const pki = newPki()
const { root } = await pki.authorities()

function probed(port: number, how: Partial<ProbeOptions> = {}, scheme = 'https'): Promise<ProbeResult> {
  return probe({
    url: new URL(`${scheme}://${mp1.fqdn}:${port}/`),
    address: '127.0.0.1',
    request: { method: 'GET', path: '/' },
    authorities: root,
    timeout: 20_000,
    ...how,
  })
}

const ids = ({ candidates }: ProbeResult): string[] => candidates.map(({ id }) => id)

/** In one line, as a terminal without colours shows it. */
function textOf(result: ProbeResult, withHeaders = false): string {
  const colors = colorsOf({ stdout: {}, env: { NO_COLOR: '1' } })
  return probeText(allPrintable(result), colors, withHeaders).replace(/\s+/g, ' ')
}

async function listening(t: Test, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void

async function httpsServer(
  t: Test,
  options: ServerOptions,
  answer: Answer,
  recipe: CertificateRecipe = 'good',
) {
  const { certificate, key } = await pki.webServer(mp1, recipe)
  const server = createHttpsServer({ cert: certificate, key, ...options }, answer)
  t.teardown(() => server.closeAllConnections())
  return listening(t, server)
}

/** A server that sends a text to whoever connects, and ends the connection. */
function saying(t: Test, text: string | Buffer): Promise<number> {
  return listening(
    t,
    createServer((socket) => void socket.on('error', () => undefined).end(text)),
  )
}

const only = (version: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3') => ({
  minVersion: version,
  maxVersion: version,
})

void t.test('the first bytes tell what serves the port', async (t) => {
  const http = await probed(await saying(t, 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'))
  t.equal(ids(http)[0], 'https-to-http-port')
  const mail = await probed(await saying(t, '220 mail.example ESMTP ready\r\n'))
  t.equal(ids(mail)[0], 'handshake-garbage')
  const alert = Buffer.from([0x15, 3, 1, 0, 2, 2, 10])
  const secure = await probed(await saying(t, alert), {}, 'http')
  t.equal(ids(secure)[0], 'http-to-https-port')
  for (const result of [http, mail, secure]) {
    t.notOk(ids(result).includes('connection-closed'), 'a byte has come')
    t.notOk(ids(result).includes('connection-reset'))
  }
})

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  void t.test(`${version}: after a finished handshake no failure before its end`, async (t) => {
    const port = await httpsServer(t, only(version), ({ socket }) => void socket.destroy())
    const result = await probed(port)
    t.match(result, { outcome: 'failed', tls: { version } })
    t.equal(ids(result)[0], 'request-closed')
    const early = /^(?:connection|handshake|server-silent|https-to|tls-version|cipher|server-certificate)/
    t.strictSame(
      ids(result).filter((id) => early.test(id) || id.startsWith('client-certificate')),
      [],
    )
  })
}

// Linux refuses to connect to a broadcast address, the loopback network's as any other.
const skip = process.platform !== 'linux' && 'known of Linux alone'
void t.test('where there is no route, nobody has to start a web server', { skip }, async (t) => {
  const result = await probed(8443, { address: '127.255.255.255' })
  t.match(result, { outcome: 'failed', client_end: { stage: 'connect', code: 'ENETUNREACH' } })
  t.notOk(ids(result).includes('nothing-listens'))
  t.notMatch(textOf(result), /Start the site system's web server/)
})

void t.test('a redirect shows where to, and the headers of a reply are shown on demand', async (t) => {
  const head = [
    'HTTP/1.1 302 Found',
    'Location: https://elsewhere.test/\u009b2J?a=b',
    `X-Long: ${'x'.repeat(5000)}`,
    ...Array.from({ length: 100 }, (_, index) => `X-${index}: y`),
  ]
  const port = await saying(t, Buffer.from([...head, 'Content-Length: 0', '', ''].join('\r\n'), 'latin1'))
  const result = await probed(port, {}, 'http')
  t.match(result, { outcome: 'failed', status: 302, redirect: 'https://elsewhere.test/\u009b2J?a=b' })
  t.equal(ids(result)[0], 'unexpected-answer')
  t.match(result.headers?.slice(1, 2), [['x-long', /^x{5000}$/]])
  const refers = String.raw`the server answered 302, and refers to https://elsewhere.test/\u009b2J?a=b (not followed)`
  t.ok(textOf(result).includes(refers))
  t.notMatch(textOf(result), /x-long/)
  const shown = textOf(result, true)
  t.match(shown, /The reply's headers .* x-long: x{119}… x-0: y .* and 53 more/)
  t.notMatch(shown, /\p{Cc}/u)
  t.match(await probed(await saying(t, ''), {}, 'http'), { headers: null, redirect: null })
})

// Whether the certificate is sent, Apache tells (other-servers.slow.test.ts): Node's server cannot wait for it.
void t.test('a server that asks for another handshake, in TLS 1.2', async (t) => {
  const answer: Answer = ({ socket }, response) => {
    if (!(socket instanceof TLSSocket)) throw new TypeError('this is no HTTPS')
    socket.renegotiate({ requestCert: true, rejectUnauthorized: false }, () => void response.end())
  }
  const result = await probed(await httpsServer(t, { ...only('TLSv1.2'), ca: root }, answer))
  t.match(result, { outcome: 'answered', status: 200, warnings: [] })
  t.equal(result.steps.filter(({ step }) => step === 'renegotiation').length, 1)
  t.equal(result.steps.filter(({ step }) => step === 'finished').length, 2)
})

void t.test('a server that wants the certificate later, in TLS 1.3', async (t) => {
  const { certificate, key = '' } = await pki.client(pc1, 'good')
  const port = await httpsServer(t, only('TLSv1.3'), ({ url }, response) => {
    response.statusCode = 403
    response.setHeader('Content-Type', 'text/html; charset=iso-8859-1')
    response.end(url === '/says' ? 'Reason: Cannot perform Post-Handshake Authentication.' : 'Forbidden')
  })
  const own = { certificate, key }
  const silent = await probed(port, { own })
  t.match(silent.warnings, [{ code: 'certificate-wanted-late' }])
  t.match(
    textOf(silent),
    /after the handshake of TLS 1\.3, and the server may have wanted one for this path\. to do Try --tls 1\.2/,
  )
  const says = await probed(port, { own, request: { method: 'GET', path: '/says' } })
  t.match(textOf(says), /the server says that it wanted one for this path\. to do Try --tls 1\.2/)
  for (const result of [silent, says]) {
    t.equal(ids(result)[0], 'client-certificate-missing', 'since it could not be presented')
    t.notOk(ids(result).includes('ssl-required'), 'this is HTTPS')
    t.notOk(ids(result).includes('client-certificate-expired'), 'nobody has seen it')
  }
})

for (const tls of ['1.0', '1.1'] as const) {
  void t.test(`TLS ${tls}, and the certificates of its time`, async (t) => {
    const version = tls === '1.0' ? 'TLSv1' : 'TLSv1.1'
    const old = { ...only(version), ciphers: 'DEFAULT@SECLEVEL=0', ca: root, requestCert: true }
    const here: Answer = (_request, response) => void response.end('here')
    for (const [recipe, note] of [
      ['good', undefined],
      ['weak-hash', /is signed with SHA-1: clients of 2007 take that, today's refuse it/],
      ['weak-key', /has the key RSA 1024: clients of 2007 take that, today's refuse it/],
    ] as const) {
      const port = await httpsServer(t, { ...old, rejectUnauthorized: false }, here, recipe)
      const result = await probed(port, { tls })
      t.match(result, { outcome: 'answered', status: 200, tls: { version } }, recipe)
      t.match(result.acceptableAuthorities, ['CN=Contoso root authority, O=contoso.test'])
      if (note) t.match(textOf(result), note)
      else t.strictSame(result.warnings, [])
      if (tls === '1.1') continue
      const today = await probed(port)
      t.equal(ids(today)[0], 'tls-version-not-shared')
      t.match(textOf(today), /to do Try --tls 1\.0\./)
    }
  })
}

void t.test('an OpenSSL that does not speak the version', (t) => {
  const configuration = join(t.testdir(), 'openssl.cnf')
  const sections = ['nodejs_conf = init', '[init]', 'ssl_conf = all', '[all]', 'system_default = without']
  writeFileSync(configuration, [...sections, '[without]', 'Protocol = -TLSv1', ''].join('\n'))
  const program = fileURLToPath(new URL('../../cli/sitemode.js', import.meta.url))
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    [program, 'probe', 'https://127.0.0.1:1/', '--tls', '1.0'],
    { env: { ...process.env, OPENSSL_CONF: configuration }, encoding: 'utf8' },
  )
  t.match({ status, stdout }, { status: 3, stdout: '' })
  t.match(stderr, /^sitemode: OpenSSL .* of this Node\.js does not speak TLS 1\.0\n$/)
  t.end()
})
