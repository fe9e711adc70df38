import t from 'tap'
import type { Fate } from '../../sim/evidence/fates.ts'
import type { RecordedEvent } from '../../sim/evidence/recording/event.ts'
import { numbered } from '../../sim/evidence/recording/recording-text.ts'
import { checkedLine } from '../../sim/evidence/recording/line-schemas.ts'
import { fleetResultOf, recordFleet } from '../../sim/fleet/fleet-result.ts'
import {
  addDuration,
  emptyTally,
  joinTallies,
  joinUnits,
  type FleetTally,
  type KeptAct,
} from '../../sim/fleet/tally.ts'
import {
  doubtsInWords,
  durationsInWords,
  fleetInWords,
  thresholdInWords,
  worstFirst,
} from '../../sim/report/fleet-in-words.ts'
import { fleetOf } from './small-fleet.ts'
import { english } from '../../sim/texts/english.ts'

const fates: Fate[] = [
  { group: 'LAPTOPS', act: 'policy', outcome: 'answered', diagnosis: null, count: 1995 },
  { group: 'LAPTOPS', act: 'policy', outcome: 'failed', diagnosis: 'client-certificate-expired', count: 3 },
  { group: 'LAPTOPS', act: 'state', outcome: 'answered', diagnosis: null, count: 1000 },
  { group: null, act: 'policy', outcome: 'failed', diagnosis: 'unexplained', count: 2 },
]

function tallyWith(part: Partial<FleetTally>): FleetTally {
  return { ...emptyTally(), ...part }
}

void t.test('an expectation holds up to its bound, and is told with what was found', (t) => {
  const judged = (...expect: NonNullable<Parameters<typeof fleetOf>[0]>['expect'] & object) =>
    fleetResultOf(fleetOf({ expect }), tallyWith({ fates }))
  for (const [expectation, held, words] of [
    [{ atMost: 5, outcome: 'failed' }, true, 'at most 5 of all acts may fail: 5 of 3,000 did (0.167%)'],
    [{ atMost: 4, outcome: 'failed' }, false, 'at most 4 of all acts may fail: 5 of 3,000 did (0.167%)'],
    [
      { atMost: '0.2%', outcome: 'failed' },
      true,
      'at most 0.2% of all acts may fail: 5 of 3,000 did (0.167%)',
    ],
    [
      { atMost: '0.1%', outcome: 'failed', group: 'LAPTOPS', act: 'policy' },
      false,
      'at most 0.1% of all requests for policy of the group LAPTOPS may fail: 3 of 1,998 did (0.15%)',
    ],
    [
      { atMost: 0, diagnosis: 'client-certificate-expired' },
      false,
      'at most 0 of all acts may end by client-certificate-expired: 3 of 3,000 did (0.1%)',
    ],
    [
      { atMost: 0, outcome: 'withheld', act: 'content' },
      true,
      'at most 0 of all downloads of packages may be withheld: 0 of 0 did',
    ],
  ] as const) {
    const result = judged(expectation)
    t.equal(result.held, held, words)
    t.strictSame(
      result.expectations.map((one) => thresholdInWords(one, english)),
      [words],
    )
  }
  for (const count of [1, 3, 7, 14, 29]) {
    const one: Fate = { group: null, act: 'state', outcome: 'failed', diagnosis: null, count }
    const rest: Fate = { ...one, outcome: 'answered', count: 1000 - count }
    const atMost = `${count / 10}%`
    const fleet = fleetOf({ expect: [{ atMost, outcome: 'failed' }] })
    t.ok(fleetResultOf(fleet, tallyWith({ fates: [one, rest] })).held, `${count} of 1000 are ${atMost}`)
  }
  t.equal(judged({ atMost: 5, outcome: 'failed' }, { atMost: 4, outcome: 'failed' }).held, false)
  t.end()
})

