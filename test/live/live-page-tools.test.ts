import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readRecording } from '../../sim/evidence/recording/recording-text.ts'
import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import { runScenarios } from '../../sim/scenario/run-scenarios.ts'
import { newFolder } from '../new-folder.ts'
import { openPage } from './opened-page.ts'

const { running, page, recorded } = await openPage(t, 'scenarios/hierarchies/fjords.yaml')

const get = (path: string): Promise<Response> => fetch(`${page.url}${path}`)
const textAt = async (path: string): Promise<string> => (await get(path)).text()

async function step(written: object): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify(written)
  const reply = await fetch(`${page.url}steps`, { method: 'POST', headers, body })
  await reply.arrayBuffer()
  return reply.status
}

/** What a person clicks through in an afternoon: every kind of menu, and some of what goes wrong. */
const clicks = [
  { client: 'LAPTOP', start: true },
  { client: 'LAPTOP', contact: 'management-point' },
  { client: 'LAPTOP', requestPolicy: true },
  { client: 'LAPTOP', getContent: 'CEN00001' },
  { client: 'LAPTOP', move: { site: 'BGO' } },
  { client: 'LAPTOP', contact: 'management-point', relation: 'resident' },
  { client: 'LAPTOP', contact: 'management-point', relation: 'resident', force: true },
  { client: 'LAPTOP', getContent: 'CEN00002' },
  { break: { system: 'mp.osl', fault: 'reset-in-handshake' } },
  { client: 'LAPTOP', requestPolicy: true },
  { repair: { system: 'mp.osl' } },
  { client: 'KIOSK', contact: 'management-point' },
  { setMode: { site: 'BGO', mode: 'native' } },
  { client: 'KIOSK', contact: 'management-point' },
  { setMode: { site: 'CEN', mode: 'mixed' } },
  { client: 'DESKTOP', start: true },
  { client: 'NEW', assign: 'auto' },
  { revoke: { client: 'LAPTOP' } },
  { client: 'LAPTOP', requestPolicy: true },
  { advance: '25 h' },
  { client: 'DEVICE', sendState: true },
  { client: 'TRAVELLER', requestPolicy: true },
  { approve: 'LAB' },
] as const

void t.test('a scenario downloaded after twenty clicks runs and passes as it stands', async (t) => {
  for (const click of clicks) t.equal(await step(click), 200, JSON.stringify(click))
  const file = join(newFolder(t), 'scenario.yaml')
  const text = await textAt('scenario.yaml')
  writeFileSync(file, text)
  const { scenario, written } = await loadScenario(file)
  t.equal(scenario.hierarchy.name, 'Fjords')
  const outcomes = new Set(written.steps.map(({ expect }) => expect?.outcome))
  for (const outcome of ['answered', 'failed', 'withheld'] as const) t.ok(outcomes.has(outcome), outcome)
  t.ok(
    written.steps.some(({ expect }) => expect?.diagnosis === 'handshake-reset'),
    'the diagnosis is expected',
  )
  const { steps } = recorded
  const impossible = steps.filter(({ problem }) => problem !== undefined)
  t.equal(written.steps.length, clicks.length - impossible.length)
  if (impossible.length > 0) t.match(text, `# Left out: ${impossible.length} of ${clicks.length} steps`)
  const { summary, scenarios } = await runScenarios([scenario], { cache: newFolder(t) })
  const failed = scenarios.flatMap((one) => one.steps.filter((step) => !step.passed))
  t.strictSame(failed, [])
  t.match(summary, { passed: 1, failed: 0 })
})

void t.test('the recording and the HTTP archive can be downloaded without a folder for them', async (t) => {
  const { hierarchies, ended } = readRecording(await textAt('recording.ndjson'))
  t.equal(ended, true)
  t.strictSame(
    hierarchies.flatMap(({ attempts }) => attempts.map(({ attempt }) => attempt.id)),
    running.attempts.map(({ id }) => id),
  )
  const { log } = (await (await get('requests.har')).json()) as { log: { entries: { _attempt: string }[] } }
  const made = recorded.attempts.flatMap(({ attempt, exchanges }) => exchanges.map(() => attempt.id))
  t.strictSame(
    log.entries.map(({ _attempt }) => _attempt),
    made,
  )
  t.equal((await get('capture.pcapng')).status, 404, 'nothing was captured')
})

