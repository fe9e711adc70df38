import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import * as z from 'zod'
import { readRecording } from '../../sim/evidence/recording/recording-text.ts'
import { smallHierarchy } from '../fleet/small-fleet.ts'
import { newFolder } from '../new-folder.ts'
import { sitemodeWith, type Ran } from './command.ts'
import { fleetShape } from './fleet-shape.ts'

const folder = newFolder(t)
const cache = newFolder(t)
const expect = [
  { atMost: '10%', group: 'EXPIRED', act: 'policy', outcome: 'failed' },
  { atMost: 0, group: 'LAPTOPS', outcome: 'failed' },
]
write('small.yaml', smallHierarchy)
write('fleet.yaml', { hierarchy: 'small.yaml', days: 2, seed: 7, expect })

function write(name: string, value: object): void {
  writeFileSync(join(folder, name), JSON.stringify(value))
}

function sitemode(...args: string[]): Promise<Ran> {
  return sitemodeWith(cache, args, { cwd: folder })
}

const shardShape = fleetShape.extend({ shard: z.string(), part: z.string() })
const mergedShape = fleetShape.omit({ shard: true }).extend({ shards: z.int(), missing: z.array(z.string()) })

/** A folder with the parts of every shard. */
async function sharded(t: Test, total: number, ...more: string[]): Promise<string> {
  const parts = newFolder(t)
  for (let number = 1; number <= total; number++) {
    const ran = await sitemode(
      'fleet',
      'fleet.yaml',
      '--shard',
      `${number}/${total}`,
      '--out',
      parts,
      '--json',
      ...more,
    )
    t.equal(ran.status, 0, ran.stderr)
    const { shard, part, expectations, held } = shardShape.parse(JSON.parse(ran.stdout))
    t.equal(shard, `${number}/${total}`)
    t.equal(part, join(parts, `shard-${number}-of-${total}.ndjson`))
    t.strictSame({ expectations, held }, { expectations: [], held: true }, 'only the merge judges')
  }
  return parts
}

/** Without what is another each time: signatures are a byte or two longer or shorter by chance, and so are bodies with them. */
function comparable(result: Omit<z.output<typeof fleetShape>, 'shard'>): unknown {
  const { digest, fates, clients, attempts, connections, expectations, strays, contradictions, held } = result
  return { digest, fates, clients, attempts, connections, expectations, strays, contradictions, held }
}

const alone = join(folder, 'alone')
const whole = await sitemode('fleet', 'fleet.yaml', '--out', alone, '--json')
const one = fleetShape.parse(JSON.parse(whole.stdout))

void t.test('a fleet comes to the same, in however many shards and processes', async (t) => {
  t.equal(whole.status, 1, 'the clients whose certificates have expired are more than was expected')
  const divided = fleetShape.parse(
    JSON.parse((await sitemode('fleet', 'fleet.yaml', '--jobs', '2', '--json')).stdout),
  )
  t.equal(divided.digest, one.digest)
  for (const total of [1, 2, 3, 7]) {
    const out = join(newFolder(t), 'merged')
    const parts = await sharded(t, total, ...(total === 2 ? ['--jobs', '2'] : []))
    const { status, stdout, stderr } = await sitemode('merge', parts, '--out', out, '--json')
    t.equal(status, 1, stderr)
    const merged = mergedShape.parse(JSON.parse(stdout))
    t.match(merged, { shards: total, missing: [] })
    t.strictSame(comparable(merged), comparable(one), `${total} shards`)
    t.match((await sitemode('diff', alone, out)).stdout, /^Nothing ended in another way/)
    t.strictSame(
      readRecording(readFileSync(join(out, 'recording.ndjson'), 'utf8')).run?.command.slice(0, 2),
      ['fleet', 'fleet.yaml'],
    )
    t.match(readFileSync(join(out, 'report.html'), 'utf8'), 'EXPIRED-1 requests policy, day 1')
  }
})

void t.test('parts that are no whole set are refused by name', async (t) => {
  const parts = await sharded(t, 2)
  const second = join(parts, 'shard-2-of-2.ndjson')
  const good = readFileSync(second)
  const refused = async (name: string, code: string, status: number): Promise<void> => {
    const ran = await sitemode('merge', parts, '--json')
    t.equal(ran.status, status, ran.stderr)
    t.match(JSON.parse(ran.stdout), { missing: ['2/2'], obstacles: [{ code }] }, name)
    t.match(ran.stderr, `fleet fleet.yaml --shard 2/2 --out ${parts}`, name)
  }
  rmSync(second)
  await refused('missing', 'missing', 1)
  writeFileSync(second, good.subarray(0, -100))
  await refused('cut short', 'cut-short', 1)
  for (const other of [
    ['--seed', '8'],
    ['--days', '1'],
    ['--evidence', '1'],
  ]) {
    const ran = await sitemode('fleet', 'fleet.yaml', '--shard', '2/2', '--out', parts, ...other)
    t.equal(ran.status, 0, ran.stderr)
    await refused(other.join(' '), 'foreign', 2)
  }
})

void t.test('clients that share a limit across sites are not divided', async (t) => {
  const store = { name: 'smp', roles: ['state-migration-point'], stateMigration: { quota: '1 MiB' } }
  const [central, western] = smallHierarchy.sites
  const sites = [central, { ...western, systems: [...(western?.systems ?? []), store] }]
  write('limited.yaml', { ...smallHierarchy, sites })
  write('limited-fleet.yaml', { hierarchy: 'limited.yaml', habits: [{ userState: '50%' }] })
  const ran = await sitemode('fleet', 'limited-fleet.yaml', '--shard', '1/2', '--out', 'limited')
  t.equal(ran.status, 2)
  t.match(ran.stderr, /the capacity of its state store at smp\.small\.test/)
  const single = await sitemode('fleet', 'limited-fleet.yaml', '--shard', '1/1', '--out', 'limited')
  t.equal(single.status, 0, single.stderr)
  t.equal((await sitemode('merge', 'limited')).status, 0)
})

void t.test('a shard needs a folder', async (t) => {
  const { status, stderr } = await sitemode('fleet', 'fleet.yaml', '--shard', '1/2')
  t.equal(status, 2)
  t.match(stderr, 'name the folder with --out')
})
