import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { readRecording } from '../../sim/evidence/recording/recording-text.ts'
import { entry, environment, sitemode, sitemodeWith } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'sitemode-run-out-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')
const scenario = 'scenarios/within-a-native-mode-site.yaml'

void t.test('run --out keeps the recording and every report', async (t) => {
  const [out, keys, summary] = ['out', 'keys.txt', 'summary.md'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  writeFileSync(summary, 'what stood there before\n')
  const args = ['run', scenario, '--out', out, '--keylog', keys, '--reporter', 'junit']
  const env = { ...environment(cache), GITHUB_STEP_SUMMARY: summary }
  const ran = await sitemodeWith(cache, args, { env })
  t.equal(ran.status, 0, ran.stderr)
  t.equal(readFileSync(join(out, 'junit.xml'), 'utf8'), ran.stdout, 'the reporter and the file say the same')
  const recording = readRecording(readFileSync(join(out, 'recording.ndjson'), 'utf8'))
  t.ok(recording.ended)
  t.match(recording.run?.command, ['run', scenario])
  for (const file of [
    'report.html',
    'summary.md',
    'run.json',
    'run.tap',
    '01-within-a-native-mode-site/clients/NATIVE-1/LocationServices.log',
    '01-within-a-native-mode-site/clients/NATIVE-1/NATIVE-1.har',
    '01-within-a-native-mode-site/clients/NATIVE-1/sequence.mmd',
  ]) {
    t.ok(existsSync(join(out, file)), file)
  }
  t.match(readFileSync(summary, 'utf8'), /^what stood there before\n## sitemode\n\n1 of 1 scenarios passed/)

  t.match(ran.stderr, /keys\.txt gets the secrets/)
  t.match(readFileSync(keys, 'utf8'), /^(CLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}\n)+$/)
  t.equal(statSync(keys).mode & 0o777, 0o600, 'for its owner alone')
})

void t.test('secrets are for the owner of their file alone, also where it was there before', async (t) => {
  const keys = join(folder, 'readable-keys.txt')
  writeFileSync(keys, 'CLIENT_RANDOM before\n', { mode: 0o644 })
  const ran = await sitemode(cache, 'run', scenario, '--keylog', keys)
  t.equal(ran.status, 0)
  t.equal(statSync(keys).mode & 0o777, 0o600)
  t.match(readFileSync(keys, 'utf8'), /^CLIENT_RANDOM before\n(CLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}\n)+$/)

  const packets = join(folder, 'readable.pcapng')
  writeFileSync(packets, 'before', { mode: 0o644 })
  const captured = await sitemode(cache, 'run', scenario, '--pcap', packets)
  t.equal(captured.status, 0)
  t.match(captured.stderr, /readable\.pcapng gets every connection, and the secrets/)
  t.equal(statSync(packets).mode & 0o777, 0o600)
  const file = readFileSync(packets)
  t.equal(file.readUInt32LE(0), 0x0a0d0d0a, 'what was there before is gone')
  t.match(file.toString('latin1'), /CLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}\n/)
})

void t.test('a capture is written by one process', async (t) => {
  const packets = join(folder, 'divided.pcapng')
  for (const [command, ...divided] of [
    ['run', '--jobs', '2'],
    ['run', '--shard', '1/2'],
    ['lab', '--jobs', '2'],
  ] as const) {
    const ran = await sitemode(cache, command, '--pcap', packets, ...divided)
    t.equal(ran.status, 2)
    t.match(ran.stderr, /--pcap <file>' cannot be used with option '--(jobs|shard)/)
  }
  t.notOk(existsSync(packets))
})

void t.test('a recorded run of all scenarios includes the tables', async (t) => {
  const project = join(folder, 'project')
  await sitemode(cache, 'init', join(project, 'offices'))
  mkdirSync(join(project, 'scenarios'))
  const written = readFileSync(join(project, 'offices', 'scenario.yaml'), 'utf8')
  writeFileSync(
    join(project, 'scenarios', 'visit.yaml'),
    written.replace('hierarchy: ', 'hierarchy: ../offices/'),
  )
  const ran = await sitemodeWith(cache, ['run', '--out', 'results', '--json'], { cwd: project })
  t.equal(ran.status, 0, ran.stderr)
  const recording = readRecording(readFileSync(join(project, 'results', 'recording.ndjson'), 'utf8'))
  t.equal(recording.tables?.tables.length, 5)
  t.strictSame(
    recording.hierarchies.flatMap(({ foreign }) => foreign),
    [],
    'no connection of a simulated client is foreign',
  )
  const ids = recording.hierarchies.flatMap((one) => one.attempts.map(({ attempt }) => attempt.id))
  t.equal(new Set(ids).size, ids.length, 'no two attempts have one id')
  t.match(readFileSync(join(project, 'results', 'report.html'), 'utf8'), /The tables, as observed/)
  t.match(JSON.parse(ran.stdout), { summary: { scenarios: 1, passed: 1 } })
  const kept = JSON.parse(readFileSync(join(project, 'results', 'run.json'), 'utf8')) as { attempts: unknown }
  t.strictSame(
    kept.attempts,
    (JSON.parse(ran.stdout) as { attempts: unknown }).attempts,
    'a run is its scenarios',
  )
})

void t.test('where nothing can be written, nothing is run', async (t) => {
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  for (const option of ['--out', '--keylog']) {
    const { status, stdout, stderr } = await sitemode(cache, 'run', scenario, option, join(file, 'below'))
    t.equal(status, 3, option)
    t.equal(stdout, '')
    t.match(stderr, /^sitemode: cannot write .*below.* \(ENOTDIR\)/)
  }
  const page = await sitemode(cache, 'matrix', '--html', join(folder, 'no-such-folder', 'x.html'))
  t.equal(page.status, 3)
  t.match(page.stderr, /cannot write .*x\.html \(ENOENT\)/)
})

void t.test('a summary that cannot be written is no reason to fail', async (t) => {
  const env = { ...environment(cache), GITHUB_STEP_SUMMARY: folder }
  const ran = await sitemodeWith(cache, ['run', scenario], { env })
  t.equal(ran.status, 0)
  t.match(ran.stderr, /^sitemode: no job summary: EISDIR/)
})

void t.test(
  'a recording that needs more memory than there is ends with a sentence, not with a crash',
  (t) => {
    const recorded = readFileSync(join(folder, 'out', 'recording.ndjson'), 'utf8').split('\n')
    const attempts = recorded.filter((line) => line.includes('"type":"attempt"')).join('\n')
    const long = join(folder, 'long.ndjson')
    const report = (copies: number) => {
      const copied = Array<string>(copies).fill(`${attempts}\n`)
      writeFileSync(long, [`${recorded.slice(0, 3).join('\n')}\n`, ...copied].join(''))
      return spawnSync(
        process.execPath,
        ['--max-old-space-size=100', entry, 'report', long, '--out', join(folder, 'long')],
        {
          encoding: 'utf8',
          env: environment(cache),
        },
      )
    }
    const reports = report(350)
    t.equal(reports.status, 3, reports.stderr)
    t.match(reports.stderr, /the reports need \d+ MiB of memory.*: set NODE_OPTIONS=--max-old-space-size=\d+/)
    const reading = report(8000)
    t.equal(reading.status, 2, reading.stderr)
    t.match(
      reading.stderr,
      /long\.ndjson:\d+: the \d+ MiB of memory .* are full at this line; give it more: NODE_OPTIONS/,
    )
    t.end()
  },
)
