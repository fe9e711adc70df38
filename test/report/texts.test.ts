import t from 'tap'
import { Parser } from 'tap-parser'
import type { Attempt } from '../../sim/evidence/attempt.ts'
import { catalogue, catalogueSections } from '../../sim/evidence/catalogue.ts'
import { explain, explainableCodes } from '../../sim/evidence/explanation/explain.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import { catalogueText, entryText, explanationText } from '../../sim/report/terminal/catalogue-text.ts'
import { colorsOf } from '../../sim/report/terminal/colors.ts'
import { matrixText, refusalsText } from '../../sim/report/terminal/matrix-text.ts'
import { runPretty } from '../../sim/report/terminal/run-pretty.ts'
import type { StepResult } from '../../sim/evidence/results.ts'
import type { RunResult } from '../../sim/report/run-result.ts'
import { runTap } from '../../sim/report/run-tap.ts'
import { runMatrix } from '../../sim/scenario/matrix.ts'

const plain = colorsOf({ stdout: {}, env: {} })

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
  const text = matrixText(await runMatrix(running, 'one.yaml'), plain)
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
  told: null,
  url: 'https://mp.sitemode.test:8443/',
  outcome: 'failed',
  contradiction: null,
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
          client: 'PC-1',
          passed: false,
          expected: { outcome: 'answered' },
          observed: { outcome: 'failed' },
          attempts: ['a1'],
          story: [
            {
              sentence: 'PC-1 turned to it. A sentence.',
              rule: 'within-assigned-site/site-mode',
              attempt: 'a1',
            },
          ],
        },
        {
          name: 'nobody there',
          client: 'PC-1',
          passed: false,
          expected: {},
          observed: {},
          attempts: [],
          story: [{ sentence: 'PC-1 found nobody.', rule: null, attempt: null }],
          problem: 'no such thing',
        },
      ],
    },
    {
      file: 'two.yaml',
      name: 'Number 2',
      cites: null,
      passed: true,
      steps: [
        { name: 'fine', client: null, passed: true, expected: {}, observed: {}, attempts: [], story: [] },
      ],
    },
  ],
  attempts: [failed],
  summary: { scenarios: 2, passed: 1, failed: 1, steps: 3, gotNothing: 0, attempts: 1, durationMs: 1 },
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
    { ok: false, id: 1, name: 'Number #1 \\ of\\ntwo (one.yaml)' },
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

/** With whatever lines were broken for the width made whole. */
function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}

void t.test('a failed step is told with the story up to it, the rule and both ends', (t) => {
  const text = inOneLine(runPretty(result, plain))
  t.match(
    text,
    '✗ a step # TODO nothing outcome expected answered observed failed - PC-1 turned to it. A sentence. ' +
      'within-assigned-site/site-mode, a1 failed: client-certificate-expired ' +
      '(client ECONNRESET, server CERT_HAS_EXPIRED)',
  )
  t.match(text, /✗ nobody there no such thing - PC-1 turned to it\. .* - PC-1 found nobody\./)
  t.match(text, '1 of 2 scenarios passed')
  t.end()
})

void t.test('only the end of a long story is shown, with the command that shows the rest', (t) => {
  const lines = Array.from({ length: 12 }, (_, index) => ({
    sentence: `Line ${index}.`,
    rule: null,
    attempt: null,
  }))
  const step = { client: 'PC-1', expected: {}, observed: {}, attempts: [] }
  const steps = [
    { ...step, name: 'before', passed: true, story: lines },
    {
      ...step,
      name: 'of another',
      client: 'PC-2',
      passed: true,
      story: [{ ...lines[0], sentence: 'Other.' }],
    },
    { ...step, name: 'after', passed: false, problem: 'no such thing', story: [] },
  ] as StepResult[]
  const scenarios = [{ file: 'one.yaml', name: 'One', cites: null, passed: false, steps }]
  const text = runPretty({ ...result, scenarios }, plain)
  t.match(text, '(4 lines before; sitemode trace one.yaml --client PC-1 tells them)')
  t.strictSame(
    text.match(/Line \d+/g),
    [4, 5, 6, 7, 8, 9, 10, 11].map((index) => `Line ${index}`),
  )
  t.notMatch(text, 'Other.')
  t.end()
})

