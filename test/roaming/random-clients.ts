import type { SiteSystemRole } from '../../sim/index.ts'
import type { Random } from '../fuzz/random.ts'
import { having, type DescribedClient, type DescribedSite } from './described-hierarchy.ts'
import { randomPlace } from './random-places.ts'

const mostClients = 5

export function randomClients(random: Random, sites: readonly DescribedSite[]): DescribedClient[] {
  return Array.from({ length: 1 + random.below(mostClients) }, (_, index) =>
    randomClient(random, index, sites),
  )
}

/** Computers mostly, assigned, in the forest and with a certificate; but of every sort there is. */
function randomClient(random: Random, index: number, sites: readonly DescribedSite[]): DescribedClient {
  const some = (percent: number): boolean => random.below(100) < percent
  const told = (role: SiteSystemRole, percent: number): string | undefined => {
    const systems = sites.flatMap((site) => having(site, role))
    return systems.length > 0 && some(percent) ? random.pick(systems).name : undefined
  }
  const primaries = sites.filter(({ kind }) => kind === 'primary').map(({ code }) => code)
  const serverLocatorPoint = told('server-locator-point', 60)
  const fallbackStatusPoint = told('fallback-status-point', 50)
  const assignedSite = some(65) ? random.pick(primaries) : random.pick(['auto', 'auto', 'auto', 'none'])
  const [own] = sites
    .filter(({ code }) => code === assignedSite)
    .flatMap((site) => having(site, 'management-point'))
  const internetManagementPoint = own && some(25) ? own.name : told('management-point', 7)
  return {
    name: `PC${index}`,
    kind: some(15) ? 'mobile-device' : 'computer',
    assignedSite,
    mode: random.pick(['mixed', 'native']),
    activeDirectory: some(60),
    httpForRoaming: random.pick(['inherit', 'inherit', true, false]),
    ...(serverLocatorPoint !== undefined && { serverLocatorPoint }),
    ...(fallbackStatusPoint !== undefined && { fallbackStatusPoint }),
    ...(internetManagementPoint !== undefined && { internetManagementPoint }),
    alwaysOnInternet: some(3),
    certificate: some(93) ? 'good' : 'none',
    at: randomPlace(random, sites),
  }
}
