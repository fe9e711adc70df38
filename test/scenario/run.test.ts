import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { InputError, type Problem } from '../../sim/errors.ts'
import type { RunResult } from '../../sim/report/run-result.ts'
import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import { runScenarios } from '../../sim/scenario/run-scenarios.ts'
import { newFolder } from '../new-folder.ts'

const cache = join(newFolder(t), 'cache')

const hierarchy = `
sites:
  - code: NAT
    mode: native
    systems:
      - { name: mp.nat, roles: [management-point] }
      - { name: ss.nat, roles: [fallback-status-point, server-locator-point] }
  - { code: MIX, mode: mixed, parent: NAT }
clients:
  - { name: LAPTOP-1, assignedSite: NAT, at: { address: 10.1.0.1 } }
`

function scenario(t: Test, steps: string): string {
  const directory = t.testdir({
    'hierarchy.yaml': hierarchy,
    'scenario.yaml': `name: A scenario\nhierarchy: hierarchy.yaml\nsteps:\n${steps}`,
  })
  return join(directory, 'scenario.yaml')
}

async function run(...files: string[]): Promise<RunResult> {
  const loaded = await Promise.all(files.map((file) => loadScenario(file)))
  return runScenarios(
    loaded.map((one) => one.scenario),
    { cache },
  )
}

void t.test('an expectation that fails is told with what was observed', async (t) => {
  const good = {
    outcome: 'answered',
    protocol: 'https',
    system: 'mp.nat',
    site: 'NAT',
    relation: 'assigned',
    diagnosis: 'null',
    rule: 'within-assigned-site/site-mode',
    status: '200',
  }
  const bad = {
    outcome: 'withheld',
    protocol: 'http',
    system: 'ss.nat',
    site: 'MIX',
    relation: 'resident',
    diagnosis: 'nothing-listens',
    rule: 'roaming/same-mode',
    status: '404',
  }
  const step = (field: string, value: string): string =>
    `  - { client: LAPTOP-1, contact: management-point, expect: { ${field}: ${value} } }\n`
  const steps = Object.entries(good).map(([field, value]) => step(field, value))
  const badSteps = Object.entries(bad).map(([field, value]) => step(field, value))
  const { scenarios: ran } = await run(scenario(t, [...steps, ...badSteps].join('')))
  const results = ran[0]?.steps ?? []
  t.strictSame(
    results.map(({ passed }) => passed),
    [...steps.map(() => true), ...badSteps.map(() => false)],
  )
  t.match(results[8], { expected: { outcome: 'withheld' }, observed: { outcome: 'answered', status: 200 } })
})

void t.test('ids are unique within a run, and each step lists its own in order', async (t) => {
  const file = scenario(
    t,
    `  - { client: LAPTOP-1, contact: management-point }
  - { client: LAPTOP-1, contact: management-point, force: true, protocol: http }
  - { client: LAPTOP-1, move: { internet: true } }
  - { client: LAPTOP-1, system: mp.nat }
`,
  )
  const { scenarios: ran, attempts, summary } = await run(file, file)
  t.strictSame(
    ran.map(({ steps }) => steps.map((step) => step.attempts)),
    [
      // The first attempt of each finds the management point in Active Directory.
      [['a1', 'a2'], ['a3', 'a4'], [], ['a5']],
      [['a6', 'a7'], ['a8', 'a9'], [], ['a10']],
    ],
  )
  t.strictSame(
    attempts.map(({ id }) => id),
    ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a8', 'a9', 'a10'],
  )
  t.match(attempts[8], { after: 'a8', diagnosis: 'http-to-https-port' })
  t.match(summary, { scenarios: 2, passed: 2, failed: 0, steps: 8, attempts: 10 })
})

void t.test('TypeScript says the same as YAML, from a folder where nothing is installed', async (t) => {
  const yaml = scenario(
    t,
    `  - { client: LAPTOP-1, contact: management-point, expect: { protocol: https } }\n`,
  )
  const elsewhere = mkdtempSync(join(tmpdir(), 'sitemode-'))
  t.teardown(() => rmSync(elsewhere, { recursive: true }))
  writeFileSync(
    join(elsewhere, 'hierarchy.ts'),
    `import { hierarchy, type SiteMode } from 'sitemode'
const mode: SiteMode = 'native'
export default hierarchy({
  sites: [{ code: 'NAT', mode, systems: [{ name: 'mp.nat', roles: ['management-point'] }] }],
  clients: [{ name: 'LAPTOP-1', assignedSite: 'NAT' }],
})`,
  )
  const typescript = join(elsewhere, 'scenario.ts')
  writeFileSync(
    typescript,
    `import { scenario } from 'sitemode'
export default scenario({
  name: 'A scenario',
  hierarchy: 'hierarchy.ts',
  steps: [{ client: 'LAPTOP-1', contact: 'management-point', expect: { protocol: 'https' } }],
})`,
  )
  const ran = (await Promise.all([run(yaml), run(typescript)])).map((result) => result.scenarios[0]?.steps)
  // Only YAML tells where its steps stand.
  t.strictSame(
    ran[0],
    ran[1]?.map((step) => ({ ...step, line: 4 })),
  )
  t.match(ran[0], [{ passed: true, observed: { protocol: 'https', outcome: 'answered' } }])
})

