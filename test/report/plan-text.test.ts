import t from 'tap'
import { colorsOf } from '../../sim/report/terminal/colors.ts'
import { planText } from '../../sim/report/terminal/plan-text.ts'
import type { PlanRemedy, PlanResult } from '../../sim/report/plan-result.ts'
import { change, group, planOf } from './planned.ts'

const plain = colorsOf({ stdout: {}, env: {} })
const colored = colorsOf({ stdout: { isTTY: true }, env: {} })

const kiosks = group(1, { from: ['KIOSKS'], clients: 4, activeDirectory: false, certificates: [] })
const laptops = group(2, { from: ['LAPTOPS'], clients: 2, visits: ['EST'] })

const certificate: PlanRemedy = {
  id: 'certificate',
  do: 'Give each computer a certificate.',
  verified: true,
  leaves: 0,
  strands: 0,
}

const stranded = change(kiosks, 'stranded', 'never-told', {
  example: 'KIOSKS-1',
  attempts: ['a7', 'a9'],
  remedies: [
    certificate,
    { ...certificate, id: 'reinstall', do: 'Install it again.', verified: true, leaves: 3 },
  ],
})

function textOf(result: PlanResult): string {
  return planText(result, plain)
}

void t.test(
  'the answer comes first, then each cause with an example, what it rests on, and what helps',
  (t) => {
    const elsewhere = change(laptops, 'fartherContent', 'neighbour-of-other-mode', {
      act: 'content',
      content: 'CEN00001',
      visiting: 'EST',
      after: [
        { outcome: 'answered', protocol: 'http', system: 'dp.cen', site: 'CEN' },
        { outcome: 'answered', protocol: 'http', system: 'dp.cen', site: 'CEN' },
      ],
      diagnosis: null,
      rule: 'roaming/native-client-in-mixed-site',
    })
    const lines = textOf(planOf([stranded, elsewhere])).split('\n')
    t.match(lines[0], /^4 of 20 clients are stranded; 2 get content from farther away\.$/)
    t.equal(
      lines.slice(2).join('\n').trimEnd(),
      `Planned: CEN to native mode. Tried with 3 groups of clients that nothing tells
apart.

Nothing tells the client of the switch
  4 clients are stranded
  ≠ group 1 (KIOSKS): 4 clients are stranded, as KIOSKS-1
      computers of CEN, at home in CEN; do not read Active Directory;
      certificate: none; version 4.00.6487.2000
      Policy, at home (a7, a9)
        before: HTTP to mp.cen of CEN answered
        after CEN=native: HTTP to mp.cen of CEN failed
        http-to-https-port: the client spoke HTTP to a port that serves HTTPS
  to do: Give each computer a certificate. (verified: helps all)
  to do: Install it again. (verified: leaves 3 of 4 as they are)

The site that the client is in has another mode than its assigned site
  2 clients get content from farther away
  ≠ group 2 (LAPTOPS): 2 clients get content from farther away, as PC-2
      computers of CEN, at home in CEN, visit EST; certificate: good; version
      4.00.6487.2000
      Packages CEN00001, visiting EST
        before: HTTP to mp.cen of CEN answered
        after CEN=native: HTTP to dp.cen of CEN answered
        rule: roaming/native-client-in-mixed-site`,
    )
    t.ok(lines.every((line) => line.length <= 80))
    t.end()
  },
)

void t.test('each phase is shown in which something ends otherwise, by a name of its own', (t) => {
  const [http, failed] = [stranded.before, stranded.after[0] ?? stranded.before]
  const https = { ...http, protocol: 'https' as const }
  const phases = [
    'before',
    'after CEN=native',
    'told of CEN=native',
    'after TYO=native',
    'told of TYO=native',
  ]
  const away = change(laptops, 'awayUntilTold', 'not-told-yet', { after: [http, http, failed, https] })
  t.match(
    textOf(planOf([away], { phases })),
    `        before: HTTP to mp.cen of CEN answered
        after TYO=native: HTTP to mp.cen of CEN failed
        told of TYO=native: HTTPS to mp.cen of CEN answered
`,
  )
  t.end()
})

void t.test('of many, the first are shown, and the number of the others', (t) => {
  const many = Array.from({ length: 12 }, (_, index) => change(group(index + 1), 'stranded', 'never-told'))
  const text = textOf(planOf(many))
  t.equal(text.match(/^ {2}≠ /gm)?.length, 5)
  t.match(text, /^ {2}and 7 more changes: --json, --html$/m)
  t.match(textOf(planOf(many.slice(0, 6))), 'and 1 more change: ')
  t.notMatch(textOf(planOf(many.slice(0, 5))), 'more')
  t.end()
})

void t.test('the checklist shows what does not hold', (t) => {
  const item = { site: 'CEN', check: 'management-point', asks: 'It has one.', holds: true, found: 'mp.cen' }
  const text = textOf(
    planOf([], {
      preflight: [
        item,
        { ...item, site: null, holds: false, asks: 'They all do.', found: 'TYO lacks one; add it.' },
      ],
    }),
  )
  t.match(text, /^None of 20 clients loses policy or content\.$/m)
  t.match(
    text,
    'Checklist before the change: 1 of 2 hold\n  ✗ all sites: They all do. TYO lacks one; add it.\n',
  )
  t.notMatch(text, 'mp.cen')
  t.end()
})

void t.test('a group whose clients differ makes its numbers uncertain, and says so', (t) => {
  const clients = [
    { client: 'PC-1', kinds: [] },
    { client: 'PC-2', kinds: ['awayUntilTold' as const, 'losesContent' as const] },
  ]
  t.match(
    textOf(planOf([], { differing: [{ group: 3, clients }] })),
    'group 3: PC-1 is unchanged; PC-2 is away until it is told, loses content\n',
  )
  t.end()
})

void t.test('no switch, and one that is refused', (t) => {
  t.match(textOf(planOf([], { switches: [] })), 'No site changes its mode. Tried with')
  const refused = { site: 'TYO', mode: 'native' as const, refused: 'CEN first' }
  t.match(textOf(planOf([], { switches: [refused] })), 'TYO to native mode (refused: CEN first)')
  t.end()
})

void t.test('colours tell at once how bad it is', (t) => {
  const first = (result: PlanResult): string => planText(result, colored).slice(0, 5)
  t.equal(first(planOf([stranded])), colored.red('x').slice(0, 5))
  t.equal(first(planOf([change(laptops, 'awayUntilTold', 'not-told-yet')])), colored.yellow('x').slice(0, 5))
  t.equal(first(planOf([])), colored.green('x').slice(0, 5))
  t.end()
})
