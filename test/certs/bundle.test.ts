import { X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { chainOf, readBundle } from '../../certs/bundle.ts'
import { certificatesIn } from '../../certs/credential.ts'
import { DecryptionError } from '../../certs/pkcs12.ts'
import { newFolder } from '../new-folder.ts'
import { newPki, pc1 } from './contoso.ts'
import { exportedCredential, make, passphrase, pkcs12, withoutLegacy } from './exported.ts'
import { withoutOpenssl } from './openssl.ts'

const pki = newPki()
const { certificate, key = '' } = await pki.client(pc1, 'good')
const sent = certificatesIn(certificate).map(({ fingerprint256 }) => fingerprint256)

/** What a file holds: the chain of its key, or the text of the failure to open it. */
async function heldIn(file: string, secret?: string): Promise<string[] | string> {
  try {
    const { certificates, keys } = await readBundle(readFileSync(file), secret)
    return keys.flatMap((open) => chainOf(open(), certificates).map(({ fingerprint256 }) => fingerprint256))
  } catch (error) {
    if (error instanceof DecryptionError || error instanceof RangeError) return error.message
    throw error
  }
}

/** Encryption of the certificates and of the key, the authentication of the whole; of old ciphers or not. */
const encryptions = [
  ['as Windows of 2007 exports', true, '-legacy'],
  ['3DES', false, '-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
  ['RC2 with 128 bits', true, '-legacy', '-certpbe', 'PBE-SHA1-RC2-128'],
  ['AES with 128 bits', false, '-certpbe', 'AES-128-CBC', '-keypbe', 'AES-128-CBC'],
  ['AES with 192 bits', false, '-certpbe', 'AES-192-CBC', '-keypbe', 'AES-192-CBC'],
  ['AES with 256 bits', false, '-certpbe', 'AES-256-CBC', '-keypbe', 'AES-256-CBC', '-iter', '1'],
  ['the key alone', false, '-certpbe', 'NONE'],
  ['the certificates alone', false, '-keypbe', 'NONE'],
] as const

const folder = newFolder(t)

void t.test('PKCS#12 opens whatever it is encrypted with', { skip: withoutOpenssl }, async (t) => {
  const files = exportedCredential(folder, 'PC1', { certificate, key })
  for (const [name, old, ...options] of encryptions) {
    if (old && withoutLegacy) {
      t.comment(`${name}: ${withoutLegacy}`)
      continue
    }
    const file = join(folder, 'encrypted')
    pkcs12(files, file, ...options)
    t.strictSame(await heldIn(file, passphrase), sent, name)
    t.match(await heldIn(file, 'another'), /passphrase-wrong/, `${name}: another passphrase`)
    t.match(await heldIn(file), /passphrase-missing/, `${name}: none`)
  }
})

void t.test('PKCS#12 without a passphrase has an empty one, or none', { skip: withoutOpenssl }, async (t) => {
  const files = exportedCredential(folder, 'PC1', { certificate, key })
  const file = join(folder, 'open')
  const own = ['pkcs12', '-export', '-in', files.pem, '-inkey', files.key, '-out', file, '-passout', 'pass:']
  make(...own)
  t.strictSame(await heldIn(file), sent)
  make(...own, '-certpbe', 'NONE', '-keypbe', 'NONE', '-nomac')
  t.strictSame(await heldIn(file), sent)
})

const oldCiphers = withoutOpenssl || withoutLegacy

void t.test(
  'ciphers that nobody has are told apart from a wrong passphrase',
  { skip: oldCiphers },
  async (t) => {
    const files = exportedCredential(folder, 'PC1', { certificate, key })
    const file = join(folder, 'rc4')
    pkcs12(files, file, '-legacy', '-certpbe', 'PBE-SHA1-RC4-128')
    t.equal(await heldIn(file, passphrase), 'PKCS#12: unknown-encryption')
    pkcs12(files, file, '-legacy', '-keypbe', 'PBE-SHA1-RC4-128')
    t.equal(await heldIn(file, passphrase), 'PKCS#12: unknown-encryption')
    pkcs12(files, file, '-certpbe', 'CAMELLIA-256-CBC')
    t.equal(await heldIn(file, passphrase), 'PKCS#12: unknown-encryption')
    const providers = ['-provider', 'legacy', '-provider', 'default', '-passout', `file:${files.passphrase}`]
    make('pkcs8', '-topk8', '-v1', 'PBE-MD5-DES', '-in', files.key, '-out', file, ...providers)
    t.equal(await heldIn(file, passphrase), 'key: unknown-encryption')
  },
)

void t.test('a count of iterations that takes minutes is refused', { skip: withoutOpenssl }, async (t) => {
  const files = exportedCredential(folder, 'PC1', { certificate, key })
  const file = join(folder, 'count')
  for (const pbe of ['PBE-SHA1-3DES', 'AES-256-CBC']) {
    pkcs12(files, file, '-certpbe', pbe, '-iter', String(0x10000))
    const [allowed, hostile] = ['0203010000', '02037fffff']
    const altered = readFileSync(file, 'hex').replaceAll(allowed, hostile)
    t.match(altered, hostile)
    writeFileSync(file, altered, 'hex')
    t.match(await heldIn(file, passphrase), /how often to iterate/, pbe)
  }
})

void t.test('a chain begins with the certificate of the key, in whatever order it is kept', async (t) => {
  const { root, issuing } = await pki.authorities()
  const other = await pki.client({ name: 'PC2', fqdn: 'pc2.contoso.test' }, 'good')
  const [leaf = ''] = certificate.split(/(?<=-----END CERTIFICATE-----\n)/)
  const kept = Buffer.from(root + other.certificate + issuing + leaf + key)
  const { certificates, keys } = await readBundle(kept, undefined)
  const [open] = keys
  t.strictSame(open && chainOf(open(), certificates).map(({ fingerprint256 }) => fingerprint256), [
    ...sent,
    new X509Certificate(root).fingerprint256,
  ])
})

void t.test('no damage is taken for something else', { skip: withoutOpenssl }, async (t) => {
  const files = exportedCredential(folder, 'PC1', { certificate, key })
  const named = [files.pem, files.der, files.pkcs7, files.pkcs12, files.keyDer, files.encryptedKey]
  for (const file of named) {
    const whole = readFileSync(file)
    const damaged: Buffer[] = []
    for (let at = 0; at < whole.length; at += 37) {
      const altered = Buffer.from(whole)
      altered[at] = ~(whole[at] ?? 0)
      damaged.push(altered, whole.subarray(0, at))
    }
    t.strictSame((await Promise.all(damaged.map(unexpectedFailure))).flat(), [], file)
  }
  t.strictSame(await readBundle(Buffer.from('hello'), undefined), { certificates: [], keys: [] })
})

async function unexpectedFailure(file: Buffer): Promise<string[]> {
  try {
    const { certificates, keys } = await readBundle(file, passphrase)
    for (const open of keys) chainOf(open(), certificates)
    return []
  } catch (error) {
    return error instanceof RangeError || error instanceof DecryptionError ? [] : [String(error)]
  }
}
