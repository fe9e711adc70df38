import t from 'tap'
import { openedPage } from './opened-page.ts'
import { planPage } from '../../sim/report/html/plan-page.ts'
import {
  causesOf,
  endingInWords,
  fateNames,
  fatesBySite,
  groupInWords,
  groupName,
  sentenceOf,
  spansOf,
  trialInWords,
  turnOf,
} from '../../sim/report/plan-in-words.ts'
import type {
  PlanChange,
  PlanEnding,
  PlanKind,
  PlanResult,
  PlanSummary,
} from '../../sim/report/plan-result.ts'
import { hostileNames, madeUpHierarchy, madeUpPlan } from './plan-fixtures.ts'
import { english } from '../../sim/texts/english.ts'
import type { Language } from '../../sim/texts/texts.ts'

const nobody: PlanSummary = {
  clients: 20_000,
  groups: 65,
  stranded: 0,
  strandedIfUnready: 0,
  awayUntilTold: 0,
  losesContent: 0,
  fartherContent: 0,
  unchanged: 20_000,
  delayedContent: 0,
  contentInterrupted: 0,
  losesState: 0,
  withoutPolicyBefore: 0,
}

void t.test('the sentence begins with the numbers', (t) => {
  const cases: [Partial<PlanSummary>, string][] = [
    [
      { stranded: 1035, strandedIfUnready: 318, awayUntilTold: 5658, fartherContent: 727 },
      '1,035 of 20,000 clients are stranded; 318 more if their unknown certificates are missing; 5,658 are away until they are told, typically two policy cycles; 727 get content from farther away.',
    ],
    [
      { stranded: 1, strandedIfUnready: 1, awayUntilTold: 1, losesContent: 1, fartherContent: 1 },
      '1 of 20,000 clients is stranded; 1 more if its unknown certificate is missing; 1 is away until it is told, typically two policy cycles; 1 loses content; 1 gets content from farther away.',
    ],
    [
      { strandedIfUnready: 318 },
      'None of 20,000 clients is stranded; 318 are if their unknown certificates are missing.',
    ],
    [{}, 'None of 20,000 clients loses policy or content.'],
    [
      { withoutPolicyBefore: 40 },
      'None of 20,000 clients loses policy or content. 40 had no policy before the first switch, and count as unchanged.',
    ],
    [
      { delayedContent: 3, contentInterrupted: 12, losesState: 1 },
      'None of 20,000 clients is stranded. 3 get content after eight hours. 12 get content worse until a later switch. 1 cannot send its state any longer.',
    ],
    [{ clients: 0 }, 'There are no clients.'],
  ]
  for (const [numbers, sentence] of cases) {
    const summary = { ...nobody, ...numbers }
    t.equal(sentenceOf({ summary, changes: [] }, english), sentence)
  }
  t.end()
})

void t.test('the sentence tells who loses content besides being away', (t) => {
  const { changes } = madeUpPlan({ groups: 1 })
  const [change] = changes
  if (!change) throw new Error('there is no change')
  const ofGroup = (number: number, clients: number, kind: PlanKind): PlanChange => ({
    ...change,
    ...{ group: { ...change.group, number, clients }, clients, kind },
  })
  const sentence = (numbers: Partial<PlanSummary>, ...changes: PlanChange[]): string =>
    sentenceOf({ summary: { ...nobody, ...numbers }, changes }, english)
  t.equal(
    sentence(
      { stranded: 3, awayUntilTold: 45, losesContent: 5 },
      ofGroup(1, 30, 'awayUntilTold'),
      ofGroup(2, 12, 'awayUntilTold'),
      ofGroup(2, 12, 'losesContent'),
      ofGroup(2, 12, 'losesContent'),
      ofGroup(2, 12, 'fartherContent'),
      ofGroup(3, 5, 'losesContent'),
    ),
    '3 of 20,000 clients are stranded; 45 are away until they are told, typically two policy cycles; 5 lose content. 12 of the clients that are away also lose content.',
    'each once, and only where its own number does not count it already',
  )
  t.equal(
    sentence(
      { awayUntilTold: 3, contentInterrupted: 4 },
      ofGroup(1, 1, 'losesContent'),
      ofGroup(2, 2, 'fartherContent'),
    ),
    'None of 20,000 clients is stranded; 3 are away until they are told, typically two policy cycles. 1 of the clients that are away also loses content. 2 of the clients that are away also get content from farther away. 4 get content worse until a later switch.',
  )
  t.end()
})

