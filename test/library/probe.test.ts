import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { InputError, probe, startHierarchy, type ProbeOptions, type ProbeResult } from '../../sim/index.ts'
import { exportedCertificates, exportedCredential, passphrase } from '../certs/exported.ts'
import { withoutOpenssl } from '../certs/openssl.ts'
import { newFolder } from '../new-folder.ts'

const folder = newFolder(t)
const running = await startHierarchy(
  {
    domain: 'contoso.test',
    sites: [{ code: 'NAT', mode: 'native', systems: [{ name: 'mp.nat', roles: ['management-point'] }] }],
    clients: [{ name: 'PC', assignedSite: 'NAT' }],
  },
  { cache: join(folder, 'cache') },
)
t.teardown(() => running.close())

const [system] = running.systems
const { cert, ca, key = '' } = await running.pki.client('PC')
const pem = { cert, ca, key }

function probed(options: ProbeOptions): Promise<ProbeResult> {
  return probe(system?.urls[0] ?? '', {
    role: 'management-point',
    address: system?.address ?? '',
    ...options,
  })
}

async function refusal(options: ProbeOptions): Promise<unknown> {
  const error: unknown = await probed(options).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof InputError)) throw new Error('not refused as unusable input', { cause: error })
  t.notOk(error.message.includes(passphrase) || error.message.includes('PRIVATE KEY'), 'no secret is told')
  return error.problems.map(({ file, code }) => ({ file, code }))
}

const own = { certificate: pem.cert, key: pem.key }

void t.test('PEM, in texts', async (t) => {
  t.match(await probed({ authorities: pem.ca, own }), { outcome: 'answered' })
  t.match(await probed({ authorities: pem.ca, own: { certificate: pem.cert + pem.key } }), {
    outcome: 'answered',
  })
  const without = await probed({ authorities: pem.ca })
  t.match(without, { outcome: 'failed', candidates: [{ id: 'client-certificate-missing' }] })
})

void t.test('the bytes of files in the formats of Windows', { skip: withoutOpenssl }, async (t) => {
  const files = exportedCredential(folder, 'pc', { certificate: pem.cert, key: pem.key })
  const roots = exportedCertificates(folder, 'roots', pem.ca)
  const bytes = (file: string): Uint8Array => new Uint8Array(readFileSync(file))
  for (const [said, options] of [
    ['PKCS#12', { own: { certificate: bytes(files.pkcs12) }, passphrase }],
    ['PKCS#7 and DER', { own: { certificate: bytes(files.pkcs7), key: bytes(files.keyDer) } }],
    ['an encrypted key', { own: { certificate: pem.cert, key: bytes(files.encryptedKey) }, passphrase }],
    ['authorities in DER', { authorities: bytes(roots.der), own }],
    ['authorities in PKCS#7', { authorities: bytes(roots.pkcs7), own }],
  ] satisfies [string, ProbeOptions][]) {
    t.match(await probed({ authorities: pem.ca, ...options }), { outcome: 'answered' }, said)
  }
  const certificate = bytes(files.pkcs12)
  t.strictSame(await refusal({ own: { certificate } }), [
    { file: 'own.certificate', code: 'passphrase-missing' },
  ])
  t.strictSame(await refusal({ own: { certificate }, passphrase: 'another' }), [
    { file: 'own.certificate', code: 'passphrase-wrong' },
  ])
  t.strictSame(await refusal({ own: { certificate: certificate.subarray(0, 200) }, passphrase }), [
    { file: 'own.certificate', code: 'damaged-file' },
  ])
})

void t.test('what cannot be used is told by the option that has it', async (t) => {
  const remedyOf = (options: ProbeOptions): Promise<unknown> =>
    probed(options).catch((error: unknown) =>
      error instanceof InputError ? error.problems.map(({ remedy }) => remedy) : error,
    )
  t.strictSame(await refusal({ own: { certificate: pem.cert } }), [
    { file: 'own.certificate', code: 'certificate-without-key' },
  ])
  t.strictSame(await remedyOf({ own: { certificate: pem.cert } }), ['give own.key'])
  t.strictSame(await refusal({ own: { certificate: pem.cert, key: pem.cert } }), [
    { file: 'own.key', code: 'no-key' },
  ])
  t.strictSame(await refusal({ own: { certificate: pem.key } }), [
    { file: 'own.certificate', code: 'no-certificate' },
  ])
  t.strictSame(await refusal({ authorities: '' }), [{ file: 'authorities', code: 'empty-file' }])
  t.strictSame(await refusal({ authorities: pem.key }), [{ file: 'authorities', code: 'no-certificate' }])
  t.strictSame(await refusal({ authorities: Buffer.from('3080060900000000', 'hex') }), [
    { file: 'authorities', code: 'indefinite-length' },
  ])
})

void t.test('a URL that cannot be probed is refused in one sentence', async (t) => {
  for (const [url, why] of [
    ['ftp://127.0.0.1/', 'it is no http: or https: URL'],
    ['https://me:secret@127.0.0.1/', 'no password is sent'],
  ] as const)
    await t.rejects(probe(url), {
      message: `url: ${why}; give an http: or https: URL without a password [unusable-url]`,
    })
})
