import t, { type Test } from 'tap'
import type { SiteShown } from '../../sim/evidence/recording/hierarchy-shown.ts'
import { layOut, measures, type Box, type Layout } from '../../sim/report/html/hierarchy-layout.ts'

/** Sites by their parents' codes, the central site first. */
type Tree = readonly (readonly [code: string, parent: string | null])[]

const elsewhere = ['the Internet', 'outside all boundaries']

/** `clients`: the places of clients, each with their number. */
function laidOut(tree: Tree, clients: Readonly<Record<string, number>> = {}): Layout<string> {
  const sites = tree.map(([code, parent]): SiteShown => ({
    ...{ code, parent, kind: 'primary', mode: 'mixed', systems: [] },
    boundaries: [{ text: `boundary of ${code}`, connection: 'fast' }],
  }))
  return layOut({
    ...{ sites, elsewhere },
    lines: Object.entries(clients).flatMap(([place, number]) => Array<string>(number).fill(place)),
    placeOf: (place) => place,
    heightOf: () => 1,
  })
}

/** So many sites, each but the lowest with so many below it. */
function treeOf(sites: number, below: number): Tree {
  return Array.from({ length: sites }, (_, place) => [
    `S${place}`,
    place === 0 ? null : `S${Math.floor((place - 1) / below)}`,
  ])
}

/** A central site, twelve primary sites of which three are below others, and secondary sites below all of these. */
const twoHundred: Tree = [
  ['CEN', null],
  ...Array.from({ length: 12 }, (_, place) => [`P${place}`, place < 9 ? 'CEN' : `P${place - 9}`] as const),
  ...Array.from({ length: 187 }, (_, place) => [`S${place}`, `P${place % 12}`] as const),
]

interface Rectangle {
  left: number
  right: number
  top: number
  bottom: number
}

function edgesOf({ x, y, height }: Box<string>): Rectangle {
  return { left: x, right: x + measures.box, top: y, bottom: y + height }
}

function meet(one: Rectangle, other: Rectangle): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
}

/** What lies over something else in a picture, or outside it. */
function amissIn({ boxes, parents, width, height }: Layout<string>): string[] {
  const placed = boxes.map((box) => ({ title: box.title, ...edgesOf(box) }))
  const overlaps = placed.flatMap((one, place) =>
    placed
      .slice(place + 1)
      .filter((other) => meet(one, other))
      .map((other) => `${one.title} is over ${other.title}`),
  )
  const behind = parents.flatMap(({ from, to, corners }) =>
    corners.slice(1).flatMap(([x, y], place) => {
      const [x0, y0] = corners[place] ?? [x, y]
      const line = {
        ...{ left: Math.min(x, x0), right: Math.max(x, x0) },
        ...{ top: Math.min(y, y0), bottom: Math.max(y, y0) },
      }
      return placed
        .filter((box) => meet(line, box))
        .map(({ title }) => `the line from ${from.title} to ${to.title} is behind ${title}`)
    }),
  )
  const outside = placed
    .filter(({ left, right, top, bottom }) => left < 0 || top < 0 || right > width || bottom > height)
    .map(({ title }) => `${title} is outside`)
  return [...overlaps, ...behind, ...outside]
}

/** The sites below one, row by row from left to right. */
function rowsBelow({ parents }: Layout<string>, parent: string): string[][] {
  const below = parents.filter(({ from }) => from.title === parent).map(({ to }) => to)
  const heights = [...new Set(below.map(({ y }) => y))].sort((one, other) => one - other)
  return heights.map((height) =>
    below
      .filter(({ y }) => y === height)
      .sort((one, other) => one.x - other.x)
      .map(({ title }) => title),
  )
}

function isReadable(t: Test, layout: Layout<string>, what: string): void {
  const { width, height } = layout
  t.ok(width <= 2 * height && height <= 2 * width, `${what}: ${width} by ${height}`)
}

