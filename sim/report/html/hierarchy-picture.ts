import { outcomes, type Attempt, type Outcome } from '../../evidence/attempt.ts'
import type {
  ClientShown,
  HierarchyShown,
  SiteShown,
  SystemShown,
} from '../../evidence/recording/hierarchy-shown.ts'
import {
  groupInWords,
  groupsOf,
  modesInWords,
  mostAlone,
  outcomesByClient,
  outcomesInWords,
  outcomesOf,
  wrongOf,
  type ClientGroup,
  type OutcomeCounts,
} from '../client-groups.ts'
import { columnsOf, shortened, wentWrong } from '../in-words.ts'
import { groupBy } from '../lists.ts'
import { layOut, measures, type Box, type Content } from './hierarchy-layout.ts'
import { thousands } from '../../vocabulary/counted.ts'
import { onInternet } from '../../vocabulary/location.ts'
import { roleAcronym } from '../../vocabulary/site-system-role.ts'
import type { Texts } from '../../texts/english.ts'
import { markup, nothing, type Markup } from './markup.ts'

/**
 * A hierarchy as a picture (SVG): sites coloured by their mode with their boundaries, site systems and the clients that
 * are there, and the traffic between them. Systems carry `data-system` (FQDN), clients `data-client` (name). A place with
 * many clients has a row for each of their groups, which leads to a list of its clients below the drawing; `id` begins the
 * lists' ids.
 */
export function hierarchyPicture(
  shown: HierarchyShown,
  texts: Texts,
  id: string,
  happened: Happened,
): { drawing: Markup; below: Markup } {
  const { outcomes, traffic } = happened
  const rows = rowsOf(shown, texts)
  const groups = rows.filter((row) => row.kind === 'group')
  const idOf = (group: GroupRow): string => `${id}-${groups.indexOf(group)}`
  const { picture: words, modes } = texts
  const picture: Picture<Row> = {
    name: shown.name,
    sites: shown.sites,
    lines: rows,
    placeOf: ({ place }) => place,
    elsewhere: [words.internet, words.nowhere],
    heightOf: ({ kind }) => (kind === 'group' ? 2 : 1),
    classOf: ({ site }) => site?.mode ?? 'nowhere',
    modesOf: ({ mode }) => [modes[mode]],
    keyOf,
    draw: (row, x, y) =>
      row.kind === 'client'
        ? clientLine(row.client, x, y, texts)
        : groupLine(row, { href: `#${idOf(row)}`, outcomes: outcomesOf(row.clients, outcomes), x, y }, texts),
  }
  const arrows = trafficOfRows(traffic, rows)
  const drawn = arrows.length > mostArrows ? [] : arrows
  const drawing = drawSites(picture, texts, (anchors) => drawn.map((one) => arrow(one, anchors, texts)))
  const below = markup`${arrows.length > mostArrows && markup`<p class="quiet">${words.tooManyArrows}</p>`}
  ${groups.map((group) => clientList(group, idOf(group), outcomes, texts))}`
  return { drawing, below }
}

/** What a picture shows of attempts. */
export interface Happened {
  /** By client. */
  outcomes: ReadonlyMap<string, OutcomeCounts>
  traffic: readonly Traffic[]
}

export function happenedIn(attempts: readonly Attempt[]): Happened {
  return { outcomes: outcomesByClient(attempts), traffic: trafficOf(attempts) }
}

/** Arrows in a picture: more would hide each other. */
const mostArrows = 40

/** A line of the picture: a client, or the clients of a group that are at one place. */
type Row = { kind: 'client'; place: string; client: ClientShown } | GroupRow

interface GroupRow extends ClientGroup {
  kind: 'group'
  /** Code of a site, or in its reader's words. */
  place: string
}

function keyOf(row: Row): string {
  return row.kind === 'client' ? row.client.name : `${row.place}: ${row.name}`
}

function rowsOf({ clients }: HierarchyShown, { picture }: Texts): Row[] {
  const places = groupBy(clients, ({ at, residentSite }) =>
    at === onInternet ? picture.internet : (residentSite ?? picture.nowhere),
  )
  return [...places].flatMap(([place, there]) => {
    const alone = (client: ClientShown): Row => ({ kind: 'client', place, client })
    if (there.length <= mostAlone) return there.map(alone)
    return groupsOf(there).flatMap((group) =>
      group.clients.length === 1 ? group.clients.map(alone) : { kind: 'group', place, ...group },
    )
  })
}

