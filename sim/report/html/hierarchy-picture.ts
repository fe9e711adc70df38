import type { Attempt, Outcome } from '../../evidence/attempt.ts'
import type {
  ClientShown,
  HierarchyShown,
  SiteShown,
  SystemShown,
} from '../../evidence/recording/hierarchy-shown.ts'
import { shortened, wentWrong } from '../in-words.ts'
import { layOut, measures, type Box, type Content } from './hierarchy-layout.ts'
import { roleAcronym } from '../../vocabulary/site-system-role.ts'
import { markup, nothing, type Markup } from './markup.ts'

/**
 * A hierarchy as a picture (SVG): sites coloured by their mode with their boundaries, site systems and the clients that
 * are there, and the traffic between them. Systems carry `data-system` (FQDN), clients `data-client` (name).
 */
export function hierarchyPicture(shown: HierarchyShown, traffic: readonly Traffic[] = []): Markup {
  const picture: Picture<ClientShown> = {
    name: shown.name,
    sites: shown.sites,
    lines: shown.clients,
    placeOf: ({ at, residentSite }) => (at === internet ? at : (residentSite ?? nowhere)),
    elsewhere: [internet, nowhere],
    classOf: ({ site }) => site?.mode ?? 'nowhere',
    modeOf: ({ mode }) => mode,
    keyOf: ({ name }) => name,
    draw: clientLine,
  }
  return drawSites(picture, (anchors) => traffic.map((one) => arrow(one, anchors)))
}

const internet = 'the Internet'
const nowhere = 'outside all boundaries'

/** A picture of sites, and how it draws what it has besides them. */
export interface Picture<Line> extends Content<Line> {
  /** Of the hierarchy. */
  name: string
  /** Class of a box: its colours. */
  classOf: (box: Box<Line>) => string
  /** A site's mode in words. */
  modeOf: (site: SiteShown) => string
  /** Unique among the lines, and not the FQDN of a site system. */
  keyOf: (line: Line) => string
  /** Draws a line whose box begins at `x`, around the height `y`. */
  draw: (line: Line, x: number, y: number) => Markup
}

/** `onTop`: what is drawn over the boxes, between the lines of site systems and the picture's own. */
export function drawSites<Line>(
  picture: Picture<Line>,
  onTop: (anchors: ReadonlyMap<string, Anchor>) => readonly Markup[] = () => [],
): Markup {
  const { width, height, boxes, parents } = layOut(picture)
  const anchors = new Map<string, Anchor>()
  const drawn = boxes.map((box) => siteBox(box, picture, anchors))
  const modes = picture.sites.map((site) => `${site.code}, ${site.kind} site in ${picture.modeOf(site)} mode`)
  return markup`<svg
    class="hierarchy"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="group"
    aria-label="Hierarchy ${picture.name}: ${modes.join('; ')}"
  >
    ${parents.map(({ from, to }) => parentLine(from, to))} ${drawn}
    ${onTop(anchors)}
  </svg>`
}

/** The line of a site system or client in its box, where an arrow can end; in pixels. */
interface Anchor {
  left: number
  right: number
  y: number
}

function parentLine(from: Box<unknown>, to: Box<unknown>): Markup {
  const [x1, y1, x2, y2] = [from.x + measures.box / 2, from.y + from.height, to.x + measures.box / 2, to.y]
  const half = y1 + measures.level / 2
  return markup`<path class="parent" d="M${x1} ${y1} V${half} H${x2} V${y2}" />`
}

