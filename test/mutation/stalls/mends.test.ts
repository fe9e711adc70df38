import t from 'tap'
import { turnedRound } from '../statements/hunt-statements.ts'
import { mends } from './mends.ts'

void t.test('each mend still stands where it is taken out', (t) => {
  for (const mend of mends) t.doesNotThrow(() => turnedRound(mend), `${mend.file}: ${mend.original}`)
  t.end()
})
