import { constants } from 'node:buffer'
import t from 'tap'
import { lineText, readRecording } from '../../sim/evidence/recording/recording-text.ts'
import type { Recording } from '../../sim/evidence/recording/recording.ts'
import { outputFiles } from '../../sim/report/output-files.ts'
import { someLines } from './mutants.ts'

const recording = readRecording((await someLines()).map(lineText).join(''))

/** The same run many times over, with so long a reason for each attempt that no text could hold the reports. */
function long(): Recording {
  const [first] = recording.hierarchies.filter(({ attempts }) => attempts.length > 0)
  const [line] = first?.attempts ?? []
  if (!first || !line) throw new Error('nothing was recorded')
  const attempts = [{ ...line, attempt: { ...line.attempt, why: 'x'.repeat(2 ** 22) } }]
  const copies = Math.ceil(constants.MAX_STRING_LENGTH / 2 ** 22) + 1
  const one = { ...first, attempts, lines: attempts }
  return { ...recording, hierarchies: Array.from({ length: copies }, () => one) }
}

void t.test('reports may be longer than a text', (t) => {
  for (const { path, text } of outputFiles(long())) {
    if (path !== 'report.html' && path !== 'run.json') continue
    let length = 0
    for (const piece of text) length += piece.length
    t.ok(length > constants.MAX_STRING_LENGTH, `${path} has ${length} characters`)
  }
  t.end()
})