void t.test('a group is told by what its clients have in common', (t) => {
  const [first] = madeUpPlan({ groups: 1 }).groups
  if (!first) throw new Error('there is no group')
  const { group } = first
  t.equal(groupName({ ...group, from: ['KIOSKS', null, 'LAPTOPS'] }, english), 'group 1 (KIOSKS, LAPTOPS)')
  t.equal(groupName({ ...group, from: [null] }, english), 'group 1')
  t.equal(
    groupInWords({ ...group, certificates: [], visits: ['EST', 'TYO'] }, english),
    'computers of CEN, at home in CEN, visit EST and TYO; do not read Active Directory; certificate: none; version 4.00.6487.2000',
  )
  t.equal(
    groupInWords(
      {
        ...group,
        ...{ kind: 'mobile-device', assignedSite: null, at: [], activeDirectory: true },
        certificates: 'unknown',
      },
      english,
    ),
    'mobile devices without an assigned site, outside all boundaries; certificate: unknown; version 4.00.6487.2000',
  )
  t.match(groupInWords({ ...group, at: [], onInternet: true }, english), 'computers of CEN, on the Internet;')
  t.match(
    groupInWords({ ...group, certificates: ['expired', 'good'] }, english),
    'certificates: expired, good;',
  )
  t.end()
})

const answered: PlanEnding = { outcome: 'answered', protocol: 'http', system: 'mp.cen.test', site: 'CEN' }
const withheld: PlanEnding = { outcome: 'withheld', protocol: 'https', system: null, site: null }

void t.test('phases in a row that end alike are told once, and the first stands alone', (t) => {
  t.equal(endingInWords(answered, english), 'HTTP to mp.cen.test of CEN answered')
  t.equal(endingInWords(withheld, english), 'HTTPS to no system withheld')
  const [change] = madeUpPlan({ groups: 1 }).changes
  if (!change) throw new Error('there is no change')
  const phases = ['before', 'one', 'two', 'three', 'four']
  const told = (after: PlanEnding[]): string[] =>
    spansOf({ ...change, before: answered, after }, phases, english).map(
      ({ phases: names, ending, otherwise }) => `${names}: ${ending.outcome}${otherwise ? ' !' : ''}`,
    )
  t.strictSame(told([answered, withheld, withheld, answered]), [
    'before: answered',
    'one: answered',
    'two to three: withheld !',
    'four: answered',
  ])
  t.strictSame(told([withheld, withheld, answered, answered]), [
    'before: answered',
    'one to two: withheld !',
    'three to the end: answered',
  ])
  t.strictSame(told([]), ['before: answered'])
  const turn = (after: PlanEnding[]) =>
    turnOf({ ...change, before: answered, after }, phases, english)?.phases
  t.equal(turn([answered, withheld, answered, withheld]), 'two')
  t.equal(turn([answered, answered]), 'one to the end', 'the last where nothing ended otherwise')
  t.equal(turn([]), undefined)
  t.end()
})

void t.test('a remedy is told by what it leaves', (t) => {
  const trial = (verified: boolean | null, leaves: number | null, strands: number | null): string =>
    trialInWords({ verified, leaves, strands }, 2008, english)
  t.equal(trial(null, null, null), 'not tried')
  t.equal(trial(true, 0, 0), 'verified: helps all')
  t.equal(trial(true, 1200, 0), 'verified: leaves 1,200 of 2,008 as they are')
  t.equal(trial(false, 2008, 0), 'tried in vain')
  t.equal(trial(true, 0, 1), 'verified: helps all; strands 1 client')
  t.end()
})

