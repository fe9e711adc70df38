import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { CertificateRecipe } from '../../sim/vocabulary/certificate.ts'
import { probe, type ProbeOptions } from '../../sim/probe/probe.ts'
import type { ProbeResult } from '../../sim/report/command-results.ts'
import { mp1, newPki, pc1 } from '../certs/contoso.ts'
import { lacks } from '../witness/run-program.ts'

const pki = newPki()
const { root } = await pki.authorities()

/** Probes a port of this machine under the name in the server's certificate. */
function probePort(
  port: number,
  how: Partial<ProbeOptions> & { scheme?: string } = {},
): Promise<ProbeResult> {
  const { scheme = 'https', address = '127.0.0.1', ...options } = how
  return probe({
    url: new URL(`${scheme}://${mp1.fqdn}:${port}/`),
    address,
    request: { method: 'GET', path: '/' },
    authorities: root,
    timeout: 2000,
    ...options,
  })
}

async function ownOf(recipe: CertificateRecipe): Promise<{ certificate: string; key: string }> {
  const { certificate, key = '' } = await pki.client(pc1, recipe)
  return { certificate, key }
}

const ids = ({ candidates }: ProbeResult): string[] => candidates.map(({ id }) => id)
const stepsOf = ({ steps }: ProbeResult): string[] => steps.map(({ step }) => step)

async function listening(t: Test, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

async function httpsServer(t: Test, recipe: CertificateRecipe, options: object): Promise<number> {
  const { certificate, key } = await pki.webServer(mp1, recipe)
  const server = createHttpsServer({ cert: certificate, key, ...options }, (_request, response) =>
    response.end('here'),
  )
  t.teardown(() => server.closeAllConnections())
  return listening(t, server)
}

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  void t.test(`${version}: a handshake step by step, with what the server shows and wants`, async (t) => {
    const mutual = {
      ca: root,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: version,
      maxVersion: version,
    }
    const port = await httpsServer(t, 'good', mutual)
    const answered = await probePort(port, { own: await ownOf('good') })
    t.match(answered, {
      outcome: 'answered',
      status: 200,
      client_end: null,
      candidates: [],
      tls: { version },
    })
    t.strictSame(stepsOf(answered).slice(0, 4), ['resolved', 'connected', 'client-hello', 'server-hello'])
    for (const step of ['certificate', 'certificate-request', 'finished', 'data', 'answer']) {
      t.ok(stepsOf(answered).includes(step), step)
    }
    t.ok(
      answered.steps.every(({ at }, index, all) => at >= (all[index - 1]?.at ?? 0)),
      'in the order of time',
    )
    t.strictSame(
      answered.chain.map(({ subject }) => subject),
      ['CN=mp1.contoso.test, O=contoso.test', 'CN=Contoso issuing authority, O=contoso.test'],
    )
    t.strictSame(answered.acceptableAuthorities, ['CN=Contoso root authority, O=contoso.test'])

    const without = await probePort(port)
    t.equal(ids(without)[0], 'client-certificate-missing')
    t.ok(without.steps.some(({ text }) => text === 'we had no certificate to send'))
    for (const [recipe, id] of [
      ['expired', 'client-certificate-expired'],
      ['wrong-usage', 'client-certificate-wrong-usage'],
      ['self-signed', 'client-certificate-self-signed'],
    ] as const) {
      t.equal(ids(await probePort(port, { own: await ownOf(recipe) }))[0], id)
    }
  })

  void t.test(`${version}: what is wrong with the server's certificate`, async (t) => {
    for (const [recipe, id] of [
      ['expired', 'server-certificate-expired'],
      ['wrong-host', 'server-certificate-wrong-host'],
      ['self-signed', 'server-certificate-self-signed'],
      ['untrusted-root', 'server-certificate-untrusted'],
      ['incomplete-chain', 'server-certificate-incomplete-chain'],
      ['expired-intermediate', 'server-certificate-authority-expired'],
    ] as const) {
      const port = await httpsServer(t, recipe, { minVersion: version, maxVersion: version })
      const result = await probePort(port)
      t.equal(ids(result)[0], id)
      t.equal(result.acceptableAuthorities, null, 'it asked for nothing')
      const fault = result.client_end?.certificate?.serialNumber
      t.ok(
        result.chain.some(({ serialNumber }) => serialNumber === fault),
        'the one at fault is in the chain',
      )
    }
  })
}

