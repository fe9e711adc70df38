import t from 'tap'
import { Parser } from 'tap-parser'
import { reportPage } from '../../sim/report/html/report-page.ts'
import { jobSummary } from '../../sim/report/job-summary.ts'
import { runJunit } from '../../sim/report/run-junit.ts'
import { runResultOf } from '../../sim/report/run-result.ts'
import { runTap } from '../../sim/report/run-tap.ts'
import { colorsOf } from '../../sim/report/terminal/colors.ts'
import { runPretty } from '../../sim/report/terminal/run-pretty.ts'
import { sitemode } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'
import { written } from '../scenario/written.ts'
import type { Language } from '../../sim/texts/texts.ts'
import { openedPage } from './opened-page.ts'
import { recordedRun, wholeText } from './recorded.ts'

// A step of which nothing is expected, and which does not succeed: no reader may take it for a success.

const file = written(
  t,
  "{ break: { system: mp.nat, fault: '503' } }",
  '{ name: It asks, client: LAPTOP-1, getContent: NAT00001 }',
  '{ name: It says so, client: LAPTOP-1, getContent: NAT00001, expect: { outcome: failed } }',
  '{ repair: { system: mp.nat } }',
  '{ name: It keeps away, client: LAPTOP-1, contact: management-point, system: mp.mix }',
  '{ name: It is answered, client: LAPTOP-1, requestPolicy: true }',
)
const recording = await recordedRun(file)
const result = runResultOf(recording)
const why = 'failed: the application pool of the web server is stopped (503)'

void t.test('the result counts it, and no scenario fails by it', (t) => {
  t.match(result.summary, { failed: 0, passed: 1, gotNothing: 2 })
  const steps = result.scenarios[0]?.steps ?? []
  t.strictSame(
    steps.map(({ reasons = [] }) => reasons.map(({ rule }) => rule)),
    [
      [],
      ['content-location/no-list'],
      ['content-location/no-list'],
      [],
      ['roaming/native-client-in-mixed-site'],
      [],
    ],
  )
  t.end()
})

void t.test('the terminal marks it, names its line, and says why and what to do', (t) => {
  const text = runPretty(result, colorsOf({ stdout: {}, env: {} }))
  t.match(text, /^! A scenario/m)
  t.match(
    text,
    new RegExp(`^  ! It asks .*scenario\\.yaml:5\\n      HTTPS to mp\\.nat\\.sitemode\\.test failed:`, 'm'),
  )
  t.match(text, /^ {6}to do: /m)
  t.match(text, /^ {2}✓ It says so/m, 'what is expected is none of them')
  t.match(text, /^ {2}! It keeps away .*:8\n {6}withheld: /m)
  t.match(text, /^ {2}✓ It is answered/m)
  t.match(text, /^2 steps of which nothing was expected did not succeed\.\n1 of 1 scenarios passed/m)
  t.end()
})

void t.test('TAP has it as something to do, JUnit as skipped', (t) => {
  const read = Parser.parse(runTap(result)) as [kind: string, what: unknown][]
  const inside = read.flatMap(([kind, what]) => (kind === 'child' ? (what as typeof read) : []))
  const points = inside.flatMap(([kind, what]) => (kind === 'assert' ? [what] : []))
  t.match(points[1], { ok: false, name: 'It asks', todo: `nothing was expected: ${why}` })
  t.match(points[2], { ok: true, todo: false })
  t.match(
    read.filter(([kind]) => kind === 'complete'),
    [['complete', { ok: true, fail: 0 }]],
  )
  const junit = runJunit(recording)
  t.match(junit, /failures="0"\s+errors="0"/)
  t.match(
    junit,
    /name="It asks"[^>]*>\s*<skipped>nothing was expected at .*scenario\.yaml:5: failed: the application/,
  )
  t.equal(junit.split('<skipped>').length - 1, 2)
  t.end()
})

