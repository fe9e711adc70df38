import type { Test } from 'tap'
import {
  lineText,
  numbered,
  readRecording,
  RecordingError,
} from '../../sim/evidence/recording/recording-text.ts'
import type { RecordedLine } from '../../sim/evidence/recording/event.ts'
import type { Recording } from '../../sim/evidence/recording/recording.ts'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import { diffOf } from '../../sim/report/diff/compare.ts'
import { diffPage } from '../../sim/report/html/diff-page.ts'
import { outputFiles } from '../../sim/report/output-files.ts'
import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import { runMatrix } from '../../sim/scenario/matrix.ts'
import { recordScenarios } from '../../sim/scenario/run-scenarios.ts'
import { madeUpFleet } from '../fleet/small-fleet.ts'
import { createRandom, type Random } from '../fuzz/random.ts'
import { recordRun, wholeText } from './recorded.ts'

/** A text that is seen in a page where it stands as it is, be it as an element or as an attribute. */
export const hostile = `<x-pwned a='1' onclick="pwn()">'" onpwned="1&\u0000\ud800</script><!--]]>`

/** Signs of it: an element, and an attribute that a quote let in; in the contents for later the quote has a backslash. */
const signs = ['<x-pwned', '\'" onpwned=', String.raw`'\" onpwned=`]

/** Real lines of every kind, each kind once for each outcome and protocol: few enough to report on thousands of times. */
export async function someLines(): Promise<RecordedLine[]> {
  const lines: RecordedLine[] = []
  const journal = numbered('test', (line) => lines.push(line))
  recordRun(journal)
  const files = [
    'site-goes-native',
    'mobile-device',
    'contradictory-installation',
    'what-the-site-mode-does-not-touch',
  ]
  const loaded = await Promise.all(files.map((name) => loadScenario(`scenarios/${name}.yaml`)))
  await recordScenarios(
    loaded.map(({ scenario }) => scenario),
    { journal },
  )
  const file = 'scenarios/hierarchies/two-modes.yaml'
  journal({ type: 'time-lost', cause: 'stood-still', milliseconds: 3500 })
  await using running = await openHierarchy((await loadHierarchy(file)).hierarchy, { journal })
  const { tables } = await runMatrix(running, file)
  journal({ type: 'tables', hierarchy: file, tables })
  journal({ type: 'fleet', fleet: madeUpFleet() })
  journal({ type: 'ended', durationMs: 0 })
  const seen = new Set<string>()
  return lines.filter((line) => {
    if (line.type === 'opened' || line.type === 'scenario') return true
    const kind = kindOf(line)
    return !seen.has(kind) && seen.add(kind)
  })
}

function kindOf(line: RecordedLine): string {
  if (line.type === 'attempt') {
    const { outcome, protocol, client_end } = line.attempt
    return [line.type, outcome, protocol, client_end === null].join(' ')
  }
  return line.type === 'step-ended'
    ? `${line.type} ${line.step.passed} ${line.step.reasons === undefined}`
    : line.type
}

/** What is put in the place of a field. */
const replacements: readonly unknown[] = [
  null,
  true,
  7,
  -1,
  1.5,
  -1e308,
  1e308,
  '',
  'zz',
  hostile,
  { html: hostile },
  [],
  [null],
  {},
  [[hostile]],
  'http://[',
  '9999-99-99T99:99:99Z',
  '9999-12-31T23:59:59.999Z',
  '../../../../etc/passwd',
  'constructor',
  '__proto__',
  'a'.repeat(3000),
  JSON.parse('{"__proto__":{"html":"x"}}') as unknown,
  JSON.parse(`${'['.repeat(2000)}${']'.repeat(2000)}`) as unknown,
]

/** The lines with one to three of their fields, or of the lines themselves, damaged. */
export function mutant(lines: readonly RecordedLine[], random: Random): string {
  const written: unknown[] = structuredClone([...lines])
  const times = 1 + random.below(3)
  for (let time = 0; time < times; time++) {
    const place = random.below(written.length)
    const way = random.below(12)
    if (way === 0) written.splice(place, 1)
    else if (way === 1) written.splice(place, 0, copyOf(random.pick(written)))
    else if (way === 2) written.push(...written.splice(place, 1))
    else damage(written[place], random)
  }
  const text = written.map((line) => `${JSON.stringify(line)}\n`).join('')
  if (random.below(20) > 0) return text
  const bytes = Buffer.from(text)
  bytes[random.below(bytes.length)] = random.below(256)
  return bytes.toString('utf8', 0, random.below(4) === 0 ? random.below(bytes.length) : bytes.length)
}

