import type { Boundary } from '../../model/boundary.ts'
import type { Hierarchy, Site } from '../../model/hierarchy.ts'
import { primaryCodeOf } from '../../model/primary-site.ts'
import { holding } from '../../model/sites-covering.ts'
import type { ClientLocation, Locality, LocatedSite } from '../../wire/management-point/locations.ts'

/** Whether one of some boundaries holds where a client says it is, by any of its addresses. */
export function areAround(boundaries: readonly Boundary[], location: ClientLocation): boolean {
  const holds = placesOf(location)
  return boundaries.some(holds)
}

function placesOf({ activeDirectorySite, addresses }: ClientLocation): (boundary: Boundary) => boolean {
  const named = activeDirectorySite !== undefined && { activeDirectorySite }
  const places = [named || {}, ...addresses.map(({ address }) => ({ address, ...named }))]
  const holders = places.map((place) => holding({ internet: false, ...place }))
  return (boundary) => holders.some((holds) => holds(boundary))
}

/** LOCAL within a fast boundary and REMOTE within a slow one, as we take them; undefined within none. */
export function localityIn({ boundaries }: Site, location: ClientLocation): Locality | undefined {
  const around = boundaries.filter(placesOf(location))
  if (around.some(({ connection }) => connection === 'fast')) return 'LOCAL'
  return around.length > 0 ? 'REMOTE' : undefined
}

/** The sites that a client's request may be about, of those that its management point knows: its own and those below. */
export function currentSites(hierarchy: Hierarchy, own: Site, location: ClientLocation): Site[] {
  return hierarchy.sites
    .filter((site) => site === own || (site.kind === 'secondary' && site.parent === own.code))
    .filter((site) => localityIn(site, location) !== undefined)
}

export function located<Located>(
  site: Site,
  locality: Locality,
  records: readonly Located[],
): LocatedSite<Located> {
  return { siteCode: site.code, masterSiteCode: primaryCodeOf(site), locality, ports: site.ports, records }
}

/** `SERVER` of `server.contoso.test`. */
export function netBiosNameOf({ fqdn }: { fqdn: string }): string {
  return fqdn.replace(/\..*/s, '').toUpperCase()
}

/** `http://server.contoso.test`, and the port where it is not the protocol's own. */
export function addressOf(protocol: 'http' | 'https', fqdn: string, port: number): string {
  const usual = protocol === 'http' ? 80 : 443
  return port === usual ? `${protocol}://${fqdn}` : `${protocol}://${fqdn}:${port}`
}
