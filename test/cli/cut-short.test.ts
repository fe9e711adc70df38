import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { readRecording } from '../../sim/evidence/recording/recording-text.ts'
import { outputFiles } from '../../sim/report/output-files.ts'
import { entry, environment, root, sitemode } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'sitemode-cut-short-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')
const scenarios = ['scenarios/mobile-device.yaml', 'scenarios/site-goes-native.yaml']

/** Runs scenarios, and kills the process so many milliseconds after its recording has begun. */
function killAfter(out: string, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const args = [entry, 'run', ...scenarios, '--out', out]
    const child = spawn(process.execPath, args, { cwd: root, env: environment(cache), stdio: 'ignore' })
    const begun = setInterval(() => {
      if (!existsSync(join(out, 'recording.ndjson'))) return
      clearInterval(begun)
      setTimeout(() => child.kill('SIGKILL'), milliseconds)
    }, 2)
    child.on('close', () => {
      clearInterval(begun)
      resolve()
    })
  })
}

void t.test(
  'a run that is killed leaves a recording that can be read up to its last whole line',
  async (t) => {
    const whole = join(folder, 'whole')
    const began = performance.now()
    t.equal(sitemode(cache, 'run', ...scenarios, '--out', whole).status, 0)
    const took = performance.now() - began
    let cut = 0
    // Moments all over the time that it takes; a hundred of them were tried once, and take minutes.
    const moments = Array.from({ length: 8 }, () => Math.random() * took * 0.8)
    const killer = async (): Promise<void> => {
      for (let moment = moments.pop(); moment !== undefined; moment = moments.pop()) {
        const out = join(folder, `killed-${moments.length}`)
        await killAfter(out, moment)
        const written = readFileSync(join(out, 'recording.ndjson'), 'utf8')
        const recording = readRecording(written)
        const lines = written.split('\n').slice(0, -1)
        const sequence = lines.map((line) => (JSON.parse(line) as { sequence: number }).sequence)
        t.strictSame(sequence, [...lines.keys()], 'without a gap')
        const page = outputFiles(recording).find(({ path }) => path === 'report.html')?.text ?? ''
        t.equal(
          page.includes('This run was cut short'),
          !recording.ended,
          'the report says whether it was cut short',
        )
        if (!recording.ended) cut++
      }
    }
    await Promise.all([killer(), killer()])
    t.ok(cut > 1, `${cut} of them were cut short`)
  },
)

void t.test('sitemode report makes the reports of one that was cut short', (t) => {
  const killed = readdirSync(folder).filter((name) => name.startsWith('killed-'))
  const short = killed.find(
    (name) => !readRecording(readFileSync(join(folder, name, 'recording.ndjson'), 'utf8')).ended,
  )
  const out = join(folder, 'reports')
  const made = sitemode(cache, 'report', join(folder, short ?? '', 'recording.ndjson'), '--out', out)
  t.equal(made.status, 0)
  t.match(made.stderr, /was cut short after/)
  t.match(readFileSync(join(out, 'report.html'), 'utf8'), /This run was cut short/)
  t.end()
})

void t.test('what is no recording is refused, with the line', (t) => {
  for (const [file, message] of [
    ['package.json', /^package.json:1: this line is no JSON/],
    ['no-such-file', /^no-such-file: the file cannot be read \(ENOENT\)/],
  ] as const) {
    const { status, stderr } = sitemode(cache, 'report', file)
    t.equal(status, 2)
    t.match(stderr, message)
  }
  t.end()
})
