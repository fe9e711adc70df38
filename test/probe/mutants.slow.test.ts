import t from 'tap'
import { readMutants } from './mutants.ts'

void t.test('of twenty thousand damaged certificates each is read', async (t) => {
  const { read, unreadable } = await readMutants(20_000, 26_083)
  t.equal(read, 20_000)
  for (const fact of ['notBefore', 'notAfter', 'key', 'names', 'usages'] as const)
    t.ok(unreadable[fact] > 0, fact)
})