/** The traffic of the clients in a row is one. */
function trafficOfRows(traffic: readonly Traffic[], rows: readonly Row[]): Traffic[] {
  const keys = new Map(
    rows.flatMap((row) =>
      row.kind === 'client' ? [] : row.clients.map(({ name }): [string, string] => [name, keyOf(row)]),
    ),
  )
  return merged(traffic.map((one) => ({ ...one, client: keys.get(one.client) ?? one.client })))
}

/** A picture of sites, and how it draws what it has besides them. */
export interface Picture<Line> extends Content<Line> {
  /** Of the hierarchy. */
  name: string
  /** Class of a box: its colours. */
  classOf: (box: Box<Line>) => string
  /** The modes that a site goes through, in words. */
  modesOf: (site: SiteShown) => readonly string[]
  /** Unique among the lines, and not the FQDN of a site system. */
  keyOf: (line: Line) => string
  /** Draws a line whose box begins at `x`, around the height `y`. */
  draw: (line: Line, x: number, y: number) => Markup
}

/** A picture that is wider, in pixels, is not made smaller to fit a page, where nobody could read it. */
const widestFitted = 1400

/** `onTop`: what is drawn over the boxes, between the lines of site systems and the picture's own. */
export function drawSites<Line>(
  picture: Picture<Line>,
  texts: Texts,
  onTop: (anchors: ReadonlyMap<string, Anchor>) => readonly Markup[] = () => [],
): Markup {
  const { width, height, boxes, parents } = layOut(picture)
  const anchors = new Map<string, Anchor>()
  const drawn = boxes.map((box) => siteBox(box, picture, anchors, texts))
  const { picture: words } = texts
  const sites = picture.sites.map((site) =>
    words.site(site.code, words.kinds[site.kind], picture.modesOf(site).join(' → ')),
  )
  return markup`<svg
    class="hierarchy ${width > widestFitted && 'wide'}"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="group"
    aria-label="${words.hierarchy(picture.name, sites)}"
  >
    ${parents.map(({ corners }) => markup`<path class="parent" d="M${corners.map((corner) => corner.join(' ')).join(' L')}" />`)} ${drawn}
    ${onTop(anchors)}
  </svg>`
}

/** The line of a site system or client in its box, where an arrow can end; in pixels. */
interface Anchor {
  left: number
  right: number
  y: number
}

function siteBox<Line>(
  shown: Box<Line>,
  picture: Picture<Line>,
  anchors: Map<string, Anchor>,
  texts: Texts,
): Markup {
  const { picture: words } = texts
  const { x, y, height, site, title, lines } = shown
  const { box, head, line, pad } = measures
  let at = y + head + pad / 2
  function list<T>(
    items: readonly T[],
    draw: (item: T, middle: number) => Markup,
    heightOf: (item: T) => number = () => 1,
  ): readonly Markup[] {
    const drawn = items.map((item) => {
      const high = heightOf(item) * line
      at += high
      return draw(item, at - high / 2)
    })
    if (items.length > 0) at += pad
    return drawn
  }
  const setAnchor = (key: string, middle: number): void => {
    anchors.set(key, { left: x, right: x + box, y: middle })
  }
  return markup`<g class="site ${picture.classOf(shown)}" ${site ? markup`data-site="${site.code}"` : nothing}>
    <rect class="box" x="${x}" y="${y}" width="${box}" height="${height}" rx="8" />
    <path class="head" d="M${x} ${y + head} v${8 - head} q0 -8 8 -8 h${box - 16} q8 0 8 8 v${head - 8} z" />
    <text class="code" x="${x + 12}" y="${y + 22}">${title}</text>
    ${site && kindAndModes(words.kinds[site.kind].trim(), picture.modesOf(site), x + box - 12, y)}
    ${list(
      site?.boundaries ?? [],
      ({ text, connection }, middle) =>
        markup`<text class="boundary" x="${x + 12}" y="${middle + 4}"
          >${shortened(text, 26)}${connection === 'slow' && ` (${words.slow})`}</text
        >`,
    )}
    ${list(site?.systems ?? [], (system, middle) => {
      setAnchor(system.fqdn, middle)
      return systemLine(system, x, middle, texts)
    })}
    ${list(
      lines,
      (one, middle) => {
        setAnchor(picture.keyOf(one), middle)
        return picture.draw(one, x, middle)
      },
      picture.heightOf,
    )}
  </g>`
}

