import t from 'tap'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { everyClient } from '../../sim/model/populations.ts'
import type { Lived } from '../../sim/plan/verdicts.ts'
import type { Switch } from '../../sim/plan/switches.ts'
import {
  differingGroups,
  rankOf,
  summaryOf,
  verdictOn,
  withCounts,
  type Verdict,
} from '../../sim/plan/verdicts.ts'
import { planKinds, type PlanKind, type PlanSummary } from '../../sim/report/plan-result.ts'
import { believes, content, far, lived, no, observed, ofCentral, withheld, type Given } from './observed.ts'

const { hierarchy } = parseHierarchy({
  sites: [
    { code: 'CEN', mode: 'mixed' },
    { code: 'WST', mode: 'mixed', parent: 'CEN' },
  ],
  groups: [{ name: 'DESKS', count: 100, assignedSite: 'CEN' }],
})
const { sites } = hierarchy
const clients = [...everyClient(hierarchy)]
const cen: Switch = { site: 'CEN', mode: 'native' }
const wst: Switch = { site: 'WST', mode: 'native' }

const yes: Given = {}
const late: Given = { late: true }
const update: Given = { act: 'updates', content: '3f0a6d1c-58a4-4f0e-9d0b-1d6f2b7f4a01' }
const scan: Given = { act: 'updates' }
const state: Given = { act: 'state' }
const abroad: Given = { visiting: 'WST' }

/** What came of one thing in each phase: before, after CEN, told, after WST, told. */
type Series = readonly [subject: Given, ...phases: Given[]]

/** The client's policy, and what else it tried. */
function history(...series: Series[]): Lived {
  const [client] = clients
  if (!client) throw new Error('the group has clients')
  const [[, ...first] = []] = series
  const phases = first.map((_, phase) =>
    series.map(([subject, ...endings]) => observed({ ...subject, ...endings[phase] })),
  )
  return lived(client, phases)
}

function verdict(...series: Series[]): Verdict {
  return verdictOn(history(...series), [cen, wst], sites)
}

const policy: Given = {}
const always: Series = [policy, yes, yes, yes, yes, yes]

interface Case {
  series: readonly Series[]
  kind: PlanKind | undefined
  /** Every change, by its kind and the phase that it names by its attempts. */
  changes: PlanKind[]
}

const verdicts: Record<string, Case> = {
  'nothing changed': {
    series: [always, [content, yes, yes, yes, yes, yes], [state, yes, yes, yes, yes, yes]],
    kind: undefined,
    changes: [],
  },
  'no policy in the end': {
    series: [[policy, yes, no, no, no, no]],
    kind: 'stranded',
    changes: ['stranded'],
  },
  'no policy in the end, after it had come back': {
    series: [[policy, yes, no, yes, no, no]],
    kind: 'stranded',
    changes: ['stranded'],
  },
  'no policy, since a rule withholds it': {
    series: [[policy, yes, yes, yes, withheld, withheld]],
    kind: 'stranded',
    changes: ['stranded'],
  },
  'no policy until told': {
    series: [[policy, yes, no, yes, yes, yes]],
    kind: 'awayUntilTold',
    changes: ['awayUntilTold'],
  },
  'no policy until the second switch': {
    series: [[policy, yes, no, no, yes, yes]],
    kind: 'awayUntilTold',
    changes: ['awayUntilTold'],
  },
  'a client without policy is without the rest': {
    series: [
      [policy, yes, yes, yes, no, no],
      [content, yes, yes, no, no, no],
      [state, yes, yes, no, no, no],
    ],
    kind: 'stranded',
    changes: ['stranded'],
  },
  'without policy to begin with': {
    series: [
      [policy, no, no, no, no, no],
      [content, yes, no, no, no, no],
    ],
    kind: undefined,
    changes: [],
  },
  'no state where it travels': {
    series: [always, [{ ...state, ...abroad }, yes, no, no, no, no]],
    kind: undefined,
    changes: ['losesState'],
  },
  'a package no more': {
    series: [always, [content, yes, yes, no, no, no]],
    kind: 'losesContent',
    changes: ['losesContent'],
  },
  'an update no more, and no scan': {
    series: [always, [scan, yes, yes, no, no, no], [update, yes, yes, no, no, no]],
    kind: 'losesContent',
    changes: ['losesContent', 'losesContent'],
  },
  'a package that it had not before either': {
    series: [always, [content, no, no, no, no, no]],
    kind: undefined,
    changes: [],
  },
  'a package from farther away': {
    series: [always, [content, yes, yes, far, far, far]],
    kind: 'fartherContent',
    changes: ['fartherContent'],
  },
  'a package from as far away as before': {
    series: [always, [content, far, far, far, far, far]],
    kind: undefined,
    changes: [],
  },
  'a package that comes nearer': {
    series: [always, [content, far, far, yes, yes, yes]],
    kind: undefined,
    changes: [],
  },
  'a package that takes its time': {
    series: [always, [content, yes, yes, late, late, late]],
    kind: undefined,
    changes: ['delayedContent'],
  },
  'a package that took its time before as well': {
    series: [always, [content, late, late, late, late, late]],
    kind: undefined,
    changes: [],
  },
  'a package that takes its time, and comes from farther away': {
    series: [always, [content, yes, yes, { ...far, ...late }, { ...far, ...late }, { ...far, ...late }]],
    kind: 'fartherContent',
    changes: ['fartherContent'],
  },
  'a package that takes its time until a later switch': {
    series: [always, [content, yes, late, late, late, yes]],
    kind: undefined,
    changes: ['contentInterrupted'],
  },
  'no package until a later switch': {
    series: [always, [content, yes, no, no, yes, yes]],
    kind: undefined,
    changes: ['contentInterrupted'],
  },
  'a package from farther away until a later switch': {
    series: [always, [content, yes, far, far, far, yes]],
    kind: undefined,
    changes: ['contentInterrupted'],
  },
  'no package while it does not know': {
    series: [
      [policy, yes, no, yes, yes, yes],
      [content, yes, no, yes, yes, yes],
    ],
    kind: 'awayUntilTold',
    changes: ['awayUntilTold'],
  },
  'no state any more': {
    series: [always, [state, yes, no, no, no, no]],
    kind: undefined,
    changes: ['losesState'],
  },
  'no state for a while': {
    series: [always, [state, yes, no, no, yes, yes]],
    kind: undefined,
    changes: [],
  },
  'the worst counts, and all is told': {
    series: [
      [policy, yes, no, yes, yes, yes],
      [state, yes, no, no, no, no],
      [content, yes, yes, far, far, far],
      [{ ...content, content: 'CEN00002' }, yes, yes, no, yes, yes],
      [{ ...content, ...abroad }, yes, yes, no, no, no],
    ],
    kind: 'awayUntilTold',
    changes: ['awayUntilTold', 'losesContent', 'fartherContent', 'contentInterrupted', 'losesState'],
  },
}

