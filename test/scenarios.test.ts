import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import t, { type Test } from 'tap'
import { documentedStatements } from './documented-statements.ts'
import { withOptions, type HierarchyOptions } from '../sim/cli/hierarchy-options.ts'
import { communicationTables } from '../sim/model/tables/communication-tables.ts'
import type { OpenOptions } from '../sim/network/running-hierarchy.ts'
import type { RunResult } from '../sim/report/run-result.ts'
import { loadScenario } from '../sim/scenario/load-scenario.ts'
import { runScenarios } from '../sim/scenario/run-scenarios.ts'
import type { ActionStep, ContactStep, Scenario, SetModeStep, Step } from '../sim/scenario/scenario.ts'

const root = new URL('../../', import.meta.url)
const folder = fileURLToPath(new URL('scenarios', root))
const rulesFolder = fileURLToPath(new URL('../sim/rules', import.meta.url))
const index = readFileSync(join(folder, 'README.md'), 'utf8')
const cache = join(t.testdir(), 'cache')

const files = readdirSync(folder).filter((name) => /\.(yaml|ts)$/.test(name))
const loaded = await Promise.all(files.map((name) => loadScenario(join(folder, name))))
const scenarios = loaded.map(({ scenario }) => scenario)

type ExpectingStep = ContactStep | ActionStep | SetModeStep

/** The steps of which something can be expected. */
function expectingOf({ steps }: Scenario): ExpectingStep[] {
  return steps.filter((step) => 'expect' in step)
}

async function rulesOf(sources: string): Promise<string[]> {
  const modules = readdirSync(sources).filter((name) => name.endsWith('.js'))
  const exported = await Promise.all(
    modules.map(async (name) => (await import(pathToFileURL(join(sources, name)).href)) as object),
  )
  return exported.flatMap((module) =>
    Object.values(module).flatMap((value: unknown) =>
      typeof value === 'object' && value !== null && 'id' in value && 'sentence' in value
        ? [String(value.id)]
        : [],
    ),
  )
}

void t.test('the index and the folder list the same', (t) => {
  const linked = [...index.matchAll(/\]\(([^)]+\.(?:yaml|ts))\)/g)].map(([, name]) => name)
  t.strictSame(linked.sort(), files.sort())
  const hierarchies = readdirSync(join(folder, 'hierarchies'))
  const used = new Set(
    files.map((name) => /hierarchies\/([\w-]+\.yaml)/.exec(readFileSync(join(folder, name), 'utf8'))?.[1]),
  )
  t.strictSame([...used].sort(), hierarchies.sort(), 'and every hierarchy is used')
  t.end()
})

void t.test('each says what it shows, in the case that holds and in the one that does not', (t) => {
  for (const scenario of scenarios) {
    t.ok(scenario.cites, `${scenario.name}: cites`)
    const outcomes = new Set(expectingOf(scenario).map(({ expect }) => expect.outcome))
    t.notOk(outcomes.has(undefined), `${scenario.name}: every step that can expects an outcome`)
    t.ok(outcomes.has('answered') && outcomes.size > 1, `${scenario.name}: both cases`)
  }
  t.equal(new Set(scenarios.map(({ name }) => name)).size, files.length, 'no two have one name')
  const odd = loaded.filter(({ warnings }) => warnings.length > 0)
  t.strictSame(
    odd.map(({ scenario }) => scenario.hierarchy.name),
    ['Contradictory', 'Overlapping'],
    'no other hierarchy is odd',
  )
  t.end()
})

void t.test('every rule is expected by some scenario, or told in its story', async (t) => {
  const rules = await rulesOf(rulesFolder)
  t.ok(rules.length > 30)
  const result = await allPass(t, {})
  const told = result.scenarios.flatMap(({ steps }) =>
    steps.flatMap(({ story }) => story.map(({ rule }) => rule)),
  )
  const expected = new Set<unknown>([
    ...scenarios.flatMap(expectingOf).map(({ expect }) => expect.rule),
    ...told,
  ])
  t.strictSame(
    rules.filter((id) => !expected.has(id)),
    [],
  )
  const [shown = ''] = index.split('## Not shown yet')
  for (const id of rules) t.ok(shown.includes(`\`${id}\``), `the index has ${id}`)
  const named = [...index.matchAll(/`([a-z-]+\/[a-z-]+)`/g)].map(([, id]) => id ?? '')
  t.strictSame(
    named.filter((id) => !rules.includes(id)),
    [],
    'the index names no other',
  )
})

void t.test('every documented statement has a rule, and every rule a statement', async (t) => {
  const rules = await rulesOf(rulesFolder)
  const statements = await documentedStatements(root)
  const stated = statements.flatMap((statement) => statement.rules)
  t.strictSame([...new Set(stated)].sort(), [...rules].sort())
  t.equal(new Set(statements.map(({ says }) => says)).size, statements.length)
})