/** However deep it is: `structuredClone` gives up early. */
function copyOf(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown
}

/** Removes or replaces one field at any depth. */
export function damage(within: unknown, random: Random): void {
  let holder = within
  for (;;) {
    if (typeof holder !== 'object' || holder === null) return
    const keys = Object.keys(holder)
    if (keys.length === 0) return
    const key = random.pick(keys)
    const value: unknown = Reflect.get(holder, key)
    if (typeof value === 'object' && value !== null && random.below(8) > 0) {
      holder = value
      continue
    }
    if (random.below(10) > 0) Reflect.set(holder, key, copyOf(random.pick(replacements)))
    else if (Array.isArray(holder)) holder.splice(Number(key), 1)
    else Reflect.deleteProperty(holder, key)
    return
  }
}

/** A recording in which every text is a hostile one, but those by which a recording is known, or joined. */
export function hostileThroughout(lines: readonly RecordedLine[]): string {
  const kept =
    /^(type|format|kind|mode|clientMode|relation|protocol|outcome|stage|by|connection|refused_by|parent|code|toldAgainBy|clock|siteMode|cause|clientCertificate|assignedSite|residentSite)$/
  return lines
    .map((line) =>
      lineText(
        JSON.parse(JSON.stringify(line), (name, value: unknown) =>
          typeof value !== 'string' || kept.test(name) || isDate(value) || URL.canParse(value)
            ? value
            : `${value}${hostile}`,
        ) as RecordedLine,
      ),
    )
    .join('')
}

function isDate(text: string): boolean {
  return !Number.isNaN(Date.parse(text))
}

/** What is wrong with the reports of a text: nothing where it is refused, with the line, or where all is in order. */
export function wrongWithReports(text: string): string[] {
  return wrongWith(text, (recording) =>
    outputFiles(recording).flatMap(({ path, text: pieces }) => {
      const written = wholeText(pieces)
      return [
        ...(isBelow(path) ? [] : [`${path} leaves the folder`]),
        ...(path === 'report.html' ? signsIn(written).map((sign) => `the page has ${sign}`) : []),
      ]
    }),
  )
}

/** What is wrong with the page that compares a text with real lines. */
export function wrongWithDiff(text: string, lines: readonly RecordedLine[]): string[] {
  const real = { name: 'real', recording: readRecording(lines.map(lineText).join('')) }
  return wrongWith(text, (recording) =>
    signsIn(diffPage(diffOf(real, { name: 'other', recording }))).map((sign) => `the page has ${sign}`),
  )
}

function wrongWith(text: string, complaints: (recording: Recording) => string[]): string[] {
  try {
    return complaints(readRecording(text))
  } catch (error) {
    if (error instanceof RecordingError && error.line > 0) return []
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)]
  }
}

/** The list of attempts is read as data, where a quote lets nothing in. */
export function signsIn(page: string): string[] {
  const markup = page.replace(/<script type="application\/json" id="attempts">[^<]*/, '')
  return signs.filter((sign) => markup.includes(sign))
}

function isBelow(path: string): boolean {
  return path
    .split('/')
    .every(
      (name) => /^[\p{L}\p{N}._-]+$/u.test(name) && !/^\.*$/.test(name) && Buffer.byteLength(name) <= 255,
    )
}

/** Makes the reports of so many mutants. */
export function reportOnMutants(t: Test, lines: readonly RecordedLine[], mutants: number, seed = 1): void {
  const random = createRandom(seed)
  for (let count = 1; count <= mutants; count++) {
    const text = mutant(lines, random)
    const [wrong] = [...wrongWithReports(text), ...wrongWithDiff(text, lines)]
    if (wrong === undefined) continue
    t.fail(`mutant ${count} of seed ${seed}: ${wrong}`)
    return
  }
  t.pass(`${mutants} mutants`)
}
