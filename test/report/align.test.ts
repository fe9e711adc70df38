import t from 'tap'
import { aligned, type Likeness, type Pair } from '../../sim/report/diff/align.ts'
import { createRandom, type Random } from '../fuzz/random.ts'

interface Item {
  name: string
  end: string
}

function items(text: string): Item[] {
  return text.split(' ').flatMap((written) => {
    const [name = '', end = ''] = written
    return name === '' ? [] : [{ name, end }]
  })
}

function likeness(one: Item, other: Item): Likeness {
  return one.name !== other.name ? 'another' : one.end === other.end ? 'alike' : 'changed'
}

/** `a1=a1 +b1 -c1 d1≠d2`. */
function told(pairs: readonly Pair<Item>[]): string {
  const written = ({ name, end }: Item): string => name + end
  const texts = pairs.map((pair) => {
    switch (pair.kind) {
      case 'both':
        return `${written(pair.before)}${likeness(pair.before, pair.after) === 'alike' ? '=' : '≠'}${written(pair.after)}`
      case 'missing':
        return `-${written(pair.before)}`
      case 'added':
        return `+${written(pair.after)}`
    }
  })
  return texts.join(' ')
}

void t.test('items are paired in their order', (t) => {
  for (const [before, after, expected] of [
    ['', '', ''],
    ['a1 b1', 'a1 b1', 'a1=a1 b1=b1'],
    ['a1 b1 c1', 'a1 c1', 'a1=a1 -b1 c1=c1'],
    ['a1 c1', 'a1 b1 c2', 'a1=a1 +b1 c1≠c2'],
    ['a1 b1', 'b1 a1', '-a1 b1=b1 +a1'],
    ['m1 c1 b1 c1', 'c1 m1 c1 b1 c1', '+c1 m1=m1 c1=c1 b1=b1 c1=c1'],
    ['c1', 'c2 c1', '+c2 c1=c1'],
    ['c2 c1', 'c1', '-c2 c1=c1'],
    ['', 'a1 b1', '+a1 +b1'],
    ['a1 b1', '', '-a1 -b1'],
  ] as const) {
    const pairs = told(aligned(items(before), items(after), likeness))
    t.equal(pairs, expected, `${before} beside ${after}`)
  }
  t.end()
})

/** The best that any pairing in order reaches, by trying all of them: pairs first, then pairs that are alike. */
function bestOfAll(before: readonly Item[], after: readonly Item[]): number {
  const [one, ...restBefore] = before
  const [other, ...restAfter] = after
  if (!one || !other) return 0
  const worth = { another: 0, changed: 100, alike: 101 }[likeness(one, other)]
  return Math.max(
    bestOfAll(restBefore, after),
    bestOfAll(before, restAfter),
    worth > 0 ? worth + bestOfAll(restBefore, restAfter) : 0,
  )
}

function someItems(random: Random): Item[] {
  return Array.from({ length: random.below(7) }, () => ({
    name: random.pick(['a', 'b', 'c']),
    end: random.pick(['1', '2']),
  }))
}

void t.test('no other pairing has more pairs, or more that ended alike', (t) => {
  const random = createRandom(7)
  for (let count = 0; count < 500; count++) {
    const [before, after] = [someItems(random), someItems(random)]
    const pairs = aligned(before, after, likeness)
    t.strictSame(
      pairs.flatMap((pair) => pair.before ?? []),
      before,
      'each earlier item once, in order',
    )
    t.strictSame(
      pairs.flatMap((pair) => pair.after ?? []),
      after,
      'and each later one',
    )
    const reached = pairs.map((pair): number =>
      pair.kind !== 'both' ? 0 : likeness(pair.before, pair.after) === 'alike' ? 101 : 100,
    )
    t.equal(
      reached.reduce((sum, worth) => sum + worth, 0),
      bestOfAll(before, after),
      told(pairs),
    )
  }
  t.end()
})

void t.test('lists that are too long to compare are paired at both ends', (t) => {
  const long = (end: string): Item[] => [
    { name: 'first', end: '1' },
    ...Array.from({ length: 5000 }, (_, place) => ({ name: `${place}`, end })),
    { name: 'last', end: '1' },
  ]
  const pairs = aligned(long('1'), long('2'), likeness)
  t.equal(pairs.length, 10_002)
  t.equal(pairs.filter(({ kind }) => kind === 'both').length, 2)
  t.equal(aligned(long('1'), long('1'), likeness).length, 5002, 'where nothing differs, it costs nothing')
  t.end()
})
