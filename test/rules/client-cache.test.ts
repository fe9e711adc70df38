import t from 'tap'
import { deletedForRoom, isLastTry, mayTryForRoom, type CachedContent } from '../../sim/rules/client-cache.ts'

const hour = 3_600_000
const now = 1000 * hour

const cached = (id: string, size: number, hoursAgo: number): CachedContent => ({
  id,
  size,
  used: now - hoursAgo * hour,
})

void t.test(
  'content is deleted once it is a day old, the longest unused first, and no more than needed',
  (t) => {
    const all = [cached('NEW', 10, 23), cached('OLD', 10, 24), cached('OLDEST', 10, 50)]
    t.strictSame(deletedForRoom(all, 10, 40, now), [], 'there is room')
    t.strictSame(deletedForRoom(all, 10, 30, now), ['OLDEST'])
    t.strictSame(deletedForRoom(all, 20, 30, now), ['OLDEST', 'OLD'])
    t.equal(deletedForRoom(all, 21, 30, now), undefined, 'what was used within the day stays')
    t.end()
  },
)

void t.test('a try every four hours, eighteen of them', (t) => {
  t.ok(mayTryForRoom(undefined, now))
  t.notOk(mayTryForRoom({ count: 1, last: now - 4 * hour + 1 }, now))
  t.ok(mayTryForRoom({ count: 1, last: now - 4 * hour }, now))
  t.notOk(isLastTry({ count: 17, last: now }))
  t.ok(isLastTry({ count: 18, last: now }))
  t.end()
})
