import t from 'tap'
import { makeBatch, random, tryBatch, type Judged } from './pairs.ts'

void t.test(
  'whatever is wrong between a client and a site system, it is diagnosed as what it is',
  async (t) => {
    const next = random(20_071_123)
    const judged: Judged[] = []
    // Two at a time: a batch mostly waits for clients to time out.
    for (let batch = 0; batch < 12; batch += 2) {
      const two = [makeBatch(30, next), makeBatch(30, next)]
      judged.push(...(await Promise.all(two.map(tryBatch))).flat())
    }
    t.ok(judged.length > 250)
    t.ok(new Set(judged.map(({ cause }) => cause)).size > 60, 'nearly every entry had its turn')
    for (const { cause, diagnosis, place, story } of judged) {
      if (diagnosis !== cause) t.equal(diagnosis, cause, story)
      if (place < 0) t.fail(`${String(cause)} is not among the candidates: ${story}`)
    }
    const failed = judged.filter(({ cause }) => cause !== null)
    const first = failed.filter(({ place }) => place === 0)
    t.ok(first.length / failed.length > 0.85, `${first.length} of ${failed.length} are the first candidate`)
  },
)
