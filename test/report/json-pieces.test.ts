import t from 'tap'
import { jsonPieces } from '../../sim/report/output-file.ts'
import { runResultOf } from '../../sim/report/run-result.ts'
import { recordedRun, wholeText } from './recorded.ts'

void t.test('a document in pieces is what JSON.stringify makes of it', async (t) => {
  const result = runResultOf(await recordedRun('scenarios/mobile-device.yaml'))
  const documents = [
    { ...result },
    { list: [[], {}, null, [1, [2]]], empty: [], text: 'a\nb' },
    { list: Array.from({ length: 1001 }, (_, index) => ({ index })) },
  ]
  for (const document of documents)
    t.equal(wholeText(jsonPieces(document)), `${JSON.stringify(document, null, 2)}\n`)
})
