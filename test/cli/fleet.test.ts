import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readRecording } from '../../sim/evidence/recording/recording-text.ts'
import { smallHierarchy } from '../fleet/small-fleet.ts'
import { newFolder } from '../new-folder.ts'
import { sitemodeWith, type Ran } from './command.ts'
import { fleetShape } from './fleet-shape.ts'

const folder = newFolder(t)
const cache = newFolder(t)
writeFileSync(join(folder, 'small.yaml'), JSON.stringify(smallHierarchy))

function fleet(...args: string[]): Promise<Ran> {
  return sitemodeWith(cache, ['fleet', ...args], { cwd: folder })
}

function write(name: string, value: object): string {
  writeFileSync(join(folder, name), JSON.stringify({ hierarchy: 'small.yaml', days: 2, ...value }))
  return name
}

void t.test('a hierarchy is a fleet; the same seed gives the same digest', async (t) => {
  const runs = await Promise.all(
    [7, 7, 8].map(async (seed) => fleet('small.yaml', '--days', '2', '--seed', `${seed}`, '--json')),
  )
  const [one, again, other] = runs.map(({ stdout }) => fleetShape.parse(JSON.parse(stdout)))
  for (const { status, stderr } of runs) t.strictSame({ status, stderr }, { status: 0, stderr: '' })
  t.match(one, { shard: null, file: 'small.yaml', name: 'Small', days: 2, seed: 7, clients: 9, held: true })
  t.equal(again?.digest, one?.digest)
  t.not(other?.digest, one?.digest)
})

void t.test('a broken expectation is told with its numbers, and exits with 1', async (t) => {
  const file = write('strict.yaml', {
    expect: [
      { atMost: 0, group: 'LAPTOPS', outcome: 'failed' },
      { atMost: '1%', group: 'EXPIRED', act: 'policy', diagnosis: 'client-certificate-expired' },
    ],
  })
  const { status, stdout } = await fleet(file)
  t.equal(status, 1)
  t.match(stdout, '✓ at most 0 of all acts of the group LAPTOPS may fail: 0 of ')
  const [, broken = ''] = stdout.split('✗ ')
  t.match(
    broken.replaceAll(/\s+/g, ' '),
    'at most 1% of all requests for policy of the group EXPIRED may end by client-certificate-expired: 6 of 6 did (100%)',
  )
  t.ok(
    stdout.split('\n').every((line) => line.length <= 100),
    stdout,
  )
})

void t.test('--out keeps the first acts and every report, which the recording gives again', async (t) => {
  const out = join(folder, 'results')
  const printed = await fleet(write('kept.yaml', {}), '--out', out, '--evidence', '1', '--json')
  const { shard, ...result } = fleetShape.parse(JSON.parse(printed.stdout))
  t.equal(shard, null)
  t.strictSame(JSON.parse(readFileSync(join(out, 'fleet.json'), 'utf8')), result)
  const text = readFileSync(join(out, 'recording.ndjson'), 'utf8')
  const recording = readRecording(text)
  t.strictSame(recording.fleet, result)
  t.ok(recording.ended)
  const [hierarchy, ...others] = recording.hierarchies
  t.strictSame(others, [])
  t.equal(hierarchy?.steps.length, result.fates.length, 'one act of each fate')
  const ids = hierarchy?.attempts.map(({ attempt: { id } }) => id) ?? []
  t.strictSame(
    ids,
    ids.map((_, index) => `a${index + 1}`),
  )
  const page = readFileSync(join(out, 'report.html'), 'utf8')
  t.match(page, '<section id="fleet"')
  t.match(page, `EXPIRED-1 requests policy, day 1`)
  t.match(readFileSync(join(out, 'summary.md'), 'utf8'), '✅ 9 clients lived through 2 days')

  const again = join(folder, 'again')
  await sitemodeWith(cache, ['report', join(out, 'recording.ndjson'), '--out', again], { cwd: folder })
  for (const name of ['report.html', 'fleet.json', 'summary.md'])
    t.equal(readFileSync(join(again, name), 'utf8'), readFileSync(join(out, name), 'utf8'), name)
})

void t.test('no key or certificate of a fleet is kept on disk', async (t) => {
  const empty = newFolder(t)
  const { status } = await sitemodeWith(empty, ['fleet', 'small.yaml'], { cwd: folder })
  t.equal(status, 0)
  t.strictSame(readdirSync(empty), [])
})

void t.test('what cannot be used is refused', async (t) => {
  const scenario = 'scenario.yaml'
  writeFileSync(join(folder, scenario), 'name: none\nhierarchy: small.yaml\nsteps: []\n')
  for (const [args, words] of [
    [['small.yaml', '--days', '0'], 'Write a whole number from 1 to 3650.'],
    [['small.yaml', '--seed', '-1'], 'Write a whole number from 0 to 4294967295.'],
    [['small.yaml', '--days', '2', '--pki', 'pki'], 'have fixed dates'],
    [[scenario], 'this file describes a scenario, not a fleet'],
    [['nowhere.yaml'], 'there is no such file'],
  ] as const) {
    const { status, stderr } = await fleet(...args)
    t.equal(status, 2, args.join(' '))
    t.match(stderr, words)
  }
})
