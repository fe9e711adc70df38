import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import * as z from 'zod'
import type { PlanResult } from '../../sim/report/plan-result.ts'
import { checkedPlan } from '../../sim/report/plan-schemas.ts'
import { newFolder } from '../new-folder.ts'
import { sitemodeWith, type Ran } from './command.ts'
import { withoutTimes } from '../plan/without-times.ts'
import { planShape } from './json-shapes.ts'

const folder = newFolder(t)
const cache = newFolder(t)

const hierarchy = `domain: contoso.test
sites:
  - code: CEN
    mode: mixed
    boundaries: [{ subnet: 10.1.0.0/16 }]
    systems:
      - { name: mp.cen, roles: [management-point] }
      - { name: dp.cen, roles: [standard-distribution-point], packages: [CEN00001], anonymousAccess: true }
  - { code: WST, mode: mixed, boundaries: [{ subnet: 10.2.0.0/16 }], systems: [{ name: mp.wst, roles: [management-point] }] }
packages: [{ id: CEN00001 }]
groups: [{ name: KIOSKS, count: 3, assignedSite: CEN, at: { site: CEN }, activeDirectory: false, certificate: none }]
`
const table = `Name,SMSAssignedSites,IPAddresses,StateID
PC-1,CEN,10.1.0.1,2
PC-2,WST,10.2.0.2,
PC-3,CEN,10.2.0.3,2
PC-4,CEN,10.1.0.4,2
`

function sitemode(...args: string[]): Promise<Ran> {
  return sitemodeWith(cache, args, { cwd: folder })
}

function writeFiles(): void {
  writeFileSync(join(folder, 'hierarchy.yaml'), `${hierarchy}clients: { from: clients.csv }\n`)
  writeFileSync(join(folder, 'clients.csv'), table)
}

const plan = ['plan', 'hierarchy.yaml', '--to', 'native']

const shardShape = z.object({
  shard: z.string(),
  part: z.string(),
  of: z.int(),
  summary: planShape.shape.summary,
  held: z.boolean(),
})

/** A folder with the parts of every shard. */
async function sharded(t: Test, total: number, ...more: string[]): Promise<string> {
  const parts = newFolder(t)
  let clients = 0
  for (let number = 1; number <= total; number++) {
    const shard = `${number}/${total}`
    const ran = await sitemode(...plan, '--shard', shard, '--out', parts, '--json', ...more)
    const told = shardShape.parse(JSON.parse(ran.stdout))
    t.match(told, { shard, part: join(parts, `shard-${number}-of-${total}.ndjson`), of: 4 })
    t.equal(told.held, told.summary.stranded === 0)
    t.equal(ran.status, told.held ? 0 : 1, ran.stderr)
    clients += told.summary.clients
  }
  t.equal(clients, 4, 'each client that stands for others is run by one shard')
  return parts
}

void t.test('a plan in shards comes to the result, the text and the reports of one process', async (t) => {
  writeFiles()
  const wholes = new Map<string, Ran>()
  for (const [folder, more] of [
    ['alone', []],
    ['tried', ['--try-remedies']],
  ] as const) {
    const whole = await sitemode(...plan, ...more, '--out', folder)
    t.equal(whole.status, 1, whole.stderr)
    wholes.set(folder, whole)
  }
  for (const [total, whole, more] of [
    [1, 'alone', []],
    [2, 'alone', ['--jobs', '2']],
    [3, 'tried', ['--try-remedies']],
    [7, 'alone', []],
  ] as const) {
    writeFiles()
    const parts = await sharded(t, total, ...more)
    for (const name of ['hierarchy.yaml', 'clients.csv']) rmSync(join(folder, name))
    const merged = await sitemode('merge', parts, '--out', 'joined')
    t.equal(merged.status, 1, merged.stderr)
    t.equal(merged.stdout, wholes.get(whole)?.stdout, `${total} shards`)
    t.strictSame(withoutTimes(planIn('joined')), withoutTimes(planIn(whole)))
    t.equal(read('joined', 'plan.csv'), read(whole, 'plan.csv'))
    t.match(read('joined', 'plan.html'), /<h2 id="picture-title">/)
    const { stdout } = await sitemode('merge', parts, '--json')
    t.strictSame(JSON.parse(stdout), JSON.parse(read('joined', 'plan.json')))
    t.match((await sitemode('diff', `${whole}/plan.json`, 'joined/plan.json')).stdout, /^Nothing/)
  }
})

