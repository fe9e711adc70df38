import t from 'tap'
import { reportOnMutants, someLines } from './mutants.ts'

const lines = await someLines()

// In parts, so that there is a sign of life in between.
for (let seed = 2; seed <= 21; seed++) {
  void t.test(`whatever is in a recording, it is refused or reported on: seed ${seed}`, (t) => {
    reportOnMutants(t, lines, 1000, seed)
    t.end()
  })
}