void t.test('each sort of failure is told with what to do', (t) => {
  const text = refusalsText(
    [failed, { ...failed, id: 'a2' }, { ...failed, id: 'a3', diagnosis: 'unexplained' }],
    plain,
  )
  t.match(
    text,
    "client-certificate-expired (2×): the client's certificate has expired\n  client  tls     ECONNRESET\n",
  )
  t.match(text, /server {2}tls {5}CERT_HAS_EXPIRED\n {2}to do {3}Renew the client's certificate/)
  t.match(text, 'unexplained (1×): no entry of the catalogue explains it')
  t.equal(text.match(/to do/g)?.length, 1, 'nobody knows what to do about what nobody can explain')
  t.end()
})

void t.test('every explanation fits 80 columns', (t) => {
  const texts = [
    catalogueText(catalogueSections, plain),
    ...catalogue.map((entry) => entryText(entry, plain)),
    ...explainableCodes().map((code) => explanationText(explain(code), plain)),
  ]
  const tooLong = texts.flatMap((text) => text.split('\n').filter((line) => line.length > 80))
  t.strictSame(tooLong, [])
  t.notOk(texts.some((text) => /undefined|\[object|NaN/.test(text)))
  t.end()
})

void t.test('the catalogue is told by sort, an entry whole', (t) => {
  const whole = catalogueText(catalogueSections, plain)
  for (const { id } of catalogue) t.match(whole, new RegExp(`^  ${id} `, 'm'))
  t.match(whole, /^Revocation lists\n {2}revocation-list-unreachable/m)
  const entry = catalogue.find(({ id }) => id === 'revocation-list-unreachable')
  const text = entry ? entryText(entry, plain) : ''
  for (const told of [
    /^revocation-list-unreachable: the revocation list cannot be fetched$/m,
    /^ {2}who acts {4}the certification authority$/m,
    /^ {2}to do {7}Publish the revocation list/m,
    /^ {2}look at {5}Fetch the URL/m,
    /^ {2}refused by status\n {2}client {6}http: 403\.13\n {2}server {6}tls: UNABLE_TO_GET_CRL$/m,
    /12175 ERROR_WINHTTP_SECURE_FAILURE,\n +WINHTTP_CALLBACK_STATUS_FLAG_CERT_REV_FAILED$/m,
    /403\.13, sc-win32-status 2148081683$/m,
    /CcmExec\.log: \[CCMHTTP\] :\s+WINHTTP_CALLBACK_STATUS_FLAG_CERT_REV_FAILED is set \(documented\)/,
    /^ {2}state {7}1000\/2$/m,
    /^ {2}how sure {4}documented$/m,
  ])
    t.match(text, told)
  t.end()
})

void t.test('a code is told as what it can be, never as what it is', (t) => {
  const text = explanationText(explain('403.13'), plain)
  t.match(text, /^403\.13 \(status of the web server\): the client certificate was revoked/)
  t.match(text, /^It can be any of these 6,/m)
  t.match(text, /^revocation-list-unreachable: .*\n {2}look at .*\n(.*\n)? {2}to do /m)
  t.match(text, /^or\n {2}\S+: /m, 'of the last only what it is')
  t.match(
    explanationText(explain('0x87D00282'), plain),
    'Of the failures in the catalogue, it can be this one:',
  )
  t.match(explanationText(explain('1000/1'), plain), 'The catalogue has no failure that shows like this.')
  t.end()
})

void t.test(
  'colour is decided for each output: by what is asked for, and else by whether it is a terminal',
  (t) => {
    const terminal = { isTTY: true }
    for (const [stdout, env, colored] of [
      [terminal, {}, true],
      [{}, {}, false],
      [{ isTTY: false }, { CI: 'true' }, false],
      [terminal, { NO_COLOR: '1' }, false],
      [terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
      [terminal, { NO_COLOR: '' }, true],
      [terminal, { FORCE_COLOR: '0' }, false],
      [{}, { FORCE_COLOR: '1' }, true],
    ] as const) {
      const text = runPretty(result, colorsOf({ stdout, env }))
      t.equal(text.includes('\u001b['), colored, JSON.stringify({ stdout, env }))
    }
    t.end()
  },
)
