import { Parser } from 'tap-parser'
import t from 'tap'
import type { Recording } from '../../sim/evidence/recording/recording.ts'
import { jobSummary } from '../../sim/report/job-summary.ts'
import { colorsOf } from '../../sim/report/terminal/colors.ts'
import { runPretty } from '../../sim/report/terminal/run-pretty.ts'
import { runResultOf } from '../../sim/report/run-result.ts'
import { runTap } from '../../sim/report/run-tap.ts'
import { recordedRun } from './recorded.ts'

const plain = colorsOf({ stdout: {}, env: {} })
const whole = await recordedRun('scenarios/mobile-device.yaml', 'scenarios/site-goes-native.yaml')

/** The run, as if it had ended within its second scenario. */
const cut: Recording = {
  ...whole,
  ended: false,
  hierarchies: whole.hierarchies.map((one, index) =>
    index === 1 ? { ...one, passed: null, steps: one.steps.slice(0, 3) } : one,
  ),
}

void t.test('every report says that a run was cut short, and no report of a whole run says so', (t) => {
  const [result, uncut] = [runResultOf(cut), runResultOf(whole)]
  t.equal(result.summary.cutShort, true)
  t.notOk('cutShort' in uncut.summary)
  t.match(result.summary, { scenarios: 2, passed: 1, failed: 1 })
  t.match(runPretty(result, plain), /The run was cut short/)
  t.notMatch(runPretty(uncut, plain), /cut short/)
  t.match(runTap(result), /^Bail out! The run was cut short\.$/m)
  t.ok(Parser.parse(runTap(result)).some(([kind]) => kind === 'bailout'))
  t.notOk(Parser.parse(runTap(uncut)).some(([kind]) => kind === 'bailout'))
  t.match(jobSummary(cut), /\*\*This run was cut short\.\*\*/)
  t.notMatch(jobSummary(whole), /cut short/)
  t.end()
})

void t.test('the summary of a job: failures come first, with their sequence, and texts are escaped', (t) => {
  const failed = structuredClone(whole)
  const [first] = failed.hierarchies
  const [step] = first?.steps ?? []
  if (!first || !step) throw new Error('nothing was recorded')
  first.passed = false
  Object.assign(step, {
    passed: false,
    name: '| <b> `x`',
    expected: { outcome: 'failed' },
    observed: { outcome: 'answered' },
  })
  const text = jobSummary(failed)
  t.match(text, /^1 of 2 scenarios passed\.$/m)
  t.match(text, /outcome: expected failed, observed answered/)
  t.match(text, /^```mermaid\nsequenceDiagram\n/m)
  t.ok(text.includes(String.raw`\| \<b\> \`x\``))
  t.match(text, /; by .*HTTPS \d+/)
  const long = structuredClone(failed)
  for (const one of long.hierarchies[0]?.steps ?? [])
    Object.assign(one, { passed: false, name: 'x'.repeat(400_000) })
  t.ok(Buffer.byteLength(jobSummary(long)) < 1024 * 1024, 'GitHub takes no more')
  t.end()
})
