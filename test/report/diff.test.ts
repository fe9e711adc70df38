import t from 'tap'
import type { Attempt } from '../../sim/evidence/attempt.ts'
import type { RecordedLine } from '../../sim/evidence/recording/event.ts'
import { lineText, numbered, readRecording } from '../../sim/evidence/recording/recording-text.ts'
import type { StepResult } from '../../sim/evidence/results.ts'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import { diffOf, type Change, type Diff } from '../../sim/report/diff/compare.ts'
import { diffText } from '../../sim/report/terminal/diff-text.ts'
import { colorsOf } from '../../sim/report/terminal/colors.ts'
import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import { runMatrix } from '../../sim/scenario/matrix.ts'
import { recordScenarios } from '../../sim/scenario/run-scenarios.ts'
import { recordRun } from './recorded.ts'

const names = ['mobile-device', 'native-client-with-http-in-mixed-site']

/** A run of two scenarios and of the tables. */
async function recordedLines(): Promise<RecordedLine[]> {
  const lines: RecordedLine[] = []
  const journal = numbered('test', (line) => lines.push(line))
  recordRun(journal)
  const loaded = await Promise.all(names.map((name) => loadScenario(`scenarios/${name}.yaml`)))
  const scenarios = loaded.map(({ scenario }) => scenario)
  const firstAttempt = 1 + (await recordScenarios(scenarios, { journal }))
  const file = 'scenarios/hierarchies/two-modes.yaml'
  await using running = await openHierarchy((await loadHierarchy(file)).hierarchy, { journal, firstAttempt })
  const { tables } = await runMatrix(running, file)
  journal({ type: 'tables', hierarchy: file, tables })
  journal({ type: 'ended', durationMs: 0 })
  return lines
}

const lines = await recordedLines()

function textOf(of: readonly RecordedLine[]): string {
  return of.map(lineText).join('')
}

function compared(before: string, after: string): Diff {
  return diffOf(
    { name: 'expected', recording: readRecording(before) },
    { name: 'now', recording: readRecording(after) },
  )
}

const whole = textOf(lines)

/** Compares the run with a copy of its lines, changed. */
function changed(change: (copy: RecordedLine[]) => RecordedLine[]): Diff {
  return compared(whole, textOf(change(structuredClone(lines))))
}

/** Compares the run with one in which an attempt ended in another way. */
function withAttempt(id: string, change: (attempt: Attempt) => void): Diff {
  return changed((copy) => {
    for (const line of copy) if (line.type === 'attempt' && line.attempt.id === id) change(line.attempt)
    return copy
  })
}

function stepsIn(of: readonly RecordedLine[]): StepResult[] {
  return of.flatMap((line) => (line.type === 'step-ended' ? [line.step] : []))
}

/** The first step for which this is so, and its place among the lines. */
function stepWhere(is: (step: StepResult) => boolean): { step: StepResult; place: number } {
  for (const [place, line] of lines.entries()) {
    if (line.type === 'step-ended' && is(line.step)) return { step: line.step, place }
  }
  throw new Error('there is no such step')
}

