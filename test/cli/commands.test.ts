import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import t from 'tap'
import type { MatrixResult } from '../../sim/report/matrix-result.ts'
import type { RunResult } from '../../sim/report/run-result.ts'
import { entry, environment, root, sitemode, twoModes } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'sitemode-cli-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')
const commands = ['matrix', 'run', 'serve', 'certs', 'validate']

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

void t.test('help and usage', (t) => {
  for (const command of commands) {
    const { status, stdout } = sitemode(cache, command, '--help')
    t.equal(status, 0, command)
    t.match(stdout, /Examples:\n {2}sitemode /, `${command} has examples`)
  }
  t.match(sitemode(cache, '--version').stdout, /^\d+\.\d+\.\d+\n$/)
  for (const wrong of [
    [],
    ['matrx'],
    ['matrix', '--tsl', '1.3'],
    ['matrix', '--tls', '1.1'],
    ['serve'],
    ['certs', 'x'],
  ]) {
    const { status, stdout, stderr } = sitemode(cache, ...wrong)
    t.equal(status, 2, `sitemode ${wrong.join(' ')}`)
    t.equal(stdout, '')
    t.match(stderr, /\w/)
    t.notMatch(stderr, /\n\s+at /)
  }
  t.end()
})

void t.test('matrix --json is one document with the shape that is promised', (t) => {
  const { status, stdout, stderr } = sitemode(cache, 'matrix', '--json')
  t.equal(status, 0)
  t.equal(stderr, '')
  const result = JSON.parse(stdout) as MatrixResult
  t.equal(result.hierarchy, twoModes)
  t.strictSame(result.summary, { cells: 28, agree: 28, disagree: 0, skipped: 0 })
  t.strictSame(
    result.tables.map(({ id, columns }) => [id, columns]),
    [
      ['within-assigned-site', ['mixed', 'native']],
      ['native-client-in-mixed-site', ['http-not-allowed', 'http-allowed']],
      ['mixed-client-in-native-site', ['mixed-client']],
      [
        'server-locator-point',
        ['mixed-client', 'native-client', 'native-client-http-allowed', 'mobile-device'],
      ],
    ],
  )
  t.match(result.tables[0]?.rows[0], {
    siteSystem: 'management-point',
    cells: {
      mixed: {
        documented: ['http'],
        observed: ['http'],
        agrees: true,
        left_out: [{ protocol: 'https', refused_by: 'wire', attempt: /^a\d+$/, outcome: 'failed' }],
      },
    },
  })
  for (const attempt of result.attempts) {
    t.match(attempt, {
      id: /^a\d+$/,
      client: String,
      clientMode: /^(mixed|native)$/,
      forced: Boolean,
      role: String,
      relation: /^(assigned|resident)$/,
      site: /^(NAT|MIX)$/,
      system: /\.sitemode\.test$/,
      protocol: /^https?$/,
      outcome: /^(answered|failed|withheld)$/,
      why: /\.$/,
      rule: /\//,
      startedAt: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
      durationMs: Number,
    })
    t.equal(attempt.url === null, attempt.outcome === 'withheld')
    t.equal(attempt.client_end === null, attempt.outcome !== 'failed')
    t.equal(attempt.diagnosis === null, attempt.outcome !== 'failed')
    if (attempt.outcome === 'answered' && attempt.protocol === 'https') {
      t.match(attempt.tls, { version: 'TLSv1.2', cipher: String, resumed: false, clientCertificate: Boolean })
    }
  }
  t.end()
})

void t.test('a cell that disagrees is named, and the matrix exits with 1', (t) => {
  const file = write(
    'wrong.yaml',
    `sites:
  - code: ABC
    mode: native
    systems: [{ name: mp, roles: [management-point], listen: { protocol: http } }]
`,
  )
  const { status, stdout } = sitemode(cache, 'matrix', '--hierarchy', file)
  t.equal(status, 1)
  t.match(stdout, 'disagrees: within-assigned-site / management-point / native')
  t.end()
})

