import type { ClientShown, HierarchyShown, SiteShown } from '../../evidence/recording/hierarchy-shown.ts'
import { groupBy } from '../lists.ts'

/** Sizes and distances in the picture, in pixels. */
export const measures = { box: 236, gap: 28, level: 52, head: 34, line: 19, pad: 10, edge: 8, bend: 36 }

/** Boxes side by side; further boxes go into a row below. */
const inOneRow = 4

/** A site, or a place outside all sites, with the clients that are there. */
export interface Box {
  x: number
  y: number
  height: number
  /** null for a place that belongs to no site. */
  site: SiteShown | null
  title: string
  clients: readonly ClientShown[]
}

export interface Layout {
  width: number
  height: number
  boxes: readonly Box[]
  /** From a parent to each of its child sites. */
  lines: readonly { from: Box; to: Box }[]
}

/** A site with all sites below it: its size, and where they stand in it. */
interface Block {
  site: SiteShown
  clients: readonly ClientShown[]
  /** Of the site's own box. */
  height: number
  width: number
  bottom: number
  below: readonly Placed[]
}

/** A block with its distance from the corner of another one. */
interface Placed {
  block: Block
  dx: number
  dy: number
}

/** Parent sites stand above their child sites; clients outside all boundaries stand beside the tree. */
export function layOut(shown: HierarchyShown): Layout {
  const { clients } = shown
  const boxes: Box[] = []
  const lines: Layout['lines'][number][] = []
  const tree = rows(blocksOf(shown), 0)
  // No recursion: a tree can be deeper than the stack.
  const waiting: { placed: Placed; x: number; y: number; parent: Box | null }[] = []
  const wait = (below: readonly Placed[], x: number, y: number, parent: Box | null): void => {
    for (const placed of below.toReversed())
      waiting.push({ placed, x: x + placed.dx, y: y + placed.dy, parent })
  }
  wait(tree.below, measures.edge, measures.edge, null)
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { placed, x, y, parent } = next
    const { site, clients: there, height, width, below } = placed.block
    const box = { x: x + (width - measures.box) / 2, y, height, site, title: site.code, clients: there }
    boxes.push(box)
    if (parent) lines.push({ from: parent, to: box })
    wait(below, x, y, box)
  }
  let width = tree.width
  let bottom = measures.edge + tree.bottom
  const elsewhere = [
    { title: 'the Internet', clients: clients.filter(({ at }) => at === internet) },
    {
      title: 'outside all boundaries',
      clients: clients.filter(({ at, residentSite }) => at !== internet && residentSite === null),
    },
  ].filter((place) => place.clients.length > 0)
  let y = measures.edge
  for (const { title, clients: there } of elsewhere) {
    const box = {
      x: tree.width + measures.edge + measures.gap * 2,
      y,
      height: heightOf(null, there),
      site: null,
      title,
      clients: there,
    }
    boxes.push(box)
    y += box.height + measures.gap
    width = tree.width + measures.gap * 2 + measures.box
    bottom = Math.max(bottom, y - measures.gap)
  }
  return { width: width + 2 * measures.edge + measures.bend, height: bottom + measures.edge, boxes, lines }
}

/** The blocks of the sites that stand on top. */
function blocksOf({ sites, clients }: HierarchyShown): Block[] {
  const codes = new Set(sites.map(({ code }) => code))
  const isRoot = ({ parent }: SiteShown): boolean => parent === null || !codes.has(parent)
  const roots = sites.filter(isRoot)
  const children = groupBy(
    sites.filter((site) => !isRoot(site)),
    ({ parent }) => parent ?? '',
  )
  const downwards: SiteShown[] = [...roots]
  for (const { code } of downwards) downwards.push(...(children.get(code) ?? []))
  const blocks = new Map<string, Block>()
  const blockOf = ({ code }: SiteShown): Block[] => {
    const block = blocks.get(code)
    return block ? [block] : []
  }
  for (const site of downwards.toReversed()) {
    const there = clients.filter(({ residentSite, at }) => residentSite === site.code && at !== internet)
    const height = heightOf(site, there)
    const below = rows((children.get(site.code) ?? []).flatMap(blockOf), height + measures.level)
    blocks.set(site.code, {
      ...{ site, clients: there, height },
      width: Math.max(measures.box, below.width),
      bottom: Math.max(height, below.bottom),
      below: below.below,
    })
  }
  return roots.flatMap(blockOf)
}

/** Blocks side by side from a height on, and in further rows. */
function rows(blocks: readonly Block[], top: number): Pick<Block, 'width' | 'bottom' | 'below'> {
  const below: Placed[] = []
  let [dx, dy, width, bottom] = [0, top, 0, top]
  blocks.forEach((block, index) => {
    if (index > 0 && index % inOneRow === 0) [dx, dy] = [0, bottom + measures.level]
    below.push({ block, dx, dy })
    dx += block.width + measures.gap
    width = Math.max(width, dx - measures.gap)
    bottom = Math.max(bottom, dy + block.bottom)
  })
  return { below, width, bottom: blocks.length === 0 ? 0 : bottom }
}

const internet = 'the Internet'

function heightOf(site: SiteShown | null, clients: readonly ClientShown[]): number {
  const lists = [site?.boundaries ?? [], site?.systems ?? [], clients].filter((list) => list.length > 0)
  const lines = lists.reduce((sum, list) => sum + list.length, 0)
  return measures.head + lines * measures.line + lists.length * measures.pad + measures.pad / 2
}
