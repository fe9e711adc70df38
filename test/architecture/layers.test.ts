import { fileURLToPath } from 'node:url'
import t from 'tap'
import {
  impurities,
  packagesOutOfPlace,
  reachesForTheHierarchy,
  rings,
  typesOfTheHierarchy,
  wrongWayImports,
} from './layers.ts'
import { readSource, sourcesBelow } from './source.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const product = [...sourcesBelow(root, 'sim'), ...sourcesBelow(root, 'certs')]
const all = [...product, ...sourcesBelow(root, 'test'), ...sourcesBelow(root, 'bench')]

void t.test('the sources are found, with their imports', (t) => {
  const paths = product.map(({ path }) => path)
  t.ok(paths.includes('sim/index.ts'))
  t.ok(paths.includes('certs/issue.ts'))
  const library = product.find(({ path }) => path === 'sim/index.ts')
  t.ok(library?.files.includes('sim/network/running-hierarchy.ts'))
  t.ok(library?.files.some((file) => file.startsWith('sim/model/')))
  const unknown = product.flatMap(({ path, files }) =>
    files.filter((file) => !paths.includes(file)).map((file) => `${path} imports ${file}`),
  )
  t.strictSame(unknown, [], 'every import of a file leads to one that was read')
  t.end()
})

void t.test('imports point down only', (t) => {
  t.strictSame(wrongWayImports(product), [])
  const refused = (path: string, specifier: string): boolean =>
    t.equal(wrongWayImports([readSource(path, `import { x } from '${specifier}'`)]).length, 1, path)
  refused('sim/rules/bad.ts', '../points/role.ts')
  refused('sim/rules/bad.ts', '../model/hierarchy.ts')
  refused('sim/client/bad.ts', '../model/hierarchy.ts')
  refused('sim/client/bad.ts', '../network/experiment.ts')
  refused('sim/points/bad.ts', '../client/contact.ts')
  refused('sim/evidence/bad.ts', '../model/hierarchy.ts')
  refused('sim/wire/bad.ts', '../evidence/attempt.ts')
  refused('sim/model/bad.ts', '../evidence/attempt.ts')
  refused('sim/report/bad.ts', '../model/hierarchy.ts')
  refused('sim/scenario/bad.ts', '../client/simulated-client.ts')
  refused('sim/network/bad.ts', '../index.ts')
  refused('sim/network/bad.ts', '../cli/sitemode.ts')
  refused('certs/bad.ts', '../sim/model/hierarchy.ts')
  refused('sim/cli/bad.ts', '../../test/architecture/source.ts')
  refused('sim/library/bad.ts', '../cli/terminal.ts')
  refused('sim/a-room-of-its-own/bad.ts', '../model/hierarchy.ts')
  t.strictSame(wrongWayImports([readSource('sim/cli/good.ts', "import '../../certs/pki.ts'")]), [])
  t.end()
})

void t.test('no way of writing an import hides it', (t) => {
  for (const text of [
    "import '../points/role.ts'",
    "import type { Role } from '../points/role.ts'",
    "import {\n  type Role,\n} from '../points/role.ts'",
    "export * from '../points/role.ts'",
    "export type { Role } from '../points/role.ts'",
    "const role = () => import('../points/role.ts')",
    "type Role = import('../points/role.ts').Role",
  ]) {
    t.strictSame(readSource('sim/rules/bad.ts', text).files, ['sim/points/role.ts'], text)
  }
  t.strictSame(readSource('sim/rules/good.ts', "// import '../points/role.ts'").files, [])
  t.end()
})

void t.test('a client knows what it was told, and has no hierarchy to read', (t) => {
  t.strictSame(reachesForTheHierarchy(product), [])
  t.strictSame(typesOfTheHierarchy(product), [])
  const described = product.find(({ path }) => path === 'sim/model/hierarchy.ts')
  for (const name of ['Hierarchy', 'Site', 'SiteSystem'])
    t.ok(described?.types.includes(name), `${name} is a type of the model`)
  const client = readSource('sim/client/bad.ts', "import type { Rule } from '../rules/rule.ts'")
  const rule = readSource('sim/rules/rule.ts', "import type { Site } from '../model/hierarchy.ts'")
  t.strictSame(reachesForTheHierarchy([client, rule]), ['sim/client/bad.ts reaches sim/model/hierarchy.ts'])
  for (const text of [
    'interface Site { code: string }',
    'type Site = { code: string }',
    "import type { Site as Place } from '../evidence/attempt.ts'",
    "type Place = import('../evidence/attempt.ts').Site",
    'export function act(sites: readonly Site[]): void {}',
    'export const act = ({ site }: { site: model.Site }) => site.mode',
  ]) {
    const bad = readSource('sim/client/bad.ts', text)
    t.strictSame(typesOfTheHierarchy([bad]), ['sim/client/bad.ts names Site'], text)
  }
  t.end()
})

void t.test('certificates are made in certs and nowhere else', (t) => {
  t.strictSame(packagesOutOfPlace(product), [])
  const used = product.flatMap(({ packages }) => packages)
  t.ok(used.includes('selfsigned') && used.includes('@peculiar/x509'), 'there is something to keep apart')
  for (const library of ['selfsigned', '@peculiar/x509', 'node-forge']) {
    const bad = readSource('sim/points/bad.ts', `const library = await import('${library}')`)
    t.strictSame(packagesOutOfPlace([bad]), [`sim/points/bad.ts imports ${library}`])
  }
  t.end()
})

void t.test('rules and the diagnosis know neither sockets nor the time', (t) => {
  t.strictSame(impurities(product), [])
  for (const text of [
    "import { connect } from 'node:net'",
    "import { connect } from 'tls'",
    "import { request } from 'node:http'",
    "import { setTimeout } from 'node:timers/promises'",
    'const now = Date.now()',
    'const now = new Date()',
    'const now = new Date',
    'const now = performance.now()',
    'setTimeout(() => undefined, 1)',
  ]) {
    t.not(impurities([readSource('sim/rules/bad.ts', text)]).length, 0, text)
    t.not(impurities([readSource('sim/evidence/diagnosis.ts', text)]).length, 0, text)
  }
  const data = "function later(now: Date): Date { return new Date('2007-08-22') }"
  t.strictSame(impurities([readSource('sim/rules/good.ts', data)]), [], 'a date given is not a clock')
  t.end()
})

void t.test('no file imports itself by way of others', (t) => {
  t.strictSame(rings(all), [])
  const one = readSource('sim/wire/one.ts', "import './two.ts'")
  const two = readSource('sim/wire/two.ts', "import type { Three } from './three.ts'")
  const three = readSource('sim/wire/three.ts', "import { two } from './two.ts'")
  t.strictSame(rings([one, two, three]), ['sim/wire/two.ts > sim/wire/three.ts > sim/wire/two.ts'])
  const late = readSource('sim/wire/three.ts', "const two = () => import('./two.ts')")
  t.strictSame(rings([one, two, late]), ['sim/wire/two.ts > sim/wire/three.ts > sim/wire/two.ts'])
  t.end()
})

void t.test('files are named for what they hold', (t) => {
  t.strictSame(
    all.filter(({ path }) => /(utils?|helpers?|common|managers?)\.ts$/.test(path)).map(({ path }) => path),
    [],
  )
  t.end()
})
