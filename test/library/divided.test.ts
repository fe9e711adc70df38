import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import {
  EnvironmentError,
  InputError,
  merge,
  packetFile,
  plan,
  planTable,
  readRecording,
  runFleet,
  runLab,
  runScenario,
  serve,
  trace,
  type HierarchyInput,
  type ScenarioInput,
} from '../../sim/index.ts'
import { sitemode } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'

const folder = newFolder(t)
const cache = join(folder, 'cache')

const described: HierarchyInput = {
  name: 'An office',
  sites: [
    {
      code: 'NAT',
      mode: 'native',
      boundaries: [{ subnet: '10.1.0.0/16' }],
      systems: [{ name: 'mp', roles: ['management-point'] }],
    },
    {
      code: 'MIX',
      mode: 'mixed',
      parent: 'NAT',
      boundaries: [{ subnet: '10.2.0.0/16' }],
      systems: [{ name: 'mp.mix', roles: ['management-point'] }],
    },
  ],
  clients: [
    { name: 'PC', assignedSite: 'NAT', at: { address: '10.1.0.1' } },
    { name: 'PC2', assignedSite: 'MIX', at: { address: '10.2.0.1' } },
  ],
}
const file = join(folder, 'hierarchy.yaml')
writeFileSync(file, JSON.stringify(described))

const scenarios: ScenarioInput[] = ['answered', 'withheld'].map((outcome) => ({
  name: `expects it to be ${outcome}`,
  hierarchy: described,
  steps: [
    { client: 'PC', contact: 'management-point', expect: { outcome: outcome as 'answered' | 'withheld' } },
    { client: 'PC2', contact: 'management-point' },
  ],
}))

/** The codes of the problems with which it is refused. */
async function refusal(work: () => Promise<unknown>): Promise<string[]> {
  try {
    await work()
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ code }) => code)
    throw error
  }
  return []
}

void t.test('scenarios that a program describes come to the same in several processes', async (t) => {
  const counted: string[] = []
  const secrets: string[] = []
  const one = await runScenario(scenarios, { cache })
  const two = await runScenario(scenarios, {
    ...{ cache, jobs: 2, out: join(folder, 'run') },
    progress: (done, total) => counted.push(`${done}/${total}`),
    keyLog: (line) => secrets.push(line.toString()),
  })
  t.strictSame(counted, ['1/4', '2/4', '3/4', '4/4'])
  t.match(secrets.join(''), /^CLIENT_RANDOM [\da-f]+ [\da-f]+$/m, 'secrets come from there as well')
  const outcomes = ({ result }: typeof one) =>
    result.scenarios.map(({ passed, steps }) => [
      passed,
      steps.map(({ observed, attempts }) => [observed, attempts]),
    ])
  t.strictSame(outcomes(two), outcomes(one))
  t.equal((await readRecording(join(folder, 'run/recording.ndjson'))).hierarchies.length, 2)
  t.ok(existsSync(join(folder, 'run/report.html')))
})

void t.test('plans, fleets and the lab are divided as well', async (t) => {
  const to = { to: 'native' } as const
  const planned = await plan(described, to, { cache, jobs: 2, out: join(folder, 'plan') })
  const { summary, changes } = await plan(described, to, { cache })
  t.strictSame(planned.summary, summary)
  t.same(
    planned.changes.map(({ kind, because }) => [kind, because]),
    changes.map(({ kind, because }) => [kind, because]),
  )
  t.strictSame(
    ['plan.csv', 'plan.html', 'plan.json'].filter((name) => existsSync(join(folder, 'plan', name))).length,
    3,
  )
  const fleet = await runFleet(described, { seed: 7, jobs: 2 })
  t.equal(fleet.result.digest, (await runFleet(described, { seed: 7 })).result.digest)
  const only = ['http-to-https-port', 'connection-reset'] as const
  t.strictSame((await runLab({ cache, only, jobs: 2 })).summary, (await runLab({ cache, only })).summary)
})

void t.test('the table of a plan is the one that the command writes', async (t) => {
  const csv = join(folder, 'clients.csv')
  await sitemode(cache, 'plan', file, '--to', 'native', '--out', join(folder, 'by-command'), '--csv', csv)
  t.equal(await planTable(file, await plan(file, { to: 'native' }, { cache })), readFileSync(csv, 'utf8'))
})

void t.test('a divided work ends with the reason of its signal', async (t) => {
  const controller = new AbortController()
  const progress = (): void => controller.abort(new Error('enough'))
  const options = { jobs: 2, signal: controller.signal, progress }
  await t.rejects(runFleet(described, options), { message: 'enough' })
  await t.rejects(runScenario(scenarios, { cache, ...options }), { message: 'enough' })
})

void t.test('what cannot be divided is refused', async (t) => {
  for (const jobs of [0, 1.5, 257]) {
    t.strictSame(await refusal(() => runScenario(scenarios, { jobs })), ['out-of-range'], `${jobs}`)
  }
  const packets = packetFile(() => undefined)
  t.strictSame(await refusal(() => runScenario(scenarios, { jobs: 2, packets })), ['not-allowed'])
  t.strictSame(await refusal(() => runLab({ jobs: 2, packets })), ['not-allowed'])
  t.strictSame(await refusal(() => runScenario(scenarios, { shard: '3/2', out: folder })), ['out-of-range'])
})

