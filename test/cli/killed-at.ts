import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { readRecording } from '../../sim/evidence/recording/recording-text.ts'
import { outputFiles } from '../../sim/report/output-files.ts'
import { wholeText } from '../report/recorded.ts'
import { endAt } from './command.ts'
import type { Moment } from './end-of-process.ts'

export const twoScenarios = ['scenarios/mobile-device.yaml', 'scenarios/site-goes-native.yaml']

/** Lines of the recording of both, or a few less. */
export const linesOfBoth = 95

/** Kills a run before it writes this many lines of its recording, or in the middle of one, and checks what is left. */
export async function killedAt(
  t: Test,
  cache: string,
  out: string,
  moment: Pick<Moment, 'count' | 'torn'>,
): Promise<void> {
  const args = ['run', ...twoScenarios, '--out', out]
  await endAt(cache, args, { ...moment, event: 'record', signal: 'SIGKILL' })
  const written = readFileSync(join(out, 'recording.ndjson'), 'utf8')
  const recording = readRecording(written)
  const lines = written.split('\n').slice(0, -1)
  const sequence = lines.map((line) => (JSON.parse(line) as { sequence: number }).sequence)
  t.strictSame(sequence, [...Array(moment.count - 1).keys()], 'every line up to then, without a gap')
  t.equal(written.endsWith('\n'), moment.torn === undefined, 'a line was cut only where it was to be')
  t.notOk(recording.ended)
  const page = wholeText(outputFiles(recording).find(({ path }) => path === 'report.html')?.text ?? '')
  t.ok(page.includes('This run was cut short'), 'the report says that it was cut short')
}
