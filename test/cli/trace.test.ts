import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { sitemode } from './command.ts'
import { traceShape } from './json-shapes.ts'

const folder = mkdtempSync(join(tmpdir(), 'sitemode-trace-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')

const shown = 'scenarios/mobile-device.yaml'

function scenario(name: string, ...steps: string[]): string {
  const file = join(folder, name)
  const systems = '[{ name: mp, roles: [management-point] }]'
  const text = `name: Two clients
hierarchy:
  sites: [{ code: ABC, mode: mixed, boundaries: [{ subnet: 10.1.0.0/16 }], systems: ${systems} }]
  clients: [{ name: PC-1, assignedSite: ABC }, { name: PC-2, assignedSite: ABC }]
steps:
${steps.map((step) => `  - ${step}\n`).join('')}`
  writeFileSync(file, text)
  return file
}

const answered = 'contact: management-point, expect: { outcome: answered }'
const withheld = 'contact: management-point, expect: { outcome: withheld }'

void t.test('the story of one client, numbered, with its rules and attempts', async (t) => {
  const { status, stdout, stderr } = await sitemode(cache, 'trace', shown, '--client', 'OSLO-PHONE')
  t.equal(status, 0)
  t.equal(stderr, '')
  t.match(stdout, /^OSLO-PHONE: A mobile device uses no server locator point/)
  t.match(
    stdout,
    /^ {3}1 {2}OSLO-PHONE turned to the management point mp\.osl\.\S+ of its\n {6}assigned site OSL by HTTPS, and was answered\./m,
  )
  t.match(
    stdout,
    /^ {6}within-assigned-site\/site-mode, a1 answered\n {6}uses https:\/\/mp\.osl\.\S+:\d+, told at installation$/m,
  )
  t.match(stdout, /^ {6}server-locator-point\/no-mobile-device, a2 withheld$/m)
  t.match(stdout, /OSLO-PHONE moved to 10\.3\.0\.50, in the boundaries of site BGO\./)
  t.match(stdout, /Everything that the scenario expects held\.\n$/)
  t.notMatch(stdout, 'TROMSO-PHONE', 'of nobody else')
  t.ok(
    stdout.split('\n').every((line) => line.length <= 80),
    'it fits a terminal',
  )
})

void t.test('--json is one document', async (t) => {
  const { status, stdout } = await sitemode(cache, 'trace', shown, '--client', 'OSLO-PHONE', '--json')
  t.equal(status, 0)
  const trace = traceShape.parse(JSON.parse(stdout))
  t.match(trace, { file: shown, client: 'OSLO-PHONE', passed: true })
  t.ok(trace.attempts.every(({ client }) => client === 'OSLO-PHONE'))
  t.strictSame(
    trace.story.flatMap(({ attempt, outcome }) => (attempt === null ? [] : [[attempt, outcome]])),
    trace.attempts.map(({ id, outcome }) => [id, outcome]),
    'each of its attempts is told, once',
  )
  const stepsTold = new Set(trace.story.map(({ step }) => step))
  t.equal(stepsTold.size, trace.steps.length)
})

void t.test('a failure is told where it happens, and exits with 1', async (t) => {
  const own = scenario(
    'own.yaml',
    `{ client: PC-1, ${answered} }`,
    '{ break: { system: mp, fault: not-listening } }',
    `{ client: PC-1, ${withheld} }`,
    '{ client: PC-1, move: { internet: true } }',
  )
  const { status, stdout } = await sitemode(cache, 'trace', own, '--client', 'PC-1')
  t.equal(status, 1)
  t.match(stdout, /^ {3}1 {2}PC-1 looked in Active Directory first, and was answered\./m)
  t.match(stdout, /^ {3}3 {2}mp broke: not-listening\.\n {3}4 {2}PC-1 turned to/m)
  t.match(
    stdout,
    /^ {3}✗ {2}PC-1 contacts .*\n {6}outcome: expected withheld, observed failed\n {3}5 {2}PC-1 moved/m,
  )
  t.match(stdout, /\nOne step failed\.\n$/)

  const others = scenario('others.yaml', `{ client: PC-1, ${answered} }`, `{ client: PC-2, ${withheld} }`)
  const one = await sitemode(cache, 'trace', others, '--client', 'PC-1')
  t.equal(one.status, 1)
  t.match(one.stdout, `A step of another client failed; sitemode run ${others} tells which.`)
  t.notMatch(one.stdout, 'PC-2')
  const json = await sitemode(cache, 'trace', others, '--client', 'PC-2', '--json')
  t.equal(json.status, 1)
  t.match(traceShape.parse(JSON.parse(json.stdout)), { passed: false, steps: [{ passed: false }] })
})

void t.test('a story that cannot be told is refused', async (t) => {
  for (const [args, told] of [
    [[shown, '--client', 'OSLO-PHON'], /the hierarchy has no client OSLO-PHON; did you mean OSLO-PHONE\?/],
    [[shown], /--client/],
    [['--client', 'PC-1'], /file/],
    [[join(folder, 'none.yaml'), '--client', 'PC-1'], /none\.yaml/],
  ] as const) {
    const { status, stdout, stderr } = await sitemode(cache, 'trace', ...args)
    t.equal(status, 2)
    t.equal(stdout, '')
    t.match(stderr, told)
    t.notMatch(stderr, /\n\s+at /)
  }
})

void t.test('a client that is the only one need not be named, and several are listed', async (t) => {
  const written = (clients: string) =>
    `name: who\nhierarchy:\n  sites: [{ code: CEN, mode: mixed, systems: [{ name: mp, roles: [management-point] }] }]\n` +
    `  clients: ${clients}\nsteps:\n  - { client: PC, contact: management-point }\n`
  const file = join(folder, 'who.yaml')
  writeFileSync(file, written('[{ name: PC, assignedSite: CEN }]'))
  const alone = await sitemode(cache, 'trace', file, '--json')
  t.match(traceShape.parse(JSON.parse(alone.stdout)), { client: 'PC' })
  writeFileSync(file, written('[{ name: PC, assignedSite: CEN }, { name: PC-2 }]'))
  const two = await sitemode(cache, 'trace', file)
  t.strictSame(
    [two.status, two.stderr],
    [
      2,
      `${file}: whose story is not said, and there are 2 clients; name one with --client: PC, PC-2 [client-not-named]\n`,
    ],
  )
})

void t.test('a fleet or a hierarchy is told apart from a scenario', async (t) => {
  const file = join(folder, 'other.yaml')
  for (const [text, kind] of [
    ['hierarchy: a.yaml\ndays: 2\n', 'fleet'],
    ['sites: [{ code: CEN, mode: mixed }]\n', 'hierarchy'],
  ] as const) {
    writeFileSync(file, text)
    const { status, stderr } = await sitemode(cache, 'run', file)
    t.equal(status, 2)
    t.match(stderr, `this file describes a ${kind}, not a scenario`)
  }
})
