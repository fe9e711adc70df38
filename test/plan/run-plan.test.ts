import { readdirSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { InputError } from '../../sim/errors.ts'
import { loadHierarchy, parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { runPlan, type PlanOptions } from '../../sim/plan/run-plan.ts'
import type { Switch } from '../../sim/plan/switches.ts'
import { planKinds, type PlanChange, type PlanKind, type PlanResult } from '../../sim/report/plan-result.ts'
import { keysOf } from '../../sim/vocabulary/keys-of.ts'
import { inCheckout } from '../mutation/sources.ts'
import { newFolder } from '../new-folder.ts'

const cache = newFolder(t)
const file = inCheckout('test/plan/each-kind.yaml')
const { hierarchy } = await loadHierarchy(file)
const switches = ['CEN', 'NOR', 'WST'].map((site): Switch => ({ site, mode: 'native' }))
const centralAlone = switches.slice(0, 1)

function run(made: readonly Switch[], options: PlanOptions = {}): Promise<PlanResult> {
  return runPlan(hierarchy, 'each-kind.yaml', made, { cache, ...options })
}

/** `8 KIOSKS policy at home: stranded, never-told, ffffff`, with the first letters of the outcomes after each switch. */
function inOneLine(change: PlanChange): string {
  const { clients, group, act, content, visiting, kind, because, after } = change
  const what = content === undefined ? act : `${act} ${content}`
  const where = visiting === null ? 'at home' : `in ${visiting}`
  const outcomes = after.map(({ outcome }) => outcome.charAt(0)).join('')
  return `${clients} ${group.from.join(' ')} ${what} ${where}: ${kind}, ${because}, ${outcomes}`
}

/** The answer hangs together, whatever the plan. */
function holdsTogether(t: Test, { summary, groups, changes, attempts, phases }: PlanResult): void {
  const { stranded, strandedIfUnready, awayUntilTold, losesContent, fartherContent, unchanged } = summary
  t.equal(
    stranded + strandedIfUnready + awayUntilTold + losesContent + fartherContent + unchanged,
    summary.clients,
    'every client counts once',
  )
  t.equal(groups.length, summary.groups)
  for (const { group, fates } of groups) {
    const sum = keysOf(fates).reduce((clients, fate) => clients + fates[fate], 0)
    t.equal(sum, group.clients, `group ${group.number} adds up`)
  }
  const ids = attempts.map(({ id }) => id)
  t.equal(new Set(ids).size, ids.length, 'no two attempts share an id')
  const named = new Set(changes.flatMap((change) => change.attempts))
  t.strictSame(new Set(ids), named, 'the attempts are the ones that changes name, and all of them')
  for (const change of changes) {
    t.equal(change.after.length, phases.length - 1, `${inOneLine(change)}: an ending for each phase`)
    t.ok(change.attempts.length > 0, 'a change names the attempts that show it')
    const clients = attempts.filter(({ id }) => change.attempts.includes(id)).map(({ client }) => client)
    t.ok(
      clients.every((client) => client === change.example),
      'its attempts are those of its example',
    )
  }
}

void t.test('each kind of change happens to the clients that it is meant for', async (t) => {
  const steps: [done: number, total: number][] = []
  const result = await run(switches, { progress: (...step) => steps.push(step) })
  t.strictSame(result.changes.map(inOneLine), [
    '8 KIOSKS policy at home: stranded, never-told, ffffff',
    '3 STALE policy at home: stranded, no-usable-certificate, ffffff',
    '5 UNASKED policy at home: strandedIfUnready, no-usable-certificate, ffffff',
    '50 DESKS LAPTOPS policy at home: awayUntilTold, not-told-yet, faaaaa',
    '10 LAPTOPS policy at home: awayUntilTold, not-told-yet, faaaaa',
    '5 UNASKED policy at home: awayUntilTold, not-told-yet, faaaaa',
    '3 NORTHERN policy at home: awayUntilTold, not-told-yet, aafaaa',
    '3 NORTHERN policy at home: awayUntilTold, not-told-yet, aafaaa',
    '2 EASTERN content CEN00004 in CEN: losesContent, package-only-there, ffffff',
    '4 SALES content ALL00001 in NOS: fartherContent, neighbour-of-other-mode, aaaaaa',
    '2 EASTERN content ALL00001 in CEN: fartherContent, neighbour-of-other-mode, aaaaaa',
    '10 LAPTOPS content WST00002 in WST: contentInterrupted, package-only-there, afffaa',
    '3 NORTHERN state in NOS: losesState, system-not-ready, aaffff',
  ])
  t.strictSame(result.summary, {
    ...{
      clients: 98,
      groups: 11,
      withoutPolicyBefore: 2,
      delayedContent: 0,
      contentInterrupted: 10,
      losesState: 3,
    },
    ...{ stranded: 11, strandedIfUnready: 5, awayUntilTold: 66, losesContent: 2, fartherContent: 4 },
    unchanged: 10,
  })
  const kinds = new Set(result.changes.map(({ kind }) => kind))
  // It takes protected distribution points: test/plan/waiting.test.ts has it.
  const elsewhere: PlanKind[] = ['delayedContent']
  t.strictSame(
    planKinds.filter((kind) => !kinds.has(kind)),
    elsewhere,
  )
  t.strictSame(result.phases, [
    'before',
    ...['after CEN=native', 'told of CEN=native', 'after NOR=native', 'told of NOR=native'],
    ...['after WST=native', 'told of WST=native'],
  ])
  t.strictSame(
    result.switches,
    switches.map((made) => ({ ...made, refused: null })),
  )
  t.strictSame(result.differing, [])
  holdsTogether(t, result)

  // Eleven groups, and the four groups of KIOSKS, UNASKED and EASTERN once more without a certificate; in seven phases.
  const total = 7 * (11 + 4)
  t.strictSame(
    steps,
    Array.from({ length: total }, (_, index) => [index + 1, total]),
    'progress counts to its total, one by one',
  )
})

void t.test('of clients whose certificate nobody knows, the ones that are told depend on it', async (t) => {
  const { changes } = await run(centralAlone)
  const ofGroup = (name: string) =>
    changes.filter(({ group, act }) => group.from.includes(name) && act === 'policy')
  t.match(ofGroup('UNASKED'), [
    {
      kind: 'strandedIfUnready',
      diagnosis: 'client-certificate-missing',
      group: { certificates: 'unknown' },
    },
    { kind: 'awayUntilTold', diagnosis: 'mode-not-told-yet' },
  ])
  t.match(ofGroup('KIOSKS'), [{ kind: 'stranded', diagnosis: 'mode-never-told' }])
  t.strictSame(ofGroup('EASTERN'), [], 'and none whose site stays as it is')
})

void t.test('several clients of each group come to the numbers of one', async (t) => {
  const [one, three] = [await run(centralAlone), await run(centralAlone, { sample: 3 })]
  t.strictSame(three.summary, one.summary)
  t.strictSame(three.changes.map(inOneLine), one.changes.map(inOneLine))
  t.strictSame(three.differing, [])
  holdsTogether(t, three)
})

void t.test('clients that draw lots among equal distribution points of two sites may differ', async (t) => {
  const boundaries = [{ subnet: '10.0.0.0/16' }]
  const content = { roles: ['standard-distribution-point' as const], packages: ['CEN00001'] }
  const { hierarchy: overlapping } = parseHierarchy({
    sites: [
      {
        ...{ code: 'CEN', mode: 'native', boundaries },
        systems: [
          { name: 'mp.cen', roles: ['management-point'] },
          { ...content, name: 'dp.cen' },
        ],
      },
      // In mixed mode it alone serves clients whose accounts are broken, and it is no longer in their site.
      {
        ...{ code: 'NOS', kind: 'secondary', parent: 'CEN', boundaries },
        systems: [{ ...content, name: 'dp.nos', anonymousAccess: true }],
      },
    ],
    packages: [{ id: 'CEN00001', size: '1 KiB' }],
    groups: [
      {
        ...{ name: 'OFFICE', count: 100, assignedSite: 'CEN', at: { site: 'CEN' } },
        computerAccount: 'broken',
      },
    ],
  })
  const toMixed: Switch[] = [{ site: 'CEN', mode: 'mixed' }]
  const four = await runPlan(overlapping, 'overlapping.yaml', toMixed, { cache, sample: 4 })
  const away = ['awayUntilTold']
  t.strictSame(four.differing, [
    {
      group: 1,
      clients: [
        { client: 'OFFICE-1', kinds: [...away, 'fartherContent'] },
        { client: 'OFFICE-2', kinds: [...away, 'fartherContent'] },
        { client: 'OFFICE-3', kinds: [...away, 'fartherContent'] },
        { client: 'OFFICE-4', kinds: away },
      ],
    },
  ])
  t.match(
    four.changes.filter(({ act }) => act === 'content'),
    [{ clients: 99, example: 'OFFICE-1' }],
    'the others count with the first',
  )
  holdsTogether(t, four)
})

void t.test('switches that cannot be are refused before anything is opened', async (t) => {
  const untouched = newFolder(t)
  let events = 0
  const refused = (...made: Switch[]) =>
    t.rejects(
      run(made, {
        cache: untouched,
        journal: () => (events += 1),
        progress: () => (events += 1),
      }),
      InputError,
    )
  await refused({ site: 'WST', mode: 'native' })
  await refused({ site: 'NOS', mode: 'native' })
  await refused({ site: 'XXX', mode: 'native' })
  await refused({ site: 'CEN', mode: 'mixed' })
  await refused(...centralAlone, ...centralAlone)
  t.equal(events, 0)
  t.strictSame(readdirSync(untouched), [], 'not even a certificate was made')
})

void t.test('a plan closes what it opens, and leaves the hierarchy that it was given', async (t) => {
  const open = async (): Promise<string[]> => {
    // A handle closed in one turn of the event loop leaves Node's list at the end of that turn.
    await nextTurn()
    await nextTurn()
    return process.getActiveResourcesInfo().filter((name) => /TCP|UDP|TLS/.test(name))
  }
  const before = await open()
  const modes = hierarchy.sites.map(({ mode }) => mode)
  await run(centralAlone)
  t.strictSame(await open(), before)
  t.strictSame(
    hierarchy.sites.map(({ mode }) => mode),
    modes,
  )
  t.equal(hierarchy.clients.length, 0)
})
