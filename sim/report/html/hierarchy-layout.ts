import type { ClientShown, HierarchyShown, SiteShown } from '../../evidence/recording/hierarchy-shown.ts'

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

/** Parent sites stand above their child sites; clients outside all boundaries stand beside the tree. */
export function layOut({ sites, clients }: HierarchyShown): Layout {
  const boxes: Box[] = []
  const lines: Layout['lines'][number][] = []
  const codes = new Set(sites.map(({ code }) => code))

  /** Places a site and all sites below it, and returns their width and lowest edge. */
  function place(site: SiteShown, x: number, y: number): { box: Box; width: number; bottom: number } {
    const there = clients.filter(({ residentSite, at }) => residentSite === site.code && at !== internet)
    const box: Box = { x, y, height: heightOf(site, there), site, title: site.code, clients: there }
    boxes.push(box)
    const children = sites.filter(({ parent }) => parent === site.code)
    const below = rows(children, x, y + box.height + measures.level)
    lines.push(...below.boxes.map((to) => ({ from: box, to })))
    const width = Math.max(measures.box, below.width)
    box.x = x + (width - measures.box) / 2
    return { box, width, bottom: Math.max(y + box.height, below.bottom) }
  }

  function rows(
    children: readonly SiteShown[],
    left: number,
    top: number,
  ): { boxes: Box[]; width: number; bottom: number } {
    const placed: Box[] = []
    let [x, y, width, bottom] = [left, top, 0, top]
    children.forEach((child, index) => {
      if (index > 0 && index % inOneRow === 0) [x, y] = [left, bottom + measures.level]
      const next = place(child, x, y)
      placed.push(next.box)
      x += next.width + measures.gap
      width = Math.max(width, x - measures.gap - left)
      bottom = Math.max(bottom, next.bottom)
    })
    return { boxes: placed, width, bottom: children.length === 0 ? 0 : bottom }
  }

  const roots = sites.filter(({ parent }) => parent === null || !codes.has(parent))
  const tree = rows(roots, measures.edge, measures.edge)
  let { width, bottom } = tree
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

const internet = 'the Internet'

function heightOf(site: SiteShown | null, clients: readonly ClientShown[]): number {
  const lists = [site?.boundaries ?? [], site?.systems ?? [], clients].filter((list) => list.length > 0)
  const lines = lists.reduce((sum, list) => sum + list.length, 0)
  return measures.head + lines * measures.line + lists.length * measures.pad + measures.pad / 2
}
