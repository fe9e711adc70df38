import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pc from 'picocolors'
import t from 'tap'
import * as z from 'zod'
import type { TimeLostListener } from '../../sim/library/own-process.ts'
import { ownProcess, type OwnProcess } from '../../sim/library/own-process.ts'
import type { RecordedEvent } from '../../sim/evidence/recording/event.ts'
import { numbered, readRecording } from '../../sim/evidence/recording/recording-text.ts'
import { emptyRecording, follow, type Recording } from '../../sim/evidence/recording/recording.ts'
import { lostTime, timeLostInWords } from '../../sim/evidence/time-lost.ts'
import { diffOf } from '../../sim/report/diff/compare.ts'
import { runResultOf, traceOf } from '../../sim/report/run-result.ts'
import { runPretty } from '../../sim/report/terminal/run-pretty.ts'
import { traceText } from '../../sim/report/terminal/trace-text.ts'
import { newFolder } from '../new-folder.ts'
import { entry, environment, root, sitemode, sitemodeWith, twoModes } from './command.ts'

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
  'a process that is stopped and goes on says so, on its live page, in its recording and in the reports too',
  async (t) => {
    const [cache, out] = [newFolder(t), join(newFolder(t), 'served')]
    const child = spawn(process.execPath, [entry, 'serve', twoModes, '--json', '--web', '--out', out], {
      cwd: root,
      env: environment(cache),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    t.teardown(() => child.kill('SIGKILL'))
    const [opened] = (await once(child.stdout, 'data')) as [Buffer]
    const page = await eventsOf(String(opened))
    child.kill('SIGSTOP')
    await setTimeout(3500)
    child.kill('SIGCONT')
    const [said] = (await once(child.stderr, 'data')) as [Buffer]
    t.match(String(said), /^sitemode: this process stood still for \d+\.\d s/)
    await page.until(/<dt>stood still<.dt><dd>\d+\.\d s</)
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
    const report = readFileSync(join(out, 'report.html'), 'utf8')
    t.match(report, /role="note">\d+\.\d s: This process stood still for \d+\.\d s/)
  },
)

/** The events of a live page from now on, by the line that `serve --json` printed. */
async function eventsOf(opened: string): Promise<{ until(sign: RegExp): Promise<void> }> {
  const { web } = z.object({ web: z.url() }).parse(JSON.parse(opened))
  const { body } = await fetch(new URL('events', web))
  if (!body) throw new Error('the page tells of no events')
  const pieces = body.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]()
  let told = ''
  return {
    async until(sign) {
      while (!sign.test(told)) {
        const { done, value } = await pieces.next()
        if (done === true) throw new Error(`the page never told of ${String(sign)}`)
        told += value
      }
    },
  }
}

/** A process that notices at once that it stood still, and those who listen to it. */
function stopped(): { own: OwnProcess; listeners: ReadonlySet<TimeLostListener> } {
  const listeners = new Set<TimeLostListener>()
  const onTimeLost: OwnProcess['onTimeLost'] = (listener) => {
    listener({ type: 'time-lost', cause: 'stood-still', milliseconds: 7000 })
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return { own: { ...ownProcess(process), onTimeLost }, listeners }
}

void t.test('the tables say below them that time was lost', async (t) => {
  const { own, listeners } = stopped()
  const { status, stdout, stderr } = await sitemodeWith(newFolder(t), ['matrix'], { ownProcess: own })
  t.equal(status, 0, stderr)
  t.match(
    stdout,
    /\nMeanwhile, this process stood still for 7\.0 s: it was stopped[^\n]*\n\n\d+ of \d+ cells agree/,
  )
  t.equal(listeners.size, 0, 'nobody listens any longer')
})

void t.test('the story of a client tells between its steps that time was lost', async (t) => {
  const cache = newFolder(t)
  const { own, listeners } = stopped()
  const trace = ['trace', 'scenarios/mobile-device.yaml', '--client', 'OSLO-PHONE']
  const told = await sitemodeWith(cache, trace, { ownProcess: own })
  t.equal(told.status, 0, told.stderr)
  t.match(told.stdout, /\n {3}! {2}Meanwhile, this process stood still for 7\.0 s: it was stopped/)
  t.equal(listeners.size, 0, 'nobody listens any longer')
})

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
      story: [{ sentence: 'The beginning.', rule: null, attempt: null }],
    }
    journal({ type: 'scenario', file: 'x.yaml', name: 'X', cites: null, quotes: [] })
    journal({ type: 'opened', hierarchy: shown, now: '2026-01-01T00:00:00.000Z' })
    journal({ type: 'step', name: 'a step', client: null })
    for (const one of lost) journal(one)
    journal({ type: 'step-ended', step })
    journal({ type: 'step', name: 'a step', client: null })
    journal({
      type: 'step-ended',
      step: { ...step, story: [{ sentence: 'The end.', rule: null, attempt: null }] },
    })
    journal({ type: 'scenario-ended', passed: true })
    journal({ type: 'ended', durationMs: 1 })
    return recording
  }
  const slept = run({ type: 'time-lost', cause: 'clock-ahead', milliseconds: 60_000 })
  const result = runResultOf(slept)
  t.match(result.summary.timeLost, [
    { cause: 'clock-ahead', milliseconds: 60_000, ms: Number, scenario: 0, stepsBegun: 1 },
  ])
  t.equal(result.summary.timeLost?.length, 1)
  t.match(
    runPretty(result, pc.createColors(false)),
    /^Meanwhile, the machine's clock was set 60\.0 s ahead, or/m,
  )
  t.notMatch(runPretty(runResultOf(run()), pc.createColors(false)), /Meanwhile/)
  const story = traceText(traceOf(result, 'PC'), pc.createColors(false))
  t.match(story, /1 {2}The beginning\.\n {3}! {2}Meanwhile, [^!]*\n {3}2 {2}The end\./, 'in its place')
  t.notMatch(traceText(traceOf(runResultOf(run()), 'PC'), pc.createColors(false)), /Meanwhile/)
  t.equal(diffOf({ name: 'a', recording: run() }, { name: 'b', recording: slept }).same, true)
  t.end()
})
