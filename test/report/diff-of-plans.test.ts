import t from 'tap'
import { diffOfPlans, type Change, type Diff } from '../../sim/report/diff/compare.ts'
import type { Facts } from '../../sim/report/diff/endings.ts'
import { diffPage } from '../../sim/report/html/diff-page.ts'
import type { PlanChange, PlanGroup, PlanResult } from '../../sim/report/plan-result.ts'
import { checkedPlan } from '../../sim/report/plan-schemas.ts'
import { colorsOf } from '../../sim/report/terminal/colors.ts'
import { diffText } from '../../sim/report/terminal/diff-text.ts'
import { createRandom } from '../fuzz/random.ts'
import { expectedPlan, sameAnotherDay } from './compared-plans.ts'
import { damage, hostile, signsIn } from './mutants.ts'

function compared(before: PlanResult, after: PlanResult): Diff {
  return diffOfPlans({ name: 'expected.json', plan: before }, { name: 'now.json', plan: after })
}

/** Compares the plan with one that differs in this. */
function changed(change: (plan: PlanResult) => void): Diff {
  const after = sameAnotherDay()
  change(after)
  return compared(expectedPlan(), after)
}

/** The change of the kiosks' policy. */
function policyIn({ changes }: PlanResult): PlanChange {
  const found = changes.find(({ act }) => act === 'policy')
  if (!found) throw new Error('there is no such change')
  return found
}

function kiosksIn({ groups }: PlanResult): PlanResult['groups'][number] {
  const found = groups.find(({ group }) => group.from.includes('KIOSKS'))
  if (!found) throw new Error('there is no such group')
  return found
}

/** What is said of a group is said wherever the plan describes it. */
function describeKiosks(plan: PlanResult, by: Partial<PlanGroup>): void {
  for (const one of [...plan.groups, ...plan.changes]) {
    if (one.group.from.includes('KIOSKS')) one.group = { ...one.group, ...by }
  }
}

function different(before: Facts | null, after: Facts | null): string[] {
  return Object.keys({ ...before, ...after }).filter((fact) => before?.[fact] !== after?.[fact])
}

/** Of each change its place, and the facts that differ. */
function told(changes: readonly Change[]): [string | undefined, string, string[]][] {
  return changes.map(({ kind, planned, before, after }) => [planned?.of, kind, different(before, after)])
}

void t.test('neither times, ports, addresses, ids and numbers, nor the order of groups are compared', (t) => {
  const diff = compared(expectedPlan(), sameAnotherDay())
  t.strictSame(diff.changes, [])
  t.match(diff, {
    same: true,
    before: { recording: null, plan: 'expected.json', cutShort: false },
    after: { recording: null, plan: 'now.json', cutShort: false },
    summary: { changes: 0, compared: { scenarios: 0, steps: 0, cells: 0, groups: 3, checks: 2 } },
  })
  t.ok(changed((plan) => (plan.hierarchy = 'elsewhere/contoso.yaml')).same)
  t.end()
})

/** What may become of the kiosks' policy, and the fact that tells it. */
const otherFates: readonly [fact: string, (change: PlanChange) => void][] = [
  ['kind', (change) => (change.kind = 'awayUntilTold')],
  ['because', (change) => (change.because = 'no-usable-certificate')],
  ['clients', (change) => (change.clients = 7)],
  ['before', (change) => (change.before.outcome = 'withheld')],
  ['after CEN=native', (change) => Object.assign(change.after[0] ?? {}, { protocol: 'https' })],
  ['after CEN=native', (change) => Object.assign(change.after[0] ?? {}, { system: 'other.contoso.test' })],
  ['told of CEN=native', (change) => Object.assign(change.after[1] ?? {}, { outcome: 'answered' })],
  ['told of CEN=native', (change) => Object.assign(change.after[1] ?? {}, { site: 'EST' })],
  ['diagnosis', (change) => (change.diagnosis = null)],
  ['rule', (change) => (change.rule = 'roaming/other-mode')],
  ['remedy reinstall', (change) => Object.assign(change.remedies[0] ?? {}, { verified: false })],
  ['remedy reinstall', (change) => Object.assign(change.remedies[0] ?? {}, { leaves: 3 })],
  ['remedy reinstall', (change) => Object.assign(change.remedies[0] ?? {}, { strands: 3 })],
]

