import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import {
  diagnose,
  diff,
  EnvironmentError,
  exerciseTables,
  explain,
  InputError,
  plan,
  probe,
  readRecording,
  reportText,
  runFleet,
  runLab,
  runScenario,
  validate,
  writeReports,
  type HierarchyInput,
  type Problem,
  type ScenarioInput,
} from '../../sim/index.ts'
import { sitemode } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'

const folder = newFolder(t)
const cache = join(folder, 'cache')

const described: HierarchyInput = {
  name: 'Two offices',
  domain: 'contoso.test',
  sites: [
    {
      code: 'NAT',
      mode: 'native',
      boundaries: [{ subnet: '10.1.0.0/16' }],
      systems: [{ name: 'mp.nat', roles: ['management-point'] }],
    },
    {
      code: 'MIX',
      mode: 'mixed',
      parent: 'NAT',
      boundaries: [{ subnet: '10.2.0.0/16' }],
      systems: [{ name: 'mp.mix', roles: ['management-point'] }],
    },
  ],
  clients: [{ name: 'PC', assignedSite: 'NAT', at: { address: '10.1.0.1' } }],
}

const contact = { client: 'PC', contact: 'management-point' } as const

function scenarioOf(...steps: ScenarioInput['steps']): ScenarioInput {
  return { name: 'PC at home', hierarchy: described, steps }
}

const answered = scenarioOf({ ...contact, expect: { outcome: 'answered' } }, contact)
const surprised = scenarioOf({ ...contact, expect: { outcome: 'withheld' } })

/** The codes of the problems with which it is refused. */
async function refusal(work: Promise<unknown>): Promise<string[]> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof InputError)) throw new Error('not refused as unusable input', { cause: error })
  return error.problems.map(({ code }) => code)
}

/** A signal, and what raises it when a work has come so far. */
function endingAfter(pieces: number): { signal: AbortSignal; progress: (done: number) => void } {
  const controller = new AbortController()
  return {
    signal: controller.signal,
    progress(done) {
      if (done === pieces) controller.abort(new Error('enough'))
    },
  }
}

void t.test('scenarios of the program run one after the other, and their steps are counted', async (t) => {
  const counted: string[] = []
  const { result, recording } = await runScenario([answered, surprised], {
    cache,
    tls: '1.3',
    progress: (done, total) => counted.push(`${done}/${total}`),
  })
  t.strictSame(counted, ['1/3', '2/3', '3/3'])
  t.match(result.summary, { scenarios: 2, passed: 1, failed: 1, steps: 3 }, 'a failed step is a result')
  t.ok(
    result.attempts.some(({ tls }) => tls?.version === 'TLSv1.3'),
    'under the settings of the options',
  )
  t.ok(recording.ended)
  t.match(await reportText(recording, 'tap'), /^not ok 2 - /m)
  t.match(await reportText(recording, 'junit'), /<testsuite/)
  t.match(await reportText(recording, 'html'), /^<!doctype html>/i)
  t.match(await reportText(recording, 'markdown'), 'PC at home')
})

void t.test('everything that is wrong is told, and warnings are handed on', async (t) => {
  const wrong = [scenarioOf({ ...contact, client: 'XX' }), join(folder, 'none.yaml')]
  t.strictSame((await refusal(runScenario(wrong))).sort(), ['file-not-found', 'unknown-client'])
  const elsewhere = scenarioOf(
    { ...contact, expect: { system: 'mp.nta' } },
    { ...contact, expect: { site: 'NTA' } },
  )
  t.strictSame(await refusal(runScenario(elsewhere)), ['unknown-system', 'unknown-site'])
  const warned: Problem[] = []
  const overlapping = { ...described, sites: described.sites.map((site) => ({ ...site })) }
  const [first, second] = overlapping.sites
  if (first && second) second.boundaries = [{ subnet: '10.1.2.0/24' }]
  await exerciseTables(overlapping, { cache, onWarning: (warning) => warned.push(warning) })
  t.match(warned, [{ code: 'overlapping-boundaries' }])
})