void t.test('a port that speaks something else, or nothing', async (t) => {
  const plain = await listening(
    t,
    createHttpServer((_request, response) => response.end('here')),
  )
  t.match(await probePort(plain, { scheme: 'http' }), {
    outcome: 'answered',
    status: 200,
    tls: null,
    chain: [],
  })
  t.ok(ids(await probePort(plain)).includes('https-to-http-port'))
  const secure = await httpsServer(t, 'good', {})
  t.equal(ids(await probePort(secure, { scheme: 'http' }))[0], 'http-to-https-port')
  const mail = await listening(
    t,
    createServer((socket) => void socket.end('220 mail ESMTP\r\n')),
  )
  t.ok(ids(await probePort(mail)).includes('handshake-garbage'))
  const mute = createServer((socket) => void socket.on('error', () => undefined).resume())
  const silent = await probePort(await listening(t, mute), { timeout: 300 })
  t.ok(ids(silent).includes('server-silent'))
  const gone = createServer()
  const port = await listening(t, gone)
  await new Promise((resolve) => gone.close(resolve))
  t.equal(ids(await probePort(port))[0], 'nothing-listens')
})

void t.test('a version that the server does not speak, and a name that nobody has', async (t) => {
  const port = await httpsServer(t, 'good', { minVersion: 'TLSv1.3' })
  const result = await probePort(port, { tls: '1.2' })
  t.equal(ids(result)[0], 'tls-version-not-shared')
  t.ok(result.steps.some(({ text }) => text === 'the server sent an alert: protocol version'))
  const url = new URL('https://mp.invalid:8443/')
  const unknown = await probe({ url, request: { method: 'GET', path: '/' }, timeout: 2000 })
  t.match(unknown, { address: null, outcome: 'failed' })
  t.equal(ids(unknown)[0], 'name-not-resolved')
})

/** Starts a program that listens, and waits until it accepts. */
async function started(t: Test, port: number, program: string, args: readonly string[]): Promise<void> {
  const child: ChildProcess = spawn(program, args, { stdio: 'ignore' })
  const gone = once(child, 'exit')
  t.teardown(async () => {
    child.kill()
    await gone
  })
  for (;;) {
    const ready = await probePort(port, { scheme: 'http', address: ownAddress, timeout: 500 })
    if (ready.client_end?.code !== 'ECONNREFUSED') return
    if (child.exitCode !== null) throw new Error(`${program} left with ${child.exitCode}`)
  }
}

/** Programs do not report their port, so they get an address that only this process uses. */
const ownAddress = `127.15.${(process.pid >> 8) % 256}.${process.pid % 256}`
const port = 8443

async function pemFiles(t: Test, recipe: CertificateRecipe) {
  const directory = t.testdir()
  const { certificate, key = '' } = await pki.webServer(mp1, recipe)
  const file = (name: string, text: string): string => {
    const path = join(directory, name)
    writeFileSync(path, text)
    return path
  }
  const lists = (await pki.crls()).map(({ pem }) => pem).join('')
  return {
    directory,
    certificate: file('server.pem', certificate),
    key: file('server.key', key),
    root: file('root.pem', root),
    rootAndLists: file('root-and-lists.pem', root + lists),
    lists: file('lists.pem', lists),
  }
}