for (const [called, { series, kind, changes }] of Object.entries(verdicts)) {
  void t.test(called, (t) => {
    const judged = verdict(...series)
    t.equal(judged.kind, kind)
    t.strictSame(
      judged.changes.map((change) => change.kind),
      changes,
    )
    t.equal(judged.withoutPolicyBefore, called === 'without policy to begin with')
    t.end()
  })
}

void t.test('every kind of change has a case that gives it', (t) => {
  const given = new Set(Object.values(verdicts).flatMap(({ changes }) => changes))
  // The one kind that takes two runs: test/plan/run-plan.test.ts has it.
  const elsewhere: PlanKind[] = ['strandedIfUnready']
  t.strictSame(
    planKinds.filter((kind) => !given.has(kind)),
    elsewhere,
  )
  const ranks = planKinds.map((kind) => rankOf({ kind }))
  t.strictSame(ranks, [0, 1, 2, 3, 4, 5, 6, 7])
  t.end()
})

void t.test(
  'a change tells how it was, how it is in each phase, and what the phase that shows it saw',
  (t) => {
    const failed = (attempt: string): Given => ({
      ...no,
      diagnosis: 'mode-not-told-yet',
      rule: 'x/y',
      attempts: [attempt],
    })
    const [away] = verdict([policy, { attempts: ['a1'] }, failed('a2'), yes, failed('a4'), yes]).changes
    t.match(away, {
      act: 'policy',
      visiting: null,
      before: { outcome: 'answered', system: 'mp.cen', site: 'CEN' },
      after: [{ outcome: 'failed' }, { outcome: 'answered' }, { outcome: 'failed' }, { outcome: 'answered' }],
      diagnosis: 'mode-not-told-yet',
      rule: 'x/y',
      attempts: ['a2'],
    })
    t.notOk(away && 'content' in away, 'of a package or an update alone')
    const [stranded] = verdict([policy, yes, failed('a2'), failed('a3'), failed('a4'), failed('a5')]).changes
    t.strictSame(stranded?.attempts, ['a5'], 'for good: the last')
    const interrupted = verdict(always, [content, yes, failed('a2'), failed('a3'), failed('a4'), yes]).changes
    t.match(
      interrupted,
      [{ content: 'CEN00001', attempts: ['a3'] }],
      'once told, since before that it is away',
    )
    t.end()
  },
)

