import t from 'tap'
import { allHold, scenarios } from './all-hold.ts'

void t.test('those on the hierarchy of both modes hold with RSA keys', async (t) => {
  // RSA keys take long to make: of the hierarchies only the one that has every site system.
  const chosen = scenarios.filter(({ hierarchy }) => hierarchy.name === 'Two modes')
  t.ok(chosen.length > 4)
  await allHold(t, { keys: 'rsa' }, {}, chosen)
})
