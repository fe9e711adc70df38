import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { type AddressInfo } from 'node:net'
import { join } from 'node:path'
import tls from 'node:tls'
import t, { type Test } from 'tap'
import { createPki, type PkiOptions } from '../../certs/create-pki.ts'
import type { Credential, Pki } from '../../certs/pki.ts'
import type { CertificateRecipe } from '../../certs/recipes.ts'
import { certificateRecipes } from '../../sim/model/certificate-recipe.ts'

const mp1 = { name: 'MP1', fqdn: 'mp1.contoso.test' }
const pc1 = { name: 'PC1', fqdn: 'pc1.contoso.test' }

function newPki(options: Partial<PkiOptions> = {}): Pki {
  return createPki({
    name: 'Contoso',
    domain: 'contoso.test',
    keys: 'ec',
    now: () => new Date(),
    cache: false,
    revoked: [
      { purpose: 'server', fqdn: mp1.fqdn },
      { purpose: 'client', fqdn: pc1.fqdn },
    ],
    ...options,
  })
}

interface Verdict {
  /** What a client says of a server's certificate and a server of a client's. */
  peer: string
  /** The same when they check revocation lists. */
  peerWithLists: string
  /** The error of `openssl verify`, with revocation lists. */
  openssl: number
}

const always = (peer: string, openssl: number): Verdict => ({ peer, peerWithLists: peer, openssl })

/** Without its issuer's revocation list OpenSSL goes on to complain of that, and Node reports the last complaint. */
const verdicts: Record<CertificateRecipe, Verdict> = {
  good: always('accepted', 0),
  expired: always('CERT_HAS_EXPIRED', 10),
  'not-yet-valid': always('CERT_NOT_YET_VALID', 9),
  'wrong-host': always('ERR_TLS_CERT_ALTNAME_INVALID', 62),
  'wrong-usage': always('INVALID_PURPOSE', 26),
  'untrusted-root': {
    peer: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    peerWithLists: 'UNABLE_TO_GET_CRL',
    openssl: 20,
  },
  'self-signed': { peer: 'DEPTH_ZERO_SELF_SIGNED_CERT', peerWithLists: 'UNABLE_TO_GET_CRL', openssl: 18 },
  'incomplete-chain': always('UNABLE_TO_VERIFY_LEAF_SIGNATURE', 20),
  revoked: { peer: 'accepted', peerWithLists: 'CERT_REVOKED', openssl: 23 },
}

const openssl = (...args: string[]) => spawnSync('openssl', args, { encoding: 'utf8' })
const withoutOpenssl = openssl('version').status === 0 ? false : 'openssl is not on the PATH'

void t.test('the recipes are those that hierarchies may name', (t) => {
  t.strictSame(Object.keys(verdicts).sort(), [...certificateRecipes].sort())
  t.end()
})

for (const keys of ['ec', 'rsa'] as const) {
  const pki = newPki({ keys })

  void t.test(`${keys}: both ends of a handshake judge each recipe`, async (t) => {
    const { root } = await pki.authorities()
    // The lists are made before any certificate, as for a listener that opens first.
    const crl = await pki.crls()
    const goodServer = await pki.webServer(mp1, 'good')
    for (const recipe of certificateRecipes) {
      const { peer, peerWithLists } = verdicts[recipe]
      const server = await pki.webServer(mp1, recipe)
      t.equal((await handshake({ ca: root }, server)).client, peer, `server ${recipe}`)
      t.equal((await handshake({ ca: root, crl }, server)).client, peerWithLists, `server ${recipe}, lists`)
      const client = await pki.client(pc1, recipe)
      const bare = await handshake({ ca: root }, goodServer, client)
      const checking = await handshake({ ca: root, crl }, goodServer, client)
      // Servers do not look at a client's name.
      const nameOnly = recipe === 'wrong-host' ? 'accepted' : undefined
      t.equal(bare.server, nameOnly ?? peer, `client ${recipe}`)
      t.equal(checking.server, nameOnly ?? peerWithLists, `client ${recipe}, lists`)
    }
  })

  void t.test(`${keys}: openssl judges each recipe`, { skip: withoutOpenssl }, async (t) => {
    for (const recipe of certificateRecipes) {
      const server = await pki.webServer(mp1, recipe)
      const client = await pki.client(pc1, recipe)
      const forServer = ['-purpose', 'sslserver', '-verify_hostname', mp1.fqdn]
      const forClient = ['-purpose', 'sslclient', '-verify_hostname', pc1.fqdn]
      t.equal(await opensslError(t, pki, server, forServer), verdicts[recipe].openssl, `server ${recipe}`)
      t.equal(await opensslError(t, pki, client, forClient), verdicts[recipe].openssl, `client ${recipe}`)
      const text = openssl('x509', '-noout', '-text', '-in', credentialFile(t, server)).stdout
      t.match(text, keys === 'ec' ? 'ecdsa-with-SHA256' : 'sha256WithRSAEncryption')
      t.match(text, keys === 'ec' ? 'Public-Key: (256 bit)' : 'Public-Key: (2048 bit)')
    }
  })
}

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

