import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { FailureId } from '../../sim/evidence/catalogue.ts'
import { certificateRecipes, type CertificateRecipe } from '../../sim/vocabulary/certificate.ts'
import { probe } from '../../sim/probe/probe.ts'
import type { ProbedVersion } from '../../sim/vocabulary/network.ts'
import type { ProbeResult } from '../../sim/report/command-results.ts'
import { mp1, newPki, pc1 } from '../certs/contoso.ts'
import { serverPrograms, type Files, type Setup } from './servers/programs.ts'

/** Something wrong between the prober and a server. */
interface Fault {
  cause: FailureId
  setup: Setup
  own?: CertificateRecipe
  scheme?: 'http'
  /** The versions of TLS under which it is probed; 1.2 and 1.3 by default. */
  under?: readonly ProbedVersion[]
}

const versions = ['1.2', '1.3'] as const

const ofServers = {
  expired: 'server-certificate-expired',
  'not-yet-valid': 'server-certificate-not-yet-valid',
  'wrong-host': 'server-certificate-wrong-host',
  'wrong-usage': 'server-certificate-wrong-usage',
  'untrusted-root': 'server-certificate-untrusted',
  'self-signed': 'server-certificate-self-signed',
  'incomplete-chain': 'server-certificate-incomplete-chain',
  'expired-intermediate': 'server-certificate-authority-expired',
  'weak-hash': 'server-certificate-weak-hash',
} as const satisfies Partial<Record<CertificateRecipe, FailureId>>

const ofClients = {
  expired: 'client-certificate-expired',
  'not-yet-valid': 'client-certificate-not-yet-valid',
  'wrong-usage': 'client-certificate-wrong-usage',
  'untrusted-root': 'client-certificate-untrusted',
  'self-signed': 'client-certificate-self-signed',
  'incomplete-chain': 'client-certificate-incomplete-chain',
  revoked: 'client-certificate-revoked',
  'expired-intermediate': 'client-certificate-authority-expired',
} as const satisfies Partial<Record<CertificateRecipe, FailureId>>

function entriesOf<Value>(record: Partial<Record<CertificateRecipe, Value>>) {
  return certificateRecipes.flatMap((recipe) => {
    const value = record[recipe]
    return value === undefined ? [] : [{ recipe, value }]
  })
}

const asking = ['always', 'for-path'] as const

const faults: readonly Fault[] = [
  ...entriesOf<FailureId>(ofServers).map(({ recipe, value }) => ({
    cause: value,
    setup: { certificate: recipe },
  })),
  ...asking.flatMap((asks) => [
    { cause: 'client-certificate-missing' as const, setup: { asks } },
    ...entriesOf<FailureId>(ofClients).map(({ recipe, value }) => ({
      cause: value,
      setup: { asks },
      own: recipe,
      // Node cannot be asked for it after a handshake of TLS 1.3.
      ...(asks === 'for-path' && { under: ['1.2'] as const }),
    })),
  ]),
  { cause: 'tls-version-not-shared', setup: { tls: '1.3' }, under: ['1.2'] },
  { cause: 'tls-version-not-shared', setup: { tls: '1.2' }, under: ['1.3'] },
  { cause: 'tls-version-not-shared', setup: { tls: '1.0' } },
  { cause: 'cipher-not-shared', setup: { tls: '1.2', cipher: 'unshared' }, under: ['1.2'] },
  { cause: 'wrong-name-resolved', setup: { named: 'otherwise' } },
  { cause: 'https-to-http-port', setup: { plain: true } },
  { cause: 'http-to-https-port', setup: {}, scheme: 'http', under: ['1.2'] },
  { cause: 'not-authorized', setup: { answers: 401 } },
  { cause: 'not-served-by-this-protocol', setup: { answers: 404 } },
  { cause: 'method-not-allowed', setup: { answers: 405 } },
  { cause: 'server-error', setup: { answers: 500 } },
  { cause: 'service-unavailable', setup: { answers: 503 } },
  { cause: 'unexpected-answer', setup: { answers: 301 } },
  { cause: 'no-answer', setup: { answers: 'nothing' } },
  { cause: 'answer-garbage', setup: { answers: 'echo' } },
  { cause: 'request-closed', setup: { answers: 'close' } },
  { cause: 'request-reset', setup: { answers: 'reset' } },
]

const pki = newPki()
const { root } = await pki.authorities()

async function writeFiles(t: Test): Promise<Files> {
  const directory = t.testdir()
  const write = (name: string, text: string): string => {
    const path = join(directory, name)
    writeFileSync(path, text)
    return path
  }
  const servers = new Map<CertificateRecipe, { certificate: string; key: string }>()
  for (const recipe of new Set(faults.map(({ setup }) => setup.certificate ?? 'good'))) {
    const { certificate, key = '' } = await pki.webServer(mp1, recipe)
    servers.set(recipe, {
      certificate: write(`${recipe}.pem`, certificate),
      key: write(`${recipe}.key`, key),
    })
  }
  const lists = (await pki.crls()).map(({ pem }) => pem).join('')
  return {
    directory,
    server(recipe) {
      const files = servers.get(recipe)
      if (!files) throw new Error(`no files of ${recipe}`)
      return files
    },
    root: write('root.pem', root),
    lists: write('lists.pem', lists),
    rootAndLists: write('root-and-lists.pem', root + lists),
  }
}

