import t from 'tap'
import ts from 'typescript'
import * as library from '../../sim/index.ts'
import { checker, path, program } from '../docs/public-program.ts'
import { newFolder } from '../new-folder.ts'

const described = {
  domain: 'contoso.test',
  sites: [
    {
      code: 'NAT',
      mode: 'native' as const,
      boundaries: [{ subnet: '10.1.0.0/16' }],
      systems: [{ name: 'mp.nat', roles: ['management-point' as const] }],
    },
  ],
  clients: [{ name: 'PC', assignedSite: 'NAT', at: { site: 'NAT' } }],
}

const running = await library.startHierarchy(described, { cache: newFolder(t) })
t.teardown(() => running.close())
const pc = running.client('PC')
const attempt = await pc.contact('management-point')

/** A call of each function that takes options, with what only a program in JavaScript can give. */
const calls: Readonly<Record<string, (given: never) => unknown>> = {
  startHierarchy: (given) => library.startHierarchy(described, given),
  runScenario: (given) => library.runScenario('no.yaml', given),
  exerciseTables: (given) => library.exerciseTables(described, given),
  trace: (given) => library.trace('no.yaml', given),
  plan: (given) => library.plan(described, { to: 'mixed' }, given),
  runFleet: (given) => library.runFleet('no.yaml', given),
  serve: (given) => library.serve(described, given),
  merge: (given) => library.merge('no', given),
  diagnose: (given) => library.diagnose('no.log', given),
  runLab: (given) => library.runLab(given),
  probe: (given) => library.probe('http://127.0.0.1/', given),
  validate: (given) => library.validate('no.yaml', given),
  assertAnswered: (given) => library.assertAnswered(attempt, given),
  toBeAnswered: (given) => library.matchers.toBeAnswered(attempt, given),
  contact: (given) => pc.contact('management-point', given),
  move: (given) => pc.move(given),
  sendState: (given) => pc.sendState(given),
  nextConnection: (given) => running.nextConnection(given),
  revoke: (given) => running.revoke(given),
  misbehave: (given) => running.misbehave(given),
}

/** Functions whose objects are checked as what they describe, or are made by another function. */
const others: Readonly<Record<string, string>> = {
  hierarchy: 'startHierarchy checks it',
  scenario: 'runScenario checks it',
  addClient: 'a client of the model, complete',
  getContent: 'programs name a package',
  installUpdate: 'programs name an update',
}

/** Names of the functions and methods that have a parameter for options, or for fields, of the package's own. */
function takeOptions(): Set<string> {
  const found = new Set<string>()
  const visit = (node: ts.Node): void => {
    if ((ts.isFunctionDeclaration(node) || ts.isMethodSignature(node)) && node.name)
      if (node.parameters.some(isForOptions)) found.add(node.name.getText())
    ts.forEachChild(node, visit)
  }
  for (const statement of program.getSourceFile(path)?.statements ?? []) {
    const isMet =
      ts.isFunctionDeclaration(statement) ||
      (ts.isInterfaceDeclaration(statement) && met.has(statement.name.text))
    if (isMet) visit(statement)
  }
  return found
}

/** The interfaces whose methods programs call. */
const met = new Set([
  'RunningHierarchy',
  'ForOwnClients',
  'RunningPki',
  'SimulatedClient',
  'ClientSoftware',
  'OwnMatchers',
])

function isForOptions(parameter: ts.ParameterDeclaration): boolean {
  const type = checker.getTypeAtLocation(parameter)
  return (type.isUnion() ? type.types : [type]).some((kind) => {
    const properties =
      kind.flags & ts.TypeFlags.Object || kind.isIntersection() ? checker.getPropertiesOfType(kind) : []
    const isOwn = properties.some(({ declarations }) =>
      declarations?.some((one) => one.getSourceFile().fileName === path),
    )
    return isOwn && !checker.isArrayType(kind)
  })
}

/** Functions that give what they get its type, and throw nothing. */
const takeAnything: ReadonlySet<string> = new Set(['hierarchy', 'scenario'])

