import t from 'tap'
import { runJunit } from '../../sim/report/run-junit.ts'
import { differences } from '../../sim/report/in-words.ts'
import { jobSummary } from '../../sim/report/job-summary.ts'
import { reportPage } from '../../sim/report/html/report-page.ts'
import { runResultOf } from '../../sim/report/run-result.ts'
import { runTap } from '../../sim/report/run-tap.ts'
import { colorsOf } from '../../sim/report/terminal/colors.ts'
import { runPretty } from '../../sim/report/terminal/run-pretty.ts'
import { openedPage } from '../report/opened-page.ts'
import { recordedRun, wholeText } from '../report/recorded.ts'
import { written } from './written.ts'

// A failed step blames the fields that differ, and says where it stands.

const file = written(
  t,
  '{ client: LAPTOP-1, contact: management-point, expect: { protocol: http, system: MP.NAT.sitemode.test } }',
  '{ client: LAPTOP-1, contact: management-point, expect: { protocol: https, system: MP.NAT.sitemode.test } }',
  '{ client: LAPTOP-1, contact: management-point, expect: { system: mp.mix } }',
)
const recording = await recordedRun(file)
const result = runResultOf(recording)
const [steps = []] = result.scenarios.map((scenario) => scenario.steps)

void t.test('what is compared is what is shown: a system called by its FQDN is the same system', (t) => {
  t.strictSame(
    steps.map(({ passed }) => passed),
    [false, true, false],
  )
  t.strictSame(
    steps.map((step) => differences(step).map(({ field }) => field)),
    [['protocol'], [], ['system']],
  )
  t.match(runJunit(recording), /<failure message="protocol: expected http, observed https"/)
  t.end()
})

void t.test('a failed step names its file and line in every report', (t) => {
  t.strictSame(
    steps.map(({ line }) => line),
    [4, 5, 6],
  )
  const place = /scenario\.yaml:4/
  t.match(runPretty(result, colorsOf({ stdout: {}, env: {} })), /✗ LAPTOP-1 contacts .*scenario\.yaml:4\n/)
  t.match(runJunit(recording), /type="expectation">[^<]*scenario\.yaml:4\n/)
  t.match(runTap(result), /at: \{"file":"[^"]*scenario\.yaml","line":4\}/)
  t.match(openedPage(wholeText(reportPage(recording))), place)
  t.match(jobSummary(recording), place)
  t.end()
})