/** Milliseconds: longer than any server here takes to answer, and how long to wait for one that does not. */
const patience = 20_000
const impatience = 500

async function probed(
  address: string,
  port: number,
  { own, scheme, under }: Pick<Fault, 'own' | 'scheme'> & { under?: ProbedVersion },
  timeout = patience,
): Promise<ProbeResult> {
  const credential = own && (await pki.client(pc1, own))
  return probe({
    url: new URL(`${scheme ?? 'https'}://${mp1.fqdn}:${port}/`),
    address,
    request: { method: 'GET', path: '/' },
    authorities: root,
    timeout,
    ...(under && { tls: under }),
    ...(credential && { own: { certificate: credential.certificate, key: credential.key ?? '' } }),
  })
}

/** Where the cause stands among the candidates, for each pair of a program and a fault. */
const places: { what: string; place: number }[] = []

function note(what: string, cause: FailureId, { candidates }: ProbeResult): void {
  places.push({ what: `${what}: ${cause}`, place: candidates.findIndex(({ id }) => id === cause) })
}

/** A signal takes effect some time after it was sent, in one thread after the other (proc(5)). */
async function isStopped({ pid }: ChildProcess): Promise<void> {
  const tasks = `/proc/${pid}/task`
  const stateOf = (task: string): string =>
    readFileSync(`${tasks}/${task}/stat`, 'latin1').replace(/^.*\) /s, '')
  while (!readdirSync(tasks).every((task) => stateOf(task).startsWith('T'))) await setImmediate()
}

for (const [name, program] of Object.entries(serverPrograms)) {
  void t.test(name, { skip: program.lacks }, async (t) => {
    const possible = faults.filter(({ setup }) => program.can(setup))
    const { address, ports, children } = await program.serve(
      t,
      [{}, ...possible.map(({ setup }) => setup)],
      await writeFiles(t),
    )
    const [port = 0, ...faulty] = ports
    for (const under of versions) {
      t.match(await probed(address, port, { under }), { outcome: 'answered', status: 200 }, under)
    }
    for (const [index, { cause, setup, own, scheme, under = versions }] of possible.entries()) {
      const hangs = setup.answers === 'nothing' || program.hangs?.(setup) === true
      for (const version of under) {
        const what = `${name} ${JSON.stringify(setup)}, own ${own ?? 'none'}, TLS ${version}`
        const result = await probed(
          address,
          faulty[index] ?? 0,
          { ...(own && { own }), ...(scheme && { scheme }), under: version },
          hangs ? impatience : patience,
        )
        if (own && program.tolerates?.includes(own)) t.equal(result.outcome, 'answered', what)
        else note(what, cause, result)
      }
      if (setup.asks === 'for-path' && !own) {
        const answered = await probed(address, faulty[index] ?? 0, { own: 'good', under: '1.2' })
        t.match(answered, { outcome: 'answered', status: 200 }, `${name} asks for a path in TLS 1.2`)
        t.ok(answered.steps.some(({ step }) => step === 'renegotiation'))
        const late = await probed(address, faulty[index] ?? 0, { own: 'good', under: '1.3' })
        t.match(late, { outcome: 'failed', status: 403 }, `${name} asks for a path in TLS 1.3`)
        t.match(late.warnings, [{ code: 'certificate-wanted-late', message: /says that it wanted one/ }])
        t.equal(late.candidates[0]?.id, 'client-certificate-missing')
      }
      if (setup.tls === '1.0') {
        const old = await probed(address, faulty[index] ?? 0, { under: '1.0' })
        t.match(old, { outcome: 'answered', tls: { version: 'TLSv1' } }, `${name} in TLS 1.0`)
      }
    }

    const [child] = children
    if (!child) throw new Error(`${name} does not run`)
    child.kill('SIGSTOP')
    await isStopped(child)
    for (const scheme of [undefined, 'http'] as const) {
      const silent = await probed(address, port, scheme ? { scheme } : {}, impatience)
      note(`${name}, stopped, by ${scheme ?? 'https'}`, 'server-silent', silent)
    }
    child.kill('SIGKILL')
    await once(child, 'exit')
    note(`${name}, killed`, 'nothing-listens', await probed(address, port, {}))
  })
}

void t.test('the cause is always among the candidates, and nearly always the first', (t) => {
  const missed = places.filter(({ place }) => place < 0)
  const later = places.filter(({ place }) => place > 0)
  t.strictSame(
    missed.map(({ what }) => what),
    [],
  )
  const share = (places.length - later.length - missed.length) / Math.max(places.length, 1)
  t.comment(`first in ${(share * 100).toFixed(1)} % of ${places.length}`)
  for (const { what, place } of later) t.comment(`${what}: ${place} before it`)
  t.ok(places.length === 0 || share >= 0.9)
  t.end()
})
