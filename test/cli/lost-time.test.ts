import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pc from 'picocolors'
import t from 'tap'
import type { RecordedEvent } from '../../sim/evidence/recording/event.ts'
import { numbered, readRecording } from '../../sim/evidence/recording/recording-text.ts'
import { emptyRecording, follow, type Recording } from '../../sim/evidence/recording/recording.ts'
import { lostTime, timeLostInWords } from '../../sim/evidence/time-lost.ts'
import { diffOf } from '../../sim/report/diff/compare.ts'
import { runResultOf } from '../../sim/report/run-result.ts'
import { runPretty } from '../../sim/report/terminal/run-pretty.ts'
import { newFolder } from '../new-folder.ts'
import { entry, environment, root, sitemode, twoModes } from './command.ts'

/** Clocks that a test sets; looked at every half second. */
function clocksAt() {
  const at = { monotonic: 1000, wall: 50_000, busy: 100 }
  const look = lostTime({ monotonic: () => at.monotonic, wall: () => at.wall, busy: () => at.busy })
  return (passed: Partial<typeof at>): string[] => {
    at.monotonic += passed.monotonic ?? 500
    at.wall += passed.wall ?? passed.monotonic ?? 500
    at.busy += passed.busy ?? 0
    return look().map(timeLostInWords)
  }
}

void t.test('time that a process spends itself, and small delays, are not told', (t) => {
  const look = clocksAt()
  t.strictSame(look({}), [])
  t.strictSame(look({ monotonic: 2400 }), [])
  t.strictSame(look({ monotonic: 9000, busy: 8000 }), [])
  t.strictSame(look({ wall: 2400 }), [])
  t.end()
})

void t.test('a standstill and a clock that is set are told with their size', (t) => {
  const look = clocksAt()
  t.match(look({ monotonic: 12_500 }), [/^this process stood still for 12\.0 s/])
  t.match(look({ wall: 60_500 }), [/clock was set 60\.0 s ahead/])
  t.match(look({ wall: -60_000 }), [/clock was set 60\.5 s back/])
  t.strictSame(look({}), [], 'once')
  t.end()
})

void t.test(
  'a process that is stopped and goes on says so, in its recording and in the reports too',
  async (t) => {
    const [cache, out] = [newFolder(t), join(newFolder(t), 'served')]
    const child = spawn(process.execPath, [entry, 'serve', twoModes, '--json', '--out', out], {
      cwd: root,
      env: environment(cache),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    t.teardown(() => child.kill('SIGKILL'))
    await once(child.stdout, 'data')
    child.kill('SIGSTOP')
    await setTimeout(3500)
    child.kill('SIGCONT')
    const [said] = (await once(child.stderr, 'data')) as [Buffer]
    t.match(String(said), /^sitemode: this process stood still for \d+\.\d s/)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const recording = readRecording(readFileSync(join(out, 'recording.ndjson'), 'utf8'))
    const [lost] = recording.timeLost
    t.match(lost, { cause: 'stood-still' })
    t.ok(
      lost && lost.milliseconds > 2400 && lost.milliseconds < lost.ms,
      'it stood still for part of the run',
    )
    const { status, stderr } = await sitemode(cache, 'report', join(out, 'recording.ndjson'))
    t.equal(status, 0, stderr)
    const page = readFileSync(join(out, 'report.html'), 'utf8')
    t.match(page, /role="note">By \d+\.\d s, this process stood still for \d+\.\d s/)
  },
)

void t.test('a run in which time was lost says so, and ended in no other way', (t) => {
  const run = (...lost: RecordedEvent[]): Recording => {
    const recording = emptyRecording()
    const journal = numbered('', follow(recording))
    const shown = { name: 'x', domain: 'x.test', sites: [], clients: [] }
    const step = {
      name: 'a step',
      client: null,
      passed: true,
      expected: {},
      observed: {},
      attempts: [],
      story: [],
    }
    journal({ type: 'scenario', file: 'x.yaml', name: 'X', cites: null })
    journal({ type: 'opened', hierarchy: shown, now: '2026-01-01T00:00:00.000Z' })
    for (const one of lost) journal(one)
    journal({ type: 'step-ended', step })
    journal({ type: 'scenario-ended', passed: true })
    journal({ type: 'ended', durationMs: 1 })
    return recording
  }
  const slept = run({ type: 'time-lost', cause: 'clock-ahead', milliseconds: 60_000 })
  const result = runResultOf(slept)
  t.strictSame(result.summary.timeLost, [{ cause: 'clock-ahead', milliseconds: 60_000 }])
  t.match(
    runPretty(result, pc.createColors(false)),
    /^Meanwhile, the machine's clock was set 60\.0 s ahead, or/m,
  )
  t.notMatch(runPretty(runResultOf(run()), pc.createColors(false)), /Meanwhile/)
  t.equal(diffOf({ name: 'a', recording: run() }, { name: 'b', recording: slept }).same, true)
  t.end()
})
