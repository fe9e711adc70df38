import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { exitCodes } from '../../sim/cli/command-context.ts'
import { pemToDer } from '../../certs/credential.ts'
import { mp1, newPki, pc1 } from '../certs/contoso.ts'
import { exportedCredential, make, passphrase, pkcs12, withoutLegacy } from '../certs/exported.ts'
import { withoutOpenssl } from '../certs/openssl.ts'
import { newFolder } from '../new-folder.ts'
import { sitemodeWith, type Ran } from './command.ts'

// The files that `probe` is given, and what it says of those that it cannot use.
const folder = newFolder(t)
const file = (name: string, contents: string | Buffer): string => {
  writeFileSync(join(folder, name), contents)
  return name
}

const pki = newPki()
const { root, issuing } = await pki.authorities()
const { certificate, key = '' } = await pki.client(pc1, 'good')
const { key: serverKey = '' } = await pki.webServer(mp1, 'good')
const [leaf = ''] = certificate.split(/(?<=-----END CERTIFICATE-----\n)/)

const secrets = [key, serverKey].flatMap((pem) => pem.split('\n').filter((line) => line.length > 40))

/** Nothing listens there: a command line that is accepted fails to connect. */
async function probeWith(args: readonly string[], stdin?: string): Promise<Ran> {
  async function* typed(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(await Promise.resolve(stdin ?? ''))
  }
  const surroundings = { cwd: folder, ...(stdin !== undefined && { stdin: typed() }) }
  const ran = await sitemodeWith(folder, ['probe', 'https://127.0.0.1:1/', ...args], surroundings)
  const told = ran.stdout + ran.stderr
  t.notOk(
    [...secrets, passphrase, 'not the passphrase'].some((secret) => told.includes(secret)),
    'no secret is told',
  )
  return ran
}

async function isRefused(
  t: Test,
  args: readonly string[],
  message: string | RegExp,
  remedy: string | RegExp,
): Promise<void> {
  const { status, stdout, stderr } = await probeWith(args)
  t.equal(status, exitCodes.input, `${args.join(' ')}: ${stderr}`)
  t.equal(stdout, '')
  t.match(stderr, message)
  t.match(stderr, remedy)
}

async function isTaken(t: Test, args: readonly string[], stdin?: string): Promise<void> {
  const { status, stdout, stderr } = await probeWith(args, stdin)
  t.equal(status, exitCodes.failed, `${args.join(' ')}: ${stderr}`)
  t.match(stdout, 'ECONNREFUSED')
}

file('root.pem', root)
file('pc1.pem', certificate)
file('pc1.key', key)
file('mp1.key', serverKey)

void t.test('authorities to trust', async (t) => {
  const remedy = 'give the certificate of the root'
  for (const [name, contents, message] of [
    ['empty.pem', '', 'empty.pem: this file is empty'],
    ['notes.pem', 'no certificate\n', 'notes.pem: there is no certificate in it'],
    ['only.key', key, 'only.key: it holds a private key, and there is no certificate in it'],
    [
      'leaf.pem',
      leaf,
      /leaf\.pem: .*CN=pc1\.contoso\.test.*no authority: CN=Contoso issuing authority, O=contoso.test issued it/,
    ],
  ] as const) {
    await isRefused(t, ['--ca', file(name, contents)], message, contents === '' ? 'export it again' : remedy)
  }
  const cut = file('cut.pem', root.slice(0, 200))
  await isRefused(
    t,
    ['--ca', cut],
    'cut.pem: it cannot be read: it is cut short or altered',
    'export it again',
  )
  const broken = file('broken.der', pemToDer(root).subarray(0, 200))
  await isRefused(t, ['--ca', broken], 'broken.der: it cannot be read', 'export it again')
  await isRefused(t, ['--ca', 'none.pem'], 'none.pem: there is no such file', 'name a file')
  await isRefused(t, ['--ca', '.'], '.: this is a directory, not a file', 'name a file')
  const indefinite = file('indefinite.p7b', Buffer.from('3080060900000000', 'hex'))
  const conversion = 'openssl pkcs7 -inform der -print_certs -in indefinite.p7b -out indefinite.p7b.pem'
  await isRefused(t, ['--ca', indefinite], 'indefinite.p7b: it is written in BER', conversion)

  await isTaken(t, ['--ca', file('issuing.pem', issuing)])
  await isTaken(t, ['--ca', file('with-key.pem', root + key)])
  await isTaken(t, ['--ca', file('with-leaf.pem', leaf + root)])
  const { certificate: own } = await pki.webServer(mp1, 'self-signed')
  await isTaken(t, ['--ca', file('self-signed.pem', own)])
})