void t.test(
  'a connection that no attempt accounts for is never as expected, nor are ends that contradict each other',
  (t) => {
    const strays = { count: 1, first: ['mp.cen heard of a connection'] }
    t.equal(fleetResultOf(fleetOf(), tallyWith({ strays })).held, false)
    const contradicted = fleetResultOf(fleetOf(), tallyWith({ contradictions: strays }))
    t.equal(contradicted.held, false)
    t.strictSame(doubtsInWords(contradicted, english), [
      { title: '1 attempt whose two ends contradict each other', first: strays.first },
    ])
    t.equal(fleetResultOf(fleetOf(), emptyTally()).held, true)
    t.end()
  },
)

void t.test('parts are joined in any grouping to the same sum', (t) => {
  const act = (day: number, position: number): KeptAct => ({
    ...{ group: 'LAPTOPS', act: 'policy', outcome: 'answered', diagnosis: null, day, position },
    ...{ number: 0, events: [] },
  })
  const parts = [
    tallyWith({ clients: 1, fates, kept: [act(0, 4), act(1, 4)], connections: { http: 2 } }),
    tallyWith({ clients: 2, fates: fates.slice(1), kept: [act(0, 5), act(1, 5)], connections: { smb: 1 } }),
    tallyWith({ clients: 3, fates: fates.slice(2), kept: [act(0, 6)], strays: { count: 1, first: ['one'] } }),
  ] as const
  const [one, two, three] = parts
  const together = joinUnits(parts, 2)
  t.strictSame(joinTallies(one, joinTallies(two, three, 2), 2), together)
  t.equal(together.clients, 6)
  t.strictSame(
    together.fates.map(({ count }) => count),
    [1995, 6, 3000, 6],
  )
  t.strictSame(
    together.kept.map(({ day, position }) => [day, position]),
    [
      [0, 4],
      [0, 5],
    ],
  )
  t.strictSame(together.connections, { http: 2, smb: 1 })
  t.end()
})

void t.test('durations are counted in fixed buckets, and told by their bounds', (t) => {
  const tally = emptyTally()
  for (const milliseconds of [1, 1.01, 9, 50, 51, 40_000])
    addDuration(tally.durations, 'policy', milliseconds)
  const result = fleetResultOf(fleetOf(), tally)
  const [policy, ...others] = result.durations
  t.strictSame(others, [], 'acts that nobody did are left out')
  const filled = policy?.buckets.filter(({ count }) => count > 0)
  t.strictSame(filled, [
    { atMost: 1, count: 1 },
    { atMost: 2, count: 1 },
    { atMost: 10, count: 1 },
    { atMost: 50, count: 1 },
    { atMost: 100, count: 1 },
    { atMost: null, count: 1 },
  ])
  t.strictSame(durationsInWords(result), [
    'Half of all requests for policy took at most 10 ms, 99 of 100 more than 30,000 ms.',
  ])
  t.end()
})

void t.test('what is recorded of a fleet is a recording, in which attempts count on', (t) => {
  const step = (client: string): RecordedEvent => ({ type: 'step', name: 'a step', client })
  const kept = [0, 1].map((position): KeptAct => ({
    ...{
      group: null,
      act: 'policy',
      outcome: 'failed',
      diagnosis: 'unexplained',
      day: 0,
      position,
      number: 0,
    },
    events: [step(`PC-${position}`)],
  }))
  const tally = tallyWith({ clients: 2, fates, kept })
  const lines: RecordedEvent[] = []
  const result = fleetResultOf(fleetOf({ expect: [{ atMost: '1%', outcome: 'failed' }] }), tally)
  recordFleet(
    tally,
    result,
    numbered('run', (line) => {
      const checked = checkedLine(JSON.parse(JSON.stringify(line)))
      t.notMatch(checked, { wrong: String }, line.type)
      lines.push(line)
    }),
  )
  t.match(lines, [step('PC-0'), step('PC-1'), { type: 'fleet', fleet: { digest: /^[0-9a-f]{64}$/ } }])
  t.strictSame(
    worstFirst(fates).map(({ count }) => count),
    [3, 2, 1995, 1000],
  )
  t.equal(
    fleetInWords(result, english),
    '2 clients lived through 1 day: 2,995 of 3,000 acts were answered, in 0 attempts.',
  )
  t.end()
})