void t.test('what is asked for twice, even at once, is made once', async (t) => {
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
  const [, list = ''] = await pki.crls()
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

void t.test('certificates follow the clock by the month', async (t) => {
  const cache = t.testdir()
  const rootAt = async (now: string) => {
    const { root } = await newPki({ cache, now: () => new Date(now) }).authorities()
    return root
  }
  const july = await rootAt('2026-07-01T00:00:00Z')
  t.equal(await rootAt('2026-07-31T23:59:59Z'), july)
  t.not(await rootAt('2026-08-01T00:00:00Z'), july)
  const december = new X509Certificate(
    (await newPki({ now: () => new Date('2026-12-31T23:00:00Z') }).webServer(mp1, 'good')).certificate,
  )
  t.equal(new Date(december.validFrom).toISOString(), '2026-11-01T00:00:00.000Z')
  t.equal(new Date(december.validTo).toISOString(), '2027-12-01T00:00:00.000Z')
})

void t.test('with a clock of another age everything is of that age', { skip: withoutOpenssl }, async (t) => {
  for (const now of [
    new Date('2007-09-15T12:00:00Z'),
    new Date(Date.now() + 10 * 365 * 86_400_000),
    new Date('2061-01-31Z'),
  ]) {
    const pki = newPki({ now: () => now })
    const good = await pki.webServer(mp1, 'good')
    const then = ['-attime', String(Math.floor(now.getTime() / 1000))]
    t.equal(await opensslError(t, pki, good, then), 0, `valid in ${now.getUTCFullYear()}`)
    t.not(await opensslError(t, pki, good, []), 0, 'and only then')
    t.equal(await opensslError(t, pki, await pki.webServer(mp1, 'expired'), then), 10)
    t.equal(await opensslError(t, pki, await pki.webServer(mp1, 'not-yet-valid'), then), 9)
  }
})

void t.test('a hierarchy may be called anything', { skip: withoutOpenssl }, async (t) => {
  for (const name of ['Contoso, "Ltd" + é', '#0c0141', '\\,=<>;', '', ' 東京  ', 'x'.repeat(200)]) {
    const pki = newPki({ name, domain: `${name}.test` })
    const error = await opensslError(t, pki, await pki.webServer(mp1, 'good'), ['-verify_hostname', mp1.fqdn])
    t.equal(error, 0, JSON.stringify(name))
    t.equal(await opensslError(t, pki, await pki.client(pc1, 'revoked'), []), 23, JSON.stringify(name))
  }
})

interface Trust {
  ca: string
  crl?: string[]
}

/** A real handshake on loopback: `accepted`, or the code of what each end has against the other. */
async function handshake(trust: Trust, server: Credential, client?: Credential) {
  const listener = tls.createServer({
    ...trust,
    cert: server.certificate,
    key: server.key,
    requestCert: client !== undefined,
    rejectUnauthorized: false,
  })
  const seenByServer = new Promise<string>((resolve) => {
    // The types call `authorizationError` an error; on a server's socket it is a code.
    listener.on('secureConnection', (socket) => {
      resolve(socket.authorized ? 'accepted' : String(socket.authorizationError))
      socket.on('error', () => socket.destroy())
    })
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const socket = tls.connect({
    ...trust,
    ...(client && { cert: client.certificate, key: client.key }),
    port: (listener.address() as AddressInfo).port,
    servername: mp1.fqdn,
  })
  const seenByClient = await new Promise<string>((resolve) => {
    socket.once('secureConnect', () => resolve('accepted'))
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
  const result = { client: seenByClient, server: client ? await seenByServer : 'not asked' }
  socket.destroy()
  listener.close()
  return result
}

/** The number of the first error that `openssl verify` reports of a credential as it is sent; 0 when it has none. */
async function opensslError(t: Test, pki: Pki, credential: Credential, options: string[]): Promise<number> {
  const { root } = await pki.authorities()
  const sent = credentialFile(t, credential)
  const trusted = join(t.testdirName, 'trusted.pem')
  writeFileSync(trusted, root + (await pki.crls()).join(''))
  const run = openssl(
    'verify',
    '-crl_check_all',
    '-CAfile',
    trusted,
    '-CRLfile',
    trusted,
    '-untrusted',
    sent,
    ...options,
    sent,
  )
  if (run.status === 0) return 0
  const [, error] = /error (\d+) at/.exec(run.stderr) ?? []
  if (error === undefined) throw new Error(run.stderr)
  return Number(error)
}

function credentialFile(t: Test, credential: Credential): string {
  const file = join(t.testdir(), 'sent.pem')
  writeFileSync(file, credential.certificate)
  return file
}

function certificatesOf({ certificate }: Credential): string[] {
  return certificate.split(/(?<=-----END CERTIFICATE-----\n)/)
}
