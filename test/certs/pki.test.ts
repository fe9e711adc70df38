import { X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Credential } from '../../certs/credential.ts'
import { certificateRecipes } from '../../sim/vocabulary/certificate.ts'
import { mp1, newPki, pc1 } from './contoso.ts'
import { judgeEachRecipe, verdicts } from './judged-recipes.ts'
import { openssl, opensslError, withoutOpenssl } from './openssl.ts'

void t.test('the recipes are those that hierarchies may name', (t) => {
  t.strictSame(Object.keys(verdicts).sort(), [...certificateRecipes].sort())
  t.end()
})

judgeEachRecipe('ec')

void t.test(
  'a credential is its leaf and the chain it sends, joined so that other programs can read it',
  async (t) => {
    const pki = newPki()
    const { root, issuing } = await pki.authorities()
    const [leaf = '', ...chain] = certificatesOf(await pki.webServer(mp1, 'good'))
    t.strictSame(chain, [issuing], 'the root is not sent')
    t.ok(new X509Certificate(leaf).verify(new X509Certificate(issuing).publicKey))
    t.ok(new X509Certificate(issuing).verify(new X509Certificate(root).publicKey))
    t.equal(certificatesOf(await pki.webServer(mp1, 'incomplete-chain')).length, 1)
    t.match(
      (await pki.client(pc1, 'good')).key,
      /^-----BEGIN PRIVATE KEY-----\n[^-]+-----END PRIVATE KEY-----\n$/,
    )
  },
)

void t.test('a certificate requested twice, even at once, is made once', async (t) => {
  const pki = newPki()
  const [one, two] = await Promise.all([pki.webServer(mp1, 'good'), pki.webServer(mp1, 'good')])
  t.strictSame(one, two)
  t.strictSame(await pki.webServer(mp1, 'good'), one)
  t.notSame(await pki.client(mp1, 'good'), one)
})

void t.test('the signing certificate of a site server', async (t) => {
  const { certificate } = await newPki().siteServerSigning('ABC')
  const parsed = new X509Certificate(certificate)
  t.match(parsed.subject, /^CN=The site code of this site server is ABC$/m)
  t.strictSame(parsed.keyUsage, ['1.3.6.1.4.1.311.10.3.12'], 'document signing')
  t.equal(certificate.match(/BEGIN CERTIFICATE/g)?.length, 2)
})

void t.test('a revocation list has the revoked certificates before they exist', async (t) => {
  const pki = newPki()
  const list = (await pki.crls()).find(({ name }) => name === 'issuing')?.pem ?? ''
  const parsed = new X509Certificate((await pki.client(pc1, 'revoked')).certificate)
  await t.test('as openssl reads it', { skip: withoutOpenssl }, (t) => {
    const file = join(t.testdir(), 'crl.pem')
    writeFileSync(file, list)
    const text = openssl('crl', '-noout', '-text', '-in', file).stdout
    t.match(text, `Serial Number: ${parsed.serialNumber}`)
    t.match(text, 'Key Compromise')
    t.equal(text.match(/Serial Number/g)?.length, 2, 'of the server and of the client')
    t.end()
  })
  await t.rejects(pki.client(mp1, 'revoked'), /client certificate of mp1\.contoso\.test was not announced/)
})

void t.test('a hierarchy may be called anything', { skip: withoutOpenssl }, async (t) => {
  for (const name of ['Contoso, "Ltd" + é', '#0c0141', '\\,=<>;', '', ' 東京  ', 'x'.repeat(200)]) {
    const pki = newPki({ name, domain: `${name}.test` })
    const error = await opensslError(t, pki, await pki.webServer(mp1, 'good'), ['-verify_hostname', mp1.fqdn])
    t.equal(error, 0, JSON.stringify(name))
    t.equal(await opensslError(t, pki, await pki.client(pc1, 'revoked'), []), 23, JSON.stringify(name))
  }
})

function certificatesOf({ certificate }: Credential): string[] {
  return certificate.split(/(?<=-----END CERTIFICATE-----\n)/)
}
