import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { parse } from 'yaml'
import { rulesInSource } from '../../docs/generate/rules-in-source.ts'
import { catalogue } from '../../sim/evidence/catalogue.ts'
import { limits } from './limits.ts'
import { documentedStatements, statements } from './statements.ts'
import type { HeldBy } from './statement.ts'
import { titlesMissing, titlesOfTests } from './titles.ts'

const root = new URL('../../../', import.meta.url)

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8')
}

function sourcesIn(folder: string): string {
  const names = readdirSync(new URL(folder, root)).filter((name) => name.endsWith('.ts'))
  return names.map((name) => read(`${folder}/${name}`)).join('')
}

/** The items of a page's lists, each on one line. */
function itemsOf(page: string): string[] {
  const items = page.matchAll(/^- (.*(?:\n {2}\S.*)*)/gm)
  return [...items].map(([, item = '']) => item.replaceAll(/\s*\n\s+/g, ' '))
}

const rules = new Set<string>((await rulesInSource(root)).map(({ id }) => id))
const failures = new Set<string>(catalogue.map(({ id }) => id))
const [checks, checked] = [sourcesIn('sim/model/check'), sourcesIn('test/model')]
const known = itemsOf(read('docs/what-is-known.md'))

/** The names of those that are to hold a statement and do not exist. */
function missing(heldBy: HeldBy): readonly string[] {
  if ('rules' in heldBy) return heldBy.rules.filter((id) => !rules.has(id))
  if ('failures' in heldBy) return heldBy.failures.filter((id) => !failures.has(id))
  if ('findings' in heldBy) {
    return heldBy.findings.filter((code) => ![checks, checked].every((text) => text.includes(`'${code}'`)))
  }
  if ('tests' in heldBy) return titlesMissing(heldBy.tests, titlesOfTests)
  if ('scenarios' in heldBy) return titlesMissing(heldBy.scenarios, titlesOfSteps)
  return known.includes(limits[heldBy.limit]) ? [] : [limits[heldBy.limit]]
}

/** The name of a scenario, and those of its steps. */
function titlesOfSteps(file: string): ReadonlySet<string> {
  const written = parse(read(`scenarios/${file}`)) as { name: string; steps: readonly { name?: string }[] }
  return new Set([written, ...written.steps].flatMap(({ name }) => name ?? []))
}

void t.test('each documented statement is held by what there is, or said not to be', async (t) => {
  for (const { says, heldBy } of await documentedStatements(root)) t.strictSame(missing(heldBy), [], says)
})

void t.test('no statement has got lost', (t) => {
  const counts = Object.entries(statements).map(([subject, { length }]) => [subject, length])
  t.strictSame(Object.fromEntries(counts), {
    content: 45,
    roaming: 22,
    assignment: 37,
    certificates: 35,
    siteSystems: 36,
    siteMode: 10,
    symptoms: 39,
    standards: 17,
  })
  t.end()
})