void t.test('every other fate is told with its group, its act and its place, and by that fact alone', (t) => {
  for (const [fact, change] of otherFates) {
    const { changes, summary } = changed((plan) => change(policyIn(plan)))
    t.strictSame(told(changes), [['change', 'changed', [fact]]], fact)
    t.match(changes, [
      { scenario: null, step: null, cell: null, file: 'contoso.yaml', client: 'KIOSKS-0917' },
    ])
    t.match(changes[0]?.planned, { group: { from: ['KIOSKS'] }, act: 'policy', visiting: null })
    t.match(summary, { changes: 1, changed: 1, clients: [{ client: 'KIOSKS-0917', changes: 1 }] })
  }
  t.end()
})

void t.test('attempts are compared as if the same client had made them', (t) => {
  const { changes } = changed(({ attempts }) => {
    for (const one of attempts) if (one.client === 'KIOSKS-0917') one.status = 500
  })
  t.strictSame(told(changes), [['change', 'changed', []]])
  t.match(changes[0]?.attempts, [
    { client: 'KIOSKS-0917', before: { id: 'a2', status: 403 }, after: { id: 'a102', status: 500 } },
  ])
  t.equal(changes[0]?.attempts.length, 1)
  t.end()
})

void t.test('numbers, switches, phases, checks and groups that did not end alike', (t) => {
  const tellers: readonly [Change['planned'], string[], (plan: PlanResult) => void][] = [
    [
      { of: 'summary' },
      ['stranded', 'unchanged'],
      ({ summary }) => Object.assign(summary, { stranded: 0, unchanged: 200 }),
    ],
    [
      { of: 'check', site: 'CEN', check: 'management-point' },
      ['holds'],
      ({ preflight }) => Object.assign(preflight[1] ?? {}, { holds: false }),
    ],
    [
      { of: 'check', site: null, check: 'versions' },
      ['found'],
      ({ preflight }) => Object.assign(preflight[0] ?? {}, { found: 'Two are not.' }),
    ],
    [
      { of: 'switch', site: 'CEN', mode: 'native' },
      ['refused'],
      ({ switches }) => Object.assign(switches[0] ?? {}, { refused: 'WST first' }),
    ],
  ]
  for (const [planned, facts, change] of tellers) {
    const { changes } = changed(change)
    t.strictSame(told(changes), [[planned?.of, 'changed', facts]])
    t.strictSame(changes[0]?.planned, planned)
  }
  const gone = changed(({ preflight }) => preflight.pop())
  t.match(gone.changes, [{ kind: 'missing', planned: { of: 'check', site: 'CEN' }, after: null }])
  const differing = changed((plan) => {
    const clients = [
      { client: 'KIOSKS-0001', kinds: [] },
      { client: 'KIOSKS-0002', kinds: ['losesState' as const, 'losesContent' as const] },
    ]
    plan.differing = [{ group: kiosksIn(plan).group.number, clients }]
  })
  t.match(differing.changes, [
    {
      kind: 'added',
      planned: { of: 'differing' },
      after: { fates: 'losesContent and losesState, unchanged' },
    },
  ])
  t.end()
})

void t.test('a fate that only one plan has, and a group that only one plan has, are told once', (t) => {
  const saved = changed((plan) => {
    plan.changes = plan.changes.filter(({ act }) => act !== 'policy')
    kiosksIn(plan).fates = { ...kiosksIn(plan).fates, stranded: 0, unchanged: 200 }
  })
  t.strictSame(
    told(saved.changes).map(([of, kind]) => [of, kind]),
    [
      ['change', 'missing'],
      ['group', 'changed'],
    ],
  )
  const moved = changed((plan) => describeKiosks(plan, { at: ['CEN'] }))
  t.match(moved.changes, [
    {
      kind: 'missing',
      planned: { of: 'group', group: { at: ['WST'] } },
      before: { stranded: 200 },
      after: null,
    },
    {
      kind: 'added',
      planned: { of: 'group', group: { at: ['CEN'] } },
      before: null,
      after: { clients: 200 },
    },
  ])
  t.equal(moved.changes.length, 2)
  const text = diffText(moved, colorsOf({ stdout: { isTTY: false }, env: {} }))
  t.match(text, /\n {2}\+ its clients\n {6}only in the later plan: 200 clients, 200 stranded\n/)
  t.end()
})

