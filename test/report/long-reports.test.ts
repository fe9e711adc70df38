import { createHash } from 'node:crypto'
import t from 'tap'
import type { Recording } from '../../sim/evidence/recording/recording.ts'
import { jsonPieces } from '../../sim/report/output-file.ts'
import { outputFiles } from '../../sim/report/output-files.ts'
import { runResultOf } from '../../sim/report/run-result.ts'
import { recordedRun, wholeText } from './recorded.ts'

const recording = await recordedRun('scenarios/mobile-device.yaml')

/** Characters of the reason for each attempt below. */
const longReason = 100_000

/** The same scenario many times over, with an attempt of its own each time, for a reason that fills the reports. */
function repeated(times: number): Recording {
  const hierarchies = Array.from({ length: times }, (_, index) => {
    const [one] = recording.hierarchies
    const [line] = one?.attempts ?? []
    if (!one || !line) throw new Error('nothing was recorded')
    const attempt = { ...line.attempt, id: `a${index}`, why: letters(index) }
    const attempts = [{ ...line, attempt }]
    return { ...one, attempts, lines: attempts }
  })
  return { ...recording, hierarchies }
}

/** The page has once what is in it twice, and deflates it: letters that hardly repeat, each of 16. */
function letters(seed: number): string {
  const hash = createHash('shake256', { outputLength: longReason / 2 }).update(`${seed}`)
  return hash.digest('hex').replaceAll(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)))
}

void t.test('however long a report is, no piece of it is', (t) => {
  const times = 200
  for (const { path, text } of outputFiles(repeated(times))) {
    if (path !== 'report.html' && path !== 'run.json') continue
    const lengths = typeof text === 'string' ? [text.length] : Array.from(text, ({ length }) => length)
    const whole = lengths.reduce((sum, length) => sum + length, 0)
    t.ok(whole > (times * longReason) / 2, `${path} has ${whole} characters`)
    t.ok(Math.max(...lengths) < whole / 8, `its longest piece has ${Math.max(...lengths)}`)
  }
  t.end()
})

void t.test('a document in pieces is what JSON.stringify makes of it', (t) => {
  const documents = [
    { ...runResultOf(recording) },
    { list: [[], {}, null, [1, [2]]], empty: [], text: 'a\nb' },
    { list: Array.from({ length: 1001 }, (_, index) => ({ index })) },
  ]
  for (const document of documents)
    t.equal(wholeText(jsonPieces(document)), `${JSON.stringify(document, null, 2)}\n`)
  t.end()
})