/** What makes two runs of the same differ, and nothing else. */
function elsewhereAndLater(text: string): string {
  return text
    .replaceAll(/127\.\d+\.\d+\.(\d+)/g, '127.200.201.$1')
    .replaceAll(/(?<=:)\d{4,5}(?=[/"])/g, '61234')
    .replaceAll(/(?<="(?:serverPort|clientPort|port|durationMs|ms|received)":)[\d.]+/g, '4711')
    .replaceAll(/\d{4}(?=-\d\d-\d\dT)/g, '2031')
    .replaceAll(/"a(\d+)"/g, (_, number: string) => `"a${Number(number) + 1000}"`)
    .replaceAll(/"message":"[^"]*"/g, '"message":"in other words"')
    .replaceAll(/"run":"test"/g, '"run":"other"')
}

void t.test('times, ports, addresses and ids are not compared', (t) => {
  t.strictSame(compared(whole, whole).changes, [])
  const other = elsewhereAndLater(whole)
  t.not(other, whole)
  t.match(other, '127.200.201.')
  const diff = compared(whole, other)
  t.strictSame(diff.changes, [])
  t.ok(diff.same)
  t.match(diff, {
    before: { recording: 'expected', cutShort: false },
    after: { recording: 'now', cutShort: false },
    summary: { changes: 0, compared: { scenarios: 2, steps: stepsIn(lines).length, cells: 38 } },
  })
  t.end()
})

void t.test('a step that is inserted is added, and no other is changed', (t) => {
  for (const [place, line] of lines.entries()) {
    if (line.type !== 'step-ended') continue
    const diff = changed((copy) => copy.toSpliced(place, 0, { ...line, step: { ...line.step, line: 999 } }))
    t.equal(diff.changes.length, 1, line.step.name)
    t.match(diff.changes, [{ kind: 'added', step: line.step.name, client: line.step.client, before: null }])
    const back = changed((copy) => copy.toSpliced(place, 1))
    t.match(back.changes, [{ kind: 'missing', step: line.step.name, after: null }])
    t.match(back.summary, { changes: 1, changed: 0, added: 0, missing: 1 })
  }
  t.end()
})

void t.test('a step that has another name is missing, and added', (t) => {
  const { place } = stepWhere(({ attempts }) => attempts.length > 0)
  const { changes } = changed((copy) => {
    const line = copy[place]
    if (line?.type === 'step-ended') line.step.name = 'Renamed'
    return copy
  })
  t.strictSame(changes.map(({ kind }) => kind).sort(), ['added', 'missing'])
  t.end()
})

/** What may become of an attempt, and the fact that tells it. */
const otherEndings: readonly [fact: string, (attempt: Attempt) => void][] = [
  ['outcome', (attempt) => (attempt.outcome = 'failed')],
  ['diagnosis', (attempt) => (attempt.diagnosis = 'handshake-reset')],
  ['contradiction', (attempt) => (attempt.contradiction = 'the client says one thing')],
  ['rule', (attempt) => (attempt.rule = 'roaming/same-mode')],
  ['clientMode', (attempt) => (attempt.clientMode = attempt.clientMode === 'mixed' ? 'native' : 'mixed')],
  ['status', (attempt) => (attempt.status = 500)],
  ['substatus', (attempt) => (attempt.substatus = 99)],
  ['told', (attempt) => (attempt.told = { by: 'wins', attempt: null, at: '2031-01-01T00:00:00.000Z' })],
  ['serverSaw', (attempt) => (attempt.server_end = { stage: 'tls', code: 'X', message: '' })],
  [
    'clientSaw',
    (attempt) =>
      (attempt.client_end = {
        stage: 'tls',
        code: 'X',
        message: '',
        received: 0,
        own: null,
        answering: true,
      }),
  ],
]

void t.test('every other end of an attempt is told with its step, and by that fact alone', (t) => {
  const { step } = stepWhere(({ observed }) => observed.protocol === 'https')
  const [id = ''] = step.attempts
  for (const [fact, change] of otherEndings) {
    const { changes } = withAttempt(id, change)
    t.match(
      changes.map((one) => [one.kind, one.step, one.client]),
      [['changed', step.name, step.client]],
      fact,
    )
    const [attempt] = changes[0]?.attempts ?? []
    t.equal(attempt?.before?.id, id)
    const { before, after } = attempt ?? {}
    const different = Object.keys(before ?? {}).filter((key) => before?.[key] !== after?.[key])
    t.strictSame(different, [fact])
  }
  const verified = withAttempt(id, ({ tls }) => {
    if (tls) tls.clientCertificate = !tls.clientCertificate
  })
  t.match(verified.changes[0]?.attempts, [{ client: step.client, after: { clientCertificate: false } }])
  const other = withAttempt(id, ({ tls }) => {
    if (tls) Object.assign(tls, { version: 'TLSv1.3', cipher: 'other', resumed: true })
  })
  t.ok(other.same, 'how the connection was protected is no end')
  t.end()
})

void t.test('an attempt by another protocol, or at another system, is another attempt', (t) => {
  const { step } = stepWhere(({ observed }) => observed.protocol === 'https')
  const [id = ''] = step.attempts
  for (const change of [
    (attempt: Attempt) => (attempt.protocol = 'smb'),
    (attempt: Attempt) => (attempt.system = 'other.contoso.test'),
  ]) {
    const [{ attempts } = noChange] = withAttempt(id, change).changes
    t.equal(attempts.filter(({ before }) => before === null).length, 1)
    t.equal(attempts.filter(({ after }) => after === null).length, 1)
  }
  t.end()
})

const noChange: Pick<Change, 'attempts'> = { attempts: [] }

void t.test('a step that was observed otherwise, or left its client elsewhere', (t) => {
  const { step, place } = stepWhere(({ observed }) => observed.protocol === 'https')
  const observed = changed((copy) => {
    const line = copy[place]
    if (line?.type === 'step-ended') {
      line.step = { ...line.step, passed: false, observed: { ...line.step.observed, outcome: 'failed' } }
    }
    return copy
  })
  t.match(observed.changes, [
    {
      step: step.name,
      before: { verdict: 'passed', outcome: 'answered' },
      after: { verdict: 'failed', outcome: 'failed' },
      attempts: [],
    },
  ])
  const moved = lines.findIndex(({ type }, at) => type === 'client' && lines[at + 1]?.type === 'step-ended')
  const left = changed((copy) => {
    const line = copy[moved]
    if (line?.type === 'client') line.client = { ...line.client, at: 'elsewhere', residentSite: 'XYZ' }
    return copy
  })
  t.match(left.changes, [{ after: { residentSite: 'XYZ' } }])
  t.equal(left.changes.length, 1)
  const elsewhere = changed((copy) => {
    const line = copy[moved]
    if (line?.type === 'client') line.client = { ...line.client, at: 'elsewhere' }
    return copy
  })
  t.ok(elsewhere.same, 'but no address')
  t.end()
})

void t.test('a problem is compared without its addresses', (t) => {
  const { place } = stepWhere(({ attempts }) => attempts.length > 0)
  const withProblem = (problem: string): string => {
    const copy = structuredClone(lines)
    const line = copy[place]
    if (line?.type === 'step-ended') line.step = { ...line.step, passed: false, problem }
    return textOf(copy)
  }
  const stray = (id: number, port: number): string =>
    `a${id}: mp accepted a connection on port ${port} from 127.0.${id}.1:${port} that no attempt accounts for`
  const [one, same] = [withProblem(stray(1, 8080)), withProblem(stray(7, 9090))]
  t.ok(compared(one, same).same)
  t.match(compared(whole, one).changes, [
    {
      before: { problem: null },
      after: { problem: '…: mp accepted a connection on port … from … that no attempt accounts for' },
    },
  ])
  t.end()
})

void t.test('scenarios are found again by name and file, by name, or by file', (t) => {
  const rename = (from: RegExp, to: string): Diff => compared(whole, whole.replaceAll(from, to))
  t.ok(rename(/"file":"scenarios\//g, '"file":"elsewhere/').same, 'in another folder')
  t.ok(rename(/(?<="file":"scenarios\/mobile-device.yaml","name":)"[^"]*"/g, '"Renamed"').same)
  const opened = lines.flatMap(({ type }, place) => (type === 'scenario' ? [place] : []))
  const [first = 0, second = 0] = opened
  const end = lines.findIndex(({ type }, place) => place > second && type === 'scenario-ended') + 1
  const turned = changed((copy) => [
    ...copy.slice(0, first),
    ...copy.slice(second, end),
    ...copy.slice(first, second),
    ...copy.slice(end),
  ])
  t.ok(turned.same, 'in any order')
  const gone = changed((copy) => copy.toSpliced(second, end - second))
  t.match(gone.changes, [
    { kind: 'missing', step: null, cell: null, file: /native-client-with-http/, after: null },
  ])
  t.equal(gone.changes.length, 1, 'told once, and not by each of its steps')
  t.equal(gone.summary.compared.scenarios, 1)
  t.end()
})

void t.test('cells are compared, with their attempts', (t) => {
  const tables = lines.find((line) => line.type === 'tables')
  const [table] = tables?.tables ?? []
  const [row] = table?.rows ?? []
  const [column, cell] = Object.entries(row?.cells ?? {})[0] ?? ['']
  const place = { table: table?.id, siteSystem: row?.siteSystem, column }
  const disagrees = changed((copy) => {
    const copied = copy.find((line) => line.type === 'tables')?.tables[0]?.rows[0]?.cells[column]
    if (copied) Object.assign(copied, { agrees: false, observed: [] })
    return copy
  })
  t.match(disagrees.changes, [
    {
      scenario: null,
      step: null,
      cell: place,
      before: { agrees: true },
      after: { agrees: false, observed: '' },
    },
  ])
  t.equal(disagrees.changes.length, 1)
  const other = withAttempt(cell?.attempts[0] ?? '', (attempt) => (attempt.status = 500))
  t.match(other.changes, [{ cell: place, attempts: [{ after: { status: 500 } }] }])
  t.match(other.summary.clients, [{ changes: 1 }], 'the client of the attempt')
  const without = changed((copy) => copy.filter(({ type }) => type !== 'tables'))
  t.match(without.changes, [
    { kind: 'missing', scenario: null, step: null, cell: null, before: { cells: 38 } },
  ])
  t.end()
})

void t.test('a run that was cut short lacks its last steps', (t) => {
  const last = lines.findLastIndex(({ type }) => type === 'step-ended')
  const diff = changed((copy) => copy.slice(0, last))
  t.strictSame(
    diff.changes.map(({ kind, cell, step }) => [kind, cell, step]),
    [
      ['missing', null, stepsIn(lines).at(-1)?.name],
      ['missing', null, null],
    ],
    'the step, and the tables',
  )
  t.ok(diff.after.cutShort)
  t.end()
})

void t.test('the words name what differs, whose it is, and what to do', (t) => {
  const { step } = stepWhere(({ observed }) => observed.protocol === 'https')
  const [id = ''] = step.attempts
  const diff = withAttempt(id, (attempt) => {
    Object.assign(attempt, { outcome: 'failed', diagnosis: 'server-certificate-expired' })
  })
  const colors = colorsOf({ stdout: { isTTY: false }, env: {} })
  const text = diffText(diff, colors)
  t.match(text, ` ≠ ${step.name} scenarios/`)
  t.match(text, `(${id})`)
  t.match(text, /^ +outcome +answered → failed$/m)
  t.match(text, /^ +diagnosis +none → server-certificate-expired$/m)
  t.match(text, /certificate has expired; to do \(site system\): Renew/)
  t.match(text, `Clients: ${step.client} (1)`)
  t.match(text, /\n1 ended in another way; compared: 2 scenarios, \d+ steps, 38 cells\.\n$/)
  t.match(diffText(compared(whole, whole), colors), /^Nothing ended in another way: 2 scenarios, /)
  t.end()
})

void t.test('a failure that is over has nothing to do', (t) => {
  const { step } = stepWhere(({ observed }) => observed.protocol === 'https')
  const [id = ''] = step.attempts
  const failed = structuredClone(lines)
  for (const line of failed) {
    if (line.type === 'attempt' && line.attempt.id === id)
      Object.assign(line.attempt, { outcome: 'failed', diagnosis: 'server-certificate-expired' })
  }
  const text = diffText(compared(textOf(failed), whole), colorsOf({ stdout: { isTTY: false }, env: {} }))
  t.match(text, /diagnosis +server-certificate-expired → none/)
  t.notMatch(text, 'to do')
  t.end()
})

void t.test('a hierarchy that was described differently is told once, and is no change', (t) => {
  const diff = changed((copy) => {
    for (const line of copy) {
      if (line.type !== 'opened') continue
      const [site] = line.hierarchy.sites
      if (!site) continue
      site.mode = site.mode === 'native' ? 'mixed' : 'native'
      line.hierarchy.clients.pop()
    }
    return copy
  })
  t.ok(diff.same)
  t.match(
    diff.described.filter(({ of }) => of === 'site').map(({ differing }) => differing),
    [[{ field: 'mode' }]],
    'once, though two scenarios have the hierarchy',
  )
  t.match(
    diff.described.filter(({ of }) => of === 'client'),
    [{ kind: 'missing', differing: [] }],
  )
  const text = diffText(diff, colorsOf({ stdout: { isTTY: false }, env: {} }))
  t.match(
    text,
    /^The hierarchy was described differently\n {2}site \w{3}: mode (mixed → native|native → mixed)\n/,
  )
  t.match(text, /client \S+: only in the earlier recording/)
  t.strictSame(compared(whole, whole).described, [])
  t.end()
})