function siteBox<Line>(shown: Box<Line>, picture: Picture<Line>, anchors: Map<string, Anchor>): Markup {
  const { x, y, height, site, title, lines } = shown
  const { box, head, line, pad } = measures
  let at = y + head + pad / 2
  const lineAt = (): number => (at += line) - line / 2
  function list<T>(items: readonly T[], draw: (item: T, middle: number) => Markup): readonly Markup[] {
    const drawn = items.map((item) => draw(item, lineAt()))
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
    ${site && markup`<text class="mode" x="${x + box - 12}" y="${y + 22}" text-anchor="end">${site.kind} · ${picture.modeOf(site)}</text>`}
    ${list(
      site?.boundaries ?? [],
      ({ text, connection }, middle) =>
        markup`<text class="boundary" x="${x + 12}" y="${middle + 4}"
          >${shortened(text, 26)}${connection === 'slow' && ' (slow)'}</text
        >`,
    )}
    ${list(site?.systems ?? [], (system, middle) => {
      setAnchor(system.fqdn, middle)
      return systemLine(system, x, middle)
    })}
    ${list(lines, (one, middle) => {
      setAnchor(picture.keyOf(one), middle)
      return picture.draw(one, x, middle)
    })}
  </g>`
}

function systemLine({ name, fqdn, roles, urls, fault }: SystemShown, x: number, y: number): Markup {
  const protocols = [...new Set(urls.map((url) => url.split(':')[0] ?? ''))].filter((protocol) =>
    ['http', 'https', 'smb'].includes(protocol),
  )
  const broken = fault === null ? '' : `, broken: ${fault}`
  return markup`<g class="system ${fault !== null && 'broken'}" data-system="${fqdn}">
    <title>${fqdn}: ${roles.join(', ')}${broken}; ${urls.join(' ')}</title>
    <rect class="hit" x="${x + 4}" y="${y - 9}" width="${measures.box - 8}" height="18" rx="4" />
    ${protocols.map((protocol, index) => markup`<circle class="port ${protocol}" cx="${x + 15 + index * 9}" cy="${y}" r="3.5" />`)}
    <text class="name" x="${x + 42}" y="${y + 4}">${shortened(name, 15)}</text>
    <text class="roles" x="${x + measures.box - 12}" y="${y + 4}" text-anchor="end"
      >${shortened(fault ?? roles.map(roleAcronym).join(' '), 15)}</text
    >
  </g>`
}

function clientLine({ name, mode, kind, at, assignedSite }: ClientShown, x: number, y: number): Markup {
  const device = kind === 'computer' ? 'computer' : 'mobile device'
  return markup`<g class="client ${mode}" data-client="${name}">
    <title>${name}: ${device} in ${mode} mode, at ${at}, assigned to ${assignedSite ?? 'no site'}</title>
    <rect class="hit" x="${x + 4}" y="${y - 9}" width="${measures.box - 8}" height="18" rx="4" />
    <rect class="device" x="${x + 12}" y="${y - 5}" width="${kind === 'computer' ? 14 : 7}" height="10" rx="2" />
    <text class="name" x="${x + 42}" y="${y + 4}">${shortened(name, 17)}</text>
    <text class="roles" x="${x + measures.box - 12}" y="${y + 4}" text-anchor="end">of ${assignedSite ?? 'no site'}</text>
  </g>`
}

function arrow(
  { client, system, protocol, outcome, count }: Traffic,
  anchors: ReadonlyMap<string, Anchor>,
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
  const times = count === 1 ? '' : `, ${count} times`
  return markup`<g class="traffic ${protocol} ${outcome}">
    <title>${client} to ${system} by ${protocol.toUpperCase()}: ${outcome}${times}</title>
    <path d="M${x1} ${from.y} C${c1} ${from.y} ${c2} ${to.y} ${x2} ${to.y}" />
    ${outcome === 'answered' && markup`<circle cx="${x2}" cy="${to.y}" r="3.5" />`}
    ${wentWrong({ outcome }) && markup`<path class="cross" d="M${x2 - 4} ${to.y - 4} l8 8 m0 -8 l-8 8" />`}
  </g>`
}

/** All attempts of one client at one site system by one protocol with the same outcome. */
interface Traffic {
  client: string
  /** FQDN. */
  system: string
  protocol: string
  outcome: Outcome
  count: number
}

export function trafficOf(attempts: readonly Attempt[]): Traffic[] {
  const found = new Map<string, Traffic>()
  for (const { client, system, protocol, outcome } of attempts) {
    if (system === null) continue
    const key = [client, system, protocol, outcome].join(' ')
    const known = found.get(key)
    if (known) known.count++
    else found.set(key, { client, system, protocol, outcome, count: 1 })
  }
  return [...found.values()]
}

/** The meaning of the pictures' colours and strokes; no meaning rests on colour alone. */
export const legend = markup`<ul class="legend">
  <li><b class="http">●</b> HTTP</li><li><b class="https">●</b> HTTPS</li><li><b class="smb">●</b> SMB</li>
  <li>— answered</li><li><b class="bad">✗</b> failed, at the stage that is marked</li><li>┄ withheld: the client’s rules forbade it</li><li><b class="bad">✗</b> contradicted: the two ends do not bear each other out</li>
</ul>`