/** Beside the site's code in the head of its box; the last mode in a line of its own where they are too long for one. */
function kindAndModes(kind: string, modes: readonly string[], right: number, y: number): Markup {
  const [before, last = ''] = [modes.slice(0, -1), modes.at(-1)]
  const above = before.length === 0 ? kind : `${kind} · ${before.join(' → ')} →`
  const said = before.length === 0 ? `${kind} · ${last}` : `${above} ${last}`
  const lines = columnsOf(said) > longestInHead ? [above, last] : [said]
  return markup`${lines.map((line, place) => markup`<text class="mode" x="${right}" y="${y + (lines.length === 1 ? 22 : 14 + place * 14)}" text-anchor="end">${line}</text>`)}`
}

/** Letters in the head of a box, beside a code. */
const longestInHead = 24

function systemLine(
  { name, fqdn, roles, urls, fault }: SystemShown,
  x: number,
  y: number,
  { picture, role }: Texts,
): Markup {
  const protocols = [...new Set(urls.map((url) => url.split(':')[0] ?? ''))].filter((protocol) =>
    ['http', 'https', 'smb'].includes(protocol),
  )
  const broken = fault === null ? '' : `, ${picture.broken(fault)}`
  return markup`<g class="system ${fault !== null && 'broken'}" data-system="${fqdn}">
    <title>${fqdn}: ${roles.map(role).join(', ')}${broken}; ${urls.join(' ')}</title>
    <rect class="hit" x="${x + 4}" y="${y - 9}" width="${measures.box - 8}" height="18" rx="4" />
    ${protocols.map((protocol, index) => markup`<circle class="port ${protocol}" cx="${x + 15 + index * 9}" cy="${y}" r="3.5" />`)}
    <text class="name" x="${x + 42}" y="${y + 4}">${shortened(name, 15)}</text>
    <text class="roles" x="${x + measures.box - 12}" y="${y + 4}" text-anchor="end"
      >${shortened(fault ?? roles.map(roleAcronym).join(' '), 15)}</text
    >
  </g>`
}

function clientLine(
  { name, mode, kind, at, assignedSite }: ClientShown,
  x: number,
  y: number,
  { picture, modes }: Texts,
): Markup {
  const device = kind === 'computer' ? picture.computer : picture.device
  const place = at === onInternet ? picture.internet : at
  const site = assignedSite ?? picture.noSite
  const assigned = assignedSite === null ? site : picture.of(site)
  return markup`<g class="client ${mode}" data-client="${name}">
    <title>${picture.client(name, device, modes[mode], place, site)}</title>
    <rect class="hit" x="${x + 4}" y="${y - 9}" width="${measures.box - 8}" height="18" rx="4" />
    <rect class="device" x="${x + 12}" y="${y - 5}" width="${kind === 'computer' ? 14 : 7}" height="10" rx="2" />
    <text class="name" x="${x + 42}" y="${y + 4}">${shortened(name, roomBeside(assigned))}</text>
    <text class="roles" x="${x + measures.box - 12}" y="${y + 4}" text-anchor="end">${assigned}</text>
  </g>`
}

/** Letters of a name, which may be capital, left of another text in a client's line. */
function roomBeside(text: string): number {
  return Math.floor((measures.box - 62 - columnsOf(text) * 5.6) / 8)
}

/** Where a group stands, what it leads to, and how its attempts ended. */
interface GroupDrawn {
  href: string
  outcomes: OutcomeCounts
  x: number
  y: number
}

function groupLine(group: GroupRow, { href, outcomes, x, y }: GroupDrawn, texts: Texts): Markup {
  const [name, modes] = [groupInWords(group, texts), modesInWords(group, texts)]
  const said = `${texts.counts.clients(group.clients.length)}, ${modes}`
  const ended = outcomesInWords(outcomes, texts)
  // The name of clients that are alike has their mode.
  const number = group.clients[0].group === undefined ? thousands(group.clients.length) : modes
  return markup`<a href="${href}" class="client group" data-group="${group.name}">
    <title>${name}: ${said}${ended !== '' && `; ${ended}`}</title>
    <rect class="hit" x="${x + 4}" y="${y - 18}" width="${measures.box - 8}" height="36" rx="4" />
    <rect class="device" x="${x + 15}" y="${y - 15}" width="14" height="10" rx="2" /><rect class="device" x="${x + 12}" y="${y - 12}" width="14" height="10" rx="2" />
    <text class="name" x="${x + 42}" y="${y - 4}">${shortened(name, roomBeside(number))}</text>
    <text class="roles" x="${x + measures.box - 12}" y="${y - 4}" text-anchor="end">${number}</text>
    ${ended !== '' && markup`<text class="roles ${wrongOf(outcomes) > 0 && 'wrong'}" x="${x + 12}" y="${y + 10}">${shortened(ended, 38)}</text>${outcomeBar(outcomes, x + 12, y + 13)}`}
  </a>`
}