void t.test('the reports have a section of clients that got nothing, and why', (t) => {
  const page = wholeText(reportPage(recording))
  t.match(page, /Clients that got nothing, and why<\/h3>/)
  t.match(
    page,
    /<th scope="row">LAPTOP-1<\/th><td><a href="#run-0">It asks<\/a>.*scenario\.yaml:5<\/code><\/td><td>failed: the application pool/,
  )
  t.match(page, /<dt>got nothing<\/dt><dd>2<\/dd>/)
  const summary = jobSummary(recording)
  t.match(
    summary,
    /### ⚠️ Clients that got nothing, and why\n\n- It asks \(.*scenario.yaml:5\): failed: the application/,
  )
  t.match(summary, /\| ⚠️ \| A scenario/)
  t.end()
})

void t.test('--strict makes it exit 1, and nothing else', async (t) => {
  const cache = newFolder(t)
  const [plain, strict] = [
    await sitemode(cache, 'run', file, '--json'),
    await sitemode(cache, 'run', file, '--json', '--strict'),
  ]
  t.equal(plain.status, 0)
  t.equal(strict.status, 1)
  const summary = { failed: 0, gotNothing: 2 }
  t.match(JSON.parse(plain.stdout), { summary })
  t.match(JSON.parse(strict.stdout), { summary })
  const why = '--strict fails this run: 2 steps of which nothing was expected did not succeed'
  t.equal(strict.stderr, `${why}\n`)
  t.equal(plain.stderr, '')
  const pretty = await sitemode(cache, 'run', file, '--strict')
  t.equal(pretty.status, 1)
  t.equal(pretty.stdout.trimEnd().split('\n').at(-1), `${why}.`)
  t.equal(pretty.stderr, '')
  const shard = await sitemode(cache, 'run', file, '--strict', '--shard', '1/1', '--out', newFolder(t))
  t.equal(shard.status, 1, 'in a shard as well')
  t.match(shard.stderr, `${why}\n`)
  const clean = await sitemode(cache, 'run', 'scenarios/mobile-device.yaml', '--strict')
  t.equal(clean.status, 0)
  t.notMatch(clean.stdout, '--strict')
})

void t.test('what was expected and kept away says by which rule, and whose story it is', async (t) => {
  const failing = written(
    t,
    "{ break: { system: mp.nat, fault: '503' } }",
    '{ name: All ask, clients: all, requestPolicy: true, expect: { outcome: answered } }',
    '{ repair: { system: mp.nat } }',
    '{ name: It keeps away, client: LAPTOP-1, contact: management-point, system: mp.mix, expect: { outcome: answered } }',
  )
  const run = await recordedRun(failing)
  const text = runPretty(runResultOf(run), colorsOf({ stdout: {}, env: {} }))
  const [, kept = ''] = text.split('It keeps away')
  t.match(kept, /expected answered {2}observed withheld\n {6}A native-mode client /)
  t.match(kept, '(roaming/native-client-in-mixed-site)')
  t.notMatch(kept, 'All ask')
  t.notMatch(kept, /each client/)
  const junit = runJunit(run)
  t.match(
    junit,
    /<failure message="\d of \d clients?: LAPTOP-1; [^"]*the application pool of the web server is stopped[^"]*; to do: /,
  )
  t.match(junit, /^LAPTOP-1, HTTPS to mp\.nat\.sitemode\.test: a\d+ failed/m)
  const stepsOf = (lang?: Language): string[] =>
    openedPage(wholeText(reportPage(run)), lang).split(/<li><span class="mark/)
  for (const [lang, failure, toDo, rule] of [
    [undefined, 'the application pool of the web server is stopped', 'To do', 'A native-mode client '],
    ['ja', 'アプリケーション プール', '対処', 'ネイティブ モードのクライアント'],
  ] as const) {
    const steps = stepsOf(lang)
    const asked = steps.find((step) => step.includes('All ask')) ?? ''
    t.match(asked, new RegExp(`<p><b>[^<]*${failure}.*<p><b>${toDo}</b>`, 's'))
    const away = steps.find((step) => step.includes('It keeps away')) ?? ''
    t.match(
      away,
      new RegExp(
        `<ul class="bad"><li>${rule}[^<]*<code class="quiet">roaming/native-client-in-mixed-site</code></li></ul>`,
      ),
    )
  }
})
