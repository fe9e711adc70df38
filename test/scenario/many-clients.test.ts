import { join } from 'node:path'
import t, { type Test } from 'tap'
import { InputError } from '../../sim/errors.ts'
import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import { runScenarios } from '../../sim/scenario/run-scenarios.ts'
import { runPretty } from '../../sim/report/terminal/run-pretty.ts'
import { colorsOf } from '../../sim/report/terminal/colors.ts'
import { newFolder } from '../new-folder.ts'
import { writtenOn } from './written.ts'

const cache = join(newFolder(t), 'cache')

const hierarchy = `
sites:
  - code: NAT
    mode: native
    boundaries: [{ subnet: 10.1.0.0/24 }]
    systems:
      - { name: mp.nat, roles: [management-point] }
  - code: MIX
    mode: mixed
    parent: NAT
    boundaries: [{ subnet: 10.2.0.0/24 }]
    systems: [{ name: mp.mix, roles: [management-point] }]
clients:
  - { name: ALONE, assignedSite: NAT, at: { site: NAT } }
groups:
  - { name: GOOD, count: 3, assignedSite: NAT, at: { site: NAT }, visits: [{ site: MIX, share: 60% }] }
  - { name: BARE, count: 4200, assignedSite: NAT, certificate: none, at: { site: NAT } }
  - { name: BAD, count: 5, assignedSite: NAT, certificate: expired, at: { site: NAT } }
`

function written(t: Test, ...steps: string[]): string {
  return writtenOn(t, hierarchy, steps, 'x-note: mine\n')
}

async function ran(t: Test, ...steps: string[]) {
  const { scenario } = await loadScenario(written(t, ...steps))
  const result = await runScenarios([scenario], { cache })
  return { result, steps: result.scenarios.flatMap(({ steps }) => steps) }
}

void t.test('each client of a group takes the step, and only those of the group', async (t) => {
  const { steps, result } = await ran(
    t,
    '{ clients: { group: GOOD }, requestPolicy: true, expect: { outcome: answered, system: mp.nat } }',
    '{ clients: { group: GOOD, visiting: MIX }, move: { site: MIX } }',
    '{ clients: { group: GOOD }, contact: management-point, relation: resident, expect: { outcome: answered } }',
  )
  const [policy, move, contact] = steps
  t.match(policy, {
    name: 'each client of the group GOOD requests policy',
    client: null,
    passed: true,
    clients: { count: 3, held: 3, outcomes: { answered: 3 }, first: [] },
  })
  t.strictSame([...new Set(result.attempts.map(({ client }) => client))], ['GOOD-1', 'GOOD-2', 'GOOD-3'])
  t.match(move, { passed: true, clients: { count: 2, held: 2, outcomes: {} } })
  t.match(contact, {
    passed: false,
    observed: { outcome: 'withheld', site: 'MIX' },
    clients: {
      count: 3,
      held: 1,
      outcomes: { withheld: 2, answered: 1 },
      first: [{ client: 'GOOD-1' }, { client: 'GOOD-2' }],
    },
  })
  t.equal(contact?.clients?.first.length, 2)
  const ids = result.attempts.map(({ id, client }) => ({ id, client }))
  for (const { client, attempts } of contact?.clients?.first ?? []) {
    t.ok(attempts.length > 0)
    t.ok(attempts.every((id) => ids.some((one) => one.id === id && one.client === client)))
  }
})

void t.test('the first that fail are told, and the others counted', async (t) => {
  const { steps, result } = await ran(
    t,
    '{ clients: { group: BAD }, contact: management-point }',
    '{ clients: { group: BAD }, contact: management-point, expect: { diagnosis: client-certificate-expired } }',
    '{ clients: { group: BAD }, contact: management-point, expect: { outcome: answered } }',
  )
  t.strictSame(
    steps.map(({ passed, clients }) => [passed, clients?.held, clients?.first.map(({ client }) => client)]),
    [
      [true, 0, ['BAD-1', 'BAD-2', 'BAD-3']],
      [true, 5, []],
      [false, 0, ['BAD-1', 'BAD-2', 'BAD-3']],
    ],
  )
  t.equal(steps[0]?.reasons?.length, 1, 'one reason for all')
  t.equal(result.summary.gotNothing, 1)
  const told = runPretty(result, colorsOf({ stdout: {}, env: {} }))
  t.match(told, /5 of 5 clients: BAD-1, BAD-2, BAD-3, 2 more/)
  t.match(told, /each client of the group BAD contacts .*: 5 clients, 5 failed/)
})

void t.test('a client of a group is one like any other', async (t) => {
  const { steps } = await ran(
    t,
    '{ client: BARE-4200, contact: management-point, expect: { diagnosis: client-certificate-missing } }',
    '{ revoke: { client: GOOD-2 } }',
    '{ client: GOOD-2, contact: management-point, expect: { outcome: failed, diagnosis: client-certificate-revoked } }',
    '{ client: GOOD-1, contact: management-point, expect: { outcome: answered } }',
  )
  t.ok(steps.every(({ passed }) => passed))
})

void t.test('a group that is not there, and other slips', async (t) => {
  for (const [step, code, field] of [
    ['{ clients: { group: GOD }, start: true }', 'unknown-group', 'steps[0].clients.group'],
    ['{ clients: { group: BAD, visiting: MIX }, start: true }', 'unknown-visit', 'steps[0].clients.visiting'],
    ['{ clients: { site: XYZ }, start: true }', 'unknown-site', 'steps[0].clients.site'],
    ['{ client: BARE-4201, start: true }', 'unknown-client', 'steps[0].client'],
    ['{ client: ALONE, clients: all, start: true }', 'client-and-clients', 'steps[0]'],
    ['{ clients: all, advance: 1 h }', 'step-with-two-actions', 'steps[0]'],
    ['{ clients: all, move: { site: XYZ } }', 'unknown-site', 'steps[0].move.site'],
  ] as const) {
    try {
      await loadScenario(written(t, step))
      t.fail(step)
    } catch (error) {
      t.match(error instanceof InputError && error.problems, [{ code }], step)
      t.match(error instanceof InputError && error.problems[0]?.field, field, step)
    }
  }
})

void t.test('all clients, and those of a site', async (t) => {
  const { scenario } = await loadScenario(
    written(
      t,
      '{ clients: all, move: { internet: true } }',
      '{ clients: { site: NAT }, move: { site: MIX } }',
    ),
  )
  const names = scenario.steps.map(({ clients }) => [...(clients?.names() ?? [])].length)
  t.strictSame(names, [4209, 4209])
})
