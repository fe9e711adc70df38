import { X509Certificate } from 'node:crypto'
import t from 'tap'
import { createSigningIdentities } from '../../certs/issue.ts'

void t.test(
  'each client has a certificate of its own, and from the seventeenth on a key of another',
  async (t) => {
    const another = createSigningIdentities()
    const made = await Promise.all(Array.from({ length: 18 }, () => another()))
    const thumbprints = new Set(
      made.map(({ certificate }) => new X509Certificate(certificate).fingerprint256),
    )
    t.equal(thumbprints.size, 18)
    const keys = made.map(({ signingKey }) =>
      signingKey.export({ type: 'pkcs8', format: 'der' }).toString('hex'),
    )
    t.equal(new Set(keys).size, 16)
    t.equal(keys[16], keys[0])
    for (const { certificate, signingKey } of made)
      t.ok(new X509Certificate(certificate).checkPrivateKey(signingKey))
  },
)
