import type { Hierarchy, Site } from '../model/hierarchy.ts'
import { primaryCodeOf } from '../model/primary-site.ts'
import type { SiteMode } from '../model/site-mode.ts'
import { inTheWay } from '../model/site-mode-order.ts'
import type { Ground, OpenSystem } from './open-system.ts'
import { reopenWebPorts } from './open-systems.ts'
import { SiteModeError } from './site-mode-error.ts'

/**
 * A primary site goes into the other mode, its secondary sites with it: the web listeners of their systems are closed and
 * opened as the mode asks, without the faults that they had. Clients are told nothing. Throws a `SiteModeError` when the
 * order of the hierarchy forbids it; when a port cannot be opened, all is as it was. Resolves to the sites that changed.
 */
export async function switchSiteMode(
  ground: Ground,
  systems: readonly OpenSystem[],
  code: string,
  mode: SiteMode,
): Promise<readonly Site[]> {
  const primary = primaryCalled(ground.hierarchy, code)
  if (primary.mode === mode) return []
  const obstacle = inTheWay(ground.hierarchy, primary.code, mode)
  if (obstacle) {
    throw new SiteModeError(
      `site ${primary.code} cannot go into ${mode} mode before site ${obstacle.site} does: ${obstacle.why}`,
    )
  }
  const sites = ground.hierarchy.sites.filter((site) => primaryCodeOf(site) === primary.code)
  const concerned = systems.filter(({ site }) => sites.includes(site))
  const before = primary.mode
  setMode(sites, mode)
  try {
    await Promise.all(concerned.map((system) => reopenWebPorts(ground, system)))
  } catch (error) {
    setMode(sites, before)
    await Promise.all(concerned.map((system) => reopenWebPorts(ground, system)))
    throw error
  }
  return sites
}

function setMode(sites: readonly Site[], mode: SiteMode): void {
  for (const site of sites) site.mode = mode
}

function primaryCalled({ sites }: Hierarchy, code: string): Site {
  const site = sites.find((known) => known.code === code.toUpperCase())
  if (!site) throw new SiteModeError(`the hierarchy has no site ${code}`)
  if (site.kind === 'primary') return site
  throw new SiteModeError(
    `site ${site.code} is a secondary site, and has the mode of its primary ${primaryCodeOf(site)}`,
  )
}
