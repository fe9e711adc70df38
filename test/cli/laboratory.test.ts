import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { catalogue } from '../../sim/evidence/catalogue.ts'
import type { LabResult, ProbeResult } from '../../sim/report/command-results.ts'
import { exitCodes } from '../../sim/cli/command-context.ts'
import { sitemode } from './command.ts'

const cache = t.testdir()

/** Lines of private keys written for other programs; no other output may show them. */
const pki = join(cache, 'pki')
const hierarchy = 'scenarios/hierarchies/pitfalls.yaml'
t.equal((await sitemode(cache, 'certs', hierarchy, '--out', pki)).status, exitCodes.held)
const secrets = ['clients/PC', 'systems/mp.nat'].flatMap((name) =>
  readFileSync(join(pki, `${name}.key`), 'utf8')
    .split('\n')
    .filter((line) => line.length > 20 && !line.startsWith('-----')),
)

/** Every output of this file passes through here. */
function withoutKeys(what: string, output: string): string {
  t.ok(output.length > 0, `${what} says something`)
  t.notMatch(output, /PRIVATE KEY|TRAFFIC_SECRET|CLIENT_RANDOM/, what)
  t.strictSame(
    secrets.filter((line) => output.includes(line)),
    [],
    what,
  )
  return output
}

void t.test('lab provokes every entry, and each is diagnosed as itself', async (t) => {
  const { status, stdout, stderr } = await sitemode(cache, 'lab', '--json')
  t.equal(stderr, '')
  const { entries, summary } = JSON.parse(withoutKeys('lab --json', stdout)) as LabResult
  t.ok(catalogue.length >= 45)
  t.strictSame(
    entries.map(({ id }) => id),
    catalogue.map(({ id }) => id),
  )
  for (const { id, runs } of entries) {
    for (const { protocol, tls, refusal, outcome, client_end, diagnosis, candidates } of runs) {
      const where = `${id}, ${protocol}, TLS ${String(tls)}, ${refusal}`
      t.strictSame({ outcome, diagnosis }, { outcome: 'failed', diagnosis: id }, where)
      t.ok(client_end && candidates.includes(id), `${where}: among the candidates`)
    }
  }
  const secure = entries.filter(({ runs }) => runs.some(({ tls }) => tls !== null))
  for (const { id, runs } of secure) {
    const versions = runs.filter(({ protocol }) => protocol === 'https').map(({ tls }) => tls)
    t.strictSame([...new Set(versions)], ['1.2', '1.3'], `${id} under both versions`)
  }
  const refused = entries.find(({ id }) => id === 'client-certificate-expired')
  t.strictSame([...new Set(refused?.runs.map(({ refusal }) => refusal))], ['handshake', 'iis'])
  t.equal(summary.agree, summary.entries)
  t.equal(status, exitCodes.held)
})

void t.test('lab tells of one entry, and knows what was meant by another name', async (t) => {
  const only = ['--only', 'client-certificate-expired', '--tls', '1.2', '--refusal', 'handshake']
  const { status, stdout } = await sitemode(cache, 'lab', ...only)
  t.equal(status, exitCodes.held)
  t.match(withoutKeys('lab', stdout), 'CERT_HAS_EXPIRED')
  t.match(stdout, '1 of 1 entries were diagnosed as themselves (1 runs)')
  t.ok(stdout.split('\n').every((line) => line.length <= 80))
  const unknown = await sitemode(cache, 'lab', '--only', 'client-certificate-expird')
  t.equal(unknown.status, exitCodes.input)
  t.match(unknown.stderr, 'did you mean client-certificate-expired?')
})

void t.test('probe tells what happened, and refuses what it cannot use', async (t) => {
  const answered = await sitemode(cache, 'probe', 'http://127.0.0.1:1/', '--json')
  t.equal(answered.status, exitCodes.failed)
  const { address, outcome, steps, candidates } = JSON.parse(
    withoutKeys('probe', answered.stdout),
  ) as ProbeResult
  t.strictSame({ address, outcome }, { address: '127.0.0.1', outcome: 'failed' })
  t.strictSame(
    steps.map(({ step }) => step),
    ['resolved', 'broken'],
  )
  t.equal(candidates[0]?.id, 'nothing-listens')
  const text = (await sitemode(cache, 'probe', 'https://127.0.0.1:1/')).stdout
  t.match(text, "From the client's end alone it can be, most likely first")
  t.ok(text.split('\n').every((line) => line.length <= 80))

  const [certificate, key, other] = ['clients/PC.pem', 'clients/PC.key', 'systems/mp.nat.key'].map((name) =>
    join(pki, name),
  )
  for (const [says, ...args] of [
    ['no http: or https: URL', 'ftp://127.0.0.1/'],
    ['no http: or https: URL', 'mp.contoso.com'],
    ['no password is sent', 'https://me:secret@127.0.0.1/'],
    ['a certificate needs its key', 'https://127.0.0.1:1/', '--cert', certificate],
    ['the key is not that of the certificate', 'https://127.0.0.1:1/', '--cert', certificate, '--key', other],
    ['there is no certificate in it', 'https://127.0.0.1:1/', '--ca', key],
    [
      'there is no such file; name a file of certificates',
      'https://127.0.0.1:1/',
      '--ca',
      join(pki, 'nothing'),
    ],
    ['HOST:PORT:ADDRESS', 'https://127.0.0.1:1/', '--resolve', 'nonsense'],
    ['leads to mp:443', 'https://mp/', '--resolve', 'mp:8443:127.0.0.1'],
    ['leads to mp:443', 'https://mp/', '--resolve', 'mq:443:127.0.0.1'],
    ['Give seconds', 'https://127.0.0.1:1/', '--timeout', '0'],
    ['Allowed choices', 'https://127.0.0.1:1/', '--role', 'fallback-status-point'],
  ] as const) {
    const { status, stderr, stdout } = await sitemode(cache, 'probe', ...args.map(String))
    t.equal(status, exitCodes.input, says)
    t.match(withoutKeys(says, stderr), says)
    t.equal(stdout, '')
  }
})

void t.test('nothing else shows a key either', async () => {
  withoutKeys(
    'run',
    (await sitemode(cache, 'run', '--pki', pki, 'scenarios/name-not-in-the-certificate.yaml', '--json'))
      .stdout,
  )
  withoutKeys('matrix', (await sitemode(cache, 'matrix', '--json')).stdout)
  withoutKeys('explain', (await sitemode(cache, 'explain', '--json')).stdout)
})
