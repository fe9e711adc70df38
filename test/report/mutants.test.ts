import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import {
  lineText,
  readLine,
  readRecording,
  RecordingError,
} from '../../sim/evidence/recording/recording-text.ts'
import { reportPage } from '../../sim/report/html/report-page.ts'
import { sitemode } from '../cli/command.ts'
import { createRandom } from '../fuzz/random.ts'
import { newFolder } from '../new-folder.ts'
import {
  hostile,
  hostileThroughout,
  mutant,
  reportOnMutants,
  someLines,
  wrongWithDiff,
  wrongWithReports,
} from './mutants.ts'
import { wholeText } from './recorded.ts'

const lines = await someLines()
const text = lines.map(lineText).join('')

void t.test('a recording is read as it was written', (t) => {
  for (const [place, line] of lines.entries()) {
    const written = lineText(line)
    t.strictSame(readLine(written, place + 1), JSON.parse(written), line.type)
  }
  t.strictSame(wrongWithReports(text), [])
  t.end()
})

void t.test('whatever is in a recording, it is refused by line and field, or every report is made', (t) => {
  reportOnMutants(t, lines, 400)
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  t.strictSame(wrongWithReports(text.replaceAll('"type":', `"unknown":${deep},"type":`)), [])
  t.end()
})

void t.test('sitemode report exits with 0, or with 2 and the line', async (t) => {
  const folder = newFolder(t)
  const random = createRandom(3)
  for (let count = 0; count < 40; count++) {
    const file = join(folder, 'mutant.ndjson')
    writeFileSync(file, mutant(lines, random))
    const { status, stderr } = await sitemode(folder, 'report', file, '--out', join(folder, 'out'))
    if (status !== 0) t.equal(status, 2, stderr)
    if (status !== 0) t.match(stderr, /^\S+mutant\.ndjson:\d+: /)
  }
  t.strictSame(readdirSync(folder).sort(), ['mutant.ndjson', 'out'], 'nothing is outside the folder')
})

void t.test('a tree of sites may be deeper than the stack', (t) => {
  const site = { kind: 'primary', mode: 'mixed', boundaries: [], systems: [] }
  const sites = Array.from({ length: 5000 }, (_, tier) => ({
    ...{ code: `S${tier}`, parent: tier === 0 ? null : `S${tier - 1}` },
    ...site,
  }))
  const deep = text.replace(/"sites":\[\{.*?\]\}\],/, `"sites":${JSON.stringify(sites)},`)
  t.equal(readRecording(deep).hierarchies[0]?.opened.sites.length, sites.length)
  t.strictSame(wrongWithReports(deep), [])
  t.end()
})

void t.test('every recorded text is shown as text', (t) => {
  const recorded = hostileThroughout(lines)
  t.strictSame(wrongWithReports(recorded), [])
  t.strictSame(wrongWithDiff(recorded, lines), [])
  t.ok(wholeText(reportPage(readRecording(recorded))).includes('&lt;x-pwned a=&#39;1&#39;'))
  t.end()
})

void t.test('no field of any line takes an object for a text', (t) => {
  for (const [place, line] of lines.entries()) {
    for (const path of leavesOf(line)) {
      if (path.length === 1 && path[0] === 'type') continue
      const copy: unknown = JSON.parse(JSON.stringify(line))
      put(copy, path, { html: hostile })
      try {
        readLine(JSON.stringify(copy), place + 1)
        t.fail(`${line.type}: ${path.join('.')}`)
      } catch (error) {
        if (!(error instanceof RecordingError) || error.field?.startsWith(path.join('.')) !== true)
          throw error
      }
    }
  }
  t.end()
})

function leavesOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([name, inside]) => leavesOf(inside, [...path, name]))
}

function put(value: unknown, [name = '', ...rest]: readonly string[], replacement: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if (rest.length === 0) Reflect.set(value, name, replacement)
  else put(Reflect.get(value, name), rest, replacement)
}

void t.test('a field of another type is refused, and so are sites that are no tree', (t) => {
  const refused = (
    change: (written: string) => string,
  ): Pick<RecordingError, 'line' | 'field' | 'message'> => {
    try {
      readRecording(change(text))
    } catch (error) {
      if (error instanceof RecordingError) return error
      throw error
    }
    throw new Error('it was not refused')
  }
  const opened = lines.findIndex(({ type }) => type === 'opened') + 1
  const asMarkup = `{"html":${JSON.stringify(hostile)}}`
  t.match(
    refused((written) => written.replace(/("type":"opened","hierarchy":\{"name":)"[^"]*"/, `$1${asMarkup}`)),
    { line: opened, field: 'hierarchy.name', message: 'has to be a text' },
  )
  t.match(
    refused((written) => written.replace(/("sites":\[)(\{.*?\}\]\})/, '$1$2,$2')),
    { line: opened, field: 'hierarchy.sites', message: /^has the site \w+ twice$/ },
  )
  t.match(
    refused((written) => written.replace(/"code":"(\w+)"(.*?)"parent":null/, '"code":"$1"$2"parent":"$1"')),
    { line: opened, field: 'hierarchy.sites', message: /^has the site \w+ above itself$/ },
  )
  t.end()
})