void t.test('run tells by three reporters, and exits with 1 when an expectation fails', (t) => {
  const { status, stdout } = sitemode(cache, 'run', '--json')
  t.equal(status, 0)
  const { scenarios, attempts, summary } = JSON.parse(stdout) as RunResult
  t.equal(summary.failed, 0)
  t.equal(summary.passed, scenarios.length)
  const listed = scenarios.flatMap(({ steps }) => steps.flatMap((step) => step.attempts))
  t.strictSame(
    listed,
    attempts.map(({ id }) => id),
  )
  t.match(scenarios[0], { file: /^scenarios\//, name: String, passed: true, steps: [{ name: String }] })

  const failing = write(
    'failing.yaml',
    `name: Fails
hierarchy: { sites: [{ code: ABC, mode: mixed, systems: [{ name: mp, roles: [management-point] }] }], clients: [{ name: PC, assignedSite: ABC }] }
steps: [{ client: PC, contact: management-point, expect: { protocol: https } }]
`,
  )
  for (const [reporter, told] of [
    ['pretty', /protocol: expected https, observed http/],
    ['tap', /not ok 1 - Fails/],
    ['json', /"failed": 1/],
  ] as const) {
    const ran = sitemode(cache, 'run', failing, '--reporter', reporter)
    t.equal(ran.status, 1)
    t.match(ran.stdout, told)
  }
  t.end()
})

void t.test('certificates that were written serve matrix and run', (t) => {
  const out = join(folder, 'pki')
  t.equal(sitemode(cache, 'certs', twoModes, '--out', out).status, 0)
  for (const file of [
    'ca.pem',
    'systems/mp.nat.pem',
    'clients/NATIVE-1.key',
    'crl/issuing.pem',
    'sites/NAT.pem',
  ]) {
    t.ok(existsSync(join(out, file)), file)
  }
  const { stdout } = sitemode(cache, 'matrix', '--json', '--pki', out)
  t.match(JSON.parse(stdout), { summary: { agree: 28 } })
  t.equal(sitemode(cache, 'run', 'scenarios/within-a-native-mode-site.yaml', '--pki', out).status, 0)

  rmSync(join(out, 'systems/dp.nat.key'))
  for (const args of [['matrix'], ['serve', twoModes]]) {
    const { status, stderr } = sitemode(cache, ...args, '--pki', out)
    t.equal(status, 2)
    t.match(stderr, /dp\.nat\.key.*sitemode certs/)
  }
  t.end()
})

void t.test('validate tells all that is wrong, with its place', (t) => {
  const bad = write('bad.yaml', 'sites:\n  - code: ABC\n    mode: navite\n    parent: XYZ\n')
  const { status, stdout } = sitemode(cache, 'validate', twoModes, bad, '--json')
  t.equal(status, 2)
  t.match(JSON.parse(stdout), {
    files: [
      { file: twoModes, kind: 'hierarchy', valid: true, problems: [] },
      {
        file: bad,
        valid: false,
        problems: [
          { line: 3, field: 'sites[0].mode' },
          { line: 4, code: 'unknown-parent' },
        ],
      },
    ],
  })
  t.equal(sitemode(cache, 'validate', twoModes, 'scenarios/mobile-device.yaml').status, 0)
  t.end()
})

void t.test('what the machine does not allow exits with 3', async (t) => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '0.0.0.0', resolve))
  t.teardown(() => taken.close())
  const { port } = taken.address() as { port: number }
  const file = write(
    'taken.yaml',
    `sites: [{ code: ABC, mode: mixed, ports: { http: ${port}, https: 8443 }, systems: [{ name: mp, roles: [management-point] }] }]\n`,
  )
  const { status, stderr } = sitemode(cache, 'matrix', '--hierarchy', file)
  t.equal(status, 3)
  t.match(stderr, new RegExp(`cannot open mp\\.sitemode\\.test on 127\\.[\\d.]+:${port} \\(EADDRINUSE\\)`))
  t.equal(sitemode(cache, 'certs', twoModes, '--out', '/dev/null/x').status, 3)
})

void t.test('a home that takes no files does, and so does no cache', (t) => {
  t.equal(sitemode('/dev/null/x', 'run', 'scenarios/within-a-native-mode-site.yaml').status, 0)
  const unused = join(folder, 'unused')
  t.equal(sitemode(unused, 'run', 'scenarios/within-a-native-mode-site.yaml', '--no-cache').status, 0)
  t.notOk(existsSync(unused))
  t.end()
})

void t.test('colour is for those who ask', (t) => {
  const escape = '\u001b['
  t.notOk(sitemode(cache, 'matrix').stdout.includes(escape))
  const env = { ...environment(cache), NO_COLOR: undefined, FORCE_COLOR: '1' }
  const coloured = spawnSync(process.execPath, [entry, 'matrix'], { cwd: root, env, encoding: 'utf8' })
  t.ok(coloured.stdout.includes(escape))
  t.end()
})

void t.test('whoever stops reading is left in peace', (t) => {
  const line = `"${process.execPath}" "${entry}" matrix --json | head -n 1`
  const { stdout, stderr } = spawnSync('sh', ['-c', line], {
    cwd: root,
    env: environment(cache),
    encoding: 'utf8',
  })
  t.equal(stdout, '{\n')
  t.equal(stderr, '')
  t.end()
})
