import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Diff } from '../../sim/report/diff/compare.ts'
import type { MatrixResult } from '../../sim/report/command-results.ts'
import type { RunResult } from '../../sim/report/run-result.ts'
import { newFolder } from '../new-folder.ts'
import { root, sitemode, twoModes } from './command.ts'
import { diffShape } from './json-shapes.ts'

const folder = newFolder(t)
const cache = join(folder, 'cache')
const [before, again] = [join(folder, 'before'), join(folder, 'again')]

/** Two modes, with another certificate at the management point of the native-mode site, and a scenario on it. */
function described(certificate: string): { scenario: string; hierarchy: string } {
  const hierarchy = join(folder, `hierarchy-${certificate}.yaml`)
  const scenario = join(folder, `scenario-${certificate}.yaml`)
  const shipped = readFileSync(join(root, twoModes), 'utf8').replace(/^\$schema.*$/m, '')
  const listening = `$1, listen: { certificate: ${certificate} } }`
  writeFileSync(hierarchy, shipped.replace(/(name: mp.nat, roles: \[management-point\]) \}/, listening))
  const contact = (client: string, role: string) => ({ client, contact: role })
  const steps = ['NATIVE-1', 'MIXED-1', 'NATIVE-HTTP-1'].flatMap((client) => [
    contact(client, 'management-point'),
    contact(client, 'standard-distribution-point'),
    contact(client, 'management-point'),
    { client, requestPolicy: true },
  ])
  writeFileSync(scenario, JSON.stringify({ name: 'Contacts', hierarchy, steps }))
  return { scenario, hierarchy }
}

async function diffed(t: Test, ...args: string[]): Promise<Diff> {
  const { status, stdout, stderr } = await sitemode(cache, 'diff', ...args, '--json')
  const diff = JSON.parse(stdout) as Diff
  t.strictSame(diffShape.safeParse(diff).error?.issues ?? [], [], stderr)
  t.equal(status, diff.same ? 0 : 1)
  return diff
}

/** Whether the handshake with the management point came to its end: otherwise its certificate decided nothing. */
function restsOnCertificate({ system, tls }: RunResult['attempts'][number]): boolean {
  return system === 'mp.nat.sitemode.test' && tls !== null
}

for (const out of [before, again]) await sitemode(cache, 'run', described('good').scenario, '--out', out)

void t.test('two runs of the same scenario do not differ', async (t) => {
  const { status, stdout, stderr } = await sitemode(cache, 'diff', before, join(again, 'recording.ndjson'))
  t.equal(status, 0, stderr)
  t.match(stdout, /^Nothing ended in another way: 1 scenario, 12 steps\.\n$/)
  t.match(await diffed(t, before, again), {
    same: true,
    before: { recording: before },
    after: { recording: again },
    changes: [],
  })
})

void t.test('with the certificate of one listener changed, the steps that it touches differ', async (t) => {
  const after = join(folder, 'expired-out')
  const other = described('expired').scenario
  t.equal((await sitemode(cache, 'run', other, '--out', after)).status, 0, 'nothing is expected')
  const { scenarios, attempts } = JSON.parse(readFileSync(join(before, 'run.json'), 'utf8')) as RunResult
  const touched = new Set(attempts.filter(restsOnCertificate).map(({ id }) => id))
  const steps = (scenarios[0]?.steps ?? []).filter((step) => step.attempts.some((id) => touched.has(id)))
  t.equal(steps.length, 6, 'the contacts and the requests of two of the three clients')
  const diff = await diffed(t, before, after)
  t.strictSame(
    diff.changes.map(({ kind, step, client, place }) => [kind, step, client, place]),
    steps.map(({ name, client, line }) => ['changed', name, client, `${other}:${line}`]),
  )
  for (const { after: ended, attempts: made } of diff.changes) {
    t.match(ended, { verdict: 'got nothing', diagnosis: 'server-certificate-expired' })
    t.match(made[0], { before: { outcome: 'answered' }, after: { clientSaw: 'tls CERT_HAS_EXPIRED' } })
  }
  t.match(diff.summary.clients, [
    { client: 'NATIVE-1', changes: 3 },
    { client: 'NATIVE-HTTP-1', changes: 3 },
  ])
  const page = join(folder, 'diff.html')
  const { status, stdout } = await sitemode(cache, 'diff', before, after, '--html', page)
  t.equal(status, 1)
  t.match(stdout, 'to do (site system): Renew')
  const written = readFileSync(page, 'utf8')
  for (const { step } of diff.changes) t.ok(stdout.includes(`≠ ${step}`))
  t.match(written, 'the site system&#39;s certificate has expired')
  const [inEnglish = ''] = written.split('<template')
  t.equal(inEnglish.match(/<article /g)?.length, steps.length)
})