async function allPass(
  t: Test,
  options: Omit<HierarchyOptions, 'cache'>,
  open: OpenOptions = {},
  chosen = scenarios,
): Promise<RunResult> {
  const changed = chosen.map((scenario) => ({
    ...scenario,
    hierarchy: withOptions(scenario.hierarchy, { ...options, cache: true }),
  }))
  const result = await runScenarios(changed, { cache, ...open })
  const failed = result.scenarios.flatMap(({ name, steps }) =>
    steps.filter(({ passed }) => !passed).map((step) => ({ scenario: name, ...step })),
  )
  t.strictSame(failed, [])
  return result
}

void t.test('all hold, and between them they show every cell of table 1', async (t) => {
  const { attempts } = await allPass(t, {})
  const [{ rows }] = communicationTables
  for (const { siteSystem, cells } of rows) {
    for (const [mode, { documented, leftOut }] of Object.entries(cells)) {
      const here = attempts.filter(
        ({ role, relation, clientMode }) =>
          role === siteSystem && relation === 'assigned' && clientMode === mode,
      )
      // Distribution points that are reached by SMB alone are not what the table speaks of.
      const answered = here.filter(
        ({ forced, outcome, protocol }) => !forced && outcome === 'answered' && protocol !== 'smb',
      )
      const protocols = [...new Set(answered.map(({ protocol }) => protocol))].sort()
      t.strictSame(protocols, [...documented].sort(), `${siteSystem} in ${mode} mode`)
      for (const left of leftOut) {
        const controls = here.filter(({ forced, protocol }) => forced && protocol === left.protocol)
        t.ok(
          controls.some(({ outcome }) => outcome === 'failed'),
          `${siteSystem} in ${mode} mode refuses ${left.protocol}`,
        )
      }
    }
  }
})

void t.test('all hold under TLS 1.3', (t) => allPass(t, { tls: '1.3' }))
void t.test('all hold where the web server refuses', (t) => allPass(t, { refusal: 'iis' }))
void t.test('those on the hierarchy of both modes hold with RSA keys', async (t) => {
  // RSA keys take long to make: of the hierarchies only the one that has every site system.
  const chosen = scenarios.filter(({ hierarchy }) => hierarchy.name === 'Two modes')
  t.ok(chosen.length > 4)
  await allPass(t, { keys: 'rsa' }, {}, chosen)
})
void t.test('all hold on one address', (t) => allPass(t, {}, { addresses: 'shared' }))

type Expected = ContactStep['expect']

/** For each field that a scenario may expect, a value that is not the one expected. */
const otherValue: Record<keyof Expected, (expected: Expected) => Expected> = {
  outcome: ({ outcome }) => ({ outcome: outcome === 'withheld' ? 'answered' : 'withheld' }),
  protocol: ({ protocol }) => ({ protocol: protocol === 'http' ? 'https' : 'http' }),
  by: ({ by }) => ({ by: by === null ? 'active-directory' : null }),
  relation: ({ relation }) => ({ relation: relation === 'assigned' ? 'resident' : 'assigned' }),
  system: ({ system }) => ({ system: `not-${system ?? ''}` }),
  site: ({ site }) => ({ site: site === 'XYZ' ? 'ABC' : 'XYZ' }),
  rule: ({ rule }) => ({ rule: rule === 'roaming/same-mode' ? 'roaming/content-only' : 'roaming/same-mode' }),
  diagnosis: ({ diagnosis }) => ({
    diagnosis: diagnosis === 'nothing-listens' ? 'name-not-resolved' : 'nothing-listens',
  }),
  status: ({ status }) => ({ status: status === 404 ? 200 : 404 }),
}

/** The step once for each field that it expects, with that field wrong and the others left out. */
function turnedRound(step: Step): Step[] {
  if (!('expect' in step)) return [step]
  return (Object.keys(step.expect) as (keyof Expected)[]).map((field) => ({
    ...step,
    name: `${step.name}, ${field} turned round`,
    expect: otherValue[field](step.expect),
  }))
}

void t.test('each expectation can fail, field by field', async (t) => {
  const turned = scenarios.map((scenario) => ({ ...scenario, steps: scenario.steps.flatMap(turnedRound) }))
  const result = await runScenarios(turned, { cache })
  for (const { name, steps } of result.scenarios) {
    const expecting = steps.filter(({ expected }) => Object.keys(expected).length > 0)
    const held = expecting.filter(({ passed }) => passed)
    t.ok(expecting.length > 0)
    t.strictSame(
      held.map((step) => step.name),
      [],
      name,
    )
  }
})
