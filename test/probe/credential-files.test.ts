import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { readFileSync, writeFileSync } from 'node:fs'
import { TLSSocket } from 'node:tls'
import t from 'tap'
import type { CertificateRecipe } from '../../sim/vocabulary/certificate.ts'
import { exitCodes } from '../../sim/cli/command-context.ts'
import type { ProbeResult } from '../../sim/report/command-results.ts'
import { exportedCertificates, exportedCredential, make, type CredentialFiles } from '../certs/exported.ts'
import { mp1, newPki, pc1 } from '../certs/contoso.ts'
import { withoutOpenssl } from '../certs/openssl.ts'
import { sitemode } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'

const pki = newPki()
const { root, issuing } = await pki.authorities()
const folder = newFolder(t)

/** A server that asks for a certificate, takes every one, and refuses by status: what it got decides nothing. */
const got: string[] = []
const { certificate: cert, key } = await pki.webServer(mp1, 'good')
const tls = { cert, key, ca: root, requestCert: true, rejectUnauthorized: false }
const server = createServer(tls, ({ socket }, response) => {
  if (socket instanceof TLSSocket) got.push(socket.getPeerX509Certificate()?.fingerprint256 ?? 'none')
  response.writeHead(403).end()
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
t.teardown(() => {
  server.close()
  server.closeAllConnections()
})
const { port } = server.address() as AddressInfo

async function probed(...args: string[]): Promise<{ seen: object; certificate: string | undefined }> {
  const where = [`https://${mp1.fqdn}:${port}/`, '--resolve', `${mp1.fqdn}:${port}:127.0.0.1`, '--tls', '1.2']
  const { status, stdout, stderr } = await sitemode(folder, 'probe', ...where, '--json', ...args)
  if (status !== exitCodes.failed) throw new Error(stderr)
  const { steps, client_end, headers, ...rest } = JSON.parse(stdout) as ProbeResult
  const seen = {
    ...rest,
    // The date of the reply goes on.
    headers: headers?.filter(([name]) => name !== 'date'),
    steps: steps.map(({ text }) => text),
    own: client_end?.own,
    code: client_end?.code,
  }
  return { seen, certificate: got.pop() }
}

/** The ways to name a certificate and its key on the command line. */
const waysToName: Readonly<Record<string, (files: CredentialFiles) => string[]>> = {
  'PEM, and the key in PEM': ({ pem, key }) => ['--cert', pem, '--key', key],
  'PEM, and the key in DER': ({ pem, keyDer }) => ['--cert', pem, '--key', keyDer],
  'DER, and an encrypted key': ({ der, encryptedKey, passphrase }) => [
    ...['--cert', der, '--key', encryptedKey],
    ...['--passphrase-file', passphrase],
  ],
  'PKCS#7, and the key in PEM': ({ pkcs7, key }) => ['--cert', pkcs7, '--key', key],
  'PKCS#12, which has the key': ({ pkcs12, passphrase }) => [
    '--cert',
    pkcs12,
    '--passphrase-file',
    passphrase,
  ],
  'PEM, and the key in PKCS#12': ({ pem, pkcs12, passphrase }) => [
    ...['--cert', pem, '--key', pkcs12],
    ...['--passphrase-file', passphrase],
  ],
}

const recipes = [
  'good',
  'expired',
  'wrong-usage',
  'untrusted-root',
  'self-signed',
  'incomplete-chain',
] as const satisfies CertificateRecipe[]

void t.test('a certificate gives the same result in every encoding', { skip: withoutOpenssl }, async (t) => {
  const trusted = exportedCertificates(folder, 'root', root)
  for (const recipe of recipes) {
    const files = exportedCredential(folder, recipe, await ownOf(recipe))
    const results: Record<string, Awaited<ReturnType<typeof probed>>> = {}
    for (const [way, named] of Object.entries(waysToName)) {
      results[way] = await probed(...named(files), '--ca', trusted.pem)
    }
    const [expected, ...others] = Object.entries(results)
    t.match(expected?.[1], { certificate: /^[\dA-F:]+$/, seen: { status: 403 } }, recipe)
    for (const [way, result] of others) {
      // DER has room for one certificate: the chain above it is not sent.
      if (!way.startsWith('DER')) t.strictSame(result, expected?.[1], `${recipe}: ${way}`)
      else t.equal(result.certificate, expected?.[1].certificate, `${recipe}: ${way}`)
    }
  }
})

void t.test('authorities are trusted from every encoding', { skip: withoutOpenssl }, async (t) => {
  for (const certificates of [root, root + issuing]) {
    const { pem, der, pkcs7, pkcs12, passphrase } = exportedCertificates(folder, 'trusted', certificates)
    const expected = await probed('--ca', pem)
    t.match(expected.seen, { status: 403, warnings: [] })
    t.strictSame(await probed('--ca', der), expected, 'the root is the first')
    t.strictSame(await probed('--ca', pkcs7), expected)
    t.strictSame(await probed('--ca', pkcs12, '--passphrase-file', passphrase), expected)
  }
})

void t.test('an authority without its root is not enough, and the root is asked for', async (t) => {
  const file = join(folder, 'issuing.pem')
  writeFileSync(file, issuing)
  const { seen } = await probed('--ca', file)
  t.match(seen, {
    code: 'UNABLE_TO_GET_ISSUER_CERT',
    warnings: [
      {
        code: 'root-missing',
        message: /^CN=Contoso issuing authority.* without CN=Contoso root authority, .*, which issued it/,
        remedy: /^Add the certificate of CN=Contoso root authority.* export it from the Trusted Root/,
      },
    ],
    candidates: [{ id: 'server-certificate-untrusted' }],
    proven: false,
  })
})

void t.test('an authority is known again whatever is in its name', { skip: withoutOpenssl }, async (t) => {
  const file = (name: string): string => join(folder, name)
  const request = (name: string, subject: string): string[] => [
    ...['req', '-config', '/dev/null', '-newkey', 'rsa:2048', '-nodes', '-keyout', file(`${name}.key`)],
    ...['-subj', subject, '-out', file(name)],
  ]
  make(
    ...request('ltd', '/O=Contoso, "Ltd."/CN=Root'),
    '-x509',
    '-addext',
    'basicConstraints=critical,CA:TRUE',
  )
  make(...request('pc.csr', '/CN=pc1.contoso.test'))
  const signer = ['-CA', file('ltd'), '-CAkey', file('ltd.key'), '-CAcreateserial']
  make('x509', '-req', '-in', file('pc.csr'), ...signer, '-out', file('pc'))
  server.setSecureContext({ ...tls, ca: readFileSync(file('ltd')) })
  t.teardown(() => server.setSecureContext(tls))
  writeFileSync(file('both'), root + readFileSync(file('ltd'), 'utf8'))
  const { seen } = await probed('--cert', file('pc'), '--key', file('pc.csr.key'), '--ca', file('both'))
  t.match(seen, {
    status: 403,
    acceptableAuthorities: ['CN=Root, O=Contoso, "Ltd."'],
    own: { fault: null },
  })
})

async function ownOf(recipe: CertificateRecipe): Promise<{ certificate: string; key: string }> {
  const { certificate, key = '' } = await pki.client(pc1, recipe)
  return { certificate, key }
}