void t.test('fates of one act are paired by their kind, whatever else is told of it', (t) => {
  const twice = (): PlanResult => {
    const plan = expectedPlan()
    const unready: PlanChange = {
      ...policyIn(plan),
      kind: 'strandedIfUnready',
      because: 'no-usable-certificate',
    }
    Object.assign(policyIn(plan), { kind: 'awayUntilTold', because: 'not-told-yet' })
    plan.changes.unshift(unready)
    return plan
  }
  const once = twice()
  once.changes.shift()
  const turned = twice()
  turned.changes.reverse()
  t.strictSame(compared(twice(), turned).changes, [])
  t.match(compared(twice(), once).changes, [
    { kind: 'missing', before: { kind: 'strandedIfUnready' }, after: null },
  ])
  t.end()
})

void t.test('groups are found again by what describes them', (t) => {
  t.ok(changed((plan) => describeKiosks(plan, { from: ['TERMINALS', 'KIOSKS'] })).same, 'by another name')
  const grown = changed((plan) => describeKiosks(plan, { clients: 201 }))
  t.strictSame(told(grown.changes), [['group', 'changed', ['clients']]])
  for (const by of [
    { assignedSite: 'WST' },
    { onInternet: true },
    { visits: [] },
    { activeDirectory: true },
    { certificates: 'unknown' as const },
    { version: '4.00.6221' },
    { kind: 'mobile-device' as const },
  ]) {
    const { summary } = changed((plan) => describeKiosks(plan, by))
    t.match(summary, { changes: 2, added: 1, missing: 1 }, Object.keys(by).join())
  }
  t.end()
})

void t.test('what one plan did not try is not compared', (t) => {
  const order = changed((plan) => {
    plan.phases = ['before', 'after WST=native', 'told of WST=native', 'told of WST=native']
    for (const { after } of plan.changes)
      after.push({ outcome: 'withheld', protocol: 'smb', system: null, site: null })
  })
  t.strictSame(told(order.changes), [['phases', 'changed', ['phases']]], 'the other phases are told once')
  const again = expectedPlan()
  // As after there and back and there again.
  again.phases.push('told of CEN=native')
  const twice = structuredClone(again)
  policyIn(twice).after.push({ outcome: 'answered', protocol: 'http', system: null, site: null })
  t.strictSame(told(compared(again, twice).changes), [['change', 'changed', ['told of CEN=native (2)']]])
  const untried = changed((plan) => {
    for (const remedy of policyIn(plan).remedies) Object.assign(remedy, { verified: null, leaves: null })
  })
  t.ok(untried.same, 'remedies')
  t.end()
})

void t.test('the words name what differs, for whom, and why', (t) => {
  const diff = changed((plan) => {
    Object.assign(policyIn(plan), { kind: 'awayUntilTold', because: 'not-told-yet' })
    plan.changes = plan.changes.filter(({ kind }) => kind !== 'losesContent')
    Object.assign(plan.summary, { stranded: 0, awayUntilTold: 200 })
  })
  const colors = colorsOf({ stdout: { isTTY: false }, env: {} })
  const text = diffText(diff, colors)
  for (const line of [
    /^The plan contoso\.yaml\n {2}≠ the sum of all clients\n {6}stranded +200 → 0\n {6}away until told +0 → 200\n/,
    /\ngroup 3 \(KIOSKS\) computers of CEN, at home in WST, visit EST; [^\n]+\n {2}≠ Policy, at home\n/,
    /\n {6}kind +stranded → awayUntilTold\n {6}because +never-told → not-told-yet\n/,
    /\n {2}− Packages CEN00001, visiting EST\n {6}only in the earlier plan: 30 clients, losesContent: neighbour-of-other-mode\n/,
    /\nClients: KIOSKS-0917 \(1\), LAPTOPS-0002 \(1\)\n/,
    /\n2 ended in another way, 1 missing; compared: 3 groups of clients, 2 checks\.\n$/,
  ])
    t.match(text, line)
  const page = diffPage(diff)
  for (const words of [
    '<title>sitemode diff expected.json now.json',
    'groups compared',
    'only in the earlier plan',
  ])
    t.ok(page.includes(words), words)
  const same = diffText(compared(expectedPlan(), sameAnotherDay()), colors)
  t.equal(same, 'Nothing ended in another way: 3 groups of clients, 2 checks.\n')
  t.end()
})