void t.test('the picture goes back to an earlier moment', async (t) => {
  const switched = recorded.lines.find(({ type }) => type === 'sites')
  if (!switched) throw new Error('no site has switched')
  const modeAt = async (sequence: number): Promise<string | undefined> =>
    /class="site (\w+)" data-site="BGO"/.exec(await textAt(`state?at=${sequence}`))?.[1]
  t.equal(await modeAt(switched.sequence - 1), 'mixed')
  t.equal(await modeAt(switched.sequence), 'native')
  const moved = recorded.lines.find((line) => line.type === 'client' && line.client.residentSite === 'BGO')
  if (moved?.type !== 'client') throw new Error('no client has moved')
  const titleAt = async (sequence: number): Promise<string | undefined> =>
    new RegExp(`<title>${moved.client.name}: [^<]*, at ([^,]*),`).exec(
      await textAt(`state?at=${sequence}`),
    )?.[1]
  t.equal(await titleAt(moved.sequence), moved.client.at)
  t.not(await titleAt(moved.sequence - 1), moved.client.at)
})

void t.test('a row opens to both ends, and to what repeats it by hand', async (t) => {
  const failed = running.attempts.find(({ diagnosis }) => diagnosis === 'handshake-reset')
  const html = await textAt(`entries/${failed?.id}`)
  t.match(html, 'The client’s end saw')
  t.match(html, 'The server’s end saw')
  t.match(html, 'To do')
  t.match(html, 'openssl s_client -connect')
  t.match(html, '--cert pki/clients/LAPTOP.pem --key pki/clients/LAPTOP.key')
  t.equal((await get('entries/a999')).status, 404)
  t.equal((await get('entries/nonsense')).status, 404)
})

void t.test('menus are of what the hierarchy has, and of nothing else', async (t) => {
  const site = await textAt('menu?site=HAU')
  t.match(site, 'Switch to native mode')
  t.notMatch(site, 'Switch to mixed mode')
  t.notMatch(await textAt('menu?site=VOS'), 'Switch to', 'a secondary site has its parent’s mode')
  const ofClient = await textAt('menu?client=LAPTOP')
  for (const words of ['Move', 'Contact', 'CEN00001', 'Request policy', 'Revoke its certificates'])
    t.match(ofClient, words)
  t.notMatch(ofClient, 'KIOSK', 'no list of other clients')
  t.match(await textAt('menu?system=mp.osl.fjords.test'), 'reset-in-handshake')
  t.match(await textAt('menu?system=crl'), 'list-expired')
  for (const unknown of ['client=NOBODY', 'site=XXX', 'system=mp.nowhere', '']) {
    t.equal((await get(`menu?${unknown}`)).status, 404, unknown)
  }
  t.match(await textAt('found?text=lap'), /data-name="LAPTOP".*data-name="LAPTOP-HTTP"/s)
  t.match(await textAt('found?text=nobody'), 'nothing of this name')
})

void t.test('the text of a scenario is read, or its mistakes told by line', async (t) => {
  const read = async (body: string): Promise<unknown> =>
    (await fetch(`${page.url}scenario`, { method: 'POST', body })).json()
  t.match(await read(`name: x\nhierarchy: y.yaml\nsteps:\n  - { client: LAPTOP, start: true }\n`), {
    note: /run on Fjords/,
    steps: [{ name: 'LAPTOP starts', line: 4, written: { client: 'LAPTOP', start: true } }],
  })
  t.match(await read('steps:\n  - { client: LAPTOP, start: true }\n  - { client: LAPTO, start: true }\n'), {
    problems: [{ line: 3, message: /did you mean LAPTOP/ }],
  })
  t.match(await read('steps:\n  - { client: LAPTOP, contct: management-point }\n'), {
    problems: [{ line: 2 }],
  })
  t.match(await read('steps: [\n'), { problems: [{ message: /./ }] })
  t.match(await read(''), { problems: [{ message: /./ }] })
  const long = await fetch(`${page.url}scenario`, { method: 'POST', body: '#'.repeat(2 ** 20 + 1) })
  t.equal(long.status, 413)
})
