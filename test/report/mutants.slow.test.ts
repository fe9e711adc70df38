import t from 'tap'
import { reportOnMutants, someLines } from './mutants.ts'

void t.test(
  'whatever is in a recording, it is refused by line and field, or every report is made',
  async (t) => {
    const lines = await someLines()
    reportOnMutants(t, lines, 20_000, 2)
  },
)