void t.test(
  'hundreds of sites fill an area that is read like a page, in their order, and nothing is over anything',
  (t) => {
    const star = Array.from({ length: 199 }, (_, place) => [`S${place}`, 'CEN'] as const)
    for (const [what, tree] of [
      ['three floors', twoHundred],
      ['one site above all others', [['CEN', null], ...star]],
      ['no site above another', star.map(([code]) => [code, null] as const)],
      ['two below each', treeOf(200, 2)],
      ['five below each', treeOf(200, 5)],
      ['fourteen below each', treeOf(200, 14)],
    ] as const) {
      const layout = laidOut(tree, { CEN: 3, P1: 20, S7: 20, 'the Internet': 5, 'outside all boundaries': 2 })
      isReadable(t, layout, what)
      t.strictSame(amissIn(layout), [], what)
      t.equal(layout.boxes.filter(({ site }) => site !== null).length, tree.length, what)
      for (const parent of new Set(tree.map(([, parent]) => parent))) {
        if (parent === null) continue
        const below = tree.filter((one) => one[1] === parent).map(([code]) => code)
        t.strictSame(rowsBelow(layout, parent).flat(), below, `${what}, below ${parent}`)
      }
    }
    t.end()
  },
)

void t.test('a small hierarchy is a tree with each parent over the middle of what is below it', (t) => {
  const layout = laidOut([
    ['CEN', null],
    ['ONE', 'CEN'],
    ['TWO', 'CEN'],
    ['SEC', 'TWO'],
  ])
  const at = new Map(layout.boxes.map((box) => [box.title, box]))
  t.strictSame(rowsBelow(layout, 'CEN'), [['ONE', 'TWO']])
  const [cen, one, two, sec] = ['CEN', 'ONE', 'TWO', 'SEC'].map((code) => at.get(code)?.x ?? NaN)
  t.equal(cen, ((one ?? NaN) + (two ?? NaN)) / 2)
  t.equal(sec, two)
  t.equal(layout.width, 2 * measures.box + measures.gap + 2 * measures.edge + measures.bend)
  t.strictSame(amissIn(layout), [])
  t.end()
})

void t.test('rows are no longer than a page while the whole is not much higher than wide', (t) => {
  for (const [sites, rows] of [
    [4, [4]],
    [6, [4, 2]],
    [12, [4, 4, 4]],
  ] as const) {
    const below = Array.from({ length: sites }, (_, place) => [`S${place}`, 'CEN'] as const)
    const layout = laidOut([['CEN', null], ...below])
    t.strictSame(
      rowsBelow(layout, 'CEN').map(({ length }) => length),
      rows,
    )
    t.strictSame(amissIn(layout), [])
  }
  t.end()
})

void t.test('a place outside all sites is beside the sites on its height, where there is room', (t) => {
  const tree: Tree = [
    ['CEN', null],
    ['ONE', 'CEN'],
    ['TWO', 'CEN'],
    ['SIX', 'CEN'],
  ]
  const low = laidOut(tree, { CEN: 8, 'the Internet': 1 })
  const high = laidOut(tree, { CEN: 8, 'the Internet': 30 })
  const right = (layout: Layout<string>, title: string): number =>
    (layout.boxes.find((box) => box.title === title)?.x ?? NaN) + measures.box
  t.ok(right(low, 'the Internet') < right(low, 'SIX') + measures.box, 'one client: above the sites below')
  t.equal(low.width, laidOut(tree).width, 'and the picture is no wider for it')
  t.ok(right(high, 'the Internet') > right(high, 'SIX') + measures.box, 'thirty clients: beside them')
  for (const layout of [low, high]) t.strictSame(amissIn(layout), [])
  t.end()
})

void t.test('thousands of sites are laid out, deep or wide', (t) => {
  t.equal(laidOut(treeOf(5000, 1)).boxes.length, 5000)
  isReadable(t, laidOut(treeOf(5000, 5000)), 'all below one')
  isReadable(t, laidOut(treeOf(5000, 8)), 'eight below each')
  t.end()
})
