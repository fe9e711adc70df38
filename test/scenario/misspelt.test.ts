import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { InputError, type Problem } from '../../sim/errors.ts'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import { newFolder } from '../new-folder.ts'

// Mistakes that people type, each told once, with what was meant.

const sites = [
  'sites:',
  '  - { code: CEN, mode: mixed, boundaries: [{ subnet: 10.1.0.0/16 }], systems: [{ name: mp.cen, roles: [management-point, fallback-status-point] }] }',
  '  - { code: NOR, mode: mixed, parent: CEN, boundaries: [{ subnet: 10.2.0.0/16 }], systems: [{ name: mp.nor, roles: [management-point] }] }',
  'clients:',
  '  - { name: A, assignedSite: NOR, at: { site: NOR }, fallbackStatusPoint: mp.cen }',
  'accepts: []',
].join('\n')

const inHierarchies: readonly (readonly [right: string, wrong: string, field: string, remedy: string])[] = [
  ['parent: CEN', 'parent: CNE', 'sites[1].parent', 'did you mean CEN?'],
  ['assignedSite: NOR', 'assignedSite: NRO', 'clients[0].assignedSite', 'did you mean NOR?'],
  ['assignedSite: NOR', 'assignedSite: nor', 'clients[0].assignedSite', 'did you mean NOR?'],
  ['at: { site: NOR }', 'at: NOR', 'clients[0].at', 'write { site: NOR }'],
  ['at: { site: NOR }', 'at: { site: NRO }', 'clients[0].at.site', 'did you mean NOR?'],
  ['Point: mp.cen', 'Point: mp.cn', 'clients[0].fallbackStatusPoint', 'did you mean mp.cen?'],
  [
    'accepts: []',
    'accepts: [no-falback-status-point]',
    'accepts[0]',
    'did you mean no-fallback-status-point?',
  ],
  // Codes of errors, and of warnings about other things, are accepted in no hierarchy.
  ['accepts: []', 'accepts: [site-cycle]', 'accepts[0]', 'take it out'],
  ['accepts: []', 'accepts: [accepted-in-vain]', 'accepts[0]', 'take it out'],
  ['10.2.0.0/16', '10.2.0.0', 'sites[1].boundaries[0].subnet', 'add the length of its mask: 10.2.0.0/16'],
]

void t.test('in a hierarchy', async (t) => {
  const folder = newFolder(t)
  for (const [right, mistake, field, remedy] of inHierarchies) {
    const file = join(folder, 'hierarchy.yaml')
    writeFileSync(file, sites.replace(right, mistake))
    const problems = await problemsOf(loadHierarchy(file))
    t.equal(problems.length, 1, mistake)
    t.match(problems[0], { field }, mistake)
    t.match(problems[0]?.remedy, remedy, mistake)
  }
})

const inSteps: readonly (readonly [step: string, code: string, remedy: RegExp])[] = [
  ['{ client: A, getPackage: NOR00001 }', 'unknown-field', /^the fields here are /],
  ['{ client: A, contact: mp.nor }', 'not-allowed', /the system beside it: system: mp\.nor$/],
  ['{ client: A, move: NOR }', 'wrong-type', /^write \{ site: NOR \}$/],
]

void t.test('in a step', async (t) => {
  const folder = newFolder(t)
  writeFileSync(join(folder, 'hierarchy.yaml'), sites)
  const file = join(folder, 'scenario.yaml')
  for (const [step, code, remedy] of inSteps) {
    writeFileSync(file, `name: One\nhierarchy: hierarchy.yaml\nsteps:\n  - ${step}\n`)
    const problems = await problemsOf(loadScenario(file))
    t.match(problems, [{ code, remedy, line: 4 }], step)
    t.equal(problems.length, 1, step)
  }
})

void t.test('in the path of the hierarchy, at its line', async (t) => {
  const folder = newFolder(t)
  writeFileSync(join(folder, 'hierarchy.yaml'), sites)
  const file = join(folder, 'scenario.yaml')
  writeFileSync(file, 'name: One\nhierarchy: hierachy.yaml\nsteps:\n  - { client: A, requestPolicy: true }\n')
  t.match(await problemsOf(loadScenario(file)), [
    { code: 'file-not-found', file, line: 2, field: 'hierarchy', remedy: 'did you mean hierarchy.yaml?' },
  ])
  writeFileSync(
    join(folder, 'hierarchy.yaml'),
    sites.replace(/clients:[^]*$/, 'clients: { from: none.csv }\n'),
  )
  writeFileSync(
    file,
    'name: One\nhierarchy: hierarchy.yaml\nsteps:\n  - { client: A, requestPolicy: true }\n',
  )
  t.match(
    await problemsOf(loadScenario(file)),
    [{ code: 'file-not-found', file: /none\.csv$/ }],
    'a table of clients that is missing is not the hierarchy',
  )
})

void t.test('in the indentation, once', async (t) => {
  const file = join(newFolder(t), 'scenario.yaml')
  for (const mistake of [
    '  - client: A\n   start: true\n  - client: A\n',
    '  - client: A\n\tstart: true\n',
  ]) {
    writeFileSync(file, `name: One\nhierarchy: hierarchy.yaml\nsteps:\n${mistake}`)
    const problems = await problemsOf(loadScenario(file))
    t.match(problems, [{ code: 'not-yaml', line: 5 }])
    t.equal(problems.length, 1)
  }
})

async function problemsOf(loading: Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await loading
  } catch (error) {
    if (error instanceof InputError) return error.problems
    throw error
  }
  return []
}
