import type { Hierarchy, Site } from '../model/hierarchy.ts'
import { primaryCodeOf, siteToChangeFirst } from '../model/sites.ts'
import type { PreflightCheck } from '../report/plan-result.ts'
import { siteModeNames, type SiteMode } from '../vocabulary/site-mode.ts'
import { clientsOf, type AssignedClients } from './preflight/assigned-clients.ts'
import { ofCertificates } from './preflight/certificates.ts'
import type { Answer, ChecklistItem, SiteAsked } from './preflight/checklist-item.ts'
import { ofClients } from './preflight/clients.ts'
import { ofServiceLocation } from './preflight/service-location.ts'
import { ofSites } from './preflight/sites.ts'
import { afterSwitches, type Switch } from './switches.ts'

/** The checklist before a site changes its mode, in the order in which it is answered. */
export const checklist: readonly ChecklistItem[] = [
  ...ofSites,
  ...ofCertificates,
  ...ofServiceLocation,
  ...ofClients,
]

/** The primary site of a switch, as it stands when its turn comes. */
type Change = Pick<SiteAsked, 'site' | 'mode' | 'obstacle'>

/** What the checklist says of the sites that change their mode; nothing is asked of others. */
export function preflightOf(hierarchy: Hierarchy, switches: readonly Switch[]): PreflightCheck[] {
  const changes = changesBy(hierarchy, switches)
  const clients = clientsOf(hierarchy, new Set(changes.map(({ site }) => site.code)))
  return siteModeNames.flatMap((mode) => {
    const ofMode = changes.filter((change) => change.mode === mode)
    return checklist
      .filter(({ before }) => ofMode.length > 0 && before.includes(mode))
      .flatMap((item) => checksOf(item, ofMode, { hierarchy, mode, clients }))
  })
}

/** Each site and mode once, though a site may go there and back; a switch to the mode that a site has is no change. */
function changesBy({ sites }: Hierarchy, switches: readonly Switch[]): Change[] {
  const made: Switch[] = []
  const changes: Change[] = []
  for (const next of switches) {
    const now = afterSwitches(sites, made)
    const site = sites.find(({ code, kind }) => code === next.site && kind === 'primary')
    const { mode } = next
    if (!site || now.some((one) => one.code === next.site && one.mode === mode)) continue
    const obstacle = siteToChangeFirst({ sites: now }, next.site, mode)
    if (!obstacle) made.push(next)
    const isKnown = changes.some((known) => known.site === site && known.mode === mode)
    if (!isKnown) changes.push({ site, mode, obstacle })
  }
  return changes
}

interface Surroundings {
  hierarchy: Hierarchy
  mode: SiteMode
  clients: ReadonlyMap<string, readonly AssignedClients[]>
}

function checksOf(
  item: ChecklistItem,
  changes: readonly Change[],
  { hierarchy, mode, clients }: Surroundings,
): PreflightCheck[] {
  const clientsAt = ({ site }: Change): readonly AssignedClients[] => clients.get(site.code) ?? []
  if (item.of === 'hierarchy') {
    const answer = item.answer({ hierarchy, mode, clients: changes.flatMap(clientsAt) })
    return checkOf(item, null, answer)
  }
  return changes.flatMap((change) =>
    sitesAsked(item.of, change.site, hierarchy).flatMap((site) =>
      checkOf(item, site, item.answer({ ...change, hierarchy, site, clients: clientsAt(change) })),
    ),
  )
}

function sitesAsked(of: 'primary site' | 'site', primary: Site, { sites }: Hierarchy): Site[] {
  return of === 'primary site' ? [primary] : sites.filter((site) => primaryCodeOf(site) === primary.code)
}

function checkOf(
  { id, asks }: ChecklistItem,
  site: Site | null,
  answer: Answer | undefined,
): PreflightCheck[] {
  return answer ? [{ site: site?.code ?? null, check: id, asks, ...answer }] : []
}