void t.test('a run in a folder is there line by line, with its reports', async (t) => {
  const out = join(folder, 'results')
  const { result } = await runScenario(answered, { cache, out })
  const recording = await readRecording(join(out, 'recording.ndjson'))
  t.ok(recording.ended)
  t.match(recording.run, { command: ['run', 'scenario'] })
  t.strictSame(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')), result)
  t.match(await diff(out, recording), { same: true, summary: { compared: { scenarios: 1, steps: 2 } } })
  const again = join(folder, 'again')
  const files = await writeReports(recording, again)
  t.ok(files.includes('report.html'))
  for (const file of files) t.ok(existsSync(join(again, file)), file)
  await t.rejects(writeReports(recording, join(out, 'run.json')), EnvironmentError)
  await t.rejects(runScenario(answered, { cache, out: join(out, 'run.json') }), EnvironmentError)
})

void t.test('a signal ends a run between two steps, and its recording says so', async (t) => {
  const out = join(folder, 'ended')
  await t.rejects(runScenario(answered, { cache, out, ...endingAfter(1) }), { message: 'enough' })
  const { ended, hierarchies } = await readRecording(join(out, 'recording.ndjson'))
  t.notOk(ended)
  t.equal(hierarchies[0]?.steps.length, 1)
  t.match((await runScenario(answered, { cache, out })).result.summary, { passed: 1 }, 'the folder is free')
  await t.rejects(plan(described, { to: 'native' }, { cache, ...endingAfter(1) }), { message: 'enough' })
  await t.rejects(runFleet(described, { days: 2, ...endingAfter(1) }), { message: 'enough' })
  await t.rejects(runLab({ cache, only: ['nothing-listens'], ...endingAfter(1) }), { message: 'enough' })
  await t.rejects(runLab({ signal: AbortSignal.abort(new Error('too late')) }), { message: 'too late' })
})

void t.test('the tables of the package, where no hierarchy is named', async (t) => {
  const { result } = await exerciseTables(undefined, { cache })
  t.match(result.summary, { disagree: 0, skipped: 0 })
  t.equal(result.tables.length, 5)
})

void t.test('a plan by its switches, or into a mode', async (t) => {
  const switched = await plan(described, { switches: [{ site: 'MIX', mode: 'native' }] }, { cache })
  t.match(switched, { hierarchy: 'Two offices', switches: [{ site: 'MIX', mode: 'native', refused: null }] })
  const all = await plan(described, { to: 'native' }, { cache })
  t.match(await diff(switched, all), { same: true, before: { plan: 'before' }, after: { plan: 'after' } })
  t.strictSame(await refusal(plan(described, { switches: [{ site: 'XXX', mode: 'native' }] })), [
    'unknown-site',
  ])
  const { recording } = await runScenario(answered, { cache })
  t.strictSame(await refusal(diff(recording, all)), ['recording-and-plan'])
})

void t.test('a fleet that is described here, with an expectation that does not hold', async (t) => {
  const hierarchy = join(folder, 'hierarchy.json.yaml')
  writeFileSync(hierarchy, JSON.stringify(described))
  const expect = [{ atMost: 0, act: 'policy' as const, outcome: 'answered' as const }]
  const { result, recording } = await runFleet({ hierarchy, seed: 3, expect }, { days: 2 })
  t.match(result, { days: 2, seed: 3, held: false, expectations: [{ held: false }] })
  t.strictSame(recording.fleet, result)
  t.strictSame(await refusal(runFleet(described, { days: 2, pki: folder })), ['fixed-dates'])
})

void t.test('what explain, validate, diagnose and lab resolve to is what their commands print', async (t) => {
  const printed = async (...args: string[]): Promise<unknown> =>
    JSON.parse((await sitemode(cache, ...args, '--json')).stdout) as unknown
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown
  for (const text of ['client-certificate-expired', 'roaming/same-mode', '0x80072F8F', 'HTTP Error 403.16'])
    t.strictSame(plain(await explain(text)), await printed('explain', text), text)
  t.strictSame(await refusal(explain('no code at all')), ['unknown-code'])

  const file = join(folder, 'mixd.yaml')
  writeFileSync(file, 'sites: [{ code: ABC, mode: mixed, systems: [{ name: mp, roles: [MP] }] }]\n')
  t.strictSame(plain({ files: [await validate(file)] }), await printed('validate', file))
  t.match(await validate(file), { kind: 'hierarchy', valid: false })
  t.match(await validate(file, { fix: true }), {
    valid: true,
    mended: [{ field: 'sites[0].systems[0].roles[0]' }],
  })

  const log = join(folder, 'ex100304.log')
  writeFileSync(
    log,
    '#Fields: date time s-ip cs-method cs-uri-stem s-port c-ip sc-status sc-substatus sc-win32-status\n' +
      '2010-03-04 05:06:07 10.1.0.9 GET /SMS_MP/.sms_aut 443 10.1.0.1 403 16 2148204809\n',
  )
  t.strictSame(plain(await diagnose(log)), await printed('diagnose', log))
  t.strictSame(await refusal(diagnose([log, file])), ['no-log'])
  const unreadable: string[] = []
  const { files } = await diagnose([log, file], { onUnreadable: ({ message }) => unreadable.push(message) })
  t.match(files, [{ file: log }])
  t.equal(unreadable.length, 1)

  const only = ['http-to-https-port'] as const
  const { summary } = await runLab({ cache, only })
  t.match(await printed('lab', '--only', ...only), { summary })
})

void t.test('a probe of nothing, and of what is no URL', async (t) => {
  const refused = await probe('http://localhost:9/', { address: '127.0.0.1', timeout: 1000 })
  t.match(refused, { outcome: 'failed', client_end: { code: 'ECONNREFUSED' } })
  t.strictSame(await refusal(probe('mp.contoso.com')), ['unusable-url'])
  t.strictSame(await refusal(probe('https://me:secret@mp.contoso.com/')), ['unusable-url'])
})
