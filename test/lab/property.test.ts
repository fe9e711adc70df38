import t from 'tap'
import { makeBatch, random, tryBatch } from './pairs.ts'

/** Batches in which no client waits for a silent peer; property.slow.test.ts has the others too. */
const seeds = [5, 12, 19]

void t.test('a few of what can be wrong are diagnosed as what they are', async (t) => {
  for (const seed of seeds) {
    const judged = await tryBatch(makeBatch(10, random(seed)))
    t.equal(judged.length, 10, `seed ${seed} gives each pair a fault of its own`)
    for (const { cause, diagnosis, place, story } of judged) {
      t.equal(diagnosis, cause, story)
      t.ok(place >= 0, 'it is among the candidates')
    }
  }
})
