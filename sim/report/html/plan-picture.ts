import type { HierarchyShown, SiteShown } from '../../evidence/recording/hierarchy-shown.ts'
import { fateNames, fatesBySite, fatesInWords, type Fate, type SiteFates } from '../plan-in-words.ts'
import type { Texts } from '../../texts/english.ts'
import type { PlanFates, PlannedSwitch, PlanResult } from '../plan-result.ts'
import { measures } from './hierarchy-layout.ts'
import { drawSites, type Picture } from './hierarchy-picture.ts'
import { markup, type Markup } from './markup.ts'
import type { SiteMode } from '../../vocabulary/site-mode.ts'

/** A line in the box of a site: so many of the clients assigned to it. */
interface FateLine {
  place: string
  fate: Fate
  clients: number
  /** Of all that are assigned to the site. */
  of: number
}

/** The hierarchy, each site coloured by the worst that happens to its clients, with their numbers. */
export function planPicture(
  { name, sites }: HierarchyShown,
  { groups, switches }: PlanResult,
  texts: Texts,
): Markup {
  const { withoutSite } = texts.plan
  const picture: Picture<FateLine> = {
    name,
    // A site of a large network has hundreds of boundaries; they tell nothing of its clients' fates.
    sites: sites.map((site) => ({ ...site, boundaries: [] })),
    lines: fatesBySite(groups).flatMap((fates) => linesOf(fates, withoutSite)),
    placeOf: ({ place }) => place,
    elsewhere: [withoutSite],
    heightOf: () => 1,
    classOf: ({ lines }) => `fate ${lines[0]?.fate ?? 'nobody'}`,
    modesOf: (site) => modesOf(site, switches).map((mode) => texts.modes[mode]),
    keyOf: ({ place, fate }) => `${place} ${fate}`,
    draw: (line, x, y) => fateLine(line, x, y, texts),
  }
  return drawSites(picture, texts)
}

/** The worst first. */
function linesOf({ site, clients, fates }: SiteFates, withoutSite: string): FateLine[] {
  return fateNames
    .filter((fate) => fates[fate] > 0)
    .map((fate) => ({ place: site ?? withoutSite, fate, clients: fates[fate], of: clients }))
}

/** The modes that a site goes through. */
function modesOf({ code, mode }: SiteShown, switches: readonly PlannedSwitch[]): SiteMode[] {
  const planned = switches.filter(({ site, refused }) => site === code && refused === null)
  return [mode, ...planned.map((one) => one.mode)].filter((one, place, all) => one !== all[place - 1])
}

function fateLine({ fate, clients, of }: FateLine, x: number, y: number, { plan }: Texts): Markup {
  const longest = measures.box - 16
  return markup`<g class="fate ${fate}">
    <title>${plan.fateOf(clients, of, plan.fates[fate])}</title>
    <rect class="share" x="${x + 8}" y="${y - 8}" width="${Math.max(4, longest * (clients / of)).toFixed(1)}" height="16" />
    <rect class="edge" x="${x + 8}" y="${y - 8}" width="4" height="16" />
    <text class="name" x="${x + 18}" y="${y + 4}">${plan.fateCounted(clients, plan.fates[fate])}</text>
  </g>`
}

/** All clients as one bar, the worst fates first. */
export function fatesBar(fates: PlanFates, of: number, texts: Texts): Markup {
  let x = 0
  const parts = fateNames.map((fate) => {
    const width = of === 0 ? 0 : (fates[fate] / of) * 1000
    x += width
    return (
      width > 0 &&
      markup`<rect class="fate ${fate}" x="${(x - width).toFixed(2)}" y="0" width="${width.toFixed(2)}" height="10" />`
    )
  })
  return markup`<svg class="fates" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label="${fatesInWords(fates, texts)}">${parts}</svg>`
}

/** The colours of the bars and of the picture; every number is told in words as well. */
export function fatesLegend({ plan }: Texts): Markup {
  return markup`<ul class="legend">${fateNames.map((fate) => markup`<li><b class="fate ${fate}" aria-hidden="true">■</b> ${plan.fates[fate]}</li>`)}</ul>`
}
