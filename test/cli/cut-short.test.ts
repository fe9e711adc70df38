import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { readRecording } from '../../sim/evidence/recording/recording-text.ts'
import { sitemode } from './command.ts'
import { killedAt, linesOfBoth, twoScenarios } from './killed-at.ts'

const folder = mkdtempSync(join(tmpdir(), 'sitemode-cut-short-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')
const killed = join(folder, 'killed')

void t.test(
  'a run that is killed leaves a recording that can be read up to its last whole line',
  async (t) => {
    const whole = join(folder, 'whole')
    t.equal((await sitemode(cache, 'run', ...twoScenarios, '--out', whole)).status, 0)
    const written = readFileSync(join(whole, 'recording.ndjson'), 'utf8')
    t.ok(readRecording(written).ended)
    t.ok(written.split('\n').length > linesOfBoth)
    const page = readFileSync(join(whole, 'report.html'), 'utf8')
    t.notMatch(page, 'This run was cut short')
    await killedAt(t, cache, join(folder, 'killed-early'), { count: 2 })
    await killedAt(t, cache, killed, { count: 70, torn: true })
  },
)

void t.test('sitemode report makes the reports of one that was cut short', async (t) => {
  const out = join(folder, 'reports')
  const made = await sitemode(cache, 'report', join(killed, 'recording.ndjson'), '--out', out)
  t.equal(made.status, 0)
  t.match(made.stderr, /was cut short after/)
  t.match(readFileSync(join(out, 'report.html'), 'utf8'), /This run was cut short/)
})

void t.test('a file that is not a recording is refused, with the line', async (t) => {
  for (const [file, message] of [
    ['package.json', /^package.json:1: this line is no JSON/],
    ['no-such-file', /^no-such-file: there is no such file/],
  ] as const) {
    const { status, stderr } = await sitemode(cache, 'report', file)
    t.equal(status, 2)
    t.match(stderr, message)
  }
})
