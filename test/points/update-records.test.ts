import t from 'tap'
import { createSiteDatabase } from '../../sim/points/site-database.ts'
import { register, registeredComputers } from '../../sim/points/software-update-point/registered-computers.ts'
import { keepEvents, reportedEvents } from '../../sim/points/software-update-point/reporting-web-service.ts'
import { changedAt, computerInfo } from './update-servers.ts'

const now = (): Date => changedAt
const who = (number: number) => ({ clientId: `client-${number}`, dnsName: 'pc.contoso.test' })

void t.test('a site remembers who registered, and forgets the oldest of too many', (t) => {
  const place = { database: createSiteDatabase(), now }
  register(who(0), computerInfo, place)
  t.strictSame(registeredComputers(place).get('client-0'), {
    ...who(0),
    operatingSystem: '5.1.2600',
    servicePack: '2.0',
    agent: '7.0.6000.374',
    at: changedAt,
  })
  for (let number = 1; number < 10_000; number += 1) register(who(number), computerInfo, place)
  register(who(0), computerInfo, place)
  t.equal(registeredComputers(place).size, 10_000, 'who registers again counts once')
  register(who(10_000), computerInfo, place)
  t.equal(registeredComputers(place).size, 10_000)
  t.notOk(registeredComputers(place).has('client-1'), 'the oldest')
  t.ok(registeredComputers(place).has('client-0'), 'who registered again is not the oldest')
  t.equal(registeredComputers({ database: createSiteDatabase() }).size, 0, 'another site knows nobody')
  t.end()
})

void t.test('a site remembers what was reported, and forgets the oldest of too much', (t) => {
  const place = { database: createSiteDatabase(), now }
  const event = (EventID: number) => ({
    BasicData: {
      SequenceNumber: 0,
      TimeAtTarget: changedAt,
      EventInstanceID: '00000000-0000-0000-0000-000000000001',
      NamespaceID: 1,
      EventID,
      SourceID: 101,
    },
  })
  keepEvents(who(1), [event(147), {}], place)
  t.strictSame(reportedEvents(place), [
    {
      clientId: 'client-1',
      eventId: 147,
      result: 0,
      updateId: '00000000-0000-0000-0000-000000000000',
      at: changedAt,
    },
  ])
  keepEvents(
    who(2),
    Array.from({ length: 10_000 }, () => event(148)),
    place,
  )
  t.equal(reportedEvents(place).length, 10_000)
  t.ok(reportedEvents(place).every(({ eventId }) => eventId === 148))
  t.end()
})
