import { setImmediate as nextTurn } from 'node:timers/promises'
import t from 'tap'
import { inOrder } from '../../sim/jobs/in-order.ts'

interface Begun {
  unit: number
  resolve(result: number): void
  reject(error: Error): void
}

/** Does nothing with its units until it is told to. */
function byHand() {
  const begun: Begun[] = []
  const act = (unit: number) =>
    new Promise<number>((resolve, reject) => {
      begun.push({ unit, resolve, reject })
    })
  return { begun, act }
}

function* numbers(): Generator<number> {
  for (let number = 0; ; number += 1) yield number
}

void t.test('no more units are begun than may be kept, however many there are', async (t) => {
  const { begun, act } = byHand()
  const results = inOrder(numbers(), 3, act)
  const first = results.next()
  await nextTurn()
  t.equal(begun.length, 12)
  for (const { unit, resolve } of begun.slice(1)) resolve(unit)
  await nextTurn()
  t.equal(begun.length, 12, 'the first one is still awaited')
  begun[0]?.resolve(0)
  t.strictSame(await first, { value: 0, done: false })
  t.strictSame(await results.next(), { value: 1, done: false })
  t.equal(begun.length, 13)
})

void t.test('an error is told when its turn comes', async (t) => {
  const { begun, act } = byHand()
  const results = inOrder([0, 1, 2], 1, act)
  const first = results.next()
  begun[1]?.reject(new Error('of the second'))
  await nextTurn()
  begun[0]?.resolve(0)
  t.strictSame(await first, { value: 0, done: false })
  await t.rejects(results.next(), { message: 'of the second' })
  t.strictSame(await results.next(), { value: undefined, done: true })
})
