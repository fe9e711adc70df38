import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative, sep } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Parser, type Result } from 'tap-parser'
import { stringify } from 'yaml'

const folder = fileURLToPath(new URL('.', import.meta.url))
const batchEntry = join(folder, 'batch.js')

/** A test that counts open handles, or takes long, has a process of its own; the other tests of a folder share one. */
const filesTogether = 10
/** Milliseconds of silence after which a test counts as hung. */
const longestSilence = 300_000

const usage = `Usage: npm test -- [--all | --slow] [FOLDER | FILE ...]

Runs the tests in test/ but those that take long (*.slow.test.ts); with --slow only those, with --all both.
A folder or file that is named is run whole:
  npm test -- points rules/roaming
`

interface Tally {
  passed: number
  failed: number
  skipped: number
}

interface Batch {
  files: readonly string[]
  tally: Tally
  seconds: number
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    slow: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) process.stdout.write(usage)
else process.exitCode = await runAll(filesWanted(values, positionals))

async function runAll(files: readonly string[]): Promise<number> {
  if (files.length === 0) {
    process.stderr.write(`No test is called that.\n\n${usage}`)
    return 2
  }
  const waiting = batchesOf(files)
  const done: Batch[] = []
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const batch = await runBatch(next)
      done.push(batch)
      process.stdout.write(`${lineOf(batch)}\n`)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  const sum = (of: keyof Tally): number => done.reduce((total, { tally }) => total + tally[of], 0)
  process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`)
  return sum('failed') === 0 ? 0 : 1
}

/** Paths below test/, without their ending. */
function filesWanted({ all, slow }: typeof values, named: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.js'))
    .filter((path) => named.length === 0 || named.some((name) => path.startsWith(withoutEnding(name))))
    .filter((path) => all || named.length > 0 || path.endsWith('.slow.test.js') === slow)
    .sort()
}

/** `test/points/roles.test.ts`, as a shell completes it, is `points/roles`. */
function withoutEnding(name: string): string {
  return name.replace(/^(dist\/)?test\//, '').replace(/(\.test)?\.[jt]s$/, '')
}

/** Files with a process of their own come first, since they take longest. */
function batchesOf(files: readonly string[]): string[][] {
  const alone = files.filter((path) => /\.(slow|alone)\.test\.js$/.test(path))
  const batches = alone.map((path) => [path])
  const open = new Map<string, string[]>()
  for (const path of files.filter((file) => !alone.includes(file))) {
    const [room = ''] = path.split(sep)
    const batch = open.get(room)
    if (batch && batch.length < filesTogether) {
      batch.push(path)
      continue
    }
    const begun = [path]
    batches.push(begun)
    open.set(room, begun)
  }
  return batches
}

async function runBatch(files: readonly string[]): Promise<Batch> {
  const startedAt = performance.now()
  const tally: Tally = { passed: 0, failed: 0, skipped: 0 }
  const paths = files.map((path) => relative('', join(folder, path)))
  // The limit is for silence and is set here, not by tap for a whole process.
  const child = spawn(process.execPath, [batchEntry, ...paths], {
    env: { ...process.env, TAP_TIMEOUT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const silence = setTimeout(() => child.kill('SIGKILL'), longestSilence)
  child.stdout.on('data', () => silence.refresh())
  const complained = text(child.stderr)
  const ended = new Promise<string | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code === 0 ? null : (signal ?? `exit code ${code}`)))
  })
  await new Promise((resolve) => {
    const parser = new Parser(resolve)
    parser.on('pass', () => tally.passed++)
    parser.on('skip', () => tally.skipped++)
    parser.on('todo', () => tally.skipped++)
    parser.on('fail', (result: Result) => {
      tally.failed++
      process.stdout.write(failureText(result))
    })
    child.stdout.pipe(parser)
  })
  const wrong = await ended
  clearTimeout(silence)
  // A process that breaks off, or ends before its tests, may not have reported it in TAP.
  if ((wrong !== null && tally.failed === 0) || tally.passed + tally.failed + tally.skipped === 0) {
    tally.failed++
    process.stdout.write(`✗ ${files.join(', ')}: ${wrong ?? 'no test ran'}\n`)
  }
  if (tally.failed > 0) process.stdout.write(await complained)
  return { files, tally, seconds: (performance.now() - startedAt) / 1000 }
}

function failureText({ fullname, name, diag }: Result): string {
  const told = diag === null ? '' : stringify(diag).replaceAll(/^/gm, '    ')
  return `✗ ${fullname} > ${name}\n${told}\n`
}

function lineOf({ files, tally, seconds }: Batch): string {
  const mark = tally.failed === 0 ? '✓' : '✗'
  const [first = '', ...others] = files.map((path) => path.replace(/\.test\.js$/, ''))
  const names = others.length > 0 ? `${first} to ${others.at(-1)}` : first
  const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : ''
  return `${mark} ${names}: ${tally.passed}${skipped} (${seconds.toFixed(1)} s)`
}
