import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { MatrixResult } from '../../sim/report/command-results.ts'
import type { RunResult } from '../../sim/report/run-result.ts'
import { interrupt, sitemode, twoModes } from './command.ts'
import { matrixShape, runShape, serveShape } from './json-shapes.ts'

const folder = mkdtempSync(join(tmpdir(), 'sitemode-cli-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')
const commands = ['matrix', 'run', 'plan', 'serve', 'certs', 'validate', 'explain', 'trace']

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

void t.test('help and usage', async (t) => {
  for (const command of commands) {
    const { status, stdout } = await sitemode(cache, command, '--help')
    t.equal(status, 0, command)
    t.match(stdout, /Examples:\n {2}sitemode /, `${command} has examples`)
  }
  t.match((await sitemode(cache, '--version')).stdout, /^\d+\.\d+\.\d+\n$/)
  for (const wrong of [
    [],
    ['matrx'],
    ['matrix', '--tsl', '1.3'],
    ['matrix', '--tls', '1.1'],
    ['serve'],
    ['certs', 'x'],
    ['certs', twoModes, '--out'],
    ['validate'],
    ['matrix', 'surplus'],
    ['matrix', '--keys', 'dsa'],
    ['plan'],
    ['plan', twoModes, '--to', 'both'],
    ['plan', twoModes, '--to', 'mixed', '--switch', 'NAT=mixed'],
    ['plan', twoModes, '--sample', '0'],
    ['plan', twoModes, '--sample', 'some'],
    ['matrix', '--refusal', 'politely'],
    ['run', '--reporter', 'xml'],
  ]) {
    const { status, stdout, stderr } = await sitemode(cache, ...wrong)
    t.equal(status, 2, `sitemode ${wrong.join(' ')}`)
    t.equal(stdout, '')
    t.match(stderr, /\w/)
    t.notMatch(stderr, /\n\s+at /)
  }
})

void t.test('matrix --json is one document with the shape that is promised', async (t) => {
  const { status, stdout, stderr } = await sitemode(cache, 'matrix', '--json')
  t.equal(status, 0)
  t.equal(stderr, '')
  const result = JSON.parse(stdout) as MatrixResult
  t.equal(result.hierarchy, twoModes)
  t.strictSame(result.summary, { cells: 38, agree: 38, disagree: 0, skipped: 0 })
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
      ['unaffected-by-site-mode', ['mixed', 'native']],
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
  t.equal(matrixShape.safeParse(result).error, undefined)
})

void t.test('a cell that disagrees is named, and the matrix exits with 1', async (t) => {
  const file = write(
    'wrong.yaml',
    `sites:
  - code: ABC
    mode: native
    systems: [{ name: mp, roles: [management-point], listen: { protocol: http } }]
`,
  )
  const { status, stdout } = await sitemode(cache, 'matrix', '--hierarchy', file)
  t.equal(status, 1)
  t.match(stdout, 'disagrees: within-assigned-site / management-point / native')
  const json = await sitemode(cache, 'matrix', '--hierarchy', file, '--json')
  t.equal(json.status, 1)
  const result = matrixShape.parse(JSON.parse(json.stdout))
  t.match(result, { hierarchy: file, summary: { cells: 38, agree: 0, disagree: 1 } })
  t.match(result.tables[0]?.rows[0]?.cells.native, { agrees: false, documented: ['https'], observed: [] })
})

void t.test('run tells by three reporters, and exits with 1 when an expectation fails', async (t) => {
  const { status, stdout } = await sitemode(cache, 'run', '--json')
  t.equal(status, 0)
  const result = JSON.parse(stdout) as RunResult
  t.equal(runShape.safeParse(result).error, undefined)
  const { scenarios, attempts, summary } = result
  t.equal(summary.failed, 0)
  t.equal(summary.passed, scenarios.length)
  const listed = scenarios.flatMap(({ steps }) => steps.flatMap((step) => step.attempts))
  t.strictSame(
    listed,
    attempts.map(({ id }) => id),
  )
  t.ok(scenarios.every(({ file }) => file.startsWith('scenarios/')))

  const failing = write(
    'failing.yaml',
    `name: Fails
hierarchy: { sites: [{ code: ABC, mode: mixed, systems: [{ name: mp, roles: [management-point] }] }], clients: [{ name: PC, assignedSite: ABC }] }
steps: [{ client: PC, contact: management-point, expect: { protocol: https } }]
`,
  )
  for (const [reporter, told] of [
    ['pretty', /protocol {2}expected https {2}observed http/],
    ['tap', /not ok 1 - Fails/],
    ['json', /"failed": 1/],
  ] as const) {
    const ran = await sitemode(cache, 'run', failing, '--reporter', reporter)
    t.equal(ran.status, 1)
    t.match(ran.stdout, told)
  }
})

void t.test('certificates that were written serve matrix, run and serve', async (t) => {
  const out = join(folder, 'pki')
  const written = await sitemode(cache, 'certs', twoModes, '--out', out)
  t.equal(written.status, 0)
  t.match(
    written.stdout,
    'of 25 site systems and 3 clients, and the site server signing certificates of NAT\n',
  )
  for (const file of [
    'ca.pem',
    'root.pem',
    'systems/mp.nat.pem',
    'clients/NATIVE-1.key',
    'crl/issuing.pem',
    'sites/NAT.pem',
  ]) {
    t.ok(existsSync(join(out, file)), file)
  }
  const { stdout } = await sitemode(cache, 'matrix', '--json', '--pki', out)
  t.match(JSON.parse(stdout), { summary: { agree: 38 } })
  t.equal((await sitemode(cache, 'run', 'scenarios/within-a-native-mode-site.yaml', '--pki', out)).status, 0)

  const served = await interrupt(cache, ['serve', twoModes, '--json', '--pki', out], 'SIGINT', (told) =>
    told.includes('\n'),
  )
  t.equal(serveShape.safeParse(JSON.parse(served.stdout)).error, undefined)

  const toTry = async (...options: string[]): Promise<string> =>
    (await interrupt(cache, ['serve', twoModes, ...options], 'SIGINT', (told) => told.includes('Ctrl-C')))
      .stdout
  t.match(await toTry('--pki', out), `--cacert ${out}/root.pem `)
  t.match(await toTry(), '--cacert pki/root.pem ')
  rmSync(join(out, 'root.pem'))
  t.match(await toTry('--pki', out), `--cacert ${out}/ca.pem `, 'a directory of another maker may lack it')
})

void t.test('validate tells all that is wrong, with its place', async (t) => {
  const bad = write('bad.yaml', 'sites:\n  - code: ABC\n    mode: navite\n    parent: XYZ\n')
  const { status, stdout } = await sitemode(cache, 'validate', twoModes, bad, '--json')
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
  t.equal((await sitemode(cache, 'validate', twoModes, 'scenarios/mobile-device.yaml')).status, 0)
})

void t.test('explain tells what it is, or what was meant', async (t) => {
  const told = async (...args: string[]): Promise<unknown> =>
    JSON.parse((await sitemode(cache, 'explain', ...args, '--json')).stdout)
  t.match(await told(), { sections: [{ title: /\w/, entries: [{ id: 'name-not-resolved', remedy: /\w/ }] }] })
  t.match(await told('Client-Certificate-Expired'), {
    entry: { id: 'client-certificate-expired', happens: /\w/ },
  })
  t.match(await told('-2147012721'), {
    code: '-2147012721',
    readings: [{ code: '12175', candidates: [{ id: /\w/, look: /\w/, remedy: /\w/, confidence: /\w/ }] }],
  })
  for (const [args, text] of [
    [['explain'], /client-certificate-expired/],
    [['explain', 'client-certificate-expired'], /What the two ends see/],
    [['explain', 'ECONNRESET'], /It can be any of these/],
  ] as const) {
    const { status, stdout, stderr } = await sitemode(cache, ...args)
    t.equal(status, 0)
    t.equal(stderr, '')
    t.match(stdout, text)
  }
  for (const [code, meant] of [
    ['client-certificate-expird', 'did you mean client-certificate-expired?'],
    ['ECONRESET', 'did you mean ECONNRESET?'],
    ['zzzzzzzzzzzz', 'sitemode explain lists what there is'],
  ] as const) {
    const { status, stdout, stderr } = await sitemode(cache, 'explain', code, '--json')
    t.equal(status, 2)
    t.equal(stdout, '')
    t.match(stderr, meant)
    t.notMatch(stderr, /\n\s+at /)
  }
})

void t.test('a file of the other kind is named as what it is', async (t) => {
  const hierarchy = await sitemode(cache, 'run', twoModes)
  t.equal(hierarchy.status, 2)
  t.match(
    hierarchy.stderr,
    /two-modes\.yaml: this file describes a hierarchy, not a scenario; .*\[not-a-scenario\]\n$/,
  )
  const scenario = await sitemode(cache, 'serve', 'scenarios/site-goes-native.yaml')
  t.equal(scenario.status, 2)
  t.match(
    scenario.stderr,
    /native\.yaml: this file describes a scenario, not a hierarchy; .*\[not-a-hierarchy\]\n$/,
  )
})
