import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import tls from 'node:tls'
import t from 'tap'
import type { Credential } from '../../certs/credential.ts'
import { certificateRecipes, type CertificateRecipe, type KeyKind } from '../../sim/vocabulary/certificate.ts'
import { mp1, newPki, pc1 } from './contoso.ts'
import { credentialFile, openssl, opensslError, withoutOpenssl } from './openssl.ts'

interface Verdict {
  /** The verdicts of a client on a server's certificate and of a server on a client's. */
  peer: string
  /** The verdict of the revocation lists. */
  lists?: string
  /** The error of `openssl verify`, with revocation lists. */
  openssl: number
}

const weak = 'UNSPECIFIED'

export const verdicts: Record<CertificateRecipe, Verdict> = {
  good: { peer: 'accepted', openssl: 0 },
  'another-good': { peer: 'accepted', openssl: 0 },
  expired: { peer: 'CERT_HAS_EXPIRED', openssl: 10 },
  'not-yet-valid': { peer: 'CERT_NOT_YET_VALID', openssl: 9 },
  'wrong-host': { peer: 'ERR_TLS_CERT_ALTNAME_INVALID', openssl: 62 },
  'wrong-usage': { peer: 'INVALID_PURPOSE', openssl: 26 },
  'untrusted-root': { peer: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', openssl: 20 },
  'self-signed': { peer: 'DEPTH_ZERO_SELF_SIGNED_CERT', openssl: 18 },
  'incomplete-chain': { peer: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', openssl: 20 },
  revoked: { peer: 'accepted', lists: 'CERT_REVOKED', openssl: 23 },
  'revoked-intermediate': { peer: 'accepted', lists: 'CERT_REVOKED', openssl: 23 },
  'expired-intermediate': { peer: 'CERT_HAS_EXPIRED', openssl: 10 },
  // Of the two signatures that the old key did not make, `openssl verify` meets the list's first.
  'superseded-intermediate': { peer: 'CERT_SIGNATURE_FAILURE', openssl: 8 },
  'unreachable-list': { peer: 'accepted', lists: 'UNABLE_TO_GET_CRL', openssl: 3 },
  'weak-hash': { peer: weak, openssl: 68 },
  'weak-key': { peer: weak, openssl: 66 },
  'no-private-key': { peer: 'none', openssl: 0 },
  'key-mismatch': { peer: 'none', openssl: 0 },
  'subject-without-name': { peer: 'ERR_TLS_CERT_ALTNAME_INVALID', openssl: 62 },
  'attribute-with-spaces': { peer: 'accepted', openssl: 0 },
}

/** Recipes with whose certificate no handshake can begin. */
const withoutKey: readonly CertificateRecipe[] = ['no-private-key', 'key-mismatch']
/** Servers do not check the name in a client's certificate. */
const namedOtherwise: readonly CertificateRecipe[] = ['wrong-host', 'subject-without-name']

/** Has each recipe's certificates judged, with keys of one kind. */
export function judgeEachRecipe(keys: KeyKind): void {
  const pki = newPki({ keys })

  void t.test(`${keys}: both ends of a handshake judge each recipe`, async (t) => {
    const { root } = await pki.authorities()
    const goodServer = await pki.webServer(mp1, 'good')
    for (const recipe of certificateRecipes.filter((one) => !withoutKey.includes(one))) {
      const { peer } = verdicts[recipe]
      t.equal((await handshake(root, await pki.webServer(mp1, recipe))).client, peer, `server ${recipe}`)
      const { server } = await handshake(root, goodServer, await pki.client(pc1, recipe))
      t.equal(server, namedOtherwise.includes(recipe) ? 'accepted' : peer, `client ${recipe}`)
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
      const hash = recipe === 'weak-hash' ? '1' : '256'
      t.match(text, keys === 'ec' ? `ecdsa-with-SHA${hash}` : `sha${hash}WithRSAEncryption`)
      const bits = recipe === 'weak-key' ? 1024 : keys === 'ec' ? 256 : 2048
      t.match(text, `Public-Key: (${bits} bit)`)
    }
  })
}

/** A real handshake on loopback: `accepted`, or the code with which each end refuses the other. */
async function handshake(root: string, server: Credential, client?: Credential) {
  // An endpoint with a weak certificate has to lower its own security level; its peer does not.
  const presenting = { ca: root, ciphers: 'DEFAULT@SECLEVEL=0' }
  const judging = { ca: root, ciphers: 'DEFAULT@SECLEVEL=2' }
  const listener = tls.createServer({
    ...(client ? judging : presenting),
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
    ...(client ? presenting : judging),
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
