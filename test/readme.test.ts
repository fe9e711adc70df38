import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { exitCodes } from '../sim/cli/command-context.ts'
import { loadHierarchy } from '../sim/model/load-hierarchy.ts'
import { roleInWords, siteSystemRoleNames } from '../sim/vocabulary/site-system-role.ts'
import { openHierarchy } from '../sim/network/running-hierarchy.ts'
import type { RunResult } from '../sim/report/run-result.ts'
import { loadScenario } from '../sim/scenario/load-scenario.ts'
import { runMatrix } from '../sim/scenario/matrix.ts'
import { runScenarios } from '../sim/scenario/run-scenarios.ts'
import { isGround } from './architecture/layers.ts'
import { sourcesBelow } from './architecture/source.ts'
import { root, sitemode, twoModes } from './cli/command.ts'
import { blocks, readme, texts } from './readme.ts'
import { newFolder } from './new-folder.ts'

const folder = newFolder(t)
const cache = join(folder, 'cache')

/** The text from a heading of a page to the next. */
function section(heading: string, page = readme): string {
  return page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
}

void t.test('what the matrix is said to print, it prints', async (t) => {
  const printed = (await sitemode(cache, 'matrix')).stdout.split('\n')
  const excerpts = blocks('text')
  t.equal(excerpts.length, 2)
  for (const excerpt of excerpts) {
    const lines = excerpt.trimEnd().split('\n')
    const start = printed.indexOf(lines[0] ?? '')
    t.not(start, -1)
    t.strictSame(printed.slice(start, start + lines.length), lines)
    t.ok(lines.every((line) => line.length <= 80))
  }
})

void t.test('the hierarchy and the scenario of the examples do what is said of them', async (t) => {
  const [hierarchy = '', scenario = ''] = blocks('yaml')
  const [broken = ''] = blocks('yaml', texts.get('docs/how-it-works.md'))
  writeFileSync(join(folder, 'my-hierarchy.yaml'), hierarchy)
  const run = async (name: string, text: string): Promise<RunResult> => {
    const file = join(folder, name)
    writeFileSync(file, text)
    return runScenarios([(await loadScenario(file)).scenario], { cache })
  }
  t.match((await run('broken.yaml', broken)).summary, { passed: 1, failed: 0 }, 'what breaks and runs out')
  t.match((await run('scenario.yaml', scenario)).summary, { passed: 1, failed: 0 })

  const loaded = await loadHierarchy(join(folder, 'my-hierarchy.yaml'))
  await using running = await openHierarchy(loaded.hierarchy, { cache })
  const { summary, tables, attempts } = await runMatrix(running, 'my-hierarchy.yaml')
  t.not(summary.disagree, 0, 'one management point is wrong on purpose')
  const cells = tables.flatMap(({ rows }) => rows).flatMap((row) => Object.values(row.cells))
  for (const cell of cells.filter(({ agrees, skipped }) => !agrees && skipped === undefined)) {
    const turnedTo = attempts.filter(({ id }) => cell.attempts.includes(id)).map(({ system }) => system)
    t.match(turnedTo.join(' '), 'mp2.osl')
  }
})

void t.test('the tables of commands and of exit codes leave none out', async (t) => {
  const help = (await sitemode(cache, '--help')).stdout
  const known = [...help.matchAll(/^ {2}(?!help)([a-z]+) [[<]/gm)].map(([, name]) => name)
  const shown = [...section('Commands').matchAll(/^\| `npx sitemode ([a-z]+)/gm)].map(([, name]) => name)
  t.strictSame(shown, known)
  const rows = [...section('Commands').matchAll(/^\| \d+ +\|.*$/gm)].join('\n')
  const codes = [...rows.matchAll(/\b\d+\b/g)].map(Number)
  t.strictSame(codes, Object.values(exitCodes))
})

void t.test('the picture of the layers shows the imports that are there, and no other', (t) => {
  const [picture = ''] = blocks('mermaid')
  const drawn = new Map<string, string[]>()
  for (const [, from = '', to = ''] of picture.matchAll(/^ {2}([\w &]+) --> ([\w &]+)$/gm)) {
    for (const room of from.split(' & ')) {
      drawn.set(room, [...(drawn.get(room) ?? []), ...to.split(' & ')].sort())
    }
  }
  const roomOf = (path: string): string => {
    if (path.startsWith('certs/')) return 'certs'
    const [, room = 'cli'] = /^sim\/(\w+)\//.exec(path) ?? []
    return room === 'library' ? 'cli' : room
  }
  const imported = new Map<string, Set<string>>()
  for (const { path, files } of [...sourcesBelow(root, 'sim'), ...sourcesBelow(root, 'certs')]) {
    const from = roomOf(path)
    const to = imported.get(from) ?? new Set()
    const rooms = files.filter((file) => !isGround(file)).map(roomOf)
    for (const room of rooms) if (room !== from) to.add(room)
    imported.set(from, to)
  }
  for (const [room, others] of imported) {
    t.ok(picture.includes(`  ${room}["`), `${room} is drawn`)
    // The top layer may use everything, and one arrow says so.
    if (room !== 'cli') t.strictSame(drawn.get(room) ?? [], [...others].sort(), room)
  }
  t.end()
})

void t.test('a role is said to be missing if it is', async (t) => {
  const list = section('Not simulated', texts.get('docs/what-is-known.md'))
  const missing = [...list.matchAll(/^- (.+)$/gm)].map(([, item = '']) => item.toLowerCase())
  t.not(missing.length, 0)
  const { hierarchy } = await loadHierarchy(join(root, twoModes))
  await using running = await openHierarchy(hierarchy, { cache })
  for (const role of siteSystemRoleNames) {
    const opened = running.systems.filter(({ roles, urls }) => roles.includes(role) && urls.length > 0)
    const named = missing.some((item) => item.startsWith(roleInWords(role)))
    t.equal(named, opened.length === 0, role)
  }
})

void t.test('links lead to files, and npm scripts exist', (t) => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  for (const [page, text] of texts) {
    for (const [, link = ''] of text.matchAll(/\]\(([^)#:]+)\)/g)) {
      t.ok(existsSync(join(root, dirname(page), link)), `${page}: ${link}`)
    }
    for (const [, script = ''] of text.matchAll(/npm run ([\w:]+)/g)) t.ok(script in scripts, script)
  }
  t.end()
})
