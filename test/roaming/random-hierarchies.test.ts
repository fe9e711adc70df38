import t from 'tap'
import { livesAsDocumented } from './lives-as-documented.ts'

void t.test('clients do what the documentation says in any hierarchy', async (t) => {
  const seen = await livesAsDocumented(t, { from: 1, to: 3 }, t.testdir())
  t.ok(seen.length > 20, 'a few of the hundred that random-hierarchies.slow.test.ts tries')
})
