import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import t from 'tap'
import { findingChapters, type FindingMeaning } from '../../sim/vocabulary/finding-codes.ts'
import { ruleIds } from '../../sim/vocabulary/ids.ts'
import { fieldsOf } from '../../docs/generate/file-pages.ts'
import { partsOf } from '../../docs/generate/known-page.ts'
import { rulesInSource } from '../../docs/generate/rules-in-source.ts'
import { createProgram } from '../../sim/cli/program.ts'
import { catalogue } from '../../sim/evidence/catalogue.ts'
import { hierarchySchema } from '../../sim/model/schema/published-schema.ts'
import { fleetSchema } from '../../sim/fleet/fleet-file.ts'
import { scenarioSchema } from '../../sim/scenario/scenario-file.ts'
import { root } from '../cli/command.ts'
import { recordedRun } from '../report/recorded.ts'

const read = (path: string): string => readFileSync(join(root, 'docs', path), 'utf8')

void t.test('every command has a page with all its options, and the index knows it', async (t) => {
  const { commands } = await createProgram()
  t.ok(commands.length >= 12)
  const index = read('README.md')
  for (const command of commands) {
    const page = read(`commands/${command.name()}.md`)
    t.ok(index.includes(`(commands/${command.name()}.md)`), command.name())
    for (const { flags, description } of command.options) {
      t.ok(page.includes(`\`${flags}\``), `${command.name()} ${flags}`)
      t.not(description, '')
    }
    t.match(page, /Examples:/, `${command.name()} has examples`)
  }
  const names = commands.map((command) => `${command.name()}.md`).sort()
  for (const folder of ['commands', 'commands/about']) {
    const pages = readdirSync(join(root, 'docs', folder)).filter((name) => name.endsWith('.md'))
    t.strictSame(pages.sort(), names, `${folder} has no page of a command that is gone`)
  }
  const others = readdirSync(join(root, 'docs/reference')).map((name) => `reference/${name}`)
  const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md') && name !== 'README.md')
  t.ok(pages.includes('guide.md') && pages.includes('rules.md') && pages.includes('failures.md'))
  for (const page of [...pages, ...others]) t.ok(index.includes(`(${page})`), `the index knows ${page}`)
})

void t.test('the page of validate names every warning of its kinds, with what it means', (t) => {
  const page = read('commands/validate.md')
  for (const chapter of ['Advice on hierarchies', 'Boundaries'] as const) {
    for (const [code, means] of Object.entries<FindingMeaning>(findingChapters[chapter]))
      if (typeof means !== 'string') t.ok(page.includes(`- \`${code}\`: ${means.acceptable}\n`), code)
  }
  t.notMatch(page, '<!-- warnings')
  t.end()
})

void t.test('every field of a file says what it means', (t) => {
  for (const [{ schema }, page] of [
    [hierarchySchema, 'hierarchy-file'],
    [scenarioSchema, 'scenario-file'],
    [fleetSchema, 'fleet-file'],
  ] as const) {
    const text = read(`reference/${page}.md`)
    const fields = fieldsOf(schema)
    t.ok(fields.length > 20)
    for (const { path, part } of fields) {
      t.ok(text.includes(`- \`${path}\` (`), path)
      t.ok(part.description !== undefined && part.description !== '', `${path} is described`)
    }
  }
  t.end()
})

void t.test('every rule and every failure has its place', async (t) => {
  const folder = fileURLToPath(new URL('../../sim/rules', import.meta.url))
  const modules = readdirSync(folder).filter((name) => name.endsWith('.js'))
  const exported = await Promise.all(
    modules.map(async (name) => (await import(pathToFileURL(join(folder, name)).href)) as object),
  )
  const ids = exported.flatMap((module) =>
    Object.values(module).flatMap((value: unknown) =>
      typeof value === 'object' && value !== null && 'id' in value && 'sentence' in value
        ? [String(value.id)]
        : [],
    ),
  )
  t.ok(ids.length > 30)
  const inSource = new Set<string>((await rulesInSource(pathToFileURL(root))).map(({ id }) => id))
  t.strictSame([...inSource].sort(), [...ruleIds].sort(), 'every rule has its id in the vocabulary')
  const rules = read('rules.md')
  for (const id of ids) {
    t.ok(inSource.has(id), `${id} is found in the sources`)
    t.ok(rules.includes(`## ${id}\n`), id)
    const part = rules.split(/^## /m).find((one) => one.startsWith(`${id}\n`)) ?? ''
    t.match(part, /; shown by \[[\w-]+\.(yaml|ts)\]/, `${id} is shown by a scenario`)
  }
  const failures = read('failures.md')
  for (const { id } of catalogue) t.ok(failures.includes(`### ${id}\n`), id)
  t.ok(catalogue.length > 60)
})

void t.test('every file with a comment on our choice has it on the page of what is known', async (t) => {
  const parts = await partsOf(pathToFileURL(root))
  const told = new Set(parts.filter((part) => part.certainty === 'our choice').map(({ file }) => file))
  const names = readdirSync(join(root, 'sim'), { recursive: true, encoding: 'utf8' })
  const commented = names
    .filter((name) => name.endsWith('.ts') && !name.endsWith('-input.ts')) // made from the schemas, which are told
    .map((name) => `sim/${name.replaceAll('\\', '/')}`)
    .filter((file) => /^\s*(\/\*\*|\*|\/\/).*our choice/im.test(readFileSync(join(root, file), 'utf8')))
  t.ok(commented.length > 40)
  t.strictSame(
    commented.filter((file) => !told.has(file)),
    [],
  )
})

void t.test('every name that the library exports says what it is', (t) => {
  const [, ...parts] = read('reference/library.md').split(/^### /m)
  t.ok(parts.length > 20)
  t.notMatch(parts.join(''), /\d+ more \.\.\./, 'no type is cut short')
  for (const part of parts) t.match(part, /^\w+\n\n[A-Z`]/, part.split('\n', 1).join())
  t.end()
})

void t.test('the shapes of JSON and of recordings are named', async (t) => {
  const recording = await recordedRun('scenarios/site-goes-native.yaml')
  const [first] = recording.hierarchies
  const json = read('reference/json.md')
  for (const field of Object.keys(first?.attempts[0]?.attempt ?? {}))
    t.ok(json.includes(`\`${field}\``), field)
  const shapes = readFileSync(join(root, 'sim/evidence/recording/event.ts'), 'utf8')
  const page = read('reference/recording.md')
  const types = [...shapes.matchAll(/^ {2}type: '([\w-]+)'$/gm)].map(([, type]) => type ?? '')
  t.ok(types.length >= 15)
  for (const type of types) t.ok(page.includes(`| \`${type}\``), type)
})