void t.test('a certificate and its key', async (t) => {
  const both = file('both.pem', certificate + key)
  await isTaken(t, ['--cert', both])
  await isTaken(t, ['--cert', both, '--key', 'pc1.key'])
  await isTaken(t, ['--cert', file('reversed.pem', key + issuing + leaf)])
  await isRefused(t, ['--cert', 'pc1.pem'], 'pc1.pem: a certificate needs its key', 'give --key')
  await isRefused(t, ['--key', 'pc1.key'], '--key: a key needs its certificate', 'give --cert')
  await isRefused(t, ['--cert', 'pc1.key'], 'pc1.key: there is no certificate in it', 'the certificate')
  const mismatch = ['--cert', 'pc1.pem', '--key', 'mp1.key']
  await isRefused(
    t,
    mismatch,
    'mp1.key: the key is not that of the certificate in pc1.pem',
    'the key that the certificate was requested with',
  )
  const keyless = ['--cert', 'pc1.pem', '--key', 'root.pem']
  await isRefused(t, keyless, 'root.pem: there is no private key in it', 'the file of the private key')
  const cut = ['--cert', 'pc1.pem', '--key', file('cut.key', key.slice(0, 150))]
  await isRefused(t, cut, 'cut.key: it cannot be read', 'export it again')
  const malformed = key.replace(/\n.{20}/, `\n${'A'.repeat(20)}`)
  const altered = ['--cert', 'pc1.pem', '--key', file('altered.key', malformed)]
  await isRefused(t, altered, 'altered.key: ', 'export it again')
  const lost = ['--cert', both, '--passphrase-file', 'none']
  await isRefused(t, lost, 'none: there is no such file', 'the passphrase in its first line')
})

void t.test('what is encrypted asks for its passphrase', { skip: withoutOpenssl }, async (t) => {
  const files = exportedCredential(folder, 'pc1', { certificate, key })
  const wrong = file('wrong', 'not the passphrase\n')
  for (const args of [
    ['--cert', files.pkcs12],
    ['--cert', files.pem, '--key', files.encryptedKey],
    ['--ca', files.pkcs12],
  ]) {
    await isRefused(t, args, /: it is encrypted; /, '--passphrase-file FILE')
    const withWrong = [...args, '--passphrase-file', wrong]
    await isRefused(t, withWrong, ': the passphrase does not open it', 'the first line of --passphrase-file')
  }
  await isTaken(t, ['--cert', files.pkcs12, '--passphrase-file', files.passphrase])
  await isTaken(t, ['--cert', files.pkcs12, '--passphrase-file', '-'], `${passphrase}\r\nmore\n`)
  const marked = file('marked', `\uFEFF${passphrase}`)
  await isTaken(t, ['--cert', files.pkcs12, '--passphrase-file', marked])
  // The encrypted key in it is not opened for nothing.
  const holder = file('holder.pem', certificate + readFileSync(files.encryptedKey, 'utf8'))
  await isTaken(t, ['--cert', holder, '--key', 'pc1.key'])
  const traditional = ['ec', '-aes256', '-in', 'pc1.key', '-out', 'traditional.key']
  make(
    ...traditional.map((one) => (one.includes('.key') ? join(folder, one) : one)),
    '-passout',
    `file:${files.passphrase}`,
  )
  t.match(readFileSync(join(folder, 'traditional.key'), 'utf8'), 'Proc-Type: 4,ENCRYPTED')
  const old = ['--cert', 'pc1.pem', '--key', 'traditional.key']
  await isTaken(t, [...old, '--passphrase-file', files.passphrase])
  await isRefused(t, old, 'traditional.key: it is encrypted', '--passphrase-file FILE')
})

void t.test(
  'what cannot be opened here can be converted as it says',
  { skip: withoutOpenssl || withoutLegacy },
  async (t) => {
    const files = exportedCredential(folder, 'pc1', { certificate, key })
    const secret = ['--passphrase-file', files.passphrase]
    /** Runs the command that a refusal names; it asks for both passphrases. */
    const convert = (stderr: string): string => {
      const [, command = ''] = /convert it: openssl (.*) \[unknown-encryption\]/.exec(stderr) ?? []
      const passwords = ['-passin', `pass:${passphrase}`, '-passout', `pass:${passphrase}`]
      const args = command.split(' ')
      make(...args.map((one) => (/\.(?:pfx|key)\b/.test(one) ? join(folder, one) : one)), ...passwords)
      return args.at(-1) ?? ''
    }
    pkcs12(files, join(folder, 'rc4.pfx'), '-legacy', '-certpbe', 'PBE-SHA1-RC4-128')
    const refused = await probeWith(['--cert', 'rc4.pfx', ...secret])
    t.match(refused.stderr, 'rc4.pfx: it is encrypted in a way that cannot be opened here')
    await isTaken(t, ['--cert', convert(refused.stderr), ...secret])

    const providers = ['-provider', 'legacy', '-provider', 'default', '-passout', `file:${files.passphrase}`]
    const old = ['pkcs8', '-topk8', '-v1', 'PBE-MD5-DES', '-in', files.key, '-out', join(folder, 'des.key')]
    make(...old, ...providers)
    const closed = await probeWith(['--cert', 'pc1.pem', '--key', 'des.key', ...secret])
    t.equal(closed.status, exitCodes.input)
    await isTaken(t, ['--cert', 'pc1.pem', '--key', convert(closed.stderr), ...secret])
  },
)
