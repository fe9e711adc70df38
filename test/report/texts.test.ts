import t from 'tap'
import { Parser } from 'tap-parser'
import type { Attempt } from '../../sim/evidence/attempt.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import { matrixText } from '../../sim/report/matrix-text.ts'
import { runPretty } from '../../sim/report/run-pretty.ts'
import type { RunResult } from '../../sim/report/run-result.ts'
import { runTap } from '../../sim/report/run-tap.ts'
import { runMatrix } from '../../sim/scenario/matrix.ts'

void t.test('the matrix fits 80 columns and names the cell that disagrees', async (t) => {
  const { hierarchy } = parseHierarchy({
    sites: [
      {
        code: 'ABC',
        mode: 'native',
        systems: [
          { name: 'mp', roles: ['management-point'], listen: { protocol: 'http' } },
          { name: 'mp-of-a-rather-long-name', roles: ['management-point'] },
        ],
      },
    ],
  })
  await using running = await openHierarchy(hierarchy, { cache: false })
  const text = matrixText(await runMatrix(running, 'one.yaml'))
  const tables = text.split('\n').filter((line) => /^[┌│├└]/u.test(line))
  t.ok(tables.length > 20)
  for (const line of tables) t.equal(line.length, 80, line)
  for (const line of text.split('\n')) t.ok(line.length <= 80, line)
  t.match(text, /disagrees: within-assigned-site \/ management-point \/ native\n {2}documented HTTPS/)
  t.match(text, /≠ observed HTTPS/)
  t.match(text, /skipped: no mixed-mode site/)
  t.notOk(text.includes('\u001b'), 'no colour where it is not asked for')
})

const failed: Attempt = {
  id: 'a1',
  client: 'PC-1',
  clientMode: 'native',
  forced: false,
  role: 'management-point',
  relation: 'assigned',
  site: 'NAT',
  system: 'mp.sitemode.test',
  protocol: 'https',
  url: 'https://mp.sitemode.test:8443/',
  outcome: 'failed',
  why: 'A sentence of the documentation.',
  rule: 'within-assigned-site/site-mode',
  status: null,
  substatus: null,
  client_end: { stage: 'tls', code: 'ECONNRESET', message: 'reset', received: 0, own: null },
  server_end: { stage: 'tls', code: 'CERT_HAS_EXPIRED', message: 'expired' },
  diagnosis: 'client-certificate-expired',
  tls: null,
  after: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
}

const result: RunResult = {
  scenarios: [
    {
      file: 'one.yaml',
      name: 'Number #1 \\ of\ntwo',
      cites: null,
      passed: false,
      steps: [
        {
          name: 'a step # TODO nothing',
          passed: false,
          expected: { outcome: 'answered' },
          observed: { outcome: 'failed' },
          attempts: ['a1'],
        },
        {
          name: 'nobody there',
          passed: false,
          expected: {},
          observed: {},
          attempts: [],
          problem: 'no such thing',
        },
      ],
    },
    {
      file: 'two.yaml',
      name: 'Number 2',
      cites: null,
      passed: true,
      steps: [{ name: 'fine', passed: true, expected: {}, observed: {}, attempts: [] }],
    },
  ],
  attempts: [failed],
  summary: { scenarios: 2, passed: 1, failed: 1, steps: 3, attempts: 1, durationMs: 1 },
}

type TapEvent = [kind: string, what: unknown]

function pointsIn(events: TapEvent[]) {
  return events.flatMap(([kind, what]) =>
    kind === 'assert' ? [what as { name: string; todo: unknown }] : [],
  )
}

void t.test('a parser of TAP reads what the tap reporter writes', (t) => {
  const results = Parser.parse(runTap(result)) as TapEvent[]
  const points = pointsIn(results)
  t.match(points, [
    { ok: false, id: 1, name: 'Number #1 \\ of two (one.yaml)' },
    { ok: true, id: 2, name: 'Number 2 (two.yaml)' },
  ])
  t.strictSame(
    points.map(({ todo }) => todo),
    [false, false],
    'a name is no directive',
  )
  const steps = results.flatMap(([kind, child]) => (kind === 'child' ? pointsIn(child as TapEvent[]) : []))
  t.match(steps[0], {
    ok: false,
    name: 'a step # TODO nothing',
    diag: { expected: { outcome: 'answered' }, observed: { outcome: 'failed' }, attempts: [{ id: 'a1' }] },
  })
  t.end()
})

void t.test('a failed step is told with both ends and the rule', (t) => {
  const text = runPretty(result)
  t.match(text, 'outcome: expected answered, observed failed')
  t.match(text, "the client's certificate has expired (client ECONNRESET, server CERT_HAS_EXPIRED)")
  t.match(text, 'rule: A sentence of the documentation.')
  t.match(text, 'no such thing')
  t.match(text, '1 of 2 scenarios passed')
  t.end()
})