void t.test('without a switch nothing changes', (t) => {
  const judged = verdictOn(history([policy, yes], [content, yes]), [], sites)
  t.match(judged, { kind: undefined, changes: [], withoutPolicyBefore: false })
  t.end()
})

void t.test('a change is explained by the modes of the sites at its moment', (t) => {
  const because = (...series: Series[]) => verdict(always, ...series).changes.map((change) => change.because)
  const fromWest: Given = { ending: { site: 'WST' } }
  const stale: Given = { ...no, ...believes, diagnosis: 'nothing-listens' }
  t.strictSame(because([content, fromWest, stale, stale, yes, yes]), ['neighbour-of-other-mode'])
  t.strictSame(
    because([content, fromWest, stale, stale, stale, stale]),
    ['system-not-ready'],
    'native by then',
  )
  t.strictSame(because([state, yes, stale, stale, stale, stale]), ['system-not-ready'])
  t.end()
})

/** A verdict on a client of a group, with changes of these kinds. */
function judged(group: Lived['group'], index: number, ...kinds: PlanKind[]): Verdict {
  const one = clients[index]
  const [change] = verdict([policy, yes, no, no, no, no]).changes
  if (!one || !change) throw new Error('there is a client and a change')
  const counts: PlanKind[] = ['delayedContent', 'contentInterrupted', 'losesState']
  return {
    client: { name: one.name, group: group.shown },
    kind: kinds.find((kind) => !counts.includes(kind)),
    withoutPolicyBefore: false,
    changes: kinds.map((kind) => ({ ...change, kind })),
  }
}

const nobody: Omit<PlanSummary, 'clients' | 'groups' | 'unchanged'> = {
  ...{ stranded: 0, strandedIfUnready: 0, awayUntilTold: 0, losesContent: 0, fartherContent: 0 },
  ...{ delayedContent: 0, contentInterrupted: 0, losesState: 0, withoutPolicyBefore: 0 },
}

void t.test('each client counts once by the worst, and for what counts beside that', (t) => {
  const [desks, laptops, kiosks] = [
    ofCentral({ number: 1, clients: 100 }),
    ofCentral({ number: 2, clients: 20 }),
    ofCentral({ number: 3, clients: 3 }),
  ]
  const summary = summaryOf(
    withCounts([
      judged(desks, 0, 'awayUntilTold', 'fartherContent', 'losesState', 'losesState'),
      judged(laptops, 1, 'contentInterrupted'),
      { ...judged(kiosks, 2), withoutPolicyBefore: true },
    ]),
  )
  t.strictSame(summary, {
    ...nobody,
    ...{ clients: 123, groups: 3, awayUntilTold: 100, losesState: 100, contentInterrupted: 20 },
    ...{ unchanged: 23, withoutPolicyBefore: 3 },
  })
  t.strictSame(summaryOf([]), { ...nobody, clients: 0, groups: 0, unchanged: 0 })
  t.end()
})

void t.test('of several clients of a group each counts for itself, and the first for the rest', (t) => {
  const desks = ofCentral({ number: 1, clients: 100 })
  const pair = ofCentral({ number: 2, clients: 2 })
  const all = [
    judged(desks, 0, 'stranded'),
    judged(desks, 1),
    judged(desks, 2, 'stranded'),
    judged(pair, 3),
    judged(pair, 4),
  ]
  t.strictSame(
    withCounts(all).map(({ clients: count }) => count),
    [98, 1, 1, 1, 1],
  )
  t.match(summaryOf(withCounts(all)), { clients: 102, groups: 2, stranded: 99, unchanged: 3 })
  t.strictSame(differingGroups(withCounts(all)), [
    {
      group: 1,
      clients: [
        { client: 'DESKS-1', kinds: ['stranded'] },
        { client: 'DESKS-2', kinds: [] },
        { client: 'DESKS-3', kinds: ['stranded'] },
      ],
    },
  ])
  t.end()
})

void t.test('clients that other attempts or equal systems served do not differ', (t) => {
  const desks = ofCentral()
  const [one, other] = [judged(desks, 0, 'losesContent'), judged(desks, 1, 'losesContent')]
  const elsewhere = other.changes.map((change) => ({
    ...change,
    attempts: ['a9'],
    before: { ...change.before, system: 'dp2.cen' },
  }))
  t.strictSame(differingGroups(withCounts([one, { ...other, changes: elsewhere }])), [])
  const otherwise = other.changes.map((change) => ({ ...change, because: 'never-told' as const }))
  t.equal(
    differingGroups(withCounts([one, { ...other, changes: otherwise }])).length,
    1,
    'for another cause they do',
  )
  t.end()
})
