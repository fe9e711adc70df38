import t from 'tap'
import { completeSet, isRepeatable, type Found, type Obstacle } from '../../sim/parts/complete-set.ts'
import type { Damaged, Part } from '../../sim/parts/part-file.ts'

const total = 3

function part(shard: number, changed: Partial<Part> = {}): Part {
  const command = ['run', 'spring.yaml', '--shard', `${shard}/${total}`, '--out', 'shards']
  return {
    ...{ sitemode: '1.0.0', work: 'run', command, shard, total, input: 'a'.repeat(64) },
    ...{
      file: `shards/shard-${shard}-of-${total}.ndjson`,
      units: 2,
      items: 2,
      digest: `${shard}`.repeat(64),
    },
    ...changed,
  }
}

function obstacles(found: Partial<Found>): Obstacle[] {
  const set = completeSet({ parts: [], damaged: [], unfinished: [], ...found })
  return Array.isArray(set) ? set : []
}

function spoilt(shard: number, kind: Damaged['kind']): Found['damaged'][number] {
  const file = `shards/shard-${shard}-of-${total}.ndjson`
  return { file, kind, wrong: `is ${kind}`, shard: { number: shard, total } }
}

void t.test('parts of every shard are a whole, in whatever order they were found', (t) => {
  t.match(completeSet({ parts: [part(3), part(1), part(2)], damaged: [], unfinished: [] }), {
    parts: [{ shard: 1 }, { shard: 2 }, { shard: 3 }],
  })
  t.end()
})

void t.test('a part that is there twice counts once; unfinished and damaged copies do no harm', (t) => {
  const copy = part(2, { file: 'elsewhere/shard-2-of-3.ndjson' })
  const set = completeSet({
    parts: [part(1), part(2), part(3), copy],
    damaged: [spoilt(3, 'cut-short')],
    unfinished: [{ number: 1, total }],
  })
  t.match(set, { parts: [{ shard: 1 }, { shard: 2 }, { shard: 3 }] })
  t.end()
})

void t.test('each obstacle is named, with the shard and the command that makes it anew', (t) => {
  const again = ['run', 'spring.yaml', '--shard', '2/3', '--out', 'shards']
  const two = [part(1), part(3)]
  const cases: [string, Partial<Found>, Partial<Obstacle>, boolean][] = [
    ['nothing of it', { parts: two }, { code: 'missing', file: null, anew: again }, true],
    [
      'an unfinished part',
      { parts: two, unfinished: [{ number: 2, total }] },
      { code: 'missing', anew: again },
      true,
    ],
    [
      'cut short',
      { parts: two, damaged: [spoilt(2, 'cut-short')] },
      { code: 'cut-short', anew: again },
      true,
    ],
    ['changed', { parts: two, damaged: [spoilt(2, 'changed')] }, { code: 'changed', anew: again }, true],
    ['no part', { parts: two, damaged: [spoilt(2, 'no-part')] }, { code: 'no-part', anew: again }, false],
    [
      'another format',
      { parts: two, damaged: [spoilt(2, 'other-format')] },
      { code: 'other-format', anew: again },
      false,
    ],
    [
      'another result',
      { parts: [...two, part(2), part(2, { file: 'b', digest: 'f'.repeat(64) })] },
      { code: 'contradictory', file: 'b', anew: again },
      false,
    ],
  ]
  for (const [name, found, expected, repeatable] of cases) {
    const all = obstacles(found)
    t.equal(all.length, 1, name)
    t.match(all[0], { shard: { number: 2, total }, ...expected }, name)
    t.equal(isRepeatable(all), repeatable, name)
  }
  t.end()
})

void t.test('a part of another work is foreign, and says by what', (t) => {
  const strangers: [Partial<Part>, RegExp][] = [
    [{ sitemode: '2.0.0' }, /sitemode 2\.0\.0 made it, and 1\.0\.0 made them/],
    [{ input: 'b'.repeat(64) }, /files, seed or options/],
    [{ total: 4 }, /one of 4, they are of 3/],
  ]
  for (const [changed, words] of strangers) {
    const all = obstacles({ parts: [part(1), part(3), part(2, changed)] })
    t.strictSame(
      all.map(({ code }) => code),
      ['foreign', 'missing'],
    )
    t.match(all[0]?.message ?? '', words)
    t.notOk(isRepeatable(all))
  }
  t.end()
})

void t.test('without any part there is no command to repeat', (t) => {
  t.match(obstacles({ unfinished: [{ number: 2, total }] }), [{ code: 'missing', anew: null }])
  t.match(obstacles({ damaged: [spoilt(1, 'cut-short')] }), [{ code: 'cut-short', anew: null }])
  t.strictSame(obstacles({}), [])
  t.end()
})

void t.test('the command is repeated with the option in both of its spellings', (t) => {
  const command = ['run', '--shard=1/3', 'spring.yaml']
  t.match(obstacles({ parts: [part(1, { command }), part(3)] }), [
    { anew: ['run', '--shard=2/3', 'spring.yaml'] },
  ])
  t.end()
})
