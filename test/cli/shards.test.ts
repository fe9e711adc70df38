import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import * as z from 'zod'
import { newFolder } from '../new-folder.ts'
import { root, sitemode, type Ran } from './command.ts'

const cache = newFolder(t)
const scenarios = [
  ...[
    'mobile-device',
    'outside-all-boundaries',
    'regional-roaming',
    'switch-for-groups',
    'within-a-mixed-mode-site',
  ],
].map((name) => `scenarios/${name}.yaml`)

const count = z.int().nonnegative()

const splitRunShape = z.object({
  shards: count,
  missing: z.array(z.string()).length(0),
  scenarios: count,
  passed: count,
  failed: count,
  steps: count,
  gotNothing: count,
  clients: count,
  attempts: count,
  failures: z.array(
    z.object({ file: z.string().min(1), name: z.string().min(1), steps: z.array(z.string().min(1)) }),
  ),
  fates: z.array(
    z.object({
      group: z.string(),
      act: z.string().min(1),
      outcome: z.string().min(1),
      diagnosis: z.string().min(1).nullable(),
      count,
    }),
  ),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  held: z.boolean(),
})

function shard(folder: string, number: number, total: number, ...more: string[]): Promise<Ran> {
  return sitemode(cache, 'run', ...scenarios, '--shard', `${number}/${total}`, '--out', folder, ...more)
}

/** A folder with the parts of every shard. */
async function sharded(t: Test, total: number): Promise<string> {
  const folder = newFolder(t)
  for (let number = 1; number <= total; number++) {
    const { status, stderr } = await shard(folder, number, total)
    t.equal(status, 0, stderr)
  }
  return folder
}

interface Merged {
  digest: string
  attempts: number
  missing: string[]
  obstacles?: { code: string; shard: string | null; file: string | null; command: string | null }[]
}

async function merged(...args: string[]): Promise<Ran & { merge: Merged }> {
  const ran = await sitemode(cache, 'merge', ...args, '--json')
  return { ...ran, merge: JSON.parse(ran.stdout) as Merged }
}

/** Without what differs from run to run: times and ports. */
function normalized(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8').replace(
    /\d+(\.\d+)? ?ms|duration_ms: [\d.]+|:\d{4,5}\b/g,
    '*',
  )
}

void t.test(
  'however a run is split, its parts come to the recording and the reports of one process',
  async (t) => {
    const alone = join(newFolder(t), 'alone')
    t.equal((await sitemode(cache, 'run', ...scenarios, '--out', alone)).status, 0)
    const digests = new Set<string>()
    for (const total of [1, 2, 3, 7]) {
      const out = join(newFolder(t), 'merged')
      const { status, stderr, stdout, merge } = await merged(await sharded(t, total), '--out', out)
      t.equal(status, 0, stderr)
      t.strictSame(splitRunShape.safeParse(JSON.parse(stdout)).error?.issues ?? [], [])
      digests.add(merge.digest)
      const diff = await sitemode(cache, 'diff', alone, out)
      t.match(diff.stdout, /^Nothing ended in another way: 5 scenarios/, `${total} shards`)
      t.equal(normalized(out, 'run.tap'), normalized(alone, 'run.tap'))
      t.strictSame(
        readdirSync(out, { recursive: true }).length,
        readdirSync(alone, { recursive: true }).length,
      )
    }
    t.equal(digests.size, 1, 'the digest does not depend on the number of shards')
  },
)

void t.test('parts that are no whole set are refused by name, with the command that helps', async (t) => {
  const folder = await sharded(t, 3)
  const [first, second] = ['shard-1-of-3.ndjson', 'shard-2-of-3.ndjson'].map((name) =>
    join(folder, name),
  ) as [string, string]
  const good = readFileSync(second)
  const refused = async (
    name: string,
    code: string,
    exitCode: number,
    ...folders: string[]
  ): Promise<void> => {
    const { status, merge, stderr } = await merged(folder, ...folders)
    t.equal(status, exitCode, `${name}: ${stderr}`)
    t.match(merge.obstacles?.[0], { code, shard: '2/3' }, name)
    t.match(merge.obstacles?.[0]?.command ?? '', / run .* --shard 2\/3 --out /, name)
    t.ok(merge.missing.includes('2/3'), name)
  }
  rmSync(second)
  await refused('missing', 'missing', 1)
  writeFileSync(`${second}.0123456789abcdef.part`, good.subarray(0, 1000))
  await refused('unfinished', 'missing', 1)
  rmSync(`${second}.0123456789abcdef.part`)
  writeFileSync(second, good.subarray(0, -200))
  await refused('cut short', 'cut-short', 1)
  writeFileSync(second, good.toString().replace('"answered"', '"withheld"'))
  await refused('changed', 'changed', 1)
  writeFileSync(second, 'nothing of the kind\n')
  await refused('another file', 'no-part', 2)
  copyFileSync(first, second)
  await refused('another part under its name', 'no-part', 2)
  const elsewhere = newFolder(t)
  t.equal((await sitemode(cache, 'run', scenarios[0] ?? '', '--shard', '2/3', '--out', elsewhere)).status, 0)
  rmSync(second)
  await refused('a part of another run', 'foreign', 2, elsewhere)
  writeFileSync(second, good)
  t.equal((await merged(folder, elsewhere)).status, 2, 'beside all others, too')
  const copies = newFolder(t)
  copyFileSync(second, join(copies, 'shard-2-of-3.ndjson'))
  t.equal((await merged(folder, copies)).status, 0, 'the same part twice counts once')
})

