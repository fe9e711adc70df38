import type { CellResult, TableResult } from '../../evidence/results.ts'
import { siteModeNames, type SiteMode } from '../../vocabulary/site-mode.ts'
import type { Texts } from '../../texts/english.ts'
import { markup, type Markup } from './markup.ts'

/** A site in a figure: how each of its site systems answered the client. */
interface Panel {
  title: string
  mode: SiteMode
  rows: { name: string; cell: CellResult | undefined }[]
}

interface Figure {
  title: string
  client: string
  panels: Panel[]
}

/** The source text's three figures, drawn from observations. */
export function figures(tables: readonly TableResult[], texts: Texts): Markup[] {
  const { figures } = texts
  const within = tables.find(({ id }) => id === 'within-assigned-site')
  const roaming = tables.find(({ id }) => id === 'native-client-in-mixed-site')
  const drawn: Figure[] = [
    ...(within ? [withinSite(within, texts)] : []),
    ...(roaming
      ? [
          roamingClient(roaming, 'http-not-allowed', figures.withoutOption, texts),
          roamingClient(roaming, 'http-allowed', figures.withOption, texts),
        ]
      : []),
  ]
  return drawn.map(
    (figure, index) =>
      markup`<figure class="card"><div class="picture" tabindex="0" role="group" aria-label="${figures.figure(index + 1)}">${draw(figure, texts)}</div><figcaption>${figures.caption(index + 1, figure.title)}</figcaption></figure>`,
  )
}

function withinSite({ rows }: TableResult, { figures, modes }: Texts): Figure {
  const panel = (mode: SiteMode): Panel => ({
    title: figures.siteInMode(modes[mode]),
    mode,
    rows: rows.map(({ siteSystem, cells }) => ({ name: siteSystem, cell: cells[mode] })),
  })
  return {
    title: figures.within,
    client: figures.client,
    panels: siteModeNames.map(panel),
  }
}

function roamingClient(
  { rows }: TableResult,
  column: string,
  title: string,
  { figures, modes }: Texts,
): Figure {
  const panel = (relation: 'assigned' | 'resident', mode: SiteMode): Panel => ({
    title: figures.site(relation, modes[mode]),
    mode,
    rows: rows
      .filter(({ siteSystem }) => siteSystem.startsWith(relation))
      .map(({ siteSystem, cells }) => ({
        name: siteSystem.replace(`${relation}-`, ''),
        cell: cells[column],
      })),
  })
  return {
    title,
    client: figures.nativeClient,
    panels: [panel('assigned', 'native'), panel('resident', 'mixed')],
  }
}

const [width, head, line, gap] = [560, 34, 30, 20]
const [clientRight, boxLeft] = [150, 250]

function draw({ title, client, panels }: Figure, texts: Texts): Markup {
  let y = 4
  const drawn = panels.map((panel) => {
    const top = y
    const height = head + panel.rows.length * line + 8
    y += height + gap
    return panelMarkup(panel, top, height, client, texts)
  })
  const descriptions = panels.map(
    (panel) =>
      `${panel.title}: ${panel.rows.map(({ name, cell }) => `${texts.role(name)} ${saw(cell, texts)}`).join(', ')}`,
  )
  return markup`<svg class="figure" viewBox="0 0 ${width} ${y - gap + 4}" width="${width}" height="${y - gap + 4}" role="img" aria-label="${title}. ${descriptions.join('. ')}.">${drawn}</svg>`
}

function panelMarkup(
  { title, mode, rows }: Panel,
  y: number,
  height: number,
  client: string,
  texts: Texts,
): Markup {
  const middle = y + height / 2
  return markup`<g class="site ${mode}">
    <rect class="box" x="${boxLeft}" y="${y}" width="${width - boxLeft - 4}" height="${height}" rx="8" />
    <text class="mode" x="${boxLeft + 14}" y="${y + 22}">${title}</text></g>
    <g class="client"><rect class="hit" x="8" y="${middle - 18}" width="${clientRight - 8}" height="36" rx="8" /><text x="${(clientRight + 8) / 2}" y="${middle + 4}" text-anchor="middle">${client}</text></g>
    ${rows.map(({ name, cell }, index) => arrow({ name, cell }, middle, y + head + index * line + line / 2, texts))}`
}

function arrow({ name, cell }: Panel['rows'][number], from: number, to: number, texts: Texts): Markup {
  const protocols = cell?.observed ?? []
  const [protocol = 'none'] = protocols
  const outcome = protocols.length > 0 ? 'answered' : 'withheld'
  const end = outcome === 'answered' ? boxLeft + 4 : boxLeft - 30
  const label = protocols.map((one) => one.toUpperCase()).join(texts.figures.and) || texts.figures.no
  const disagrees = cell !== undefined && !cell.agrees && cell.skipped === undefined
  return markup`<g class="traffic ${protocol} ${outcome}">
    <path d="M${clientRight} ${from} C${clientRight + 45} ${from} ${boxLeft - 60} ${to} ${end} ${to}" />
    ${outcome === 'answered' ? markup`<circle cx="${boxLeft + 4}" cy="${to}" r="4" />` : markup`<path class="cross" d="M${end} ${to - 6} v12" />`}
    <text x="${boxLeft + 18}" y="${to + 4}">${texts.role(name)}</text>
    <text class="on ${disagrees ? 'bad' : protocol}" x="${width - 18}" y="${to + 4}" text-anchor="end">${label}${disagrees && texts.figures.otherwise}</text>
  </g>`
}

function saw(cell: CellResult | undefined, { figures }: Texts): string {
  return cell && cell.observed.length > 0 ? figures.by(cell.observed) : figures.notAtAll
}