void t.test('openssl s_server', { skip: lacks('openssl', 'version') }, async (t) => {
  const cases: [CertificateRecipe, string[], Partial<ProbeOptions>, string][] = [
    ['expired', [], {}, 'server-certificate-expired'],
    ['wrong-usage', [], {}, 'server-certificate-wrong-usage'],
    ['self-signed', [], {}, 'server-certificate-self-signed'],
    ['good', ['-tls1_3'], { tls: '1.2' }, 'tls-version-not-shared'],
    ['good', ['-tls1_2', '-cipher', 'ECDHE-ECDSA-CAMELLIA128-SHA256'], {}, 'cipher-not-shared'],
    ['good', ['-Verify', '3', '-verify_return_error'], {}, 'client-certificate-missing'],
    [
      'good',
      ['-Verify', '3', '-verify_return_error'],
      { own: await ownOf('expired') },
      'client-certificate-expired',
    ],
    [
      'good',
      ['-Verify', '3', '-verify_return_error', '-crl_check_all'],
      { own: await ownOf('revoked') },
      'client-certificate-revoked',
    ],
  ]
  for (const [index, [recipe, options, how, id]] of cases.entries()) {
    await t.test(`${recipe} ${options.join(' ')}: ${id}`, async (t) => {
      const { certificate, key, rootAndLists } = await pemFiles(t, recipe)
      const own = ['-cert', certificate, '-key', key, '-cert_chain', certificate, '-CAfile', rootAndLists]
      const accept = ['-accept', `${ownAddress}:${port + index}`, '-www', '-quiet']
      await started(t, port + index, 'openssl', ['s_server', ...accept, ...own, ...options])
      const result = await probePort(port + index, { ...how, address: ownAddress })
      t.equal(result.outcome, 'failed')
      t.ok(ids(result).includes(id), ids(result).join(', '))
    })
  }
})

void t.test('nginx with mutual TLS and a revocation list', { skip: lacks('nginx', '-v') }, async (t) => {
  const { directory, certificate, key, root: ca, lists } = await pemFiles(t, 'good')
  mkdirSync(join(directory, 'logs'))
  chmodSync(directory, 0o755)
  const here = port + 100
  const configuration = join(directory, 'nginx.conf')
  writeFileSync(
    configuration,
    `daemon off; master_process off; pid ${directory}/pid; error_log ${directory}/error.log;
     events {}
     http {
       access_log off; client_body_temp_path ${directory}/b; proxy_temp_path ${directory}/p;
       fastcgi_temp_path ${directory}/f; uwsgi_temp_path ${directory}/u; scgi_temp_path ${directory}/s;
       server {
         listen ${ownAddress}:${here} ssl; ssl_certificate ${certificate}; ssl_certificate_key ${key};
         ssl_client_certificate ${ca}; ssl_crl ${lists}; ssl_protocols TLSv1.2 TLSv1.3; ssl_verify_client on; ssl_verify_depth 3;
         location / { return 200 "here"; }
       }
     }`,
  )
  if (spawnSync('nginx', ['-t', '-c', configuration]).status !== 0)
    throw new Error('nginx takes no such configuration')
  await started(t, here, 'nginx', ['-c', configuration])
  t.match(await probePort(here, { address: ownAddress, own: await ownOf('good') }), {
    outcome: 'answered',
    status: 200,
  })
  for (const [recipe, id] of [
    [undefined, 'client-certificate-missing'],
    ['expired', 'client-certificate-expired'],
    ['revoked', 'client-certificate-revoked'],
    ['untrusted-root', 'client-certificate-untrusted'],
  ] as const) {
    for (const tls of ['1.2', '1.3'] as const) {
      const result = await probePort(here, {
        address: ownAddress,
        tls,
        ...(recipe && { own: await ownOf(recipe) }),
      })
      t.equal(result.outcome, 'failed')
      t.ok(ids(result).includes(id), `${id} under ${tls}: ${ids(result).join(', ')}`)
    }
  }
})
