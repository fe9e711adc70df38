import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import t from 'tap'
import { communicationTables } from '../../sim/model/tables/communication-tables.ts'
import { expectedOf, holds, type Expectation } from '../../sim/scenario/expectation.ts'
import type { Scenario } from '../../sim/scenario/load-scenario.ts'
import type { Step } from '../../sim/scenario/steps/step-file.ts'
import { documentedStatements } from '../documented/statements.ts'
import { allHold, files, folder, loaded, scenarios } from './all-hold.ts'

const rulesFolder = fileURLToPath(new URL('../../sim/rules', import.meta.url))
const index = readFileSync(join(folder, 'README.md'), 'utf8')

type ExpectingStep = Step & { expect: Expectation }

/** The steps of which something can be expected. */
function expectingOf({ steps }: Scenario): ExpectingStep[] {
  return steps.filter(expects)
}

function expects(step: Step): step is ExpectingStep {
  return step.expect !== undefined
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
  const fleets = readdirSync(join(folder, 'fleets')).map((name) => `fleets/${name}`)
  t.strictSame(linked.sort(), [...files, ...fleets].sort())
  const hierarchies = readdirSync(join(folder, 'hierarchies'))
  const used = new Set(
    [...files, ...fleets].map(
      (name) => /hierarchies\/([\w-]+\.yaml)/.exec(readFileSync(join(folder, name), 'utf8'))?.[1],
    ),
  )
  t.strictSame([...used].sort(), hierarchies.sort(), 'and every hierarchy is used')
  t.end()
})

void t.test('each says what it shows, in the case that holds and in the one that does not', (t) => {
  for (const scenario of scenarios) {
    t.ok(scenario.cites, `${scenario.name}: cites`)
    if (/^(Table|The note|The list|The option|Roaming between)/.test(scenario.cites ?? ''))
      t.not(scenario.quotes.length, 0, `${scenario.name}: quotes the source text`)
    const outcomes = new Set(expectingOf(scenario).map(({ expect }) => expect.outcome))
    t.notOk(outcomes.has(undefined), `${scenario.name}: every step that can expects an outcome`)
    t.ok(outcomes.has('answered') && outcomes.size > 1, `${scenario.name}: both cases`)
  }
  t.equal(new Set(scenarios.map(({ name }) => name)).size, files.length, 'no two have one name')
  const odd = loaded.filter(({ warnings }) => warnings.length > 0)
  t.strictSame(
    odd.map(({ scenario }) => scenario.hierarchy.name),
    [],
    'a hierarchy that is odd on purpose accepts its warnings',
  )
  t.end()
})

void t.test('every documented statement has a rule, and every rule a statement', async (t) => {
  const rules = await rulesOf(rulesFolder)
  const statements = await documentedStatements(new URL('../../../', import.meta.url))
  const stated = statements.flatMap(({ heldBy }) => ('rules' in heldBy ? heldBy.rules : []))
  t.strictSame([...new Set(stated)].sort(), [...rules].sort())
  t.equal(new Set(statements.map(({ says }) => says)).size, statements.length)
})

/** For each field that a scenario may expect, a value that is not the one expected. */
const otherValue: Record<keyof Expectation, (expected: Expectation) => Expectation> = {
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

/** Each field that the step expects, as something else, and nothing beside it. */
function turnedRound({ expect }: ExpectingStep): Expectation[] {
  return (Object.keys(expect) as (keyof Expectation)[]).map((field) => otherValue[field](expect))
}

void t.test('as they stand', async (t) => {
  const rules = await rulesOf(rulesFolder)
  const { scenarios: ran, attempts } = await allHold(t, {})

  await t.test('every rule is expected by some scenario, or told in its story', (t) => {
    t.ok(rules.length > 30)
    const told = ran.flatMap(({ steps }) => steps.flatMap(({ story }) => story.map(({ rule }) => rule)))
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
    t.end()
  })

  await t.test('between them they show every cell of table 1', (t) => {
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
    t.end()
  })

  await t.test('each expectation can fail, field by field', (t) => {
    for (const [index, scenario] of scenarios.entries()) {
      const { name, hierarchy, steps } = scenario
      const turned = steps.flatMap((step, nth) =>
        expects(step)
          ? turnedRound(step).map((expected) => ({
              expected,
              observed: ran[index]?.steps[nth]?.observed ?? {},
            }))
          : [],
      )
      t.ok(turned.length > 0)
      t.strictSame(
        turned.filter(({ expected, observed }) =>
          holds({ expected: expectedOf(expected, hierarchy), observed }),
        ),
        [],
        name,
      )
    }
    t.end()
  })
})