/** The parts of the attempts that ended in each way, as one bar. */
function outcomeBar(counts: OutcomeCounts, x: number, y: number): Markup[] {
  const whole = measures.box - 24
  const all = outcomes.reduce((sum, outcome) => sum + counts[outcome], 0)
  let at = x
  return outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => {
      const width = (counts[outcome] / all) * whole
      at += width
      return markup`<rect class="share ${outcome}" x="${(at - width).toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="3" />`
    })
}

/** The clients of a group, those with whom something went wrong first. */
function clientList(
  group: GroupRow,
  id: string,
  byClient: ReadonlyMap<string, OutcomeCounts>,
  texts: Texts,
): Markup {
  const { place, clients } = group
  const ended = outcomesInWords(outcomesOf(clients, byClient), texts)
  const lines = clients.map((client) => ({ client, counts: outcomesOf([client], byClient) }))
  const sorted = [...lines].sort((one, other) => wrongOf(other.counts) - wrongOf(one.counts))
  return markup`<details class="group" id="${id}"><summary><b>${groupInWords(group, texts)}</b> <span class="quiet">${place}: ${texts.counts.clients(clients.length)}, ${modesInWords(group, texts)}${ended !== '' && `; ${ended}`}</span></summary><ul class="clients">${sorted.map(({ client, counts }) => markup`<li>${client.name}${wrongOf(counts) > 0 && markup` <span class="bad">✗ ${wrongOf(counts)}</span>`}</li>`)}</ul></details>`
}

function arrow(
  { client, system, protocol, outcome, count }: Traffic,
  anchors: ReadonlyMap<string, Anchor>,
  { picture, outcomes }: Texts,
): Markup {
  const [from, to] = [anchors.get(client), anchors.get(system)]
  if (!from || !to) return nothing
  const rightwards = to.left > from.left
  const sameBox = to.left === from.left
  const x1 = rightwards || sameBox ? from.right - 6 : from.left + 6
  const x2 = sameBox ? to.right - 6 : rightwards ? to.left + 6 : to.right - 6
  const bend = sameBox ? 34 : 60
  const [c1, c2] = [
    rightwards || sameBox ? x1 + bend : x1 - bend,
    sameBox || !rightwards ? x2 + bend : x2 - bend,
  ]
  const said = picture.traffic(client, system, protocol.toUpperCase(), outcomes[outcome], count)
  return markup`<g class="traffic ${protocol} ${outcome}">
    <title>${said}</title>
    <path d="M${x1} ${from.y} C${c1} ${from.y} ${c2} ${to.y} ${x2} ${to.y}" />
    ${outcome === 'answered' && markup`<circle cx="${x2}" cy="${to.y}" r="3.5" />`}
    ${wentWrong({ outcome }) && markup`<path class="cross" d="M${x2 - 4} ${to.y - 4} l8 8 m0 -8 l-8 8" />`}
  </g>`
}

/** All attempts of one client, or of the clients in one row, at one site system by one protocol with the same outcome. */
interface Traffic {
  client: string
  /** FQDN. */
  system: string
  protocol: string
  outcome: Outcome
  count: number
}

function trafficOf(attempts: readonly Attempt[]): Traffic[] {
  return merged(
    attempts.flatMap(({ client, system, protocol, outcome }) =>
      system === null ? [] : { client, system, protocol, outcome, count: 1 },
    ),
  )
}

function merged(traffic: readonly Traffic[]): Traffic[] {
  const alike = groupBy(traffic, ({ client, system, protocol, outcome }) =>
    [client, system, protocol, outcome].join('\n'),
  )
  return [...alike.values()].map((all) => ({
    ...all[0],
    count: all.reduce((sum, { count }) => sum + count, 0),
  }))
}

/** The meaning of the pictures' colours and strokes; no meaning rests on colour alone. */
export function legend({ picture }: Texts): Markup {
  return markup`<ul class="legend">
  <li><b class="http">●</b> HTTP</li><li><b class="https">●</b> HTTPS</li><li><b class="smb">●</b> SMB</li>
  <li>— ${picture.answered}</li><li><b class="bad">✗</b> ${picture.failed}</li><li>┄ ${picture.withheld}</li><li><b class="bad">✗</b> ${picture.contradicted}</li>
</ul>`
}
