import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import * as z from 'zod'
import { InputError, type Problem } from '../../sim/errors.ts'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { fleetFile } from '../../sim/fleet/fleet-file.ts'
import { hierarchyFile } from '../../sim/model/schema/hierarchy-file.ts'
import { misbehaviour } from '../../sim/model/schema/misbehaviour.ts'
import { writtenBoundary } from '../../sim/model/schema/written-boundary.ts'
import { sourceOfValue } from '../../sim/model/source/source.ts'
import { zodProblems } from '../../sim/model/source/zod-problems.ts'
import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import { scenarioFile } from '../../sim/scenario/scenario-file.ts'
import { stepFile } from '../../sim/scenario/steps/step-file.ts'
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
  [
    '{ client: A, assign: NRO }',
    'unknown-site',
    /^did you mean NOR\? To see it fail, expect outcome: failed$/,
  ],
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

/** A value that is none of those that a union takes, of each kind of value. */
const values: readonly unknown[] = [null, true, 2, 'a b', [], [[]], {}, { other: 1 }]

void t.test('in what a union takes: each kind of value is told, and none twice', (t) => {
  const unions = [hierarchyFile, scenarioFile, fleetFile].flatMap((schema) => [...unionsIn(schema)])
  t.ok(unions.length > 10)
  for (const union of new Set(unions)) {
    for (const value of values) {
      for (const { message } of problemsIn(union, value).filter(({ field }) => field === 'it')) {
        t.notMatch(message, /invalid|unrecognized|\bfields, or|or fields\b/i)
        const [, told = ''] = /^expected (.*); found /.exec(message) ?? []
        const kinds = told.split(', or ')
        t.strictSame([...new Set(kinds)], kinds, message)
        if (/^at (?:least|most)/.test(told)) continue
        t.strictSame(
          union.def.options.filter((option) => !kinds.some((kind) => isOf(kind, option))),
          [],
          message,
        )
      }
    }
  }
  t.match(problemsIn(readUnion('requests'), 2), [
    {
      message: 'expected { nth: 1 }, or { from: 1 }, or { share: 10% }; found 2',
      remedy: 'write one of them',
    },
  ])
  t.end()
})

void t.test('in the fields of a union: what is said is of the option that was meant', (t) => {
  const requests = readUnion('requests')
  for (const [value, told] of [
    [{ share: 'x' }, "it.share: expected a share such as 10%, or a number; found 'x'; write one of them"],
    [{ sher: 0.2 }, 'it.sher: there is no field sher here; did you mean share?'],
    [{ from: 0 }, 'it.from: expected at least 1; found 0; correct it'],
    [
      { share: 0.5, nth: 2 },
      'it: expected { nth: 1 }, or { from: 1 }, or { share: 10% }; found { share: …, nth: … }; write one of them',
    ],
  ] as const) {
    const problems = problemsIn(requests, value)
    t.strictSame(
      problems.map(({ field, message, remedy }) => `${field}: ${message}; ${remedy}`),
      [told],
    )
  }
  t.match(problemsIn(readUnion('clients'), { visiting: 'NOR' }), [
    { field: 'it.group', code: 'missing-field' },
  ])
  t.end()
})

void t.test('in one of the fields that are needed together: the others are not missing besides', (t) => {
  for (const [schema, value, field] of [
    [writtenBoundary, { subnt: '10.1.0.0/16' }, 'it.subnt'],
    [stepFile, { clinet: 'A', requestPolicy: true }, 'it.clinet'],
    [fleetFile, { hierachy: 'fleet.yaml' }, 'it.hierachy'],
  ] as const) {
    t.match(problemsIn(schema, value), [{ field, code: 'unknown-field', remedy: /^did you mean / }])
    t.equal(problemsIn(schema, value).length, 1, field)
  }
  t.end()
})

function problemsIn(schema: z.ZodType, it: unknown): readonly Problem[] {
  const whole = z.strictObject({ it: schema })
  const { error } = whole.safeParse({ it })
  return error ? zodProblems(error, sourceOfValue({ it }), whole) : []
}

/** Whether the words of a message stand for an option of its union: an example is one. */
function isOf(words: string, option: z.core.$ZodType): boolean {
  const { def } = (option as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object': {
      const example = words.startsWith('{') ? (parse(words) as unknown) : undefined
      return words.includes('…')
        ? fits(Object.keys(def.shape), example)
        : z.safeParse(option, example).success
    }
    case 'array':
      return words === 'a list'
    case 'union':
      return def.options.some((inner) => isOf(words, inner))
    case 'pipe':
      return isOf(words, def.in)
    case 'boolean':
      return words === 'true or false'
    case 'number':
      return words.endsWith('number')
    case 'enum':
    case 'literal':
      return words
        .replace(/^one of /, '')
        .split(', ')
        .every((one) => one.endsWith(' values') || z.safeParse(option, one === 'true' || one).success)
    default:
      return def.type === 'string' && /^[a-z]/.test(words) && !/^(?:a list|one of|all$)/.test(words)
  }
}

function fits(known: readonly string[], example: unknown): boolean {
  return Object.keys(example ?? {}).every((name) => known.includes(name))
}

function readUnion(field: 'requests' | 'clients'): z.ZodType {
  const { [field]: schema } = { ...misbehaviour.shape, ...stepFile.shape }
  return schema
}

function* unionsIn(schema: z.core.$ZodType, seen = new Set<unknown>()): Iterable<z.ZodUnion> {
  if (seen.has(schema)) return
  seen.add(schema)
  if (schema instanceof z.ZodUnion) yield schema
  const { def } = (schema as z.core.$ZodTypes)._zod
  const inner = [
    ...(def.type === 'object' ? Object.values(def.shape) : []),
    ...(def.type === 'union' ? def.options : []),
    ...(def.type === 'array' ? [def.element] : []),
    ...(def.type === 'pipe' ? [def.in] : []),
    ...('innerType' in def ? [def.innerType] : []),
  ]
  for (const one of inner) yield* unionsIn(one, seen)
}

async function problemsOf(loading: Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await loading
  } catch (error) {
    if (error instanceof InputError) return error.problems
    throw error
  }
  return []
}