/** Functions whose first parameter may be left out. */
const haveDefaults: ReadonlySet<string> = new Set(['exerciseTables', 'runLab'])

/** Functions that take what others resolve to. */
const results = [
  ...[
    'planTable',
    'writeReports',
    'reportText',
    'diff',
    'diffText',
    'assertRefusedBecause',
    'assertWithheld',
  ],
  ...['assertEndedLike', 'toHaveEndedLike'],
]

void t.test('each function that takes options is tried', (t) => {
  const names = takeOptions()
  const known = new Set([...Object.keys(calls), ...Object.keys(others), ...results])
  t.strictSame(
    [...names].filter((name) => !known.has(name)),
    [],
  )
  t.strictSame(
    [...known].filter((name) => !names.has(name)),
    [],
  )
  t.end()
})

for (const [name, call] of Object.entries(calls)) {
  void t.test(`${name} refuses what it does not have`, async (t) => {
    const error: unknown = await Promise.resolve()
      .then(() => call({ nonsense: 1 } as never))
      .catch((error: unknown) => error)
    t.ok(error instanceof library.InputError, String(error))
    if (!(error instanceof library.InputError)) return
    const found = error.problems.find(({ code }) => code === 'unknown-field')
    t.match(found, { severity: 'error', field: /nonsense$/ })
  })
}

/** Every function of the package, and every matcher, that takes what another function has made, or what is described. */
const functions = Object.entries<unknown>({ ...library, ...library.matchers }).flatMap(([name, one]) =>
  typeof one === 'function' && !name.endsWith('Error') && !takeAnything.has(name) ? [{ name, one }] : [],
)

async function refusalOf(one: object, ...given: unknown[]): Promise<unknown> {
  try {
    return await (Reflect.apply(one as () => unknown, undefined, given) as unknown)
  } catch (error) {
    return error
  }
}

void t.test('a function says that it was given nothing, or a promise', async (t) => {
  for (const { name, one } of functions) {
    const promised = await refusalOf(one, Promise.resolve(attempt), 'client-certificate-expired')
    t.match(promised, { code: 'ERR_SITEMODE_INPUT' }, name)
    const [problem] = promised instanceof library.InputError ? promised.problems : []
    t.match(problem, { field: name, code: 'wrong-type', message: /; found a promise$/, remedy: 'await it' })
    if (haveDefaults.has(name)) continue
    const nothing = await refusalOf(one)
    t.match(nothing, { problems: [{ field: name, code: 'missing-field', message: / is missing$/ }] }, name)
  }
})

void t.test('a method says the same', async (t) => {
  const told: readonly (readonly [call: (given: never) => unknown, name: string])[] = [
    [(given) => running.misbehave(given), 'misbehave'],
    [(given) => running.revoke(given), 'revoke'],
    [(given) => running.advance(given), 'advance'],
    [(given) => running.setMode('NAT', given), 'setMode'],
    [(given) => running.break('mp.nat', given), 'break'],
    [(given) => pc.contact(given), 'contact'],
    [(given) => pc.move(given), 'move'],
  ]
  for (const [call, field] of told) {
    const promised = await refusalOf(call, Promise.resolve({}))
    t.match(promised, { problems: [{ field, code: 'wrong-type', remedy: 'await it' }] })
    t.match(await refusalOf(call), {
      problems: [{ field, code: 'missing-field', message: /^a .* is missing$/ }],
    })
  }
})

void t.test('what is compared is a recording, and not the result that has it', async (t) => {
  const result = { result: {}, recording: { hierarchies: [] } }
  for (const one of [library.assertEndedLike, library.matchers.toHaveEndedLike]) {
    for (const other of [result, {}, 'recording.ndjson', 5, null]) {
      for (const given of [
        [other, result.recording],
        [result.recording, other],
      ])
        t.match(await refusalOf(one, ...given), {
          problems: [
            {
              code: 'wrong-type',
              message: /^expected a recording or a plan; found /,
              remedy: /^give the `recording` of runScenario's result/,
            },
          ],
        })
    }
  }
})

