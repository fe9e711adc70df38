import type { SiteShown } from '../../evidence/recording/hierarchy-shown.ts'
import { groupBy } from '../lists.ts'

/** Sizes and distances in the picture, in pixels. */
export const measures = {
  box: 236,
  gap: 28,
  level: 52,
  head: 34,
  line: 19,
  pad: 10,
  edge: 8,
  bend: 36,
  /** Between the rows of a site's child sites. */
  row: 32,
  /** Left of these rows, for the line that leads down to the further ones. */
  trunk: 24,
}

/**
 * Sites side by side are no wider than four boxes, as wide as a page; further ones go into a row below. Rows are longer only where
 * they would stand in a column that is twice as high as wide.
 */
const widestRow = 4 * measures.box + 3 * measures.gap

/** Whether a block is wider than a page, so that it is not seen as a whole. */
export function isWiderThanPage(width: number): boolean {
  return width > widestRow + measures.trunk
}

/** What a picture shows: the sites, and lines in their boxes besides the ones for boundaries and site systems. */
export interface Content<Line> {
  sites: readonly SiteShown[]
  lines: readonly Line[]
  /** Code of the site, or the title of a place that is none. */
  placeOf: (line: Line) => string
  /** Titles of the places that are no site, from top to bottom. */
  elsewhere: readonly string[]
  /** How often a line is as high as one for a site system. */
  heightOf: (line: Line) => number
}

/** A site, or a place outside all sites, with the lines that belong there. */
export interface Box<Line> {
  x: number
  y: number
  height: number
  /** null for a place that belongs to no site. */
  site: SiteShown | null
  title: string
  lines: readonly Line[]
}

export interface Layout<Line> {
  width: number
  height: number
  boxes: readonly Box<Line>[]
  /** From a parent to each of its child sites, with the corners of the line between them. */
  parents: readonly { from: Box<Line>; to: Box<Line>; corners: readonly Point[] }[]
}

type Point = readonly [x: number, y: number]

/** A site with all sites below it: its size, and where they stand in it. */
interface Block<Line> {
  site: SiteShown
  lines: readonly Line[]
  /** Of the site's own box. */
  height: number
  width: number
  bottom: number
  below: readonly Placed<Line>[]
}

/** A block with its distance from the corner of another one. */
interface Placed<Line> {
  block: Block<Line>
  dx: number
  dy: number
  /** Whether it stands in the row next to its parent, or in one further down. */
  isInFirstRow: boolean
}

/** A block whose parent has its place. `left`: edge of the parent's block, in pixels. */
interface Waiting<Line> {
  placed: Placed<Line>
  x: number
  y: number
  parent: { box: Box<Line>; left: number } | null
}

/** Parent sites stand above their child sites; places that are no site stand beside the tree. */
export function layOut<Line>(content: Content<Line>): Layout<Line> {
  const { sites, lines, placeOf, elsewhere } = content
  const heightOf = (site: SiteShown | null, there: readonly Line[]): number =>
    heightOfBox(site, there.map(content.heightOf))
  const boxes: Box<Line>[] = []
  const parents: Layout<Line>['parents'][number][] = []
  const linesAt = groupBy(lines, placeOf)
  const tree = rows(blocksOf(sites, linesAt, heightOf), 0)
  // No recursion: a tree can be deeper than the stack.
  const waiting: Waiting<Line>[] = []
  const wait = (
    below: readonly Placed<Line>[],
    x: number,
    y: number,
    parent: Waiting<Line>['parent'],
  ): void => {
    for (const placed of below.toReversed())
      waiting.push({ placed, x: x + placed.dx, y: y + placed.dy, parent })
  }
  wait(tree.below, measures.edge, measures.edge, null)
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { placed, x, y, parent } = next
    const { site, lines: there, height, width, below } = placed.block
    // Over the middle of its block; where that would be out of sight, over the first of the sites below it.
    const indent = isWiderThanPage(width) ? measures.trunk : (width - measures.box) / 2
    const box = { x: x + indent, y, height, site, title: site.code, lines: there }
    boxes.push(box)
    if (parent) {
      const trunk = placed.isInFirstRow ? null : parent.left + measures.trunk / 2
      parents.push({ from: parent.box, to: box, corners: cornersOf(parent.box, box, trunk) })
    }
    wait(below, x, y, { box, left: x })
  }
  const places = elsewhere.flatMap((title) => {
    const there = linesAt.get(title)
    return there ? [{ title, lines: there, height: heightOf(null, there) }] : []
  })
  let y = measures.edge
  const x = rightEdge(boxes, parents, y + stacked(places)) + measures.gap
  for (const place of places) {
    boxes.push({ ...place, x, y, site: null })
    y += place.height + measures.gap
  }
  const right = Math.max(measures.edge + tree.width, places.length > 0 ? x + measures.box : 0)
  const bottom = Math.max(measures.edge + tree.bottom, y - measures.gap)
  return { width: right + measures.edge + measures.bend, height: bottom + measures.edge, boxes, parents }
}

/** The height of boxes below each other, with a gap below the last as well. */
function stacked(places: readonly { height: number }[]): number {
  return places.reduce((sum, { height }) => sum + height + measures.gap, 0)
}