function planIn(from: string): PlanResult {
  const checked = checkedPlan(JSON.parse(read(from, 'plan.json')))
  if ('plan' in checked) return checked.plan
  throw new Error(checked.wrong)
}

function read(from: string, name: string): string {
  return readFileSync(join(folder, from, name), 'utf8')
}

void t.test('parts that are no whole set are refused by name', async (t) => {
  writeFiles()
  const parts = await sharded(t, 2)
  const second = join(parts, 'shard-2-of-2.ndjson')
  const good = readFileSync(second)
  const refused = async (name: string, code: string, status: number): Promise<void> => {
    const ran = await sitemode('merge', parts, '--json')
    t.equal(ran.status, status, ran.stderr)
    t.match(JSON.parse(ran.stdout), { missing: ['2/2'], obstacles: [{ code }] }, name)
    t.match(ran.stderr, `plan hierarchy.yaml --to native --shard 2/2 --out ${parts}`, name)
  }
  rmSync(second)
  await refused('missing', 'missing', 1)
  writeFileSync(second, good.subarray(0, -100))
  await refused('cut short', 'cut-short', 1)
  for (const other of [['--sample', '2'], ['--try-remedies'], ['--refusal', 'iis']]) {
    await sitemode(...plan, '--shard', '2/2', '--out', parts, ...other)
    await refused(other.join(' '), 'foreign', 2)
  }
  await sitemode('plan', 'hierarchy.yaml', '--switch', 'CEN=native', '--shard', '2/2', '--out', parts)
  await refused('another switch', 'foreign', 2)
  writeFileSync(second, good)
  const elsewhere = newFolder(t)
  const again = await sitemode(...plan, '--shard', '2/2', '--out', elsewhere)
  t.equal(again.status, 0, again.stderr)
  const both = await sitemode('merge', parts, elsewhere)
  t.equal(both.status, 1, both.stderr)
  t.match(both.stdout, /^\d of 7 clients (is|are) stranded/, 'a shard that was run twice counts once')
})

void t.test('clients that share a limit across sites are not divided', async (t) => {
  const branch = `      - name: bdp.cen
        roles: [branch-distribution-point]
        packages: [CEN00001]
        protectedBoundaries: [{ subnet: 10.1.0.0/16 }]
`
  const limited = hierarchy
    .replace('  - { code: WST', `${branch}  - { code: WST`)
    .replace('anonymousAccess: true', 'httpTransfer: true')
    .replace('{ id: CEN00001 }', '{ id: CEN00001, onDemand: true }')
  const visitors = '{ name: VISITOR, assignedSite: WST, at: { address: 10.1.0.9 } }'
  writeFileSync(join(folder, 'limited.yaml'), `${limited}clients: [${visitors}]\n`)
  const work = ['plan', 'limited.yaml', '--to', 'native']
  const ran = await sitemode(...work, '--shard', '1/2', '--out', 'limited')
  t.equal(ran.status, 2, ran.stderr)
  t.match(ran.stderr, /the packages that it fetches .* at bdp\.cen/)
  await sitemode(...work, '--shard', '1/1', '--out', 'limited')
  t.equal((await sitemode('merge', 'limited')).stdout, (await sitemode(...work)).stdout)
})

void t.test('a shard needs a folder, and writes nothing but its part', async (t) => {
  writeFiles()
  for (const [args, words] of [
    [['--shard', '1/2'], /name the folder with --out/],
    [['--shard', '1/2', '--out', 'x', '--csv', 'x.csv'], /cannot be used with/],
    [['--shard', '1/2', '--out', 'x', '--html', 'x.html'], /cannot be used with/],
  ] as const) {
    const { status, stderr } = await sitemode(...plan, ...args)
    t.equal(status, 2)
    t.match(stderr, words)
  }
})
