import t from 'tap'
import { digestOf } from '../../sim/evidence/fates.ts'
import type { RecordedEvent } from '../../sim/evidence/recording/event.ts'
import type { Fleet } from '../../sim/fleet/fleet-file.ts'
import { runUnit } from '../../sim/fleet/run-unit.ts'
import { joinUnits, type FleetTally, type KeptAct } from '../../sim/fleet/tally.ts'
import { unitsOf, type FleetUnit } from '../../sim/fleet/units.ts'
import { fleetOf, smallHierarchy } from './small-fleet.ts'

const evidence = 2
const options = { cache: false, evidence } as const

async function lived(fleet: Fleet, units: readonly FleetUnit[]): Promise<FleetTally> {
  const tallies: FleetTally[] = []
  // What a unit leaves may come from another process.
  for (const unit of units)
    tallies.push(JSON.parse(JSON.stringify(await runUnit(fleet, unit, options))) as FleetTally)
  return joinUnits(tallies, evidence)
}

const habits = [{ downloads: [{ package: 'CEN00001', share: '50%' }] }]
const fleet = fleetOf({ days: 2, seed: 7, habits })
const whole = await lived(fleet, unitsOf(fleet))

/**
 * An act without what differs from run to run: times, addresses and ports; and without the revocation lists, which a site system
 * fetches for the first client that it serves.
 */
function inShort({ events, ...act }: KeptAct): unknown {
  return { ...act, events: events.flatMap(eventInShort) }
}

function eventInShort(event: RecordedEvent): unknown[] {
  if (event.type === 'attempt') {
    const { id, client, system, outcome, after } = event.attempt
    return [[id, client, system, outcome, after]]
  }
  if (event.type !== 'step-ended') return []
  const { name, observed, attempts, story } = event.step
  return [{ name, observed, attempts, story }]
}

void t.test('fates do not depend on how the clients are split, nor do the acts that are kept', async (t) => {
  t.ok(whole.fates.length >= 6, 'a fleet with several fates')
  t.ok(whole.fates.some(({ diagnosis }) => diagnosis === 'client-certificate-expired'))
  t.ok(
    whole.fates.some(({ group }) => group === null),
    'the client outside of any group',
  )
  for (const size of [1, 4, 1000]) {
    const units = unitsOf(fleet, size)
    t.equal(units.length, Math.ceil(9 / size))
    const split = await lived(fleet, units)
    t.strictSame(split.fates, whole.fates, `units of ${size}`)
    t.equal(digestOf(split.fates), digestOf(whole.fates))
    t.strictSame(split.kept.map(inShort), whole.kept.map(inShort))
    t.strictSame(
      [split.clients, split.attempts, split.connections],
      [whole.clients, whole.attempts, whole.connections],
    )
  }
})

void t.test('another seed gives other fates', async (t) => {
  const other = fleetOf({ days: 2, seed: 8, habits })
  t.not(digestOf((await lived(other, unitsOf(other))).fates), digestOf(whole.fates))
})

void t.test('of each fate the first acts are kept, with attempts that name none but their own', (t) => {
  const counts = new Map<string, number>()
  for (const { group, act, outcome, diagnosis } of whole.kept) {
    const key = JSON.stringify([group, act, outcome, diagnosis])
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  t.equal(counts.size, whole.fates.length)
  for (const { group, act, outcome, diagnosis, count } of whole.fates) {
    const key = JSON.stringify([group, act, outcome, diagnosis])
    t.equal(counts.get(key), Math.min(evidence, count), key)
  }
  for (const { events, outcome } of whole.kept) {
    const ids = events.flatMap((event) => (event.type === 'attempt' ? [event.attempt.id] : []))
    t.strictSame(
      ids,
      ids.map((_, index) => `a${index + 1}`),
    )
    const named = JSON.stringify(events).match(/(?<=")a\d+(?=")/g) ?? []
    t.ok(named.every((id) => ids.includes(id)))
    const ended = events.find((event) => event.type === 'step-ended')
    t.equal(ended?.step.observed.outcome, outcome)
    t.strictSame(ended?.step.attempts, ids)
  }
  t.equal(whole.opened?.hierarchy.name, 'Small')
  t.strictSame(whole.opened?.hierarchy.clients, [])
  t.end()
})

void t.test('a client without a site looks for one on the first day, and on no other', async (t) => {
  const hierarchy = {
    ...smallHierarchy,
    clients: [],
    groups: [{ name: 'NEW', assignedSite: 'none', count: 2, mode: 'native', at: { site: 'CEN' } }],
  }
  const found = fleetOf({ days: 2 }, hierarchy)
  const { fates } = await lived(found, unitsOf(found))
  t.match(
    fates.find(({ act }) => act === 'assign'),
    { group: 'NEW', outcome: 'answered', count: 2 },
  )
  t.match(
    fates.find(({ act }) => act === 'policy'),
    { outcome: 'answered', count: 4 },
  )
  const left = fleetOf({ habits: [{ assign: false }] }, hierarchy)
  const without = await lived(left, unitsOf(left))
  t.ok(without.fates.every(({ act }) => act !== 'assign'))
})

void t.test('what was counted adds up', (t) => {
  const acts = whole.fates.reduce((sum, { count }) => sum + count, 0)
  const timed = whole.durations.flatMap(({ buckets }) => buckets).reduce((sum, { count }) => sum + count, 0)
  t.equal(timed, acts)
  t.strictSame(whole.strays, { count: 0, first: [] })
  t.ok(whole.bytes.sent > 0 && whole.bytes.received > 0)
  const connections = Object.values(whole.connections).reduce((sum, count) => sum + count, 0)
  t.ok(connections > 0 && connections <= whole.attempts)
  t.end()
})
