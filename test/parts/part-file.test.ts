import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { EnvironmentError } from '../../sim/errors.ts'
import {
  beginPart,
  checkPart,
  itemsInOrder,
  partCalled,
  partName,
  type Part,
  type PartHead,
} from '../../sim/parts/part-file.ts'
import { isInShard } from '../../sim/parts/partition.ts'
import { createRandom } from '../fuzz/random.ts'

const input = 'a'.repeat(64)
const digest = 'd'.repeat(64)

function headOf(shard: number, total: number): PartHead {
  const command = ['run', 'x.yaml', '--shard', `${shard}/${total}`, '--out', 'shards']
  return { sitemode: '0.0.0', work: 'run', command, shard, total, input }
}

/** Writes the part of one shard of so many units, with an item more for each later unit; resolves to its path. */
function written(folder: string, shard: number, total: number, units = 10): string {
  using writer = beginPart(folder, headOf(shard, total))
  const own = Array.from({ length: units }, (_, unit) => unit).filter((unit) =>
    isInShard(unit, { number: shard, total }),
  )
  for (const unit of own)
    for (let item = 0; item <= unit; item++) writer.add(unit, { text: `${unit}.${item} ü\n`, item })
  writer.end(own.length, digest)
  return join(folder, partName({ number: shard, total }))
}

async function whole(t: Test, path: string): Promise<Part> {
  const part = await checkPart(path, path)
  if ('kind' in part) throw new Error(part.wrong)
  t.equal(part.file, path)
  return part
}

void t.test('parts are read as they were written, unit by unit in the order of one process', async (t) => {
  for (const total of [1, 2, 3, 7]) {
    const folder = t.testdir()
    const paths = Array.from({ length: total }, (_, index) => written(folder, index + 1, total))
    t.strictSame(
      readdirSync(folder).map((name) => partCalled(name)?.isWhole),
      paths.map(() => true),
    )
    const parts = await Promise.all(paths.map(async (path) => whole(t, path)))
    const seen: string[] = []
    for await (const { unit, item } of itemsInOrder(parts, ({ file }) => file))
      seen.push(`${unit}.${(item as { item: number }).item}`)
    const expected = Array.from({ length: 10 }, (_, unit) =>
      Array.from({ length: unit + 1 }, (_, item) => `${unit}.${item}`),
    )
    t.strictSame(seen, expected.flat())
    t.strictSame(
      parts.map(({ units }) => units).reduce((sum, units) => sum + units),
      10,
    )
  }
})

void t.test('a part that is not ended has no name, and leaves nothing behind when it is given up', (t) => {
  const folder = t.testdir()
  {
    using writer = beginPart(folder, headOf(1, 2))
    writer.add(0, { text: 'x'.repeat(200_000) })
    const [name = ''] = readdirSync(folder)
    t.strictSame(partCalled(name), { shard: { number: 1, total: 2 }, isWhole: false })
  }
  t.strictSame(readdirSync(folder), [])
  t.end()
})

void t.test(
  'two processes write the same part without harm: the last one whole keeps the name',
  async (t) => {
    const folder = t.testdir()
    using one = beginPart(folder, headOf(1, 1))
    using other = beginPart(folder, headOf(1, 1))
    one.add(0, 'one')
    other.add(0, 'other')
    one.end(1, digest)
    await whole(t, join(folder, partName({ number: 1, total: 1 })))
    other.end(1, digest)
    const part = await whole(t, join(folder, partName({ number: 1, total: 1 })))
    const items = []
    for await (const { item } of itemsInOrder([part], ({ file }) => file)) items.push(item)
    t.strictSame(items, ['other'])
  },
)

void t.test('a folder that is not there is told', (t) => {
  t.throws(() => beginPart(join(t.testdir(), 'nowhere'), headOf(1, 1)), EnvironmentError)
  t.end()
})

void t.test('no damage goes unnoticed: every cut, and random changes of a byte', async (t) => {
  const folder = t.testdir()
  const path = written(folder, 1, 2, 4)
  const good = readFileSync(path)
  const damaged = join(folder, 'damaged.ndjson')
  const kindOf = async (bytes: Buffer): Promise<string> => {
    writeFileSync(damaged, bytes)
    const read = await checkPart(damaged, 'damaged.ndjson')
    return 'kind' in read ? read.kind : 'whole'
  }
  const cuts = new Set<string>()
  // Without its last line feed it is whole.
  for (let length = 0; length < good.length - 1; length++) cuts.add(await kindOf(good.subarray(0, length)))
  t.strictSame([...cuts].sort(), ['cut-short', 'no-part'])
  t.equal(await kindOf(good.subarray(0, -1)), 'whole')
  const random = createRandom(20)
  for (let turn = 0; turn < 500; turn++) {
    const bytes = Buffer.from(good)
    const at = random.below(bytes.length - 1)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8))
    t.not(await kindOf(bytes), 'whole', `byte ${at}`)
  }
  const lines = good.toString().split('\n')
  t.equal(await kindOf(Buffer.from(lines.toSpliced(2, 1).join('\n'))), 'changed', 'a line less')
  t.equal(
    await kindOf(Buffer.from(lines.toSpliced(2, 0, lines[2] ?? '').join('\n'))),
    'changed',
    'a line more',
  )
  t.equal(await kindOf(Buffer.from(`${good.toString()}{"type":"part"}\n`)), 'cut-short', 'something added')
  t.equal(await kindOf(Buffer.from(good.toString().replace('"format":1', '"format":2'))), 'other-format')
})