void t.test('a group counts once for a cause, and in one site', (t) => {
  const plan = madeUpPlan({ groups: 40 })
  const causes = causesOf(plan.changes)
  t.equal(
    causes.reduce((sum, { changes }) => sum + changes.length, 0),
    plan.changes.length,
  )
  const stranded = causes.flatMap(({ kinds }) => kinds.filter(({ kind }) => kind === 'stranded'))
  t.equal(
    stranded.reduce((sum, { clients }) => sum + clients, 0),
    plan.summary.stranded,
  )
  t.match(causes[0]?.kinds, [{ kind: 'stranded' }])
  for (const { remedies } of causes) {
    t.strictSame(
      [...new Set(remedies.map((remedy) => remedy.do))],
      remedies.map((remedy) => remedy.do),
    )
    for (const { leaves, clients } of remedies) t.ok(leaves === null || leaves <= clients)
  }
  const sites = fatesBySite(plan.groups)
  for (const fate of fateNames) {
    t.equal(
      sites.reduce((sum, { fates }) => sum + fates[fate], 0),
      plan.summary[fate],
      fate,
    )
  }
  t.equal(
    sites.reduce((sum, { clients }) => sum + clients, 0),
    plan.summary.clients,
  )
  t.end()
})

/** The page as the browser has it once everything is opened: in English, or in the language of a template. */
function opened(plan: PlanResult, lang?: Language): string {
  return openedPage(planPage(plan, madeUpHierarchy()), lang)
}

void t.test('the page tells every change, group, item and attempt, and each link leads somewhere', (t) => {
  for (const groups of [12, 60]) {
    const plan = madeUpPlan({ groups })
    const page = opened(plan)
    t.match(page, `<h1 class="sentence">${sentenceOf(plan, english)}</h1>`)
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    t.equal(new Set(ids).size, ids.length, 'no id is there twice')
    const targets = [...page.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id)
    t.strictSame(
      targets.filter((id) => !ids.includes(id)),
      [],
    )
    for (const [place, { attempts }] of plan.changes.entries()) {
      t.ok(ids.includes(`change-${place + 1}`))
      for (const id of attempts) t.ok(targets.includes(id), id)
    }
    for (const { group } of plan.groups) t.ok(ids.includes(`group-${group.number}`))
    for (const { id } of plan.attempts) t.ok(ids.includes(id))
    for (const { asks, found } of plan.preflight) {
      t.match(page, asks)
      t.match(page, found)
    }
    for (const { code } of madeUpHierarchy().sites) t.match(page, `data-site="${code}"`)
    t.match(page, 'primary · mixed → native')
  }
  t.end()
})

void t.test('an empty plan, and one that is refused', (t) => {
  const empty: PlanResult = {
    ...madeUpPlan({ groups: 0 }),
    ...{ switches: [], phases: ['before'], differing: [], preflight: [] },
  }
  const page = opened(empty)
  t.match(page, 'There are no clients.')
  t.match(page, 'No site is switched.')
  t.notMatch(page, 'href="#changes"')
  const refused = opened({
    ...empty,
    switches: [{ site: 'TYO', mode: 'native', refused: 'CEN has to go first.' }],
  })
  t.match(refused, /TYO to native mode.*Not carried out\..*CEN has to go first\./s)
  t.notMatch(refused, 'mixed → native')
  t.end()
})

void t.test('names are text wherever they stand', (t) => {
  const tags = (page: string): Record<string, number> => {
    const counts: Record<string, number> = {}
    for (const [, tag = ''] of page.matchAll(/<\/?([a-z]\w*)/gi)) counts[tag] = (counts[tag] ?? 0) + 1
    return counts
  }
  const plain = hostileNames.map((_, place) => `NAME${place}`)
  const page = opened(madeUpPlan({ groups: 40, names: hostileNames }))
  t.strictSame(tags(page), tags(opened(madeUpPlan({ groups: 40, names: plain }))))
  t.match(page, '&lt;img src=x onerror=alert(1)&gt;')
  t.end()
})

void t.test('what repeats is in a page of many groups once', (t) => {
  const plan = madeUpPlan({ groups: 500 })
  const bytes = Buffer.byteLength(planPage(plan, madeUpHierarchy()))
  t.equal(plan.attempts.length, 3200)
  t.ok(bytes < 5_000_000, `${bytes} bytes`)
  t.ok(opened(plan).length + opened(plan, 'ja').length > 2 * bytes)
  t.end()
})

void t.test('the same plan makes the same page', (t) => {
  t.equal(opened(madeUpPlan({ groups: 12 })), opened(madeUpPlan({ groups: 12 })))
  t.end()
})