void t.test('two parts of one shard that contradict each other are told', async (t) => {
  const files = newFolder(t)
  const scenario = join(files, 'scenario.ts')
  // A scenario in TypeScript may come to something else each time: nobody can see that from the file.
  const written = (certificate: string): string => `
    const hierarchy = { sites: [{ code: 'OSL', mode: 'native', systems: [{ name: 'mp.osl', roles: ['management-point'] }] }],
      clients: [{ name: 'PC', assignedSite: 'OSL', certificate: process.env.SITEMODE_TEST_CERTIFICATE ?? '${certificate}' }] }
    export default { name: 'One contact', hierarchy, steps: [{ client: 'PC', contact: 'management-point' }] }`
  writeFileSync(scenario, written('good'))
  const [one, other] = [join(files, 'one'), join(files, 'other')]
  t.equal((await sitemode(cache, 'run', scenario, '--shard', '1/1', '--out', one)).status, 0)
  // The fingerprint is of what was read, so the same input has to be claimed for another result.
  const part = join(one, 'shard-1-of-1.ndjson')
  mkdirSync(other)
  const { beginPart, checkPart, itemsOf } = await import('../../sim/parts/part-file.ts')
  const read = await checkPart(part, part)
  if ('kind' in read) throw new Error(read.wrong)
  const { sitemode: version, work, command, shard: number, total, input, units, digest } = read
  using writer = beginPart(other, { sitemode: version, work, command, shard: number, total, input })
  for await (const { unit, item } of itemsOf(read, part)) writer.add(unit, item)
  writer.end(units, digest.replaceAll(/./g, 'e'))
  const { status, stderr, merge } = await merged(one, other)
  t.equal(status, 2)
  t.match(merge.obstacles, [{ code: 'contradictory', shard: '1/1' }])
  t.match(stderr, /are of the same shard, and came to different results/)
})

void t.test('merge waits for parts that are still being made', async (t) => {
  const folder = await sharded(t, 2)
  const part = join(folder, 'shard-2-of-2.ndjson')
  renameSync(part, `${part}.0123456789abcdef.part`)
  const waiting = sitemode(cache, 'merge', folder, '--watch')
  const first = await Promise.race([waiting, setTimeout(20, 'waiting')])
  t.equal(first, 'waiting')
  renameSync(`${part}.0123456789abcdef.part`, part)
  t.match(await waiting, { status: 0, stdout: /^5 of 5 scenarios passed/ })
})

void t.test('a shard says what it lacks', async (t) => {
  const lacking: [string[], number, RegExp][] = [
    [['--shard', '1/2'], 2, /leaves its part in a folder; name the folder with --out/],
    [['--shard', '3/2', '--out', 'x'], 2, /Write a number and a total/],
    [['--shard', '1/2', '--out', 'x', '--watch'], 2, /cannot be used with/],
  ]
  for (const [args, code, words] of lacking) {
    const { status, stderr } = await sitemode(cache, 'run', scenarios[0] ?? '', ...args)
    t.equal(status, code, args.join(' '))
    t.match(stderr, words)
  }
  const empty = await sitemode(cache, 'merge', newFolder(t))
  t.equal(empty.status, 2)
  t.match(empty.stderr, /there is no part in this folder/)
  t.equal((await sitemode(cache, 'merge', join(newFolder(t), 'nowhere'))).status, 2)
})

void t.test('a shard whose scenario fails exits with 1, and so does the merge', async (t) => {
  const folder = newFolder(t)
  const scenario = join(newFolder(t), 'fails.yaml')
  const expects = readFileSync(join(root, scenarios[1] ?? ''), 'utf8').replace(/^\$schema.*$/m, '')
  writeFileSync(
    scenario,
    expects
      .replace('hierarchies/', `${root}scenarios/hierarchies/`)
      .replace('outcome: answered', 'outcome: withheld'),
  )
  const ran = await sitemode(cache, 'run', scenario, '--shard', '1/1', '--out', folder)
  t.equal(ran.status, 1, ran.stderr)
  const { status, stdout } = await sitemode(cache, 'merge', folder)
  t.equal(status, 1)
  t.match(stdout, /✗ .*fails\.yaml\n {2}✗ /)
})