void t.test('a certificate that is as good makes no difference', async (t) => {
  const after = join(folder, 'another-good-out')
  await sitemode(cache, 'run', described('another-good').scenario, '--out', after)
  t.strictSame((await diffed(t, before, after)).changes, [])
})

void t.test('cells differ that the certificate touches', async (t) => {
  const { hierarchy } = described('expired')
  const [one, other] = [join(folder, 'cells'), join(folder, 'other-cells')]
  const { stdout } = await sitemode(cache, 'matrix', '--out', one, '--json')
  await sitemode(cache, 'matrix', '--hierarchy', hierarchy, '--out', other)
  const { tables, attempts } = JSON.parse(stdout) as MatrixResult
  const touched = new Set(attempts.filter(restsOnCertificate).map(({ id }) => id))
  const cells = tables.flatMap(({ id: table, rows }) =>
    rows.flatMap(({ siteSystem, cells }) =>
      Object.entries(cells).flatMap(([column, cell]) =>
        cell.attempts.some((id) => touched.has(id)) ? [{ table, siteSystem, column }] : [],
      ),
    ),
  )
  t.ok(cells.length > 1)
  const { changes } = await diffed(t, one, other)
  t.strictSame(
    changes.map(({ cell }) => cell),
    cells,
  )
})

void t.test('scenarios that only one recording has', async (t) => {
  const out = join(folder, 'mobile-device')
  await sitemode(cache, 'run', 'scenarios/mobile-device.yaml', '--out', out)
  const { changes } = await diffed(t, before, out)
  t.match(changes, [
    { kind: 'missing', scenario: 'Contacts', step: null },
    { kind: 'added', file: 'scenarios/mobile-device.yaml', step: null },
  ])
})

void t.test('a run that was cut short is compared as far as it came', async (t) => {
  const lines = readFileSync(join(before, 'recording.ndjson'), 'utf8').split('\n')
  const part = join(folder, 'part.ndjson')
  writeFileSync(part, lines.slice(0, -10).join('\n'))
  const { status, stderr } = await sitemode(cache, 'diff', before, part)
  t.equal(status, 1)
  t.match(stderr, /part\.ndjson: the run was cut short after \d+ ms/)
})

void t.test('what is no recording is refused, and so is one in which nothing ended', async (t) => {
  const [line = ''] = readFileSync(join(before, 'recording.ndjson'), 'utf8').split('\n')
  const empty = join(folder, 'empty.ndjson')
  writeFileSync(empty, `${line}\n`)
  const damaged = join(folder, 'damaged.ndjson')
  writeFileSync(damaged, `${line}\nnothing\n`)
  for (const [file, message] of [
    ['package.json', 'package.json: format: has to be 1, the format of a plan that this version reads'],
    ['README.md', 'README.md: this is neither a recording nor JSON as a whole'],
    [damaged, `${damaged}:2: this line is no JSON`],
    ['no-such-file', 'no-such-file: there is no such file; check the path'],
    ['docs', `${join('docs', 'recording.ndjson')}: there is no such file; check the path`],
    [empty, `${empty}: no scenario, step or cell is in this recording`],
  ] as const) {
    for (const args of [
      [before, file],
      [file, before],
    ]) {
      const { status, stdout, stderr } = await sitemode(cache, 'diff', ...args)
      t.equal(status, 2)
      t.equal(stdout, '')
      t.match(stderr, message)
    }
  }
  const unwritable = await sitemode(cache, 'diff', before, again, '--html', join(folder, 'no/such/page.html'))
  t.equal(unwritable.status, 3)
})