void t.test('parts of a run, a plan and a fleet are left in a folder, and joined', async (t) => {
  const works = {
    run: (shard: '1/2' | '2/2', out: string) => runScenario(scenarios, { cache, shard, out }),
    plan: (shard: '1/2' | '2/2', out: string) =>
      plan(described, { switches: [{ site: 'MIX', mode: 'native' }] }, { cache, shard, out }),
    fleet: (shard: '1/2' | '2/2', out: string) => runFleet(described, { days: 1, shard, out }),
  }
  for (const [work, doPart] of Object.entries(works)) {
    const out = join(folder, `parts-of-${work}`)
    t.match(await doPart('1/2', out), { shard: '1/2', part: `${out}/shard-1-of-2.ndjson` }, work)
    const early = await merge(out)
    t.match(early, {
      work: null,
      result: { missing: ['2/2'], obstacles: [{ code: 'missing' }], held: false },
    })
    await doPart('2/2', out)
    const whole = await merge([out], { out: join(folder, `whole-${work}`) })
    t.equal(whole.work, work)
    const json = JSON.parse((await sitemode(cache, 'merge', out, '--json')).stdout) as object
    t.strictSame(JSON.parse(JSON.stringify(whole.result)), json, 'as the command prints it')
    t.ok(readdirSync(join(folder, `whole-${work}`)).length > 1, 'with reports')
  }
  t.strictSame(await refusal(() => merge(newFolder(t))), ['no-parts'])
})

void t.test('the story of a client is the one that the command prints', async (t) => {
  const scenario = join(folder, 'scenario.yaml')
  writeFileSync(scenario, JSON.stringify(scenarios[0]))
  const told = await trace(scenario, { cache, client: 'PC2' })
  const printed = JSON.parse(
    (await sitemode(cache, 'trace', scenario, '--client', 'PC2', '--json')).stdout,
  ) as {
    story: object[]
    steps: object[]
  }
  t.match(told, { client: 'PC2', passed: true })
  t.strictSame(told.story, printed.story)
  t.equal(told.steps.length, 1)
  const [described0] = scenarios
  t.ok(described0)
  if (!described0) return
  t.strictSame(await refusal(() => trace(described0, { cache })), ['client-not-named'])
  t.strictSame(await refusal(() => trace(described0, { cache, client: 'PC3' })), ['unknown-client'])
})

void t.test('a served hierarchy has a page, an interface and a recording, until it is closed', async (t) => {
  const out = join(folder, 'served')
  const token = 'a-token-of-the-test'
  const served = await serve(described, { cache, out, web: true, api: { token } })
  t.teardown(() => served.close())
  const { web, api, running } = served
  t.equal(api?.token, token)
  await running.client('PC').contact('management-point')
  const attempts = await fetch(new URL('attempts', api?.url), {
    headers: { Authorization: `Bearer ${token}` },
  })
  t.match(await attempts.text(), /"client":"PC"/)
  t.equal((await fetch(web ?? '')).status, 200)
  await served.close()
  await served.close()
  t.match(await readRecording(join(out, 'recording.ndjson')), {
    ended: true,
    hierarchies: [{ attempts: [{}] }],
  })
  await t.rejects(fetch(api?.url ?? ''), 'nobody listens any more')
  t.strictSame(await refusal(() => serve(described, { cache, api: { token: 'short' } })), ['weak-token'])

  await using plain = await serve(file, { cache })
  t.match(plain, { web: null, api: null })
})

void t.test('a page whose port somebody has leaves nothing open', async (t) => {
  await using served = await serve(described, { cache, web: true })
  const port = Number(new URL(served.web ?? '').port)
  const folderOfOther = join(folder, 'other')
  await t.rejects(serve(described, { cache, out: folderOfOther, web: { port } }), EnvironmentError)
  await using again = await serve(described, { cache, out: folderOfOther })
  t.ok(again.running, 'its folder is free')
})

void t.test('a process of a work loads nothing of the test runner that began it', (t) => {
  const hook = join(folder, 'hook.mjs')
  const loaded = join(folder, 'loaded')
  writeFileSync(
    hook,
    `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(loaded)}, 'once ')`,
  )
  const program = join(folder, 'program.mjs')
  writeFileSync(
    program,
    `import { runFleet } from ${JSON.stringify(new URL('../../sim/index.js', import.meta.url).href)}
const { result } = await runFleet(${JSON.stringify(file)}, { jobs: 2 })
console.log(result.digest)`,
  )
  const ran = spawnSync(process.execPath, ['--import', hook, program], { encoding: 'utf8', cwd: folder })
  t.match(ran.stdout, /^[\da-f]{64}\n$/, ran.stderr)
  t.equal(readFileSync(loaded, 'utf8'), 'once ')
  t.end()
})