void t.test('a plan of an earlier version counts nobody whose content came late', (t) => {
  const plan = expectedPlan()
  Reflect.deleteProperty(plan.summary, 'delayedContent')
  t.match(checkedPlan(plan), { plan: { summary: { delayedContent: 0 } } })
  t.end()
})

void t.test('a plan is read as it was written, and refused by its field', (t) => {
  t.strictSame(checkedPlan(expectedPlan()), { plan: expectedPlan() })
  const refused = (change: (plan: PlanResult) => void): unknown => {
    const plan = expectedPlan()
    change(plan)
    return checkedPlan(plan)
  }
  t.strictSame(
    refused((plan) => Object.assign(plan.changes[1] ?? {}, { act: 'policies' })),
    { field: 'changes.1.act', wrong: 'has to be one of policy, content, updates, state' },
  )
  t.match(
    refused((plan) => Object.assign(plan, { format: 2 })),
    { field: 'format', wrong: /^has to be 1, / },
  )
  t.match(
    refused((plan) => Reflect.deleteProperty(plan.summary, 'stranded')),
    { field: 'summary.stranded' },
  )
  t.match(
    refused((plan) => Object.assign(plan.attempts[0] ?? {}, { outcome: { html: hostile } })),
    { field: 'attempts.0.outcome' },
  )
  for (const [field, change] of [
    ['groups.2.group.number', ({ groups }) => Object.assign(groups[2]?.group ?? {}, { number: 1 })],
    ['changes.0.group.number', ({ changes }) => Object.assign(changes[0]?.group ?? {}, { number: 4 })],
    ['changes.0.after', ({ changes }) => changes[0]?.after.pop()],
    ['differing.0.group', ({ differing }) => differing.push({ group: 4, clients: [] })],
  ] satisfies [string, (plan: PlanResult) => unknown][])
    t.match(refused(change), { field, wrong: /^has to / })
  for (const value of [null, 7, [], 'plan']) t.same(checkedPlan(value), { wrong: 'has to be an object' })
  t.end()
})

void t.test('whatever is in a plan, it is refused by its field, or compared', (t) => {
  const random = createRandom(5)
  let read = 0
  for (let count = 0; count < 2000; count++) {
    const written: unknown = sameAnotherDay()
    for (let times = 1 + random.below(3); times > 0; times--) damage(written, random)
    const checked = checkedPlan(JSON.parse(JSON.stringify(written)))
    if ('wrong' in checked) continue
    read += 1
    const signs = signsIn(diffPage(compared(expectedPlan(), checked.plan)))
    if (signs.length > 0) t.fail(`mutant ${count}: the page has ${signs.join()}`)
  }
  t.ok(read > 100 && read < 2000, `${read} were read`)
  t.end()
})

void t.test('every text of a plan is shown as text', (t) => {
  const kept =
    /^(format|mode|clientMode|kind|act|because|outcome|protocol|id|relation|by|at|stage|url|startedAt)$/
  const plan = JSON.parse(JSON.stringify(sameAnotherDay()), (name, value: unknown) =>
    typeof value !== 'string' || kept.test(name) || value === 'unknown' ? value : `${value}${hostile}`,
  ) as PlanResult
  const checked = checkedPlan(plan)
  t.ok('plan' in checked)
  const page = diffPage(compared(expectedPlan(), plan))
  t.strictSame(signsIn(page), [])
  t.ok(page.includes('&lt;x-pwned a=&#39;1&#39;'))
  t.end()
})