/** How far everything that begins above `bottom` reaches to the right. */
function rightEdge<Line>(
  boxes: readonly Box<Line>[],
  parents: Layout<Line>['parents'],
  bottom: number,
): number {
  let right = 0
  for (const { x, y } of boxes) if (y < bottom) right = Math.max(right, x + measures.box)
  for (const [x, y] of parents.flatMap(({ corners }) => corners)) if (y < bottom) right = Math.max(right, x)
  return right
}

/** Between rows, so that no line is behind a box; `trunk`: where it leads down beside the rows before. */
function cornersOf(from: Box<unknown>, to: Box<unknown>, trunk: number | null): Point[] {
  const [x1, y1, x2] = [from.x + measures.box / 2, from.y + from.height, to.x + measures.box / 2]
  const below = y1 + measures.level / 2
  if (trunk === null)
    return [
      [x1, y1],
      [x1, below],
      [x2, below],
      [x2, to.y],
    ]
  const above = to.y - measures.row / 2
  return [
    [x1, y1],
    [x1, below],
    [trunk, below],
    [trunk, above],
    [x2, above],
    [x2, to.y],
  ]
}

/** The blocks of the sites that stand on top. */
function blocksOf<Line>(
  sites: readonly SiteShown[],
  linesAt: ReadonlyMap<string, readonly Line[]>,
  heightOf: (site: SiteShown, lines: readonly Line[]) => number,
): Block<Line>[] {
  const codes = new Set(sites.map(({ code }) => code))
  const isRoot = ({ parent }: SiteShown): boolean => parent === null || !codes.has(parent)
  const roots = sites.filter(isRoot)
  const children = groupBy(
    sites.filter((site) => !isRoot(site)),
    ({ parent }) => parent ?? '',
  )
  const downwards: SiteShown[] = [...roots]
  for (const { code } of downwards) downwards.push(...(children.get(code) ?? []))
  const blocks = new Map<string, Block<Line>>()
  const blockOf = ({ code }: SiteShown): Block<Line>[] => {
    const block = blocks.get(code)
    return block ? [block] : []
  }
  for (const site of downwards.toReversed()) {
    const there = linesAt.get(site.code) ?? []
    const height = heightOf(site, there)
    const below = rows((children.get(site.code) ?? []).flatMap(blockOf), height + measures.level)
    blocks.set(site.code, {
      ...{ site, lines: there, height },
      width: Math.max(measures.box, below.width),
      bottom: Math.max(height, below.bottom),
      below: below.below,
    })
  }
  return roots.flatMap(blockOf)
}

type Rows<Line> = Pick<Block<Line>, 'width' | 'bottom' | 'below'>

/** Blocks side by side from a height on, and in further rows: as wide as a page, or about as wide as they are high. */
function rows<Line>(blocks: readonly Block<Line>[], top: number): Rows<Line> {
  const inOne = blocks.reduce((sum, { width }) => sum + width + measures.gap, -measures.gap)
  if (inOne <= widestRow || blocks.length === 1) return inRows(blocks, top, inOne, 0)
  let [shorter, longer] = [widestRow, inOne]
  let [higher, wider] = [inRows(blocks, top, shorter), inRows(blocks, top, longer)]
  if (higher.bottom <= 2 * higher.width) return higher
  while (longer - shorter > measures.box / 2) {
    const longest = (shorter + longer) / 2
    const tried = inRows(blocks, top, longest)
    if (isWide(tried)) [longer, wider] = [longest, tried]
    else [shorter, higher] = [longest, tried]
  }
  const [ofHigher, ofWider] = [higher.bottom / higher.width, wider.width / wider.bottom]
  return ofHigher < ofWider ? higher : wider
}

function isWide({ width, bottom }: Rows<unknown>): boolean {
  return width >= bottom
}

/** Blocks in rows that are no longer than that, with room at the left for a line beside them. */
function inRows<Line>(
  blocks: readonly Block<Line>[],
  top: number,
  longest: number,
  left: number = measures.trunk,
): Rows<Line> {
  const below: Placed<Line>[] = []
  let [dx, dy, width, bottom, isInFirstRow] = [left, top, 0, top, true]
  for (const block of blocks) {
    if (dx > left && dx + block.width > left + longest)
      [dx, dy, isInFirstRow] = [left, bottom + measures.row, false]
    below.push({ block, dx, dy, isInFirstRow })
    dx += block.width + measures.gap
    width = Math.max(width, dx - measures.gap)
    bottom = Math.max(bottom, dy + block.bottom)
  }
  return { below, width, bottom: blocks.length === 0 ? 0 : bottom }
}

/** `heights`: of the lines besides those for boundaries and site systems. */
function heightOfBox(site: SiteShown | null, heights: readonly number[]): number {
  const ofOne = (list: readonly unknown[]): number[] => list.map(() => 1)
  const lists = [ofOne(site?.boundaries ?? []), ofOne(site?.systems ?? []), heights].filter(
    (list) => list.length > 0,
  )
  const all = lists.flat().reduce((sum, height) => sum + height, 0)
  return measures.head + all * measures.line + lists.length * measures.pad + measures.pad / 2
}