void t.test('a name that is nearly right is told, and a value of another type', async (t) => {
  const told: readonly (readonly [call: () => unknown, name: string, message: string])[] = [
    [
      () => library.startHierarchy(described, { timeOut: 5 } as never),
      'InputError',
      'startHierarchy.timeOut: there is no field timeOut here; did you mean timeout? [unknown-field]',
    ],
    [
      () => library.runLab({ tls: 1.2 } as never),
      'InputError',
      "runLab.tls: expected one of 1.2, 1.3; found 1.2; put it in quotes if you meant the text '1.2' [not-allowed]",
    ],
    [
      () => library.serve(described, { web: { prot: 80 } } as never),
      'InputError',
      'serve.web.prot: there is no field prot here; did you mean port? [unknown-field]',
    ],
    [
      () => pc.move({ adress: '10.1.0.9' } as never),
      'InputError',
      'move.adress: there is no field adress here; did you mean address? [unknown-field]',
    ],
    [
      () => pc.contact('managment-point' as never),
      'InputError',
      'did you mean management-point? [not-allowed]',
    ],
    [
      () => running.break('mp.nat', 'not-listenin' as never),
      'InputError',
      "break: expected one of 69 values; found 'not-listenin'; did you mean not-listening? [not-allowed]",
    ],
    [
      () => running.setMode('NAT', 'natve' as never),
      'InputError',
      "setMode: expected one of mixed, native; found 'natve'; did you mean native? [not-allowed]",
    ],
    [() => running.client('PCX'), 'ContactError', 'the hierarchy has no client PCX; did you mean PC?'],
    [
      () => running.system('mp.nar'),
      'ContactError',
      'the hierarchy has no site system mp.nar; did you mean mp.nat?',
    ],
    [
      () => pc.contact('management-point', { system: 'mp.nta' }),
      'ContactError',
      'the hierarchy has no site system mp.nta; did you mean mp.nat?',
    ],
    [
      () => pc.getContent('NAT0001'),
      'ContactError',
      'the hierarchy has no package NAT0001; its packages are none',
    ],
    [
      () => running.break('dcc', 'reset'),
      'FaultError',
      'the hierarchy has no site system dcc; did you mean dc?',
    ],
    [() => running.replace('nss'), 'FaultError', 'the hierarchy has no site system nss; did you mean ns?'],
    [() => running.repair('clr'), 'FaultError', 'the hierarchy has no site system clr; did you mean crl?'],
    [
      () => running.misbehave({ name: 'x', system: 'dcc', protocol: 'ldap', delayMs: 1 }),
      'FaultError',
      'the hierarchy has no site system dcc; did you mean dc?',
    ],
    [
      () => running.nextConnection({ system: 'dcc' }),
      'ContactError',
      'the hierarchy has no host dcc; did you mean dc?',
    ],
    [
      () => running.revoke({ system: 'dc' }),
      'FaultError',
      'the hierarchy has no site system dc; its site systems are mp.nat',
    ],
    [
      () => running.revoke({ client: 'CP' }),
      'FaultError',
      'the hierarchy has no client CP; did you mean PC?',
    ],
    [
      () => running.setMode('NTA', 'mixed'),
      'SiteModeError',
      'the hierarchy has no site NTA; did you mean NAT?',
    ],
    [
      () => library.assertRefusedBecause(attempt, 'certificate-expird' as never),
      'InputError',
      'the failure catalogue has no entry certificate-expird; sitemode explain lists them',
    ],
  ]
  const before = running.attempts.length
  for (const [call, name, message] of told) {
    const error: unknown = await Promise.resolve()
      .then(call)
      .catch((error: unknown) => error)
    t.match(error, { name, message, code: /^ERR_SITEMODE_/ })
  }
  t.equal(running.attempts.length, before, 'nothing was attempted')
})