const refused: [string, string, { code: string } & Record<string, unknown>][] = [
  [
    'an unknown client',
    '  - { client: LAPTOP-2, contact: management-point }\n',
    {
      code: 'unknown-client',
      line: 4,
      column: 15,
      field: 'steps[0].client',
      remedy: 'did you mean LAPTOP-1?',
    },
  ],
  ['an unknown system', '  - { client: LAPTOP-1, system: mp.mix }\n', { code: 'unknown-system', line: 4 }],
  [
    'a role that the system has not',
    '  - { client: LAPTOP-1, contact: management-point, system: ss.nat }\n',
    { code: 'system-without-role', field: 'steps[0].system' },
  ],
  ['a system with several roles', '  - { client: LAPTOP-1, system: ss.nat }\n', { code: 'role-not-named' }],
  [
    'a role that nobody has',
    '  - { client: LAPTOP-1, contact: software-update-point }\n',
    { code: 'no-such-system', line: 4, field: 'steps[0].contact' },
  ],
  [
    'a protocol without force',
    '  - { client: LAPTOP-1, contact: management-point, protocol: http }\n',
    { code: 'protocol-without-force', line: 4 },
  ],
  [
    'a move with an expectation',
    '  - { client: LAPTOP-1, move: { address: 10.1.1.1 }, expect: { site: NAT } }\n',
    { code: 'step-without-result', line: 4, field: 'steps[0].expect' },
  ],
  [
    'a move with another action',
    '  - { client: LAPTOP-1, contact: management-point, move: { internet: true } }\n',
    { code: 'step-with-two-actions', line: 4 },
  ],
  [
    'a step without its client',
    '  - { contact: management-point }\n',
    { code: 'step-without-client', line: 4 },
  ],
  ['a list of no steps', '  []\n', { code: 'out-of-range', line: 4, field: 'steps' }],
  [
    'an outcome that there is not',
    '  - { client: LAPTOP-1, contact: management-point, expect: { outcome: answerd } }\n',
    { code: 'not-allowed', line: 4, field: 'steps[0].expect.outcome', remedy: 'did you mean answered?' },
  ],
  ['a step that does nothing', '  - { client: LAPTOP-1 }\n', { code: 'step-without-action' }],
  [
    'an unknown field',
    '  - { client: LAPTOP-1, contcat: management-point }\n',
    { code: 'unknown-field', remedy: /did you mean contact/ },
  ],
]

for (const [what, steps, problem] of refused) {
  void t.test(`${what} is refused`, async (t) => {
    const file = scenario(t, steps)
    const found = (await problemsOf(file)).find(({ code }) => code === problem.code)
    t.match(found, { ...problem, file })
  })
}

async function problemsOf(file: string): Promise<readonly Problem[]> {
  const error: unknown = await loadScenario(file).catch((thrown: unknown) => thrown)
  if (error instanceof InputError) return error.problems
  throw new Error('the scenario was taken')
}

void t.test('everything wrong is told at once', async (t) => {
  const file = scenario(
    t,
    '  - { client: A, contact: management-point }\n  - { client: LAPTOP-1, system: x }\n',
  )
  t.match(await problemsOf(file), [{ code: 'unknown-client' }, { code: 'unknown-system' }])
})

const inline = (site: string, step: string) =>
  `name: x
hierarchy:
  sites:
    - ${site}
  clients: [{ name: PC, assignedSite: ABC }]
steps:
  - ${step}
`
const mixedSite = '{ code: ABC, mode: mixed, systems: [{ name: mp, roles: [management-point] }] }'

void t.test('a hierarchy may stand in the scenario itself', async (t) => {
  const good = inline(mixedSite, '{ client: PC, contact: management-point, expect: { protocol: http } }')
  const bad = inline(mixedSite.replace('mixed', 'mixd'), '{ client: PC, contact: management-point }')
  const directory = t.testdir({ 'good.yaml': good, 'bad.yaml': bad })
  t.match(await run(join(directory, 'good.yaml')), { summary: { passed: 1, failed: 0 } })
  t.match(await problemsOf(join(directory, 'bad.yaml')), [
    { field: 'hierarchy.sites[0].mode', line: 4, column: 26, remedy: 'did you mean mixed?' },
  ])
})

void t.test('a step whose client finds nobody to contact fails, and says so', async (t) => {
  const text = inline(
    `${mixedSite}\n    - { code: DEF, mode: mixed, parent: ABC, systems: [{ name: fsp, roles: [fallback-status-point] }] }`,
    '{ client: PC, contact: fallback-status-point }',
  )
  const { scenarios: ran, summary } = await run(join(t.testdir({ 's.yaml': text }), 's.yaml'))
  t.match(ran[0]?.steps, [{ passed: false, attempts: [], problem: 'site ABC has no fallback status point' }])
  t.equal(summary.failed, 1)
})

void t.test('a hierarchy that is missing is named', async (t) => {
  const text = 'name: x\nhierarchy: none.yaml\nsteps: [{ client: A, system: b }]'
  const file = join(t.testdir({ 's.yaml': text }), 's.yaml')
  t.match(await problemsOf(file), [{ code: 'file-not-found', file, line: 2, message: /none\.yaml$/ }])
})
