import t from 'tap'
import { createClock } from '../../sim/network/open-context.ts'
import { stall } from '../lab/stalls.ts'

const hour = 3_600_000

void t.test('time that stands moves when it is advanced, however long a step takes', (t) => {
  const clock = createClock({ time: 'stands' })
  const before = clock.now().getTime()
  stall(20)
  t.equal(clock.now().getTime(), before)
  clock.advance(hour)
  stall(20)
  t.equal(clock.now().getTime(), before + hour)
  t.end()
})

void t.test("time that runs goes on with the machine's", (t) => {
  const clock = createClock()
  const before = clock.now().getTime()
  stall(20)
  t.ok(clock.now().getTime() > before)
  t.end()
})
