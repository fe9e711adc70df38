import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { certificatesIn } from '../../certs/credential.ts'
import { readKeyIdentifiers } from '../../certs/x509.ts'
import { chainWarnings } from '../../sim/probe/chain-warnings.ts'
import { probe } from '../../sim/probe/probe.ts'
import type { ProbeResult } from '../../sim/report/command-results.ts'
import { colorsOf } from '../../sim/report/terminal/colors.ts'
import { probeText } from '../../sim/report/terminal/probe-text.ts'
import { make } from '../certs/exported.ts'
import { mp1, newPki } from '../certs/contoso.ts'
import { withoutOpenssl } from '../certs/openssl.ts'
import { newFolder } from '../new-folder.ts'

// Two authorities of the same name with different keys: the second is the first, renewed.
const [former, renewed] = [newPki(), newPki()]

async function probeServer(
  t: Test,
  { certificate, key = '' }: { certificate: string; key?: string },
  authorities: string,
): Promise<ProbeResult> {
  const server = createServer({ cert: certificate, key }, (_request, response) => response.end('here'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return probe({
    url: new URL(`https://${mp1.fqdn}:${port}/`),
    address: '127.0.0.1',
    request: { method: 'GET', path: '/' },
    authorities,
    timeout: 5000,
  })
}

const said = (result: ProbeResult): string => probeText(result, colorsOf({ stdout: {}, env: {} }))
const codes = ({ warnings }: Pick<ProbeResult, 'warnings'>): string[] => warnings.map(({ code }) => code)

void t.test('an incomplete chain is told of although the trusted authorities complete it', async (t) => {
  const { root, issuing } = await former.authorities()
  const alone = await former.webServer(mp1, 'incomplete-chain')
  const completed = await probeServer(t, alone, root + issuing)
  t.match(completed, { outcome: 'answered', status: 200 })
  t.strictSame(codes(completed), ['incomplete-chain'])
  t.match(said(completed), /warning incomplete-chain: The server sent CN=mp1[^]*answered with 200/)

  t.match(await probeServer(t, alone, root), {
    candidates: [{ id: 'server-certificate-incomplete-chain' }],
    warnings: [],
  })
  const whole = await former.webServer(mp1, 'good')
  t.match(await probeServer(t, whole, root + issuing), { outcome: 'answered', warnings: [] })
  const withRoot = { ...whole, certificate: whole.certificate + root }
  t.match(await probeServer(t, withRoot, root + issuing), { outcome: 'answered', warnings: [] })
})

void t.test('an authority that was renewed with another key is not taken for the issuer', async (t) => {
  const { root } = await renewed.authorities()
  const { issuing: old, root: oldRoot } = await former.authorities()
  const alone = await renewed.webServer(mp1, 'incomplete-chain')

  const wrongSent = await probeServer(t, { ...alone, certificate: alone.certificate + old }, root)
  t.equal(wrongSent.outcome, 'failed')
  t.strictSame(codes(wrongSent), ['issuer-of-another-key'])
  t.match(said(wrongSent), /the server sent has the\s+name of the issuer of CN=mp1/)
  t.notMatch(said(wrongSent), 'can only be')

  const wrongTrusted = await probeServer(t, await renewed.webServer(mp1, 'good'), oldRoot)
  t.equal(wrongTrusted.client_end?.code, 'CERT_SIGNATURE_FAILURE')
  t.strictSame(codes(wrongTrusted), ['issuer-of-another-key'])
  t.equal(wrongTrusted.candidates[0]?.id, 'server-certificate-untrusted')
  t.match(said(wrongTrusted), 'it is most likely')
  t.notMatch(said(wrongTrusted), 'can only be')
})

void t.test('key identifiers say which certificate is wanted', { skip: withoutOpenssl }, (t) => {
  const folder = newFolder(t)
  const file = (name: string): string => join(folder, name)
  const newKey = (name: string): string[] => [
    ...['req', '-config', '/dev/null', '-newkey', 'rsa:2048', '-nodes', '-keyout', file(`${name}.key`)],
  ]
  const root = ['-x509', '-subj', '/CN=Example Root', '-addext', 'basicConstraints=critical,CA:TRUE']
  for (const name of ['old', 'new']) make(...newKey(name), ...root, '-out', file(`${name}.pem`))
  make(...newKey('mp'), '-subj', '/CN=mp.example.test', '-out', file('mp.csr'))
  writeFileSync(file('extensions'), 'authorityKeyIdentifier=keyid\nextendedKeyUsage=serverAuth\n')
  const signer = ['-CA', file('new.pem'), '-CAkey', file('new.key'), '-CAcreateserial']
  make(
    'x509',
    '-req',
    '-in',
    file('mp.csr'),
    ...signer,
    '-extfile',
    file('extensions'),
    '-out',
    file('mp.pem'),
  )

  const read = (name: string): X509Certificate => new X509Certificate(readFileSync(file(name)))
  const [mp, old, current] = [read('mp.pem'), read('old.pem'), read('new.pem')]
  t.strictSame(chainWarnings([mp], [current]), [])
  t.strictSame(chainWarnings([mp, old], [current]), [], 'the server sent a former root besides')
  const [warning] = chainWarnings([mp], [old])
  t.equal(warning?.code, 'issuer-of-another-key')
  const { own } = readKeyIdentifiers(current.raw)
  t.match(own, /^[\dA-F]{40}$/)
  t.ok(warning?.message.includes(`, not ${own}`))
  t.end()
})

void t.test(
  'a missing root is to be had where the authority below it says',
  { skip: withoutOpenssl },
  (t) => {
    const folder = newFolder(t)
    const file = (name: string): string => join(folder, name)
    const options = ['-config', '/dev/null', '-newkey', 'rsa:2048', '-nodes', '-keyout', file('key')]
    const authority = ['-addext', 'basicConstraints=critical,CA:TRUE']
    const address = ['-addext', 'authorityInfoAccess=caIssuers;URI:http://pki.example.test/root.crt']
    make('req', ...options, '-subj', '/CN=Issuing', ...authority, ...address, '-out', file('request'))
    make('req', '-x509', ...options, '-subj', '/CN=Root', ...authority, '-out', file('root'))
    writeFileSync(file('extensions'), [authority[1], address[1], ''].join('\n'))
    const signer = [
      '-CA',
      file('root'),
      '-CAkey',
      file('key'),
      '-CAcreateserial',
      '-extfile',
      file('extensions'),
    ]
    make('x509', '-req', '-in', file('request'), ...signer, '-out', file('issuing'))
    const [issuing, root] = ['issuing', 'root'].map((name) => new X509Certificate(readFileSync(file(name))))
    if (!issuing || !root) throw new Error('openssl made no certificates')
    t.match(chainWarnings([], [issuing]), [
      {
        code: 'root-missing',
        remedy:
          'Add the certificate of CN=Root to the file: it is published at http://pki.example.test/root.crt.',
      },
    ])
    t.strictSame(chainWarnings([], [issuing, root]), [])
    t.end()
  },
)

void t.test('a certificate of no authority among the trusted ones is named', async (t) => {
  const [leaf] = certificatesIn((await former.webServer(mp1, 'good')).certificate)
  const { root, issuing } = await former.authorities()
  const others = certificatesIn((await renewed.authorities()).root)
  if (!leaf) throw new Error('the server has no certificate')
  t.match(chainWarnings([leaf], [leaf, ...others])[0], { code: 'no-authority', remedy: /CN=Contoso issuing/ })
  t.strictSame(chainWarnings([], [leaf, ...certificatesIn(root + issuing)]), [], 'its authorities are there')
  t.end()
})

void t.test('"can only be" is said of what the certificate itself shows', async (t) => {
  const { root } = await former.authorities()
  for (const [recipe, proven] of [
    ['expired', true],
    ['wrong-usage', true],
    ['self-signed', true],
    ['untrusted-root', false],
    ['incomplete-chain', false],
  ] as const) {
    const result = await probeServer(t, await former.webServer(mp1, recipe), root)
    t.equal(result.proven, proven, recipe)
    t.equal(said(result).includes('it can only be'), proven, recipe)
  }
})
