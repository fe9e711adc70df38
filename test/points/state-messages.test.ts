import t from 'tap'
import { createStateMessages, type ReceivedStateMessage } from '../../sim/points/site-database.ts'

const message = (serialNumber: number, details = ''): ReceivedStateMessage => ({
  receivedAt: new Date('2007-08-22T00:00:00Z'),
  receivedBy: 'fsp.contoso.test',
  machine: { netBiosName: 'PC', clientInstalled: true },
  serialNumber,
  topic: { id: '', type: 700, idType: 0 },
  state: { id: 1, criticality: 0 },
  details,
  parameters: [],
})

void t.test('the site keeps the latest messages and counts them all', (t) => {
  const messages = createStateMessages()
  t.strictSame(messages.all, [])
  for (let number = 1; number <= 10_005; number += 1) messages.add(message(number))
  t.equal(messages.received, 10_005)
  t.equal(messages.all.length, 10_000)
  t.strictSame(messages.all[0], message(6), 'the oldest have gone')
  t.strictSame(messages.all.at(-1), message(10_005))
  t.end()
})

void t.test('long messages leave room for fewer', (t) => {
  const messages = createStateMessages()
  const long = 'x'.repeat(3 * 1024 * 1024)
  for (const number of [1, 2, 3]) messages.add(message(number, long))
  t.strictSame(
    messages.all.map(({ serialNumber }) => serialNumber),
    [2, 3],
  )
  messages.add(message(4))
  t.equal(messages.all.length, 3)
  messages.add(message(5, long.repeat(3)))
  t.strictSame(messages.all, [], 'one that is too long by itself is not kept')
  t.equal(messages.received, 5)
  t.end()
})

void t.test('a message that was taken does not change any more', (t) => {
  const messages = createStateMessages()
  const given = message(1)
  messages.add(given)
  given.machine.netBiosName = 'OTHER'
  t.equal(messages.all[0]?.machine.netBiosName, 'PC')
  t.end()
})
